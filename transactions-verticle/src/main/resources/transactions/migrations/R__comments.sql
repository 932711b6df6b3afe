-- What each table and column is. Every one of them has a comment, from which docs/schema.md is made.

COMMENT ON TABLE accounts IS 'What each customer has, in BRL. Its constraints hold whatever the code does.';
COMMENT ON COLUMN accounts.user_id IS 'The owner, a customer''s id in customers';
COMMENT ON COLUMN accounts.balance IS 'The sum of all completed transactions';
COMMENT ON COLUMN accounts.held IS 'The part of the balance that holds and deferred debits reserve';
COMMENT ON COLUMN accounts.sequence IS 'The number of the newest completed transaction; they count from 1 without gaps';
COMMENT ON COLUMN accounts.event_sequence IS 'The number of the newest event; they count from 1 without gaps';
COMMENT ON COLUMN accounts.closed_until IS 'While closed: when the closure lapses, infinity once the owner is erased';
COMMENT ON COLUMN accounts.closures IS 'The ids of the closures in force; the account reopens when none is left';
COMMENT ON COLUMN accounts.created_at IS 'When the first posting opened the account';
COMMENT ON COLUMN accounts.updated_at IS 'When the account changed last; no two changes have the same time, and it never runs backwards';

COMMENT ON TABLE transactions IS 'The entries of the ledger. Amounts never change: a correction is a new row.';
COMMENT ON COLUMN transactions.user_id IS 'The owner of the account';
COMMENT ON COLUMN transactions.id IS 'A UUIDv7, so that ids sort by time';
COMMENT ON COLUMN transactions.sequence IS 'Completed ones only: the number of the movement in its account, from 1 without gaps';
COMMENT ON COLUMN transactions.type IS 'credit adds to the account, debit takes from it';
COMMENT ON COLUMN transactions.amount IS 'BRL; of a hold, what was held';
COMMENT ON COLUMN transactions.description IS 'What the sender wrote; erased with the sender';
COMMENT ON COLUMN transactions.status IS 'pending, then completed, failed or cancelled; it never goes back';
COMMENT ON COLUMN transactions.failure_reason IS 'Failed ones only: the type of the problem in the answer';
COMMENT ON COLUMN transactions.balance_after IS 'Completed ones only: the balance after this movement';
COMMENT ON COLUMN transactions.counterparty_id IS 'Transfers only: the other customer';
COMMENT ON COLUMN transactions.transfer_id IS 'Transfers only: the id of the debit, the same on both sides';
COMMENT ON COLUMN transactions.reverses_id IS 'Reversals only: the transaction of the same account that this one reverses';
COMMENT ON COLUMN transactions.reversed_amount IS 'How much of this transaction was reversed';
COMMENT ON COLUMN transactions.acted_by IS 'The administrator who asked for it; NULL if the owner did';
COMMENT ON COLUMN transactions.captured_amount IS 'Captured holds only: how much was captured';
COMMENT ON COLUMN transactions.expires_at IS 'Holds only: when it expires';
COMMENT ON COLUMN transactions.deferred_at IS 'Deferred transactions only: when it was accepted without asking customers';
COMMENT ON COLUMN transactions.resolved_at IS 'Deferred transactions only: when customers had answered, or the owner cancelled it';
COMMENT ON COLUMN transactions.idempotency_key IS 'The client''s key of the request; unique in its account';
COMMENT ON COLUMN transactions.request_hash IS 'SHA-256 of the request, which tells a repetition from another request with the same key';
COMMENT ON COLUMN transactions.correlation_id IS 'X-Correlation-ID of the first request';
COMMENT ON COLUMN transactions.created_at IS 'When it was recorded';
COMMENT ON COLUMN transactions.updated_at IS 'When it changed last';
COMMENT ON COLUMN transactions.completed_at IS 'Completed ones only: when the balance moved';

COMMENT ON TABLE outbox IS 'One event for each change of a transaction, written in the commit of the change. The oldest are dropped.';
COMMENT ON COLUMN outbox.user_id IS 'The owner of the account';
COMMENT ON COLUMN outbox.sequence IS 'The number of the event in its account, from 1 without gaps; it goes on after events were dropped';
COMMENT ON COLUMN outbox.event IS 'What happened to the transaction';
COMMENT ON COLUMN outbox.transaction_id IS 'The transaction that changed';
COMMENT ON COLUMN outbox.type IS 'Its type, credit or debit';
COMMENT ON COLUMN outbox.amount IS 'What was moved, held, declined or released';
COMMENT ON COLUMN outbox.balance IS 'The account''s balance after the change';
COMMENT ON COLUMN outbox.held IS 'The account''s held amount after the change';
COMMENT ON COLUMN outbox.correlation_id IS 'X-Correlation-ID of the request that made the change';
COMMENT ON COLUMN outbox.occurred_at IS 'When it happened, by the database''s clock';

COMMENT ON TABLE deferred_transactions IS
  'The work list of deferred transactions. A row goes in the commit that resolves its transaction.';
COMMENT ON COLUMN deferred_transactions.user_id IS 'The owner of the account';
COMMENT ON COLUMN deferred_transactions.transaction_id IS 'The pending transaction';
COMMENT ON COLUMN deferred_transactions.recipient IS 'Transfers only: the payee as the sender named them, id:… or email:…';
COMMENT ON COLUMN deferred_transactions.held IS 'Whether it becomes a hold, and does not move money at once';
COMMENT ON COLUMN deferred_transactions.external IS 'Whether the owner signs in at another issuer, and customers may not know them yet';
COMMENT ON COLUMN deferred_transactions.correlation_id IS 'X-Correlation-ID of the request';
COMMENT ON COLUMN deferred_transactions.deferred_at IS 'When it was accepted';
COMMENT ON COLUMN deferred_transactions.due_at IS 'When to try next; a worker''s lease moves it on, so a dead worker''s rows come back';
COMMENT ON COLUMN deferred_transactions.attempts IS 'How many tries have failed';

COMMENT ON TABLE erasures IS 'The customers who have left, and how far the ledger has erased their texts.';
COMMENT ON COLUMN erasures.user_id IS 'Who has left';
COMMENT ON COLUMN erasures.position IS 'The position in customers'' list; reading goes on after the highest';
COMMENT ON COLUMN erasures.erased_at IS 'When customers erased them';
COMMENT ON COLUMN erasures.due_at IS 'When the next batch may run; NULL after the last sweep';
COMMENT ON COLUMN erasures.swept_to IS 'The last transaction id that the present sweep has passed';
COMMENT ON COLUMN erasures.sweeps IS 'How many sweeps are done; the second finds what was recorded during the first';
