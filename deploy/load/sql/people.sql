-- bench.people people, written as registration would have left them; none of them can sign in, as '-' is no hash.
INSERT INTO users (id, name, email, password_hash, created_at, updated_at)
  SELECT person_id(n), 'Person ' || n, 'person-' || n || '@bench.example', '-', '2024-01-01Z', '2024-01-01Z'
    FROM generate_series(1, current_setting('bench.people')::bigint) AS n;

-- One session each, of the same id; its refresh tokens cannot be made.
INSERT INTO sessions (id, user_id, secret, token_hash, rotated_at, created_at, last_used_at, expires_at, address)
  SELECT id, id, repeat('-', 43), sha256(id::text::bytea), created_at, created_at, created_at, '2100-01-01Z', '127.0.0.1' FROM users;
