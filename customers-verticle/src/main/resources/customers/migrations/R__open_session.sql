-- Opens a session for an active customer whose password hash and roles are still those that were checked. It ends the customer's expired
-- sessions and the oldest above p_max, and returns the revocations; NULL when it opens no session. It locks the customer's row, so that a
-- concurrent change happens entirely before or entirely after.
CREATE OR REPLACE FUNCTION open_session(
  p_id uuid, p_user_id uuid, p_password_hash text, p_roles text[], p_secret text, p_token_hash bytea, p_user_agent text,
  p_address text, p_now timestamptz, p_expires_at timestamptz, p_max integer) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  PERFORM 1 FROM users
    WHERE id = p_user_id AND status = 'active' AND password_hash = p_password_hash
      AND roles @> p_roles AND roles <@ p_roles FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  INSERT INTO sessions (id, user_id, secret, token_hash, rotated_at, created_at, last_used_at, expires_at, user_agent, address)
    VALUES (p_id, p_user_id, p_secret, p_token_hash, p_now, p_now, p_now, p_expires_at, p_user_agent, p_address);
  WITH ended AS (
    DELETE FROM sessions WHERE user_id = p_user_id AND id <> p_id AND (
        expires_at <= p_now
        OR id IN (SELECT id FROM sessions WHERE user_id = p_user_id AND id <> p_id ORDER BY id DESC OFFSET p_max - 1))
      RETURNING id
  )
  SELECT coalesce(array_agg(id), '{}') INTO ids FROM ended;
  RETURN revoke('session', ids);
END $$;
COMMENT ON FUNCTION open_session(uuid, uuid, text, text[], text, bytea, text, text, timestamptz, timestamptz, integer) IS
  'Opens a session for an active customer.';
