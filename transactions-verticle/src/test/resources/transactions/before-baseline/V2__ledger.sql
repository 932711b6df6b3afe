-- The ledger learns transfers, holds and reversals. A transaction gets its place in the account (sequence, balance_after,
-- completed_at) when it moves the balance, and only then; what is pending, failed or cancelled has none.

ALTER TABLE accounts
  -- how many events the account has written
  ADD COLUMN event_sequence bigint NOT NULL DEFAULT 0 CHECK (event_sequence >= 0);

ALTER TABLE transactions
  -- of a transfer: the other person, and the id that its debit and its credit share
  ADD COLUMN counterparty_id uuid,
  ADD COLUMN transfer_id     uuid,
  -- of a reversal: the transaction of the same person that it takes back
  ADD COLUMN reverses_id     uuid,
  -- of a hold: what was captured of it, and when it ends by itself
  ADD COLUMN captured_amount decimal(10, 2) CHECK (captured_amount > 0 AND captured_amount <= amount),
  ADD COLUMN expires_at      timestamptz,
  -- how much of it has been taken back
  ADD COLUMN reversed_amount decimal(10, 2) NOT NULL DEFAULT 0 CHECK (reversed_amount >= 0),
  ALTER COLUMN sequence DROP NOT NULL,
  ALTER COLUMN balance_after DROP NOT NULL,
  DROP CONSTRAINT transactions_sequence_unique;

-- One event for each change of a transaction, written in the commit that changes it.
CREATE TABLE outbox (
  user_id        uuid           NOT NULL,
  -- counts the events of the account, from 1 without gaps
  sequence       bigint         NOT NULL CHECK (sequence > 0),
  event          varchar(50)    NOT NULL
                 CHECK (event IN ('held', 'completed', 'failed', 'cancelled', 'reversed')),
  transaction_id uuid           NOT NULL,
  type           varchar(50)    NOT NULL,
  -- what was moved, held, declined or released
  amount         decimal(10, 2) NOT NULL,
  -- of the account, after the change
  balance        numeric(20, 2) NOT NULL,
  held           numeric(20, 2) NOT NULL,
  correlation_id varchar(64)    NOT NULL,
  occurred_at    timestamptz    NOT NULL,
  PRIMARY KEY (user_id, sequence)
);

-- What was recorded before there were events gets its events; until now each transaction, declined or not, was one change.
INSERT INTO outbox
  SELECT user_id, sequence, status, id, type, amount, balance_after, 0, correlation_id, created_at FROM transactions;
UPDATE accounts SET event_sequence = sequence;

-- Places are counted anew, for completed transactions only.
WITH placed AS (
  SELECT user_id, id, row_number() OVER (PARTITION BY user_id ORDER BY sequence) AS place
    FROM transactions WHERE status = 'completed'
)
UPDATE transactions AS t SET sequence = p.place FROM placed AS p WHERE t.user_id = p.user_id AND t.id = p.id;
UPDATE transactions SET sequence = NULL, balance_after = NULL WHERE status <> 'completed';
UPDATE accounts AS a
   SET sequence = (SELECT count(*) FROM transactions AS t WHERE t.user_id = a.user_id AND t.status = 'completed');

ALTER TABLE transactions
  DROP CONSTRAINT transactions_completed_has_time,
  ADD CONSTRAINT transactions_completed_has_place CHECK (
    (status = 'completed') = (sequence IS NOT NULL)
    AND (status = 'completed') = (balance_after IS NOT NULL)
    AND (status = 'completed') = (completed_at IS NOT NULL)),
  -- never more taken back than was moved
  ADD CONSTRAINT transactions_reversed_within_moved
    CHECK (reversed_amount <= coalesce(captured_amount, amount) AND (reversed_amount = 0 OR status = 'completed')),
  ADD CONSTRAINT transactions_captured_is_completed CHECK (captured_amount IS NULL OR status = 'completed'),
  ADD CONSTRAINT transactions_transfer_has_both CHECK ((counterparty_id IS NULL) = (transfer_id IS NULL)),
  ADD CONSTRAINT transactions_transfer_has_two CHECK (counterparty_id <> user_id);

-- The moves of a balance in order: statements read it.
CREATE UNIQUE INDEX transactions_sequence_unique ON transactions (user_id, sequence) WHERE sequence IS NOT NULL;
-- The balance at an instant, and where a statement begins.
CREATE INDEX idx_transactions_completed_at ON transactions (user_id, completed_at) WHERE completed_at IS NOT NULL;
-- History, newest first, page by page.
DROP INDEX idx_transactions_created_at;
CREATE INDEX idx_transactions_created_at ON transactions (user_id, created_at, id);
-- The few that are not completed, among very many that are.
CREATE INDEX idx_transactions_status ON transactions (user_id, status, created_at, id) WHERE status <> 'completed';
-- The other side of a transfer, found from one side.
CREATE INDEX idx_transactions_transfer_id ON transactions (user_id, transfer_id) WHERE transfer_id IS NOT NULL;
-- Holds that end by themselves.
CREATE INDEX idx_transactions_expires_at ON transactions (expires_at) WHERE status = 'pending';
-- A person's transactions by the words of their description.
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX idx_transactions_description ON transactions USING gin (user_id, to_tsvector('simple', description))
  WHERE description IS NOT NULL;

DROP FUNCTION post_transaction;
