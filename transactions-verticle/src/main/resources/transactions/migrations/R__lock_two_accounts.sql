-- Locks an account and its counterparty's, if there is one.
CREATE OR REPLACE FUNCTION lock_two_accounts(
  p_user_id uuid, p_counterparty_id uuid, p_now timestamptz, OUT own accounts, OUT other accounts
) LANGUAGE plpgsql AS $$
DECLARE
  locked accounts[] := lock_accounts(
    ARRAY(SELECT id FROM unnest(ARRAY[p_user_id, p_counterparty_id]) AS id WHERE id IS NOT NULL ORDER BY id), p_now);
BEGIN
  FOR i IN 1..cardinality(locked) LOOP
    IF locked[i].user_id = p_user_id THEN
      own := locked[i];
    ELSE
      other := locked[i];
    END IF;
  END LOOP;
END $$;
COMMENT ON FUNCTION lock_two_accounts(uuid, uuid, timestamptz) IS 'Locks an account and its counterparty''s, if there is one.';
