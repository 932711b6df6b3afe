-- The UUIDv7 of the n-th thing of a millisecond: what is seeded has ids that whoever asks for it can work out from a number,
-- as pgbench and wrk must. A one-line SQL function is inlined by the planner and costs no call.
CREATE FUNCTION bench_id(millisecond bigint, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT ('0' || to_hex((millisecond << 16) | 28672) || to_hex((1::bigint << 63) | n))::uuid
$$;

-- Person n came on 1 January 2024.
CREATE FUNCTION person_id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT bench_id(1704067200000, n)
$$;

-- Seeded transactions began on 1 January 2025, one every half second.
CREATE FUNCTION seeded_id(k bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT bench_id(1735689600000 + k * 500, k)
$$;
