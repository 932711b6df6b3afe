-- A UUIDv7 made from a millisecond and a number, so that pgbench and wrk can compute the ids of seeded rows.
-- The planner inlines a one-line SQL function, so that it costs no call.
CREATE FUNCTION bench_id(millisecond bigint, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT ('0' || to_hex((millisecond << 16) | 28672) || to_hex((1::bigint << 63) | n))::uuid
$$;

-- Customer n, registered on 1 January 2024.
CREATE FUNCTION customer_id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT bench_id(1704067200000, n)
$$;

-- Seeded transaction k: one every half second from 1 January 2025.
CREATE FUNCTION seeded_id(k bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT bench_id(1735689600000 + k * 500, k)
$$;
