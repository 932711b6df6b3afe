-- One posting in one commit, at the lowest cost in PostgreSQL: the baseline for the group commit over HTTP. It does what the
-- ledger does for a credit or a debit and nothing more: no batch, no arrays, no transfers, no holds. One statement does all
-- writes, so that PL/pgSQL's overhead and the lock on the account are short.
CREATE FUNCTION single_posting(
  p_user_id uuid, p_id uuid, p_type text, p_amount numeric, p_description text, p_key text, p_hash bytea,
  p_correlation_id text
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  known uuid;
BEGIN
  -- A repeated key gets the first answer. If two requests with a new key run at the same time, the second one fails at the unique
  -- index of the keys and can be repeated.
  SELECT id INTO known FROM transactions WHERE user_id = p_user_id AND idempotency_key = p_key;
  IF FOUND THEN
    RETURN known;
  END IF;

  -- Lock the account, check and move its balance, record the transaction and its event.
  WITH moved AS (
    UPDATE accounts
       SET balance = balance + CASE p_type WHEN 'credit' THEN p_amount ELSE -p_amount END,
           sequence = sequence + 1, event_sequence = event_sequence + 1,
           updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')
     WHERE user_id = p_user_id AND (p_type = 'credit' OR balance - held >= p_amount)
    RETURNING balance, held, sequence, event_sequence, updated_at
  ), recorded AS (
    INSERT INTO transactions (
      user_id, id, sequence, type, amount, description, status, balance_after,
      idempotency_key, request_hash, correlation_id, created_at, updated_at, completed_at)
    SELECT p_user_id, p_id, sequence, p_type, p_amount, p_description, 'completed', balance,
           p_key, p_hash, p_correlation_id, updated_at, updated_at, updated_at
      FROM moved
  )
  INSERT INTO outbox (
    user_id, sequence, event, transaction_id, type, amount, balance, held, correlation_id, occurred_at)
  SELECT p_user_id, event_sequence, 'completed', p_id, p_type, p_amount, balance, held, p_correlation_id, updated_at
    FROM moved;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'insufficient funds';
  END IF;
  RETURN p_id;
END $$;
