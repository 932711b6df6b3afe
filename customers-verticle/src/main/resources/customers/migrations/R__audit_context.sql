-- Returns the audit context of this transaction; an empty object if none was set.
CREATE OR REPLACE FUNCTION audit_context() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('loomi.audit_context', true), ''), '{}')::jsonb;
$$;
COMMENT ON FUNCTION audit_context() IS 'Returns the audit context of the transaction.';
