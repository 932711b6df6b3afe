-- Returns the transaction that was recorded with this key: 'replayed' if it was the same request, 'key-reused' if it was another.
-- Both are NULL when the key is new, or there is none. The caller holds the account's lock, so it has waited for a first request
-- in progress.
CREATE OR REPLACE FUNCTION find_repetition(
  p_user_id uuid, p_key text, p_hash bytea, OUT outcome text, OUT recorded transactions
) LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_key IS NULL THEN
    RETURN;
  END IF;
  SELECT * INTO recorded FROM transactions AS t WHERE t.user_id = p_user_id AND t.idempotency_key = p_key;
  IF FOUND THEN
    outcome := CASE WHEN recorded.request_hash = p_hash THEN 'replayed' ELSE 'key-reused' END;
  END IF;
END $$;
COMMENT ON FUNCTION find_repetition(uuid, text, bytea) IS 'Returns the transaction that was recorded with an idempotency key, if any.';
