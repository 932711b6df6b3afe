-- Reverses all or a part of a completed transaction with new opposite entries: one, or for a transfer one on each side. Partial
-- reversals may follow one another until the whole amount is reversed. p_acted_by is the administrator, or NULL for the owner.
-- The outcome is 'posted' (the row says whether completed or failed), 'replayed', 'key-reused', 'not-found', 'not-reversible',
-- 'already-reversed' or 'exceeds-reversible'.
CREATE OR REPLACE FUNCTION reverse_transaction(
  p_user_id uuid, p_id uuid, p_amount numeric, p_description text, p_new_id uuid, p_other_id uuid,
  p_key text, p_hash bytea, p_correlation_id text, p_acted_by uuid, p_now timestamptz,
  OUT outcome text, OUT posted transactions
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  locked       record;
  own          accounts;
  other        accounts;
  original     transactions;
  other_side   transactions;
  repetition   record;
  reversible   numeric;
  insufficient boolean;
BEGIN
  -- 1. Lock the transaction and its accounts.
  locked := lock_transaction(p_user_id, p_id, p_now);
  original := locked.entry;
  own := locked.own;
  other := locked.other;
  IF original.id IS NULL THEN
    outcome := 'not-found';
    RETURN;
  END IF;

  -- 2. Answer a repetition as the first time.
  repetition := find_repetition(p_user_id, p_key, p_hash);
  IF repetition.outcome IS NOT NULL THEN
    outcome := repetition.outcome;
    posted := repetition.recorded;
    RETURN;
  END IF;

  -- 3. Never reverse more than was moved, a transaction that moved nothing or was still deferred when it was read without a lock, or
  --    a reversal.
  reversible := coalesce(original.captured_amount, original.amount) - original.reversed_amount;
  outcome := CASE
    WHEN locked.was_deferred OR original.status <> 'completed' OR original.reverses_id IS NOT NULL THEN 'not-reversible'
    WHEN reversible = 0 THEN 'already-reversed'
    WHEN p_amount > reversible THEN 'exceeds-reversible'
    ELSE 'posted'
  END;
  IF outcome <> 'posted' THEN
    RETURN;
  END IF;

  -- 4. The opposite entry.
  posted.user_id := p_user_id;
  posted.id := p_new_id;
  posted.type := CASE original.type WHEN 'credit' THEN 'debit' ELSE 'credit' END;
  posted.amount := coalesce(p_amount, reversible);
  posted.description := p_description;
  posted.reverses_id := original.id;
  posted.reversed_amount := 0;
  posted.acted_by := p_acted_by;
  posted.idempotency_key := p_key;
  posted.request_hash := p_hash;
  posted.correlation_id := p_correlation_id;
  IF original.transfer_id IS NOT NULL THEN
    posted.counterparty_id := original.counterparty_id;
    posted.transfer_id := p_new_id;
    SELECT * INTO other_side FROM transactions
     WHERE user_id = original.counterparty_id AND transfer_id = original.transfer_id AND type <> original.type
       AND status = 'completed'
     FOR UPDATE;
  END IF;

  -- 5. The account that returns the money must have it available.
  insufficient := CASE posted.type
    WHEN 'debit' THEN own.balance - own.held < posted.amount
    ELSE original.transfer_id IS NOT NULL AND other.balance - other.held < posted.amount
  END;
  IF insufficient THEN
    own := account_changed(own, p_now);
    posted.status := 'failed';
    posted.failure_reason := 'insufficient-funds';
    posted.created_at := own.updated_at;
    posted.updated_at := own.updated_at;
    PERFORM insert_event(own, 'failed', posted, posted.amount, p_correlation_id);
  ELSE
    own := account_moved(own, CASE posted.type WHEN 'credit' THEN posted.amount ELSE -posted.amount END, p_now);
    posted := transaction_completed(posted, own);
    posted.created_at := own.updated_at;
    PERFORM insert_event(own, 'reversed', posted, posted.amount, p_correlation_id);
    original.reversed_amount := original.reversed_amount + posted.amount;
    original.updated_at := own.updated_at;
    PERFORM save_transaction(original);
    IF original.transfer_id IS NOT NULL THEN
      other := record_other_side(posted, p_other_id, other_side.id, other, p_correlation_id, p_now);
      other_side.reversed_amount := other_side.reversed_amount + posted.amount;
      other_side.updated_at := other.updated_at;
      PERFORM save_transaction(other_side);
    END IF;
  END IF;
  PERFORM insert_transaction(posted);
  PERFORM save_accounts(own, other);
END $$;
COMMENT ON FUNCTION reverse_transaction(uuid, uuid, numeric, text, uuid, uuid, text, bytea, text, uuid, timestamptz) IS
  'Reverses all or a part of a completed transaction.';
