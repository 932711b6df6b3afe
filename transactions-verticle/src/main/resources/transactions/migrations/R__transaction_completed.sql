-- Returns the transaction, completed by the last movement of its account.
CREATE OR REPLACE FUNCTION transaction_completed(entry transactions, account accounts) RETURNS transactions
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  entry.status := 'completed';
  entry.sequence := account.sequence;
  entry.balance_after := account.balance;
  entry.completed_at := account.updated_at;
  entry.updated_at := account.updated_at;
  RETURN entry;
END $$;
COMMENT ON FUNCTION transaction_completed(transactions, accounts) IS
  'Returns the transaction, completed by the last movement of its account.';
