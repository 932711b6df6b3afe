-- The oldest events, which are dropped first.
CREATE INDEX idx_outbox_occurred_at ON outbox (occurred_at);
