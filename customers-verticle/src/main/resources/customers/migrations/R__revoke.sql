-- Records revocations and returns them. The revocation of a session is kept for 17 minutes, which is longer than its access tokens are
-- valid (15 minutes, plus leeway and clock differences). That of a customer is kept for a day, because tokens of external issuers may be
-- valid for longer. Each call deletes more expired rows than it adds.
CREATE OR REPLACE FUNCTION revoke(p_kind text, p_subjects uuid[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  recorded jsonb;
BEGIN
  DELETE FROM revocations WHERE id IN (
    SELECT id FROM revocations WHERE expires < now() ORDER BY expires LIMIT 10 + cardinality(p_subjects)
      FOR UPDATE SKIP LOCKED);
  WITH added AS (
    INSERT INTO revocations (kind, subject, at, expires)
      SELECT p_kind, subject, clock.now,
             clock.now + CASE p_kind WHEN 'session' THEN interval '17 minutes' ELSE interval '1 day' END
        FROM unnest(p_subjects) AS subject, (SELECT clock_timestamp() AS now) AS clock
    RETURNING id, kind, subject, at, expires
  )
  SELECT coalesce(jsonb_agg(to_jsonb(added)), '[]') INTO recorded FROM added;
  RETURN recorded;
END $$;
COMMENT ON FUNCTION revoke(text, uuid[]) IS 'Records revocations and returns them.';
