-- Withdraws one closure. The account opens when no closure is left. The account of an erased customer stays closed.
CREATE OR REPLACE FUNCTION reopen_account(p_user_id uuid, p_closure_id uuid) RETURNS void
LANGUAGE sql SET lock_timeout = '2s' AS $$
  UPDATE accounts
     SET closed_until = CASE WHEN cardinality(array_remove(closures, p_closure_id)) > 0 THEN closed_until END,
         closures = nullif(array_remove(closures, p_closure_id), '{}')
   WHERE user_id = p_user_id AND p_closure_id = ANY (closures);
$$;
COMMENT ON FUNCTION reopen_account(uuid, uuid) IS 'Withdraws one closure of an account.';
