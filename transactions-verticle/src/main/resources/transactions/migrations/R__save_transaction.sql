-- Writes back a transaction that has changed. Its amount, and all that its request said, never change.
CREATE OR REPLACE FUNCTION save_transaction(entry transactions) RETURNS void
LANGUAGE sql AS $$
  UPDATE transactions
     SET status = entry.status, failure_reason = entry.failure_reason, expires_at = entry.expires_at,
         counterparty_id = entry.counterparty_id, transfer_id = entry.transfer_id, captured_amount = entry.captured_amount,
         reversed_amount = entry.reversed_amount, sequence = entry.sequence, balance_after = entry.balance_after,
         completed_at = entry.completed_at, resolved_at = entry.resolved_at, updated_at = entry.updated_at
   WHERE user_id = entry.user_id AND id = entry.id;
$$;
COMMENT ON FUNCTION save_transaction(transactions) IS 'Writes back a transaction that has changed.';
