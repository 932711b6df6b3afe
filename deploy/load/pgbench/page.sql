-- The newest 20 transactions of a random reader, and one more that tells whether there is a next page.
\set n random(1, :readers)
SELECT user_id, id, type, amount, description, status, failure_reason, counterparty_id, transfer_id, reverses_id,
       captured_amount, expires_at, reversed_amount, sequence, balance_after, correlation_id, created_at, updated_at,
       completed_at
  FROM transactions WHERE user_id = customer_id(:n) ORDER BY created_at DESC, id DESC LIMIT 21;
