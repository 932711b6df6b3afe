-- Returns who makes the changes of this commit; an empty object if it was not set.
CREATE OR REPLACE FUNCTION audit_context() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('loomi.audit_context', true), ''), '{}')::jsonb;
$$;
COMMENT ON FUNCTION audit_context() IS 'Who makes the changes of this commit.';
