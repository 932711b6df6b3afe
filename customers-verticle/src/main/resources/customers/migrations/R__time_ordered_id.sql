-- A UUIDv7 of this instant, so that an audit record's id and time agree; uuidv7() reads the clock by itself.
CREATE OR REPLACE FUNCTION time_ordered_id(p_at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM p_at) * 1000)::bigint), 12, '0') || '7'
          || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid;
$$;
COMMENT ON FUNCTION time_ordered_id(timestamptz) IS 'A UUIDv7 of an instant.';
