-- Ends a hold in one commit: 'capture' moves all or a part of it and releases the rest, 'void' and 'expire' release it.
-- The outcome is 'done', 'repeated' (it had ended in just this way, nothing was done now), 'not-found', 'not-a-hold', 'ended',
-- 'expired', 'not-due' or 'exceeds-hold'.
CREATE FUNCTION end_hold(
  p_user_id uuid, p_id uuid, p_action text, p_amount numeric, p_credit_id uuid, p_correlation_id text, p_now timestamptz,
  OUT outcome text, OUT ended transactions
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  state    accounts[];
  payer_at integer;
  payer    accounts;
  payee    accounts;
  mirror   transactions;
  amount   numeric;
BEGIN
  -- 1. Who takes part is known without a lock, as it never changes; then accounts are locked before their entries.
  SELECT * INTO ended FROM transactions WHERE user_id = p_user_id AND id = p_id;
  IF NOT FOUND THEN
    outcome := 'not-found';
    RETURN;
  END IF;
  state := lock_accounts(
    (SELECT array_agg(id ORDER BY id) FROM unnest(ARRAY[ended.user_id, ended.counterparty_id]) AS id WHERE id IS NOT NULL),
    p_now);
  SELECT * INTO ended FROM transactions WHERE user_id = p_user_id AND id = p_id FOR UPDATE;

  -- 2. Only a pending hold can end, once, and in time.
  amount := coalesce(p_amount, ended.amount);
  outcome := CASE
    WHEN ended.expires_at IS NULL THEN 'not-a-hold'
    WHEN p_action = 'capture' AND ended.status = 'completed' AND ended.captured_amount = amount THEN 'repeated'
    WHEN p_action = 'void' AND ended.status = 'cancelled' THEN 'repeated'
    WHEN ended.status <> 'pending' THEN 'ended'
    WHEN p_action = 'expire' AND ended.expires_at > p_now THEN 'not-due'
    WHEN p_action = 'capture' AND ended.expires_at <= p_now THEN 'expired'
    WHEN p_action = 'capture' AND amount > ended.amount THEN 'exceeds-hold'
    ELSE 'done'
  END;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;

  -- 3. Release all of it, then move what is captured.
  payer_at := CASE WHEN state[1].user_id = p_user_id THEN 1 ELSE 2 END;
  payer := state[payer_at];
  payer.held := payer.held - ended.amount;
  IF p_action = 'capture' THEN
    ended.captured_amount := amount;
    payer := moved(payer, -amount, p_now);
    ended := completed(ended, payer);
  ELSE
    amount := ended.amount;
    payer := changed(payer, p_now);
    ended.status := 'cancelled';
    ended.updated_at := payer.updated_at;
  END IF;
  state[payer_at] := payer;
  INSERT INTO outbox SELECT (event_of(payer, ended.status, ended, amount, p_correlation_id)).*;

  -- 4. What is captured of a transfer arrives at the other side.
  IF p_action = 'capture' AND ended.transfer_id IS NOT NULL THEN
    payee := moved(state[3 - payer_at], amount, p_now);
    state[3 - payer_at] := payee;
    mirror := completed(mirrored(ended, p_credit_id), payee);
    mirror.correlation_id := p_correlation_id;
    mirror.created_at := payee.updated_at;
    INSERT INTO transactions SELECT mirror.*;
    INSERT INTO outbox SELECT (event_of(payee, 'completed', mirror, amount, p_correlation_id)).*;
  END IF;

  PERFORM save_accounts(state);
  UPDATE transactions
     SET status = ended.status, captured_amount = ended.captured_amount, sequence = ended.sequence,
         balance_after = ended.balance_after, completed_at = ended.completed_at, updated_at = ended.updated_at
   WHERE user_id = p_user_id AND id = p_id;
END $$;
