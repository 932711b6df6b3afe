-- Inserts bench.rows transactions. The first of each customer is a credit of a million. The others are debits and credits of ten
-- of the first bench.readers customers in turn, so that each of these has a page of 20 or more.

-- Building an index once is many times faster than updating it for each row.
CREATE TEMPORARY TABLE left_out AS
  SELECT indexname, indexdef FROM pg_indexes
   WHERE tablename IN ('transactions', 'outbox') AND indexname NOT IN (SELECT conname FROM pg_constraint);
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT indexname FROM left_out LOOP
    EXECUTE format('DROP INDEX %I', name);
  END LOOP;
END $$;

CREATE TEMPORARY TABLE size AS
  SELECT current_setting('bench.rows')::bigint AS rows,
         current_setting('bench.customers')::bigint AS customers,
         current_setting('bench.readers')::bigint AS readers;

INSERT INTO accounts (user_id, created_at, updated_at)
  SELECT customer_id(n), '2024-01-01Z', '2024-01-01Z' FROM size, generate_series(1, size.customers) AS n;

INSERT INTO transactions (
  user_id, id, sequence, type, amount, description, status, balance_after,
  idempotency_key, request_hash, correlation_id, created_at, updated_at, completed_at)
SELECT customer_id(n), seeded_id(k), place, CASE place % 2 WHEN 1 THEN 'credit' ELSE 'debit' END,
       CASE place WHEN 1 THEN 1000000 ELSE 10 END, 'Payment for order ' || k % 1000, 'completed',
       CASE place % 2 WHEN 1 THEN 1000000 ELSE 999990 END,
       seeded_id(k)::text, sha256(int8send(k)), 'seed-' || k, at, at, at
  FROM (
    SELECT k, CASE WHEN k <= customers THEN k ELSE 1 + (k - customers - 1) % readers END AS n,
           CASE WHEN k <= customers THEN 1 ELSE 2 + (k - customers - 1) / readers END AS place,
           to_timestamp((1735689600000 + k * 500) / 1000.0) AS at
      FROM size, generate_series(1, size.rows) AS k
  ) AS dealt;

INSERT INTO outbox (
  user_id, sequence, event, transaction_id, type, amount, balance, held, correlation_id, occurred_at)
SELECT user_id, sequence, 'completed', id, type, amount, balance_after, 0, correlation_id, created_at FROM transactions;

UPDATE accounts AS a
   SET balance = last.balance_after, sequence = last.sequence, event_sequence = last.sequence, created_at = last.created_at,
       updated_at = last.created_at
  FROM (SELECT DISTINCT ON (user_id) user_id, balance_after, sequence, created_at
          FROM transactions ORDER BY user_id, sequence DESC) AS last
 WHERE a.user_id = last.user_id;

DO $$
DECLARE
  definition text;
BEGIN
  FOR definition IN SELECT indexdef FROM left_out LOOP
    EXECUTE definition;
  END LOOP;
END $$;
