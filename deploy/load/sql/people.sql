-- bench.people people, written as registration would have left them; none of them can sign in, as '-' is no hash.
INSERT INTO users (id, name, email, password_hash, created_at, updated_at)
  SELECT person_id(n), 'Person ' || n, 'person-' || n || '@bench.example', '-', '2024-01-01Z', '2024-01-01Z'
    FROM generate_series(1, current_setting('bench.people')::bigint) AS n;
