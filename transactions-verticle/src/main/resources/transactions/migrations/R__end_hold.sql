-- Ends a hold in one commit: 'capture' moves all or a part of it and releases the rest, 'void' and 'expire' release it. 'void' also
-- cancels a deferred transaction of any type.
-- The outcome is 'done', 'repeated' (it had ended in this way before, and nothing was done), 'not-found', 'not-a-hold', 'ended',
-- 'expired', 'not-due', 'exceeds-hold', 'deferred' (nothing can be captured yet) or 'resolved' (too late to cancel).
CREATE OR REPLACE FUNCTION end_hold(
  p_user_id uuid, p_id uuid, p_action text, p_amount numeric, p_credit_id uuid, p_correlation_id text, p_now timestamptz,
  OUT outcome text, OUT ended transactions
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  locked record;
  payer  accounts;
  payee  accounts;
  amount numeric;
BEGIN
  -- 1. Lock the transaction and its accounts.
  locked := lock_transaction(p_user_id, p_id, p_now);
  ended := locked.entry;
  payer := locked.own;
  payee := locked.other;
  IF ended.id IS NULL THEN
    outcome := 'not-found';
    RETURN;
  END IF;

  -- 2. A hold ends once, while it is pending and not expired. A transaction that was still deferred when it was read without a lock
  --    can only be cancelled here.
  amount := coalesce(p_amount, ended.amount);
  outcome := CASE
    WHEN p_action = 'void' AND ended.status = 'cancelled' THEN 'repeated'
    WHEN p_action = 'void' AND ended.deferred_at IS NOT NULL AND ended.resolved_at IS NULL THEN 'done'
    WHEN p_action = 'void' AND ended.deferred_at IS NOT NULL AND ended.expires_at IS NULL THEN 'resolved'
    WHEN p_action <> 'void' AND locked.was_deferred THEN 'deferred'
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
  PERFORM save_transaction(ended);

  -- 4. Credit the payee of a transfer with the captured amount.
  IF p_action = 'capture' AND ended.transfer_id IS NOT NULL THEN
    payee := record_other_side(ended, p_credit_id, NULL, payee, p_correlation_id, p_now);
  END IF;
  PERFORM save_accounts(payer, payee);
END $$;
COMMENT ON FUNCTION end_hold(uuid, uuid, text, numeric, uuid, text, timestamptz) IS
  'Captures, voids or expires a hold, or cancels a deferred transaction.';
