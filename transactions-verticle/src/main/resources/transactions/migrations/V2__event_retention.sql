-- The oldest events, which are dropped first. Building the index blocks postings: in a large outbox, build it CONCURRENTLY before.
CREATE INDEX IF NOT EXISTS idx_outbox_occurred_at ON outbox (occurred_at);
