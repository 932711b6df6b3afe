-- Resolves a deferred transaction in one commit. With p_failure it fails for that reason and its money is free again. Otherwise a
-- credit arrives, a debit leaves, a hold begins (until p_expires_at) and a transfer reaches p_recipient_id.
-- The outcome is 'done', or 'ended' when it was resolved or cancelled before: then nothing is done.
CREATE OR REPLACE FUNCTION resolve_deferred_transaction(
  p_user_id uuid, p_id uuid, p_failure text, p_recipient_id uuid, p_credit_id uuid, p_expires_at timestamptz,
  p_now timestamptz, OUT outcome text, OUT resolved transactions
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  locked   record;
  deferred deferred_transactions;
  payer    accounts;
  payee    accounts;
  event    text;
BEGIN
  -- 1. Accounts are locked before their transactions. The second of two workers finds nothing to resolve.
  locked := lock_two_accounts(p_user_id, p_recipient_id, p_now);
  payer := locked.own;
  payee := locked.other;
  DELETE FROM deferred_transactions AS d WHERE d.user_id = p_user_id AND d.transaction_id = p_id RETURNING * INTO deferred;
  IF NOT FOUND THEN
    outcome := 'ended';
    RETURN;
  END IF;
  IF p_failure IS NULL AND (deferred.recipient IS NULL) <> (p_recipient_id IS NULL) THEN
    RAISE EXCEPTION 'a transfer needs its recipient, and nothing else has one';
  END IF;
  SELECT * INTO resolved FROM transactions WHERE user_id = p_user_id AND id = p_id FOR UPDATE;
  outcome := 'done';

  -- 2. Release what was held, and do what was asked for.
  IF p_failure IS NULL AND p_recipient_id IS NOT NULL THEN
    resolved.counterparty_id := p_recipient_id;
    resolved.transfer_id := resolved.id;
  END IF;
  IF p_failure IS NULL AND deferred.held THEN
    event := 'held';
    payer := account_changed(payer, p_now); -- the money stays held
    resolved.expires_at := p_expires_at;
  ELSE
    payer.held := payer.held - CASE resolved.type WHEN 'debit' THEN resolved.amount ELSE 0 END;
    IF p_failure IS NULL THEN
      event := 'completed';
      payer := account_moved(payer, CASE resolved.type WHEN 'credit' THEN resolved.amount ELSE -resolved.amount END, p_now);
      resolved := transaction_completed(resolved, payer);
    ELSE
      event := 'failed';
      payer := account_changed(payer, p_now);
      resolved.status := 'failed';
      resolved.failure_reason := p_failure;
    END IF;
  END IF;
  resolved.updated_at := payer.updated_at;
  resolved.resolved_at := payer.updated_at;
  PERFORM insert_event(payer, event, resolved, resolved.amount, resolved.correlation_id);
  PERFORM save_transaction(resolved);

  -- 3. Credit the payee of a transfer.
  IF resolved.status = 'completed' AND resolved.transfer_id IS NOT NULL THEN
    payee := record_other_side(resolved, p_credit_id, NULL, payee, resolved.correlation_id, p_now);
  END IF;
  PERFORM save_accounts(payer, payee);
END $$;
COMMENT ON FUNCTION resolve_deferred_transaction(uuid, uuid, text, uuid, uuid, timestamptz, timestamptz) IS
  'Completes, holds or fails a deferred transaction.';
