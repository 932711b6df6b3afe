-- Closes an empty account until p_now + p_life. If the account is not empty, returns its contents and changes nothing. Creates an
-- account that does not exist yet, because otherwise money could arrive first.
CREATE OR REPLACE FUNCTION close_account(
  p_user_id uuid, p_closure_id uuid, p_life interval, p_now timestamptz,
  OUT closed boolean, OUT balance numeric, OUT held numeric, OUT pending bigint
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  account accounts;
BEGIN
  account := (lock_accounts(ARRAY[p_user_id], p_now))[1];
  balance := account.balance;
  held := account.held;
  SELECT count(*) INTO pending FROM transactions AS t WHERE t.user_id = p_user_id AND t.status = 'pending';
  closed := balance = 0 AND held = 0 AND pending = 0;
  IF closed THEN
    UPDATE accounts AS a
       SET closed_until = greatest(a.closed_until, p_now + p_life),
           closures = CASE
             WHEN a.closed_until = 'infinity' THEN NULL
             WHEN p_closure_id = ANY (a.closures) THEN a.closures
             WHEN cardinality(a.closures) = 100 THEN a.closures -- it lapses with the others
             ELSE array_append(a.closures, p_closure_id)
           END
     WHERE a.user_id = p_user_id;
  END IF;
END $$;
COMMENT ON FUNCTION close_account(uuid, uuid, interval, timestamptz) IS 'Closes an empty account, or returns what is in the way.';
