-- The other side of a transfer, completed by the last movement of the counterparty's account.
CREATE OR REPLACE FUNCTION other_side(entry transactions, p_id uuid, counterparty accounts) RETURNS transactions
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  other transactions := entry;
BEGIN
  other.user_id := entry.counterparty_id;
  other.id := p_id;
  other.type := CASE entry.type WHEN 'credit' THEN 'debit' ELSE 'credit' END;
  other.amount := coalesce(entry.captured_amount, entry.amount);
  other.counterparty_id := entry.user_id;
  other.captured_amount := NULL;
  other.expires_at := NULL;
  other.deferred_at := NULL;
  other.resolved_at := NULL;
  other.idempotency_key := NULL;
  other.request_hash := NULL;
  other := transaction_completed(other, counterparty);
  other.created_at := counterparty.updated_at;
  RETURN other;
END $$;
COMMENT ON FUNCTION other_side(transactions, uuid, accounts) IS 'The other side of a transfer, as the counterparty''s account records it.';
