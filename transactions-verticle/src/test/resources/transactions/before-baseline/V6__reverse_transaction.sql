-- Takes back all or a part of what a completed transaction moved, by new opposite entries: one, or for a transfer one on
-- each side. May be done in parts until everything is taken back.
-- The outcome is 'posted' (the row says whether completed or failed), 'replayed', 'key-reused', 'not-found', 'not-reversible',
-- 'already-reversed' or 'exceeds-reversible'.
CREATE FUNCTION reverse_transaction(
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
BEGIN
  -- 1. Lock the accounts first, then the entry; who takes part never changes.
  SELECT * INTO original FROM transactions WHERE user_id = p_user_id AND id = p_id;
  IF NOT FOUND THEN
    outcome := 'not-found';
    RETURN;
  END IF;
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
    WHEN original.status <> 'completed' OR original.reverses_id IS NOT NULL THEN 'not-reversible'
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
