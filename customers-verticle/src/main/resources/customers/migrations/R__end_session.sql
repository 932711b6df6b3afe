-- Ends one session of a customer and returns its revocation; NULL when the customer has no such session.
CREATE OR REPLACE FUNCTION end_session(p_user_id uuid, p_id uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM sessions WHERE user_id = p_user_id AND id = p_id;
  RETURN CASE WHEN FOUND THEN revoke('session', ARRAY[p_id]) END;
END $$;
COMMENT ON FUNCTION end_session(uuid, uuid) IS 'Ends one session of a customer.';
