-- Creates missing accounts, then locks all in the order of their ids, so that commits do not deadlock. All accounts are created
-- before any is locked: otherwise a session could wait for a new account while it holds locks, and deadlock.
CREATE OR REPLACE FUNCTION lock_accounts(p_user_ids uuid[], p_now timestamptz) RETURNS accounts[]
LANGUAGE plpgsql AS $$
DECLARE
  locked accounts[];
BEGIN
  IF (SELECT count(*) FROM accounts WHERE user_id = ANY (p_user_ids)) < cardinality(p_user_ids) THEN
    INSERT INTO accounts (user_id, created_at, updated_at)
      SELECT id, p_now, p_now FROM unnest(p_user_ids) AS id ORDER BY id ON CONFLICT DO NOTHING;
  END IF;
  SELECT array_agg(a ORDER BY a.user_id) INTO locked
    FROM (SELECT * FROM accounts WHERE user_id = ANY (p_user_ids) ORDER BY user_id FOR UPDATE) AS a;
  RETURN locked;
END $$;
COMMENT ON FUNCTION lock_accounts(uuid[], timestamptz) IS
  'Creates missing accounts, then locks all in the order of their ids.';
