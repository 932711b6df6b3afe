-- Sets the audit context of this transaction: {actor, session, address, userAgent, correlationId, reason, now}, all optional. It always
-- returns true, because statements call it in the WHERE clause of the change.
CREATE OR REPLACE FUNCTION set_audit_context(p_context jsonb) RETURNS boolean LANGUAGE sql VOLATILE AS $$
  SELECT set_config('loomi.audit_context', p_context::text, true) IS NOT NULL;
$$;
COMMENT ON FUNCTION set_audit_context(jsonb) IS 'Sets the audit context of the transaction.';
