-- Before customers erases somebody, their account is closed, which only an empty one can be. Nothing can be paid in from then on, so no
-- money is left behind with nobody.

ALTER TABLE accounts
  -- set while the account is closed: when the closing lapses unless its owner is erased, 'infinity' once they are
  ADD COLUMN closed_until timestamptz,
  -- the closures that still may be taken back, by the id that each erasure gives its own: one that fails opens the account only if no
  -- other needs it closed
  ADD COLUMN closures uuid[],
  ADD CONSTRAINT accounts_closed_is_empty CHECK (closed_until IS NULL OR (balance = 0 AND held = 0)),
  ADD CONSTRAINT accounts_closures_close CHECK (
    closures IS NULL OR (closed_until IS NOT NULL AND cardinality(closures) BETWEEN 1 AND 100));

-- The few that are closed for a while.
CREATE INDEX idx_accounts_closed_until ON accounts (closed_until) WHERE closed_until < 'infinity';

-- Closes the account until p_now + p_life, unless something is in the way: then it tells what, and changes nothing. The lock keeps
-- everything else away from the account meanwhile. An account that was never opened is opened closed: money could come in first otherwise.
CREATE FUNCTION close_account(
  p_user_id uuid, p_closure_id uuid, p_life interval, p_now timestamptz,
  OUT closed boolean, OUT balance numeric, OUT held numeric, OUT pending bigint
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  account accounts;
BEGIN
  account := (lock_accounts(ARRAY[p_user_id], p_now))[1];
  balance := account.balance;
  held := account.held;
  SELECT count(*) INTO pending FROM transactions AS t WHERE t.user_id = p_user_id AND t.status = 'pending';
  closed := balance = 0 AND held = 0 AND pending = 0;
  IF closed THEN
    UPDATE accounts AS a
       SET closed_until = greatest(a.closed_until, p_now + p_life),
           closures = CASE
             WHEN a.closed_until = 'infinity' THEN NULL
             WHEN p_closure_id = ANY (a.closures) THEN a.closures
             ELSE array_append(a.closures, p_closure_id)
           END
     WHERE a.user_id = p_user_id;
  END IF;
END $$;

-- Takes one closure back. The account is open again when it was the last; that of somebody who was erased stays closed.
CREATE FUNCTION reopen_account(p_user_id uuid, p_closure_id uuid) RETURNS void
LANGUAGE sql SET lock_timeout = '2s' AS $$
  UPDATE accounts
     SET closed_until = CASE WHEN cardinality(array_remove(closures, p_closure_id)) > 0 THEN closed_until END,
         closures = nullif(array_remove(closures, p_closure_id), '{}')
   WHERE user_id = p_user_id AND p_closure_id = ANY (closures);
$$;

-- Opens the accounts whose closures have lapsed. The caller has read the list of erasures to its end before: whoever is not in it by
-- now was not erased. An account that somebody else is at is left for the next time.
CREATE FUNCTION reopen_lapsed_accounts(p_now timestamptz) RETURNS SETOF uuid
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  RETURN QUERY
    WITH lapsed AS MATERIALIZED (
      SELECT a.user_id FROM accounts AS a
       WHERE a.closed_until <= p_now AND a.closed_until < 'infinity'
         AND NOT EXISTS (SELECT FROM erasures AS e WHERE e.user_id = a.user_id)
       ORDER BY a.user_id LIMIT 100 FOR UPDATE SKIP LOCKED
    )
    UPDATE accounts AS a SET closed_until = NULL, closures = NULL FROM lapsed AS l WHERE a.user_id = l.user_id
    RETURNING a.user_id;
END $$;

-- Forgets the next person as erase_texts does, and closes their account for ever; one that cannot be forgotten now, for example as an
-- account of theirs stays locked, is put off for a minute and keeps no other from being forgotten. The failure says why.
CREATE OR REPLACE FUNCTION erase_next_texts(
  p_now timestamptz, p_settled interval, p_batch integer,
  OUT person uuid, OUT texts integer, OUT swept boolean, OUT failure text
) LANGUAGE plpgsql AS $$
DECLARE
  next erasures;
BEGIN
  SELECT * INTO next FROM erasures WHERE due_at <= p_now ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  BEGIN
    SELECT e.person, e.texts, e.swept INTO person, texts, swept FROM erase_texts(p_now, p_settled, p_batch) AS e;
    -- what was left in it before accounts were closed stays as it is
    UPDATE accounts AS a SET closed_until = 'infinity', closures = NULL
     WHERE a.user_id = person AND a.balance = 0 AND a.held = 0 AND a.closed_until IS DISTINCT FROM 'infinity';
  EXCEPTION WHEN OTHERS THEN
    failure := SQLERRM;
    UPDATE erasures SET due_at = p_now + interval '1 minute' WHERE due_at = next.due_at;
    person := next.user_id;
    texts := 0;
    swept := false;
  END;
END $$;

-- Those who have left already.
UPDATE accounts AS a SET closed_until = 'infinity'
  FROM erasures AS e WHERE e.user_id = a.user_id AND a.balance = 0 AND a.held = 0;
