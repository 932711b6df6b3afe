-- Opens the accounts whose closures have lapsed. The caller has just read the list of erasures to its end, so an owner who is not in
-- it was not erased. Skips accounts that another transaction has locked; the next call opens them.
CREATE OR REPLACE FUNCTION reopen_lapsed_accounts(p_now timestamptz) RETURNS SETOF uuid
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  RETURN QUERY
    WITH lapsed AS MATERIALIZED (
      SELECT a.user_id FROM accounts AS a
       WHERE a.closed_until <= p_now AND a.closed_until < 'infinity'
         AND NOT EXISTS (SELECT FROM erasures AS e WHERE e.user_id = a.user_id)
       ORDER BY a.user_id LIMIT 100 FOR UPDATE SKIP LOCKED
    )
    UPDATE accounts AS a SET closed_until = NULL, closures = NULL FROM lapsed AS l WHERE a.user_id = l.user_id
    RETURNING a.user_id;
END $$;
COMMENT ON FUNCTION reopen_lapsed_accounts(timestamptz) IS 'Opens the accounts whose closures have lapsed.';
