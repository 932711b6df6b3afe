-- Ends a hold in one commit: 'capture' moves all or a part of it and releases the rest, 'void' and 'expire' release it. 'void' also
-- cancels a deferred transaction of any type.
-- The outcome is 'done', 'repeated' (it had ended in this way before, and nothing was done), 'not-found', 'not-a-hold', 'ended',
-- 'expired', 'not-due', 'exceeds-hold', 'deferred' (nothing can be captured yet) or 'resolved' (too late to cancel).
CREATE OR REPLACE FUNCTION end_hold(
  p_user_id uuid, p_id uuid, p_action text, p_amount numeric, p_credit_id uuid, p_correlation_id text, p_now timestamptz,
  OUT outcome text, OUT ended transactions
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  locked       record;
  payer        accounts;
  payee        accounts;
  credit       transactions;
  amount       numeric;
  was_deferred boolean;
BEGIN
  -- 1. Accounts are locked before their transactions. The counterparty is read without a lock: it never changes, except when a
  --    deferred transaction is resolved. So one that was deferred at first sight can only be cancelled here.
  SELECT * INTO ended FROM transactions WHERE user_id = p_user_id AND id = p_id;
  IF NOT FOUND THEN
    outcome := 'not-found';
    RETURN;
  END IF;
  was_deferred := ended.deferred_at IS NOT NULL AND ended.resolved_at IS NULL;
  locked := lock_two_accounts(ended.user_id, ended.counterparty_id, p_now);
  payer := locked.own;
  payee := locked.other;
  SELECT * INTO ended FROM transactions WHERE user_id = p_user_id AND id = p_id FOR UPDATE;

  -- 2. Only a pending hold ends, once, and in time.
  amount := coalesce(p_amount, ended.amount);
  outcome := CASE
    WHEN p_action = 'void' AND ended.status = 'cancelled' THEN 'repeated'
    WHEN p_action = 'void' AND ended.deferred_at IS NOT NULL AND ended.resolved_at IS NULL THEN 'done'
    WHEN p_action = 'void' AND ended.deferred_at IS NOT NULL AND ended.expires_at IS NULL THEN 'resolved'
    WHEN p_action <> 'void' AND was_deferred THEN 'deferred'
    WHEN ended.status = 'cancelled' THEN 'ended'
    WHEN ended.expires_at IS NULL THEN 'not-a-hold'
    WHEN p_action = 'capture' AND ended.status = 'completed' AND ended.captured_amount = amount THEN 'repeated'
    WHEN ended.status <> 'pending' THEN 'ended'
    WHEN p_action = 'expire' AND ended.expires_at > p_now THEN 'not-due'
    WHEN p_action = 'capture' AND ended.expires_at <= p_now THEN 'expired'
    WHEN p_action = 'capture' AND amount > ended.amount THEN 'exceeds-hold'
    ELSE 'done'
  END;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;

  -- 3. Release the whole hold, then move what is captured.
  payer.held := payer.held - CASE ended.type WHEN 'debit' THEN ended.amount ELSE 0 END;
  IF p_action = 'capture' THEN
    ended.captured_amount := amount;
    payer := account_moved(payer, -amount, p_now);
    ended := transaction_completed(ended, payer);
  ELSE
    amount := ended.amount;
    payer := account_changed(payer, p_now);
    ended.status := 'cancelled';
    ended.updated_at := payer.updated_at;
    IF ended.deferred_at IS NOT NULL AND ended.resolved_at IS NULL THEN
      ended.resolved_at := payer.updated_at;
      DELETE FROM deferred_transactions WHERE user_id = p_user_id AND transaction_id = p_id;
    END IF;
  END IF;
  PERFORM insert_event(payer, ended.status, ended, amount, p_correlation_id);

  -- 4. Credit the payee of a transfer with the captured amount.
  IF p_action = 'capture' AND ended.transfer_id IS NOT NULL THEN
    payee := account_moved(payee, amount, p_now);
    credit := other_side(ended, p_credit_id, payee);
    credit.correlation_id := p_correlation_id;
    PERFORM insert_transaction(credit);
    PERFORM insert_event(payee, 'completed', credit, amount, p_correlation_id);
  END IF;

  PERFORM save_accounts(payer, payee);
  UPDATE transactions
     SET status = ended.status, captured_amount = ended.captured_amount, sequence = ended.sequence,
         balance_after = ended.balance_after, completed_at = ended.completed_at, updated_at = ended.updated_at,
         resolved_at = ended.resolved_at
   WHERE user_id = p_user_id AND id = p_id;
END $$;
COMMENT ON FUNCTION end_hold(uuid, uuid, text, numeric, uuid, text, timestamptz) IS
  'Captures, voids or expires a hold, or cancels a deferred transaction.';
