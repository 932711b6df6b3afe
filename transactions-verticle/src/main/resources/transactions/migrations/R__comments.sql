-- Comments on all tables and columns. docs/schema.md is generated from them.

COMMENT ON TABLE accounts IS 'The accounts of customers, in BRL. Constraints keep them consistent even if the code has a bug.';
COMMENT ON COLUMN accounts.user_id IS 'The owner: the id of a customer in the customers service';
COMMENT ON COLUMN accounts.balance IS 'The sum of all completed transactions';
COMMENT ON COLUMN accounts.held IS 'The part of the balance that holds and deferred debits reserve';
COMMENT ON COLUMN accounts.sequence IS 'The sequence of the newest completed transaction; sequences start at 1 and have no gaps';
COMMENT ON COLUMN accounts.event_sequence IS 'The sequence of the newest event in the outbox; sequences start at 1 and have no gaps';
COMMENT ON COLUMN accounts.closed_until IS 'Closed accounts only: when the closure lapses; infinity after the owner was erased';
COMMENT ON COLUMN accounts.closures IS 'The ids of the closures in force; the account reopens when none is left';
COMMENT ON COLUMN accounts.created_at IS 'When the first posting opened the account';
COMMENT ON COLUMN accounts.updated_at IS 'When the account last changed; each change has a later time than the one before';

COMMENT ON TABLE transactions IS 'The entries of the ledger. Amounts never change: a correction is a new row.';
COMMENT ON COLUMN transactions.user_id IS 'The owner of the account';
COMMENT ON COLUMN transactions.id IS 'A UUIDv7, so that ids sort by time';
COMMENT ON COLUMN transactions.sequence IS 'Completed transactions only: the number of the movement in its account, from 1 without gaps';
COMMENT ON COLUMN transactions.type IS 'credit adds to the account, debit takes from it';
COMMENT ON COLUMN transactions.amount IS 'BRL; for a hold, the held amount';
COMMENT ON COLUMN transactions.description IS 'What the sender wrote; erased with the sender';
COMMENT ON COLUMN transactions.status IS 'pending, then completed, failed or cancelled, which are final';
COMMENT ON COLUMN transactions.failure_reason IS 'Failed transactions only: the type of the problem in the answer';
COMMENT ON COLUMN transactions.balance_after IS 'Completed transactions only: the balance after this movement';
COMMENT ON COLUMN transactions.counterparty_id IS 'Transfers only: the other customer';
COMMENT ON COLUMN transactions.transfer_id IS 'Transfers only: the id of the debit, the same on both sides';
COMMENT ON COLUMN transactions.reverses_id IS 'Reversals only: the transaction of the same account that this one reverses';
COMMENT ON COLUMN transactions.reversed_amount IS 'How much of this transaction was reversed';
COMMENT ON COLUMN transactions.acted_by IS 'The administrator who requested it; NULL if the owner did';
COMMENT ON COLUMN transactions.captured_amount IS 'Captured holds only: how much was captured';
COMMENT ON COLUMN transactions.expires_at IS 'Holds only: when it expires';
COMMENT ON COLUMN transactions.deferred_at IS 'Deferred transactions only: when it was accepted without an answer from customers';
COMMENT ON COLUMN transactions.resolved_at IS 'Deferred transactions only: when it was resolved, or the owner cancelled it';
COMMENT ON COLUMN transactions.idempotency_key IS 'The client''s key of the request; unique in its account';
COMMENT ON COLUMN transactions.request_hash IS 'SHA-256 of the request, which distinguishes a repetition from a different request with the same key';
COMMENT ON COLUMN transactions.correlation_id IS 'X-Correlation-ID of the first request';
COMMENT ON COLUMN transactions.created_at IS 'When it was recorded';
COMMENT ON COLUMN transactions.updated_at IS 'When it last changed';
COMMENT ON COLUMN transactions.completed_at IS 'Completed transactions only: when the balance changed';

COMMENT ON TABLE outbox IS 'One event for each change of a transaction, written in the commit of the change. The oldest are dropped.';
COMMENT ON COLUMN outbox.user_id IS 'The owner of the account';
COMMENT ON COLUMN outbox.sequence IS 'The number of the event in its account, from 1 without gaps; it goes on after events were dropped';
COMMENT ON COLUMN outbox.event IS 'What happened to the transaction';
COMMENT ON COLUMN outbox.transaction_id IS 'The transaction that changed';
COMMENT ON COLUMN outbox.type IS 'The type of the transaction: credit or debit';
COMMENT ON COLUMN outbox.amount IS 'The amount that was moved, held, declined or released';
COMMENT ON COLUMN outbox.balance IS 'The account''s balance after the change';
COMMENT ON COLUMN outbox.held IS 'The account''s held amount after the change';
COMMENT ON COLUMN outbox.correlation_id IS 'X-Correlation-ID of the request that made the change';
COMMENT ON COLUMN outbox.occurred_at IS 'When it happened, by the database''s clock';

COMMENT ON TABLE deferred_transactions IS
  'The queue of deferred transactions. The commit that resolves a transaction deletes its row.';
COMMENT ON COLUMN deferred_transactions.user_id IS 'The owner of the account';
COMMENT ON COLUMN deferred_transactions.transaction_id IS 'The pending transaction';
COMMENT ON COLUMN deferred_transactions.recipient IS 'Transfers only: the payee as the sender named them, id:… or email:…';
COMMENT ON COLUMN deferred_transactions.held IS 'Whether it becomes a hold instead of moving money';
COMMENT ON COLUMN deferred_transactions.external IS 'Whether the owner signs in at an external issuer; customers may not know them yet';
COMMENT ON COLUMN deferred_transactions.correlation_id IS 'X-Correlation-ID of the request';
COMMENT ON COLUMN deferred_transactions.deferred_at IS 'When it was accepted';
COMMENT ON COLUMN deferred_transactions.due_at IS 'When the next attempt is due; a lease postpones it, so that the rows of a dead worker become due again';
COMMENT ON COLUMN deferred_transactions.attempts IS 'The number of failed attempts';

COMMENT ON TABLE erasures IS 'Erased customers, and the progress of the erasure of their texts.';
COMMENT ON COLUMN erasures.user_id IS 'The erased customer';
COMMENT ON COLUMN erasures.position IS 'The position in the list of customers; the next read starts after the highest';
COMMENT ON COLUMN erasures.erased_at IS 'When the customers service erased the customer';
COMMENT ON COLUMN erasures.due_at IS 'When the next batch may run; NULL after the last sweep';
COMMENT ON COLUMN erasures.swept_to IS 'The last transaction that the current sweep has read';
COMMENT ON COLUMN erasures.sweeps IS 'The number of completed sweeps; the second finds rows that were recorded during the first';
