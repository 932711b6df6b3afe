-- One posting in one commit, on a random account.
\set n random(1, :customers)
\set credit random(0, 1)
SELECT single_posting(
  customer_id(:n), uuidv7(), CASE WHEN :credit = 1 THEN 'credit' ELSE 'debit' END, 10.00, 'Payment for order 17',
  gen_random_uuid()::text, '\x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'c0ffee00c0ffee00c0ffee00');
