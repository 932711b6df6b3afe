-- Drops events that occurred before p_before: oldest first, at most p_limit of them. The remaining events of an account have no gap,
-- because sequences and times have the same order. An advisory lock lets one process drop at a time; others drop nothing and do not
-- wait. Later events take their sequence from accounts. Returns how many events it dropped, and when the oldest remaining one occurred.
CREATE OR REPLACE FUNCTION drop_events(p_before timestamptz, p_limit integer, OUT dropped integer, OUT oldest timestamptz)
LANGUAGE plpgsql SET lock_timeout = '2s' SET enable_seqscan = off AS $$
BEGIN
  dropped := 0;
  IF pg_try_advisory_xact_lock('outbox'::regclass::bigint) THEN
    WITH old AS MATERIALIZED (
      SELECT o.user_id, o.sequence FROM outbox AS o WHERE o.occurred_at < p_before ORDER BY o.occurred_at LIMIT p_limit
    )
    DELETE FROM outbox AS o USING old WHERE o.user_id = old.user_id AND o.sequence = old.sequence;
    GET DIAGNOSTICS dropped = ROW_COUNT;
  END IF;
  SELECT o.occurred_at INTO oldest FROM outbox AS o ORDER BY o.occurred_at LIMIT 1;
END $$;
COMMENT ON FUNCTION drop_events(timestamptz, integer) IS 'Drops the oldest events that occurred before a time, in batches.';
