-- Sets who makes the changes of this commit, from where and why, as {actor, session, address, userAgent, correlationId, reason, now}, all
-- of them optional. It is always true: it stands in the WHERE of the statement that makes the change.
CREATE OR REPLACE FUNCTION set_audit_context(p_context jsonb) RETURNS boolean LANGUAGE sql VOLATILE AS $$
  SELECT set_config('loomi.audit_context', p_context::text, true) IS NOT NULL;
$$;
COMMENT ON FUNCTION set_audit_context(jsonb) IS 'Sets who makes the changes of this commit.';
