-- Records a transaction. Names every column: add each new column here, or give it a default.
CREATE OR REPLACE FUNCTION insert_transaction(entry transactions) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO transactions (
    user_id, id, sequence, type, amount, description, status, failure_reason, balance_after, counterparty_id, transfer_id,
    reverses_id, reversed_amount, acted_by, captured_amount, expires_at, deferred_at, resolved_at, idempotency_key, request_hash,
    correlation_id, created_at, updated_at, completed_at)
  VALUES (
    entry.user_id, entry.id, entry.sequence, entry.type, entry.amount, entry.description, entry.status, entry.failure_reason,
    entry.balance_after, entry.counterparty_id, entry.transfer_id, entry.reverses_id, entry.reversed_amount, entry.acted_by,
    entry.captured_amount, entry.expires_at, entry.deferred_at, entry.resolved_at, entry.idempotency_key, entry.request_hash,
    entry.correlation_id, entry.created_at, entry.updated_at, entry.completed_at);
$$;
COMMENT ON FUNCTION insert_transaction(transactions) IS 'Records a transaction.';
