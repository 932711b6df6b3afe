-- Every key leads with user_id, so that both tables can be partitioned and distributed by it.

-- What a person has. The constraints hold whatever the code above does.
CREATE TABLE accounts (
  user_id    uuid PRIMARY KEY,
  balance    numeric(20, 2) NOT NULL DEFAULT 0 CHECK (balance >= 0),
  held       numeric(20, 2) NOT NULL DEFAULT 0 CHECK (held >= 0),
  -- of the newest transaction of this account; they count from 1 without gaps
  sequence   bigint         NOT NULL DEFAULT 0 CHECK (sequence >= 0),
  created_at timestamptz    NOT NULL,
  updated_at timestamptz    NOT NULL,
  CONSTRAINT accounts_held_within_balance CHECK (held <= balance)
);

-- What happened. Amounts never change: a correction is a new row.
CREATE TABLE transactions (
  user_id         uuid           NOT NULL,
  id              uuid           NOT NULL,
  sequence        bigint         NOT NULL CHECK (sequence > 0),
  type            varchar(50)    NOT NULL CHECK (type IN ('credit', 'debit')),
  amount          decimal(10, 2) NOT NULL CHECK (amount > 0),
  description     text,
  status          varchar(50)    NOT NULL DEFAULT 'pending'
                  CHECK (status IN ('pending', 'completed', 'failed', 'cancelled')),
  failure_reason  varchar(50),
  balance_after   numeric(20, 2) NOT NULL CHECK (balance_after >= 0),
  idempotency_key varchar(255),
  request_hash    bytea,
  correlation_id  varchar(64)    NOT NULL,
  created_at      timestamptz    NOT NULL DEFAULT now(),
  updated_at      timestamptz    NOT NULL DEFAULT now(),
  completed_at    timestamptz,
  PRIMARY KEY (user_id, id),
  CONSTRAINT transactions_sequence_unique UNIQUE (user_id, sequence),
  CONSTRAINT transactions_key_has_hash CHECK ((idempotency_key IS NULL) = (request_hash IS NULL)),
  CONSTRAINT transactions_failed_has_reason CHECK ((status = 'failed') = (failure_reason IS NOT NULL)),
  CONSTRAINT transactions_completed_has_time CHECK ((status = 'completed') = (completed_at IS NOT NULL))
);

-- One row a person and key: what makes a retry safe. Rows without a key are not in it.
CREATE UNIQUE INDEX transactions_key_unique ON transactions (user_id, idempotency_key)
  WHERE idempotency_key IS NOT NULL;
-- A person's history between two times.
CREATE INDEX idx_transactions_created_at ON transactions (user_id, created_at);
-- An administrator looks a transaction up by its id alone.
CREATE INDEX idx_transactions_id ON transactions (id);

-- Posts a credit or a debit in one round trip: checks, moves and records under the account's lock.
-- outcome: 'posted' (the row says whether completed or failed), 'replayed' (the row of the first request with this key),
-- or 'key-reused' (that row, but it was asked for something else).
CREATE FUNCTION post_transaction(
  p_user_id uuid, p_id uuid, p_type text, p_amount numeric, p_description text,
  p_key text, p_hash bytea, p_correlation_id text, p_now timestamptz,
  OUT outcome text, OUT posted transactions
) LANGUAGE plpgsql SET lock_timeout = '4s' AS $$
DECLARE
  account accounts;
BEGIN
  -- 1. Lock the account; the first transaction opens it.
  SELECT * INTO account FROM accounts WHERE user_id = p_user_id FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO accounts (user_id, created_at, updated_at) VALUES (p_user_id, p_now, p_now) ON CONFLICT DO NOTHING;
    SELECT * INTO account FROM accounts WHERE user_id = p_user_id FOR UPDATE;
  END IF;

  -- 2. The same key again: answer as the first time. The lock made this wait for a first request still under way.
  IF p_key IS NOT NULL THEN
    SELECT * INTO posted FROM transactions t WHERE t.user_id = p_user_id AND t.idempotency_key = p_key;
    IF FOUND THEN
      outcome := CASE WHEN posted.request_hash = p_hash THEN 'replayed' ELSE 'key-reused' END;
      RETURN;
    END IF;
  END IF;

  -- 3. Move the money, unless there is too little of it. Time never runs backwards within an account.
  outcome := 'posted';
  posted.status := 'completed';
  IF p_type = 'credit' THEN
    account.balance := account.balance + p_amount;
  ELSIF account.balance - account.held >= p_amount THEN
    account.balance := account.balance - p_amount;
  ELSE
    posted.status := 'failed';
    posted.failure_reason := 'insufficient-funds';
  END IF;
  account.updated_at := greatest(p_now, account.updated_at);
  UPDATE accounts
     SET balance = account.balance, sequence = account.sequence + 1, updated_at = account.updated_at
   WHERE user_id = p_user_id;

  -- 4. Record it, whether it was done or declined.
  INSERT INTO transactions (
    user_id, id, sequence, type, amount, description, status, failure_reason, balance_after,
    idempotency_key, request_hash, correlation_id, created_at, updated_at, completed_at
  ) VALUES (
    p_user_id, p_id, account.sequence + 1, p_type, p_amount, p_description, posted.status, posted.failure_reason,
    account.balance, p_key, p_hash, p_correlation_id, account.updated_at, account.updated_at,
    CASE WHEN posted.status = 'completed' THEN account.updated_at END
  ) RETURNING * INTO posted;
END $$;
