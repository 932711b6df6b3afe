-- Refuses every change of an audit record, except the removal of an erased customer's address and user agent.
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  without_origin audit;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    without_origin := OLD;
    without_origin.address := NULL;
    without_origin.user_agent := NULL;
    IF NEW IS NOT DISTINCT FROM without_origin
        AND EXISTS (
          SELECT FROM users
           WHERE status = 'deleted'
             AND id = CASE WHEN OLD.actor IS NULL THEN OLD.subject
                           WHEN OLD.actor ~ '^[0-9a-f-]{36}$' THEN OLD.actor::uuid END) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'restrict_violation';
END $$;
COMMENT ON FUNCTION refuse_audit_change() IS 'Refuses every change of an audit record, except the erasure of its origin.';

CREATE OR REPLACE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE OR REPLACE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
