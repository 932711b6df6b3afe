-- While customers cannot say who somebody is, what they ask for is accepted: recorded as pending, its money held. The worker
-- settles it once customers answers again: then it is completed, is held as was asked, or fails.

ALTER TABLE transactions
  -- when it was accepted although the person, or whom they send money to, could not be checked
  ADD COLUMN accepted_at timestamptz,
  -- when that was made up for, or its owner took it back
  ADD COLUMN settled_at  timestamptz,
  ADD CONSTRAINT transactions_settled_was_accepted CHECK (settled_at IS NULL OR accepted_at IS NOT NULL),
  ADD CONSTRAINT transactions_unsettled_is_pending CHECK (
    accepted_at IS NULL OR settled_at IS NOT NULL
    OR (status = 'pending' AND expires_at IS NULL AND transfer_id IS NULL AND reverses_id IS NULL));

-- What was held at an instant: holds, and what was accepted.
CREATE INDEX idx_transactions_pended ON transactions (user_id, created_at)
  WHERE expires_at IS NOT NULL OR accepted_at IS NOT NULL;
DROP INDEX idx_transactions_holds;

ALTER TABLE outbox
  DROP CONSTRAINT outbox_event_check,
  ADD CONSTRAINT outbox_event_check CHECK (event IN ('accepted', 'held', 'completed', 'failed', 'cancelled', 'reversed'));

-- What is still to be settled, one row for each transaction; it goes in the commit that settles it.
CREATE TABLE settlements (
  user_id        uuid        NOT NULL,
  transaction_id uuid        NOT NULL,
  -- of a transfer: who receives it, as the sender named them, 'id:…' or 'email:…'
  recipient      text,
  -- whether it is to be held and not moved
  held           boolean     NOT NULL,
  -- of somebody who signs in elsewhere, whom customers may not have met yet
  external       boolean     NOT NULL,
  correlation_id varchar(64) NOT NULL,
  accepted_at    timestamptz NOT NULL,
  -- when it may be tried; whoever takes it moves this on, so that what a dead process has taken comes back by itself
  due_at         timestamptz NOT NULL,
  -- how often it was tried in vain
  attempts       integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  PRIMARY KEY (user_id, transaction_id),
  FOREIGN KEY (user_id, transaction_id) REFERENCES transactions (user_id, id)
);
CREATE INDEX idx_settlements_due_at ON settlements (due_at, transaction_id);
-- Since when something waits for customers; who signs in elsewhere is waited for, and that may take a day.
CREATE INDEX idx_settlements_accepted_at ON settlements (accepted_at) WHERE NOT external;

-- The same move as the other side of a transfer sees it.
CREATE OR REPLACE FUNCTION mirrored(entry transactions, p_id uuid) RETURNS transactions
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  mirror transactions := entry;
BEGIN
  mirror.user_id := entry.counterparty_id;
  mirror.id := p_id;
  mirror.type := CASE entry.type WHEN 'credit' THEN 'debit' ELSE 'credit' END;
  mirror.amount := coalesce(entry.captured_amount, entry.amount);
  mirror.counterparty_id := entry.user_id;
  mirror.captured_amount := NULL;
  mirror.expires_at := NULL;
  mirror.accepted_at := NULL;
  mirror.settled_at := NULL;
  mirror.idempotency_key := NULL;
  mirror.request_hash := NULL;
  RETURN mirror;
END $$;

-- Accepts a credit or a debit of somebody who cannot be checked now. A debit's money is held; one beyond what is available
-- fails as ever. p_recipient makes a debit a transfer, p_held a hold; p_most is how many unsettled ones one person may have.
-- The outcome is 'posted' (the row says whether pending or failed), 'replayed', 'key-reused' or 'too-many-unsettled'.
CREATE FUNCTION accept_transaction(
  p_user_id uuid, p_id uuid, p_type text, p_amount numeric, p_description text, p_recipient text, p_held boolean,
  p_external boolean, p_key text, p_hash bytea, p_correlation_id text, p_now timestamptz, p_most integer,
  OUT outcome text, OUT posted transactions
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  account accounts;
BEGIN
  -- 1. Lock the account; the first transaction opens it.
  account := (lock_accounts(ARRAY[p_user_id], p_now))[1];

  -- 2. The same key again: answer with the row of the first time, as it is now.
  IF p_key IS NOT NULL THEN
    SELECT * INTO posted FROM transactions AS t WHERE t.user_id = p_user_id AND t.idempotency_key = p_key;
    IF FOUND THEN
      outcome := CASE WHEN posted.request_hash = p_hash THEN 'replayed' ELSE 'key-reused' END;
      RETURN;
    END IF;
  END IF;
  IF (SELECT count(*) FROM settlements AS s WHERE s.user_id = p_user_id) >= p_most THEN
    outcome := 'too-many-unsettled';
    RETURN;
  END IF;

  -- 3. Hold the money, unless there is too little of it. A credit adds nothing yet.
  outcome := 'posted';
  account := changed(account, p_now);
  posted := NULL;
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
    posted.accepted_at := account.updated_at;
    account.held := account.held + CASE p_type WHEN 'debit' THEN p_amount ELSE 0 END;
  END IF;

  -- 4. Record it, what is to be done about it, and its event.
  INSERT INTO transactions SELECT posted.*;
  IF posted.status = 'pending' THEN
    INSERT INTO settlements (user_id, transaction_id, recipient, held, external, correlation_id, accepted_at, due_at)
      VALUES (p_user_id, p_id, p_recipient, p_held, p_external, p_correlation_id, posted.accepted_at, posted.accepted_at);
  END IF;
  INSERT INTO outbox SELECT (event_of(
    account, CASE posted.status WHEN 'pending' THEN 'accepted' ELSE 'failed' END, posted, p_amount, p_correlation_id)).*;
  PERFORM save_accounts(ARRAY[account]);
END $$;

-- Takes some of what is due, what waits longest first; until p_lease is over nobody else gets it. What somebody else is at is
-- left to them. By index, whatever the statistics say: most of the time the table is empty, and looks it when it is not.
CREATE FUNCTION take_settlements(p_now timestamptz, p_lease interval, p_limit integer) RETURNS SETOF settlements
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  RETURN QUERY
    WITH due AS MATERIALIZED (
      SELECT s.user_id, s.transaction_id FROM settlements AS s WHERE s.due_at <= p_now
       ORDER BY s.due_at, s.transaction_id LIMIT p_limit FOR UPDATE SKIP LOCKED
    )
    UPDATE settlements AS s SET due_at = p_now + p_lease FROM due AS d
     WHERE s.user_id = d.user_id AND s.transaction_id = d.transaction_id
    RETURNING s.*;
END $$;

-- Settles what was accepted, in one commit. With p_failure it fails for that reason and its money is free again. Otherwise a
-- credit arrives, a debit leaves, a hold begins (until p_expires_at) and a transfer reaches p_recipient_id.
-- The outcome is 'done', or 'ended' when it was settled or taken back before: then nothing is done.
CREATE FUNCTION settle_transaction(
  p_user_id uuid, p_id uuid, p_failure text, p_recipient_id uuid, p_credit_id uuid, p_expires_at timestamptz,
  p_now timestamptz, OUT outcome text, OUT settled transactions
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  settlement settlements;
  state      accounts[];
  payer_at   integer;
  payer      accounts;
  payee      accounts;
  mirror     transactions;
  event      text;
BEGIN
  -- 1. Accounts are locked before their entries, and whoever comes second finds nothing to settle.
  state := lock_accounts(
    (SELECT array_agg(id ORDER BY id) FROM unnest(ARRAY[p_user_id, p_recipient_id]) AS id WHERE id IS NOT NULL), p_now);
  DELETE FROM settlements AS s WHERE s.user_id = p_user_id AND s.transaction_id = p_id RETURNING * INTO settlement;
  IF NOT FOUND THEN
    outcome := 'ended';
    RETURN;
  END IF;
  IF p_failure IS NULL AND (settlement.recipient IS NULL) <> (p_recipient_id IS NULL) THEN
    RAISE EXCEPTION 'a transfer is settled with its recipient, and nothing else is';
  END IF;
  SELECT * INTO settled FROM transactions WHERE user_id = p_user_id AND id = p_id FOR UPDATE;
  outcome := 'done';

  -- 2. Release what was held, and do what was asked for.
  payer_at := CASE WHEN state[1].user_id = p_user_id THEN 1 ELSE 2 END;
  payer := state[payer_at];
  IF p_failure IS NULL AND p_recipient_id IS NOT NULL THEN
    settled.counterparty_id := p_recipient_id;
    settled.transfer_id := settled.id;
  END IF;
  IF p_failure IS NULL AND settlement.held THEN
    event := 'held';
    payer := changed(payer, p_now); -- the money stays held
    settled.expires_at := p_expires_at;
  ELSE
    payer.held := payer.held - CASE settled.type WHEN 'debit' THEN settled.amount ELSE 0 END;
    IF p_failure IS NULL THEN
      event := 'completed';
      payer := moved(payer, CASE settled.type WHEN 'credit' THEN settled.amount ELSE -settled.amount END, p_now);
      settled := completed(settled, payer);
    ELSE
      event := 'failed';
      payer := changed(payer, p_now);
      settled.status := 'failed';
      settled.failure_reason := p_failure;
    END IF;
  END IF;
  settled.updated_at := payer.updated_at;
  settled.settled_at := payer.updated_at;
  state[payer_at] := payer;
  INSERT INTO outbox SELECT (event_of(payer, event, settled, settled.amount, settled.correlation_id)).*;

  -- 3. What has left arrives at the other side.
  IF settled.status = 'completed' AND settled.transfer_id IS NOT NULL THEN
    payee := moved(state[3 - payer_at], settled.amount, p_now);
    state[3 - payer_at] := payee;
    mirror := completed(mirrored(settled, p_credit_id), payee);
    mirror.created_at := payee.updated_at;
    INSERT INTO transactions SELECT mirror.*;
    INSERT INTO outbox SELECT (event_of(payee, 'completed', mirror, mirror.amount, mirror.correlation_id)).*;
  END IF;

  PERFORM save_accounts(state);
  UPDATE transactions
     SET status = settled.status, failure_reason = settled.failure_reason, expires_at = settled.expires_at,
         counterparty_id = settled.counterparty_id, transfer_id = settled.transfer_id, sequence = settled.sequence,
         balance_after = settled.balance_after, completed_at = settled.completed_at, updated_at = settled.updated_at,
         settled_at = settled.settled_at
   WHERE user_id = p_user_id AND id = p_id;
END $$;
