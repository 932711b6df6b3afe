-- An account as it is after one more change. No two changes of an account have one time, and time never
-- runs backwards within it, whatever the clocks of several instances say: its changes, its moves and their times are all in
-- the same order.
CREATE FUNCTION changed(account accounts, p_now timestamptz) RETURNS accounts
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  account.event_sequence := account.event_sequence + 1;
  account.updated_at := greatest(p_now, account.updated_at + interval '1 microsecond');
  RETURN account;
END $$;

-- An account after its balance has moved by so much, down where it is negative.
CREATE FUNCTION moved(account accounts, p_amount numeric, p_now timestamptz) RETURNS accounts
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  account.balance := account.balance + p_amount;
  account.sequence := account.sequence + 1;
  account.event_sequence := account.event_sequence + 1;
  account.updated_at := greatest(p_now, account.updated_at + interval '1 microsecond');
  RETURN account;
END $$;

-- An entry that the last move of its account has completed.
CREATE FUNCTION completed(entry transactions, account accounts) RETURNS transactions
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  entry.status := 'completed';
  entry.sequence := account.sequence;
  entry.balance_after := account.balance;
  entry.completed_at := account.updated_at;
  entry.updated_at := account.updated_at;
  RETURN entry;
END $$;

-- The same move as the other side of a transfer sees it.
CREATE FUNCTION mirrored(entry transactions, p_id uuid) RETURNS transactions
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
  mirror.idempotency_key := NULL;
  mirror.request_hash := NULL;
  RETURN mirror;
END $$;

-- The event of an account's last change.
CREATE FUNCTION event_of(account accounts, p_event text, entry transactions, p_amount numeric, p_correlation_id text)
RETURNS outbox LANGUAGE sql IMMUTABLE AS $$
  SELECT ROW (
    account.user_id, account.event_sequence, p_event, entry.id, entry.type, p_amount, account.balance, account.held,
    p_correlation_id, account.updated_at)::outbox;
$$;

-- Locks accounts in the order of their ids, so that no two commits wait for each other in a circle, and opens those
-- that do not exist yet.
CREATE FUNCTION lock_accounts(p_user_ids uuid[], p_now timestamptz) RETURNS accounts[]
LANGUAGE plpgsql AS $$
DECLARE
  locked accounts[];
BEGIN
  SELECT array_agg(a ORDER BY a.user_id) INTO locked
    FROM (SELECT * FROM accounts WHERE user_id = ANY (p_user_ids) ORDER BY user_id FOR UPDATE) AS a;
  IF coalesce(cardinality(locked), 0) < cardinality(p_user_ids) THEN
    INSERT INTO accounts (user_id, created_at, updated_at)
      SELECT id, p_now, p_now FROM unnest(p_user_ids) AS id ORDER BY id ON CONFLICT DO NOTHING;
    SELECT array_agg(a ORDER BY a.user_id) INTO locked
      FROM (SELECT * FROM accounts WHERE user_id = ANY (p_user_ids) ORDER BY user_id FOR UPDATE) AS a;
  END IF;
  RETURN locked;
END $$;

-- Writes accounts back after they have changed.
CREATE FUNCTION save_accounts(p_accounts accounts[]) RETURNS void
LANGUAGE sql AS $$
  UPDATE accounts AS a
     SET balance = s.balance, held = s.held, sequence = s.sequence, event_sequence = s.event_sequence,
         updated_at = s.updated_at
    FROM unnest(p_accounts) AS s
   WHERE a.user_id = s.user_id AND a.event_sequence <> s.event_sequence;
$$;
