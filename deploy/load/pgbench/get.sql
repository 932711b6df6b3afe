-- One random seeded transaction by its key.
\set k random(1, :rows)
\set n CASE WHEN :k <= :customers THEN :k ELSE 1 + (:k - :customers - 1) % :readers END
SELECT user_id, id, type, amount, description, status, failure_reason, counterparty_id, transfer_id, reverses_id,
       captured_amount, expires_at, reversed_amount, sequence, balance_after, correlation_id, created_at, updated_at,
       completed_at
  FROM transactions WHERE user_id = customer_id(:n) AND id = seeded_id(:k);
