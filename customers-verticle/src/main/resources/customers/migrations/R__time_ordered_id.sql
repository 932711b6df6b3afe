-- Returns a UUIDv7 of this instant, so that the id and the time of an audit record agree. uuidv7() would read the clock itself.
CREATE OR REPLACE FUNCTION time_ordered_id(p_at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM p_at) * 1000)::bigint), 12, '0') || '7'
          || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid;
$$;
COMMENT ON FUNCTION time_ordered_id(timestamptz) IS 'Returns a UUIDv7 of an instant.';
