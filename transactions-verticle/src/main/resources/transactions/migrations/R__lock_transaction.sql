-- Locks a transaction, and before it the accounts of its owner and counterparty: accounts are locked before their transactions. The
-- counterparty is read without a lock: it never changes, except when a deferred transaction is resolved. If the transaction was still
-- deferred when it was first read (was_deferred), the caller must move no money: its counterparty may have become known since, and
-- is then not locked.
-- All results are NULL if the owner has no such transaction.
CREATE OR REPLACE FUNCTION lock_transaction(
  p_user_id uuid, p_id uuid, p_now timestamptz,
  OUT entry transactions, OUT own accounts, OUT other accounts, OUT was_deferred boolean
) LANGUAGE plpgsql AS $$
DECLARE
  locked record;
BEGIN
  SELECT * INTO entry FROM transactions WHERE user_id = p_user_id AND id = p_id;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  was_deferred := entry.deferred_at IS NOT NULL AND entry.resolved_at IS NULL;
  locked := lock_two_accounts(entry.user_id, entry.counterparty_id, p_now);
  own := locked.own;
  other := locked.other;
  SELECT * INTO entry FROM transactions WHERE user_id = p_user_id AND id = p_id FOR UPDATE;
END $$;
COMMENT ON FUNCTION lock_transaction(uuid, uuid, timestamptz) IS
  'Locks a transaction, and before it the accounts of its owner and counterparty.';
