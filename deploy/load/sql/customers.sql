-- Inserts the customers (their number is bench.customers) as registration writes them. They cannot sign in: '-' is not a password hash.
INSERT INTO users (id, name, email, password_hash, created_at, updated_at)
  SELECT customer_id(n), 'Customer ' || n, 'customer-' || n || '@bench.example', '-', '2024-01-01Z', '2024-01-01Z'
    FROM generate_series(1, current_setting('bench.customers')::bigint) AS n;

-- One session for each, with the customer's id. No refresh token matches it.
INSERT INTO sessions (id, user_id, secret, token_hash, rotated_at, created_at, last_used_at, expires_at, address)
  SELECT id, id, repeat('-', 43), sha256(id::text::bytea), created_at, created_at, created_at, '2100-01-01Z', '127.0.0.1' FROM users;
