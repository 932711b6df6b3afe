-- The ledger. Functions are in repeatable migrations, one file each. Every primary key begins with user_id.

CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE TABLE accounts (
  user_id        uuid PRIMARY KEY,
  balance        numeric(20, 2) NOT NULL DEFAULT 0 CHECK (balance >= 0),
  held           numeric(20, 2) NOT NULL DEFAULT 0 CHECK (held >= 0),
  sequence       bigint         NOT NULL DEFAULT 0 CHECK (sequence >= 0),
  event_sequence bigint         NOT NULL DEFAULT 0 CHECK (event_sequence >= 0),
  closed_until   timestamptz,
  closures       uuid[],
  created_at     timestamptz    NOT NULL,
  updated_at     timestamptz    NOT NULL,
  CONSTRAINT accounts_held_within_balance CHECK (held <= balance),
  CONSTRAINT accounts_closed_is_empty CHECK (closed_until IS NULL OR (balance = 0 AND held = 0)),
  CONSTRAINT accounts_closures_close CHECK (
    closures IS NULL OR (closed_until IS NOT NULL AND cardinality(closures) BETWEEN 1 AND 100))
);
-- The few accounts that are closed for a while.
CREATE INDEX idx_accounts_closed_until ON accounts (closed_until) WHERE closed_until < 'infinity';

CREATE TABLE transactions (
  user_id         uuid           NOT NULL REFERENCES accounts (user_id),
  id              uuid           NOT NULL,
  sequence        bigint         CHECK (sequence > 0),
  type            varchar(50)    NOT NULL CHECK (type IN ('credit', 'debit')),
  amount          decimal(10, 2) NOT NULL CHECK (amount > 0),
  description     text,
  status          varchar(50)    NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'completed', 'failed', 'cancelled')),
  failure_reason  varchar(50),
  balance_after   numeric(20, 2) CHECK (balance_after >= 0),
  counterparty_id uuid,
  transfer_id     uuid,
  reverses_id     uuid,
  reversed_amount decimal(10, 2) NOT NULL DEFAULT 0 CHECK (reversed_amount >= 0),
  acted_by        uuid,
  captured_amount decimal(10, 2) CHECK (captured_amount > 0 AND captured_amount <= amount),
  expires_at      timestamptz,
  deferred_at     timestamptz,
  resolved_at     timestamptz,
  idempotency_key varchar(255),
  request_hash    bytea,
  correlation_id  varchar(64)    NOT NULL,
  created_at      timestamptz    NOT NULL DEFAULT now(),
  updated_at      timestamptz    NOT NULL DEFAULT now(),
  completed_at    timestamptz,
  PRIMARY KEY (user_id, id),
  CONSTRAINT transactions_key_has_hash CHECK ((idempotency_key IS NULL) = (request_hash IS NULL)),
  CONSTRAINT transactions_failed_has_reason CHECK ((status = 'failed') = (failure_reason IS NOT NULL)),
  CONSTRAINT transactions_completed_has_sequence CHECK (
    (status = 'completed') = (sequence IS NOT NULL)
    AND (status = 'completed') = (balance_after IS NOT NULL)
    AND (status = 'completed') = (completed_at IS NOT NULL)),
  CONSTRAINT transactions_reversed_within_moved CHECK (
    reversed_amount <= coalesce(captured_amount, amount) AND (reversed_amount = 0 OR status = 'completed')),
  CONSTRAINT transactions_captured_is_completed CHECK (captured_amount IS NULL OR status = 'completed'),
  CONSTRAINT transactions_transfer_has_both CHECK ((counterparty_id IS NULL) = (transfer_id IS NULL)),
  CONSTRAINT transactions_transfer_has_two CHECK (counterparty_id <> user_id),
  CONSTRAINT transactions_resolved_was_deferred CHECK (resolved_at IS NULL OR deferred_at IS NOT NULL),
  CONSTRAINT transactions_deferred_is_pending CHECK (
    deferred_at IS NULL OR resolved_at IS NOT NULL
    OR (status = 'pending' AND expires_at IS NULL AND transfer_id IS NULL AND reverses_id IS NULL))
);
-- One row for each customer and key: it makes a retry safe.
CREATE UNIQUE INDEX transactions_key_unique ON transactions (user_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
-- Statements: the movements of a balance in order.
CREATE UNIQUE INDEX transactions_sequence_unique ON transactions (user_id, sequence) WHERE sequence IS NOT NULL;
-- The balance at an instant, and where a statement begins.
CREATE INDEX idx_transactions_completed_at ON transactions (user_id, completed_at) WHERE completed_at IS NOT NULL;
-- History, newest first, page by page.
CREATE INDEX idx_transactions_created_at ON transactions (user_id, created_at, id);
-- History of the few that are not completed.
CREATE INDEX idx_transactions_status ON transactions (user_id, status, created_at, id) WHERE status <> 'completed';
-- The other side of a transfer.
CREATE INDEX idx_transactions_transfer_id ON transactions (user_id, transfer_id) WHERE transfer_id IS NOT NULL;
-- Pending holds, next to expire first.
CREATE INDEX idx_transactions_expires_at ON transactions (expires_at) WHERE status = 'pending';
-- What was held at an instant.
CREATE INDEX idx_transactions_held ON transactions (user_id, created_at) WHERE expires_at IS NOT NULL OR deferred_at IS NOT NULL;
-- Search by the words of a description, in one Unicode form.
CREATE INDEX idx_transactions_description ON transactions
  USING gin (user_id, to_tsvector('simple', normalize(description, NFKC))) WHERE description IS NOT NULL;
-- An administrator finds a transaction by its id alone.
CREATE INDEX idx_transactions_id ON transactions (id);

CREATE TABLE outbox (
  user_id        uuid           NOT NULL,
  sequence       bigint         NOT NULL CHECK (sequence > 0),
  event          varchar(50)    NOT NULL CHECK (event IN ('deferred', 'held', 'completed', 'failed', 'cancelled', 'reversed')),
  transaction_id uuid           NOT NULL,
  type           varchar(50)    NOT NULL,
  amount         decimal(10, 2) NOT NULL,
  balance        numeric(20, 2) NOT NULL,
  held           numeric(20, 2) NOT NULL,
  correlation_id varchar(64)    NOT NULL,
  occurred_at    timestamptz    NOT NULL,
  PRIMARY KEY (user_id, sequence)
);

CREATE TABLE deferred_transactions (
  user_id        uuid        NOT NULL,
  transaction_id uuid        NOT NULL,
  recipient      text,
  held           boolean     NOT NULL,
  external       boolean     NOT NULL,
  correlation_id varchar(64) NOT NULL,
  deferred_at    timestamptz NOT NULL,
  due_at         timestamptz NOT NULL,
  attempts       integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  PRIMARY KEY (user_id, transaction_id),
  FOREIGN KEY (user_id, transaction_id) REFERENCES transactions (user_id, id)
);
CREATE INDEX idx_deferred_transactions_due_at ON deferred_transactions (due_at, transaction_id);
-- The oldest that waits for customers. One that waits for a customer of another issuer may take a day.
CREATE INDEX idx_deferred_transactions_deferred_at ON deferred_transactions (deferred_at) WHERE NOT external;

CREATE TABLE erasures (
  user_id   uuid PRIMARY KEY,
  position  bigint      NOT NULL,
  erased_at timestamptz NOT NULL,
  due_at    timestamptz,
  swept_to  uuid,
  sweeps    integer     NOT NULL DEFAULT 0 CHECK (sweeps IN (0, 1, 2)),
  CONSTRAINT erasures_end_after_two_sweeps CHECK ((due_at IS NULL) = (sweeps = 2))
);
CREATE INDEX idx_erasures_position ON erasures (position);
CREATE INDEX idx_erasures_due_at ON erasures (due_at) WHERE due_at IS NOT NULL;
