-- Writes the event of an account's last change.
CREATE OR REPLACE FUNCTION insert_event(
  account accounts, p_event text, entry transactions, p_amount numeric, p_correlation_id text
) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO outbox (user_id, sequence, event, transaction_id, type, amount, balance, held, correlation_id, occurred_at)
  VALUES (
    account.user_id, account.event_sequence, p_event, entry.id, entry.type, p_amount, account.balance, account.held,
    p_correlation_id, account.updated_at);
$$;
COMMENT ON FUNCTION insert_event(accounts, text, transactions, numeric, text) IS 'Writes the event of an account''s last change.';
