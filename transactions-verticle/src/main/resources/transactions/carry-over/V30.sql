-- Migrates a database of the last version before the baseline to the baseline, in one transaction. The repeatable migrations then add the
-- functions.

DROP FUNCTION post_transactions, end_hold, reverse_transaction, accept_transaction, take_settlements, settle_transaction,
  erase_next_texts, erase_texts, lock_accounts, save_accounts, event_of, mirrored, completed, moved, changed, ledger_now;

ALTER TABLE accounts
  ADD COLUMN closed_until timestamptz,
  ADD COLUMN closures uuid[],
  ADD CONSTRAINT accounts_closed_is_empty CHECK (closed_until IS NULL OR (balance = 0 AND held = 0)),
  ADD CONSTRAINT accounts_closures_close CHECK (
    closures IS NULL OR (closed_until IS NOT NULL AND cardinality(closures) BETWEEN 1 AND 100));
CREATE INDEX idx_accounts_closed_until ON accounts (closed_until) WHERE closed_until < 'infinity';
UPDATE accounts AS a SET closed_until = 'infinity'
  FROM erasures AS e WHERE e.user_id = a.user_id AND a.balance = 0 AND a.held = 0;

ALTER TABLE transactions RENAME COLUMN accepted_at TO deferred_at;
ALTER TABLE transactions RENAME COLUMN settled_at TO resolved_at;
ALTER TABLE transactions RENAME CONSTRAINT transactions_completed_has_place TO transactions_completed_has_sequence;
ALTER TABLE transactions RENAME CONSTRAINT transactions_settled_was_accepted TO transactions_resolved_was_deferred;
ALTER TABLE transactions RENAME CONSTRAINT transactions_unsettled_is_pending TO transactions_deferred_is_pending;
ALTER INDEX idx_transactions_pended RENAME TO idx_transactions_held;
ALTER TABLE transactions
  ADD COLUMN acted_by uuid,
  ADD FOREIGN KEY (user_id) REFERENCES accounts (user_id);

ALTER TABLE outbox DROP CONSTRAINT outbox_event_check;
UPDATE outbox SET event = 'deferred' WHERE event = 'accepted';
ALTER TABLE outbox
  ADD CONSTRAINT outbox_event_check CHECK (event IN ('deferred', 'held', 'completed', 'failed', 'cancelled', 'reversed'));

ALTER TABLE settlements RENAME TO deferred_transactions;
ALTER TABLE deferred_transactions RENAME COLUMN accepted_at TO deferred_at;
ALTER TABLE deferred_transactions RENAME CONSTRAINT settlements_pkey TO deferred_transactions_pkey;
ALTER TABLE deferred_transactions RENAME CONSTRAINT settlements_attempts_check TO deferred_transactions_attempts_check;
ALTER TABLE deferred_transactions
  RENAME CONSTRAINT settlements_user_id_transaction_id_fkey TO deferred_transactions_user_id_transaction_id_fkey;
ALTER INDEX idx_settlements_due_at RENAME TO idx_deferred_transactions_due_at;
ALTER INDEX idx_settlements_accepted_at RENAME TO idx_deferred_transactions_deferred_at;

ALTER TABLE erasures RENAME COLUMN reached TO swept_to;
