-- Ends a customer's sessions except one, and returns the revocations. Because it is a function, it also sees sessions that were opened
-- while the calling statement waited for the customer's row.
CREATE OR REPLACE FUNCTION end_sessions(p_user_id uuid, p_except uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  WITH ended AS (
    DELETE FROM sessions WHERE user_id = p_user_id AND id IS DISTINCT FROM p_except RETURNING id
  )
  SELECT coalesce(array_agg(id), '{}') INTO ids FROM ended;
  RETURN revoke('session', ids);
END $$;
COMMENT ON FUNCTION end_sessions(uuid, uuid) IS 'Ends a customer''s sessions except one.';
