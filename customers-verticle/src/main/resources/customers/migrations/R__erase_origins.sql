-- Erases the origins (address and user agent) of one erased customer from at most p_max audit records. It works in batches, so that an
-- erasure does not fail when there are many records. The records are swept twice, because a record that commits during the first sweep may
-- have a lower id than those already read. Returns the number of records read; NULL when no customer is due. Concurrent calls take
-- different customers.
CREATE OR REPLACE FUNCTION erase_origins(p_max integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  erased erasures;
  ids    uuid[];
BEGIN
  SELECT * INTO erased FROM erasures WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO ids FROM (
    (SELECT id FROM audit WHERE actor = erased.user_id::text AND id > erased.swept_to ORDER BY id LIMIT p_max)
    UNION
    (SELECT id FROM audit WHERE subject = erased.user_id AND actor IS NULL AND id > erased.swept_to
      ORDER BY id LIMIT p_max)
    ORDER BY id LIMIT p_max) AS next;
  UPDATE audit SET address = NULL, user_agent = NULL
   WHERE id = ANY (ids) AND (address IS NOT NULL OR user_agent IS NOT NULL);
  IF cardinality(ids) = p_max THEN
    UPDATE erasures SET swept_to = ids[p_max] WHERE position = erased.position;
  ELSE
    UPDATE erasures SET swept_to = DEFAULT, due_at = CASE
        WHEN erased.due_at < erased.erased_at + interval '1 minute' THEN erased.erased_at + interval '1 minute' END
      WHERE position = erased.position;
  END IF;
  RETURN cardinality(ids);
END $$;
COMMENT ON FUNCTION erase_origins(integer) IS 'Erases the origins of one erased customer from the audit, in batches.';
