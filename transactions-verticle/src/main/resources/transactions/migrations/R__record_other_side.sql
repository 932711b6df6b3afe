-- Moves the money on the other side of a transfer: records the counterparty's transaction and its event. p_reverses_id is the
-- transaction that it reverses, if the transfer is a reversal. Returns the counterparty's account after the movement.
CREATE OR REPLACE FUNCTION record_other_side(
  entry transactions, p_id uuid, p_reverses_id uuid, counterparty accounts, p_correlation_id text, p_now timestamptz
) RETURNS accounts
LANGUAGE plpgsql AS $$
DECLARE
  other transactions := entry;
BEGIN
  other.user_id := entry.counterparty_id;
  other.id := p_id;
  other.type := CASE entry.type WHEN 'credit' THEN 'debit' ELSE 'credit' END;
  other.amount := coalesce(entry.captured_amount, entry.amount);
  other.counterparty_id := entry.user_id;
  other.reverses_id := p_reverses_id;
  other.captured_amount := NULL;
  other.expires_at := NULL;
  other.deferred_at := NULL;
  other.resolved_at := NULL;
  other.idempotency_key := NULL;
  other.request_hash := NULL;
  other.correlation_id := p_correlation_id;
  counterparty := account_moved(counterparty, CASE other.type WHEN 'credit' THEN other.amount ELSE -other.amount END, p_now);
  other := transaction_completed(other, counterparty);
  other.created_at := counterparty.updated_at;
  PERFORM insert_transaction(other);
  PERFORM insert_event(
    counterparty, CASE WHEN p_reverses_id IS NULL THEN 'completed' ELSE 'reversed' END, other, other.amount, p_correlation_id);
  RETURN counterparty;
END $$;
COMMENT ON FUNCTION record_other_side(transactions, uuid, uuid, accounts, text, timestamptz) IS
  'Moves the money on the other side of a transfer.';
