-- An account after its balance has moved; a negative amount moves it down.
CREATE OR REPLACE FUNCTION account_moved(account accounts, p_amount numeric, p_now timestamptz) RETURNS accounts
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  account.balance := account.balance + p_amount;
  account.sequence := account.sequence + 1;
  account.event_sequence := account.event_sequence + 1;
  account.updated_at := greatest(p_now, account.updated_at + interval '1 microsecond');
  RETURN account;
END $$;
COMMENT ON FUNCTION account_moved(accounts, numeric, timestamptz) IS 'An account after its balance has moved.';
