-- Returns the account after its balance has moved; a negative amount moves it down.
CREATE OR REPLACE FUNCTION account_moved(account accounts, p_amount numeric, p_now timestamptz) RETURNS accounts
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  account.balance := account.balance + p_amount;
  account.sequence := account.sequence + 1;
  RETURN account_changed(account, p_now);
END $$;
COMMENT ON FUNCTION account_moved(accounts, numeric, timestamptz) IS 'Returns the account after its balance has moved.';
