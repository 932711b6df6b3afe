-- Holds and reversals learn of what is accepted and not settled yet. Who takes part in it is known only when it is settled, so
-- whoever has looked at it before that, and locked the wrong accounts, is told that it was not settled.

-- Ends a hold in one commit: 'capture' moves all or a part of it and releases the rest, 'void' and 'expire' release it.
-- 'void' also takes back what is not settled yet, of whatever type.
-- The outcome is 'done', 'repeated' (it had ended in just this way, nothing was done now), 'not-found', 'not-a-hold', 'ended',
-- 'expired', 'not-due', 'exceeds-hold', 'not-settled' (nothing can be captured yet) or 'settled' (too late to take it back).
CREATE OR REPLACE FUNCTION end_hold(
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
  early    boolean; -- whether it was not settled when this began
BEGIN
  -- 1. Who takes part is known without a lock, as it never changes once it is settled; then accounts are locked before their
  --    entries.
  SELECT * INTO ended FROM transactions WHERE user_id = p_user_id AND id = p_id;
  IF NOT FOUND THEN
    outcome := 'not-found';
    RETURN;
  END IF;
  early := ended.accepted_at IS NOT NULL AND ended.settled_at IS NULL;
  state := lock_accounts(
    (SELECT array_agg(id ORDER BY id) FROM unnest(ARRAY[ended.user_id, ended.counterparty_id]) AS id WHERE id IS NOT NULL),
    p_now);
  SELECT * INTO ended FROM transactions WHERE user_id = p_user_id AND id = p_id FOR UPDATE;

  -- 2. Only a pending hold can end, once, and in time; what is not settled can only be taken back.
  amount := coalesce(p_amount, ended.amount);
  outcome := CASE
    WHEN p_action = 'void' AND ended.status = 'cancelled' THEN 'repeated'
    WHEN p_action = 'void' AND ended.accepted_at IS NOT NULL AND ended.settled_at IS NULL THEN 'done'
    WHEN p_action = 'void' AND ended.accepted_at IS NOT NULL AND ended.expires_at IS NULL THEN 'settled'
    WHEN p_action <> 'void' AND early THEN 'not-settled'
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

  -- 3. Release all of it, then move what is captured.
  payer_at := CASE WHEN state[1].user_id = p_user_id THEN 1 ELSE 2 END;
  payer := state[payer_at];
  payer.held := payer.held - CASE ended.type WHEN 'debit' THEN ended.amount ELSE 0 END;
  IF p_action = 'capture' THEN
    ended.captured_amount := amount;
    payer := moved(payer, -amount, p_now);
    ended := completed(ended, payer);
  ELSE
    amount := ended.amount;
    payer := changed(payer, p_now);
    ended.status := 'cancelled';
    ended.updated_at := payer.updated_at;
    IF ended.accepted_at IS NOT NULL AND ended.settled_at IS NULL THEN
      ended.settled_at := payer.updated_at;
      DELETE FROM settlements WHERE user_id = p_user_id AND transaction_id = p_id;
    END IF;
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
         balance_after = ended.balance_after, completed_at = ended.completed_at, updated_at = ended.updated_at,
         settled_at = ended.settled_at
   WHERE user_id = p_user_id AND id = p_id;
END $$;

-- Takes back all or a part of what a completed transaction moved, by new opposite entries: one, or for a transfer one on
-- each side. May be done in parts until everything is taken back.
-- The outcome is 'posted' (the row says whether completed or failed), 'replayed', 'key-reused', 'not-found', 'not-reversible',
-- 'already-reversed' or 'exceeds-reversible'.
CREATE OR REPLACE FUNCTION reverse_transaction(
  p_user_id uuid, p_id uuid, p_amount numeric, p_description text, p_new_id uuid, p_mirror_id uuid,
  p_key text, p_hash bytea, p_correlation_id text, p_now timestamptz,
  OUT outcome text, OUT posted transactions
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  state    accounts[];
  own_at   integer;
  own      accounts;
  other    accounts;
  original transactions;
  twin     transactions;
  mirror   transactions;
  left_of  numeric;
  short    boolean;
  early    boolean; -- whether it was not settled when this began
BEGIN
  -- 1. Lock the accounts first, then the entry; who takes part never changes once it is settled.
  SELECT * INTO original FROM transactions WHERE user_id = p_user_id AND id = p_id;
  IF NOT FOUND THEN
    outcome := 'not-found';
    RETURN;
  END IF;
  early := original.accepted_at IS NOT NULL AND original.settled_at IS NULL;
  state := lock_accounts(
    (SELECT array_agg(id ORDER BY id)
       FROM unnest(ARRAY[original.user_id, original.counterparty_id]) AS id WHERE id IS NOT NULL),
    p_now);
  SELECT * INTO original FROM transactions WHERE user_id = p_user_id AND id = p_id FOR UPDATE;

  -- 2. The same key again: answer as the first time.
  IF p_key IS NOT NULL THEN
    SELECT * INTO posted FROM transactions AS t WHERE t.user_id = p_user_id AND t.idempotency_key = p_key;
    IF FOUND THEN
      outcome := CASE WHEN posted.request_hash = p_hash THEN 'replayed' ELSE 'key-reused' END;
      RETURN;
    END IF;
  END IF;

  -- 3. Never take back more than was moved, nor what was not moved, nor a reversal itself.
  left_of := coalesce(original.captured_amount, original.amount) - original.reversed_amount;
  outcome := CASE
    WHEN early OR original.status <> 'completed' OR original.reverses_id IS NOT NULL THEN 'not-reversible'
    WHEN left_of = 0 THEN 'already-reversed'
    WHEN p_amount > left_of THEN 'exceeds-reversible'
    ELSE 'posted'
  END;
  IF outcome <> 'posted' THEN
    RETURN;
  END IF;

  -- 4. The opposite entry, and for a transfer its mirror on the other side.
  own_at := CASE WHEN state[1].user_id = p_user_id THEN 1 ELSE 2 END;
  own := state[own_at];
  posted := NULL;
  posted.user_id := p_user_id;
  posted.id := p_new_id;
  posted.type := CASE original.type WHEN 'credit' THEN 'debit' ELSE 'credit' END;
  posted.amount := coalesce(p_amount, left_of);
  posted.description := p_description;
  posted.reverses_id := original.id;
  posted.reversed_amount := 0;
  posted.idempotency_key := p_key;
  posted.request_hash := p_hash;
  posted.correlation_id := p_correlation_id;
  IF original.transfer_id IS NOT NULL THEN
    other := state[3 - own_at];
    posted.counterparty_id := original.counterparty_id;
    posted.transfer_id := p_new_id;
    SELECT * INTO twin FROM transactions
     WHERE user_id = original.counterparty_id AND transfer_id = original.transfer_id AND type <> original.type
       AND status = 'completed'
     FOR UPDATE;
  END IF;

  -- 5. Whoever gives the money back must have it.
  short := CASE posted.type
    WHEN 'debit' THEN own.balance - own.held < posted.amount
    ELSE original.transfer_id IS NOT NULL AND other.balance - other.held < posted.amount
  END;
  IF short THEN
    own := changed(own, p_now);
    posted.status := 'failed';
    posted.failure_reason := 'insufficient-funds';
    posted.created_at := own.updated_at;
    posted.updated_at := own.updated_at;
    INSERT INTO outbox SELECT (event_of(own, 'failed', posted, posted.amount, p_correlation_id)).*;
  ELSE
    own := moved(own, CASE posted.type WHEN 'credit' THEN posted.amount ELSE -posted.amount END, p_now);
    posted := completed(posted, own);
    posted.created_at := own.updated_at;
    INSERT INTO outbox SELECT (event_of(own, 'reversed', posted, posted.amount, p_correlation_id)).*;
    UPDATE transactions SET reversed_amount = reversed_amount + posted.amount, updated_at = own.updated_at
     WHERE user_id = p_user_id AND id = p_id;
    IF original.transfer_id IS NOT NULL THEN
      other := moved(other, CASE posted.type WHEN 'credit' THEN -posted.amount ELSE posted.amount END, p_now);
      state[3 - own_at] := other;
      mirror := completed(mirrored(posted, p_mirror_id), other);
      mirror.created_at := other.updated_at;
      mirror.reverses_id := twin.id;
      INSERT INTO transactions SELECT mirror.*;
      INSERT INTO outbox SELECT (event_of(other, 'reversed', mirror, mirror.amount, p_correlation_id)).*;
      UPDATE transactions SET reversed_amount = reversed_amount + posted.amount, updated_at = other.updated_at
       WHERE user_id = twin.user_id AND id = twin.id;
    END IF;
  END IF;
  state[own_at] := own;
  INSERT INTO transactions SELECT posted.*;
  PERFORM save_accounts(state);
END $$;
