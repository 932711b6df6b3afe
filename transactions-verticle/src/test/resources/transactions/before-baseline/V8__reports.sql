-- What was held at an instant is the sum of a person's holds that had begun and not ended: few among many transactions.
CREATE INDEX idx_transactions_holds ON transactions (user_id, created_at) WHERE expires_at IS NOT NULL;
