-- Revokes all tokens of a customer and ends their sessions. It also records a revocation of the customer, because tokens of external
-- issuers have no session here.
CREATE OR REPLACE FUNCTION revoke_user(p_user_id uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RETURN revoke('user', ARRAY[p_user_id]) || end_sessions(p_user_id, NULL);
END $$;
COMMENT ON FUNCTION revoke_user(uuid) IS 'Revokes all tokens of a customer and ends their sessions.';
