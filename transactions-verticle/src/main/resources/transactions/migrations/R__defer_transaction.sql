-- Accepts a credit or a debit while customers does not answer. The money of a debit is held; a debit that exceeds the available
-- balance fails, as always. p_recipient makes a debit a transfer, p_held a hold; p_max is how many deferred transactions one customer
-- may have.
-- The outcome is 'posted' (the row says whether pending or failed), 'replayed', 'key-reused' or 'too-many-deferred'.
CREATE OR REPLACE FUNCTION defer_transaction(
  p_user_id uuid, p_id uuid, p_type text, p_amount numeric, p_description text, p_recipient text, p_held boolean,
  p_external boolean, p_key text, p_hash bytea, p_correlation_id text, p_now timestamptz, p_max integer,
  OUT outcome text, OUT posted transactions
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  repetition record;
  account    accounts;
BEGIN
  -- 1. Lock the account, and answer a repetition with the row of the first time, as it is now.
  account := (lock_accounts(ARRAY[p_user_id], p_now))[1];
  repetition := find_repetition(p_user_id, p_key, p_hash);
  IF repetition.outcome IS NOT NULL THEN
    outcome := repetition.outcome;
    posted := repetition.recorded;
    RETURN;
  END IF;
  IF (SELECT count(*) FROM deferred_transactions AS d WHERE d.user_id = p_user_id) >= p_max THEN
    outcome := 'too-many-deferred';
    RETURN;
  END IF;

  -- 2. Hold the money of a debit, if it is available. A credit adds nothing yet.
  outcome := 'posted';
  account := account_changed(account, p_now);
  posted.user_id := p_user_id;
  posted.id := p_id;
  posted.type := p_type;
  posted.amount := p_amount;
  posted.description := p_description;
  posted.reversed_amount := 0;
  posted.idempotency_key := p_key;
  posted.request_hash := p_hash;
  posted.correlation_id := p_correlation_id;
  posted.created_at := account.updated_at;
  posted.updated_at := account.updated_at;
  IF p_type = 'debit' AND account.balance - account.held < p_amount THEN
    posted.status := 'failed';
    posted.failure_reason := 'insufficient-funds';
  ELSE
    posted.status := 'pending';
    posted.deferred_at := account.updated_at;
    account.held := account.held + CASE p_type WHEN 'debit' THEN p_amount ELSE 0 END;
  END IF;

  -- 3. Record it, the work that is left, and its event.
  PERFORM insert_transaction(posted);
  IF posted.status = 'pending' THEN
    INSERT INTO deferred_transactions (
      user_id, transaction_id, recipient, held, external, correlation_id, deferred_at, due_at)
    VALUES (p_user_id, p_id, p_recipient, p_held, p_external, p_correlation_id, posted.deferred_at, posted.deferred_at);
  END IF;
  PERFORM insert_event(
    account, CASE posted.status WHEN 'pending' THEN 'deferred' ELSE 'failed' END, posted, p_amount, p_correlation_id);
  PERFORM save_accounts(account);
END $$;
COMMENT ON FUNCTION defer_transaction(uuid, uuid, text, numeric, text, text, boolean, boolean, text, bytea, text, timestamptz, integer) IS
  'Accepts a transaction while customers does not answer, and holds its money.';
