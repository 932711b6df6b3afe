-- Returns the account after a change that moves no balance. No two changes of an account have the same time, and time never
-- runs backwards within it: changes, movements and their times are in one order.
CREATE OR REPLACE FUNCTION account_changed(account accounts, p_now timestamptz) RETURNS accounts
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  account.event_sequence := account.event_sequence + 1;
  account.updated_at := greatest(p_now, account.updated_at + interval '1 microsecond');
  RETURN account;
END $$;
COMMENT ON FUNCTION account_changed(accounts, timestamptz) IS 'Returns the account after a change that moves no balance.';
