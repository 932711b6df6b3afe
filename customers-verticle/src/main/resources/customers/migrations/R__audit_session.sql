-- Records sign-ins and the ends of sessions. Only the customer can open a session, but others may end it.
CREATE OR REPLACE FUNCTION audit_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  context jsonb := audit_context();
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM add_audit_record('signed-in', NEW.user_id, NEW.id, '{}', NEW.user_id::text);
  ELSE
    PERFORM add_audit_record('session-ended', OLD.user_id, OLD.id, jsonb_build_object('reason',
      CASE WHEN OLD.expires_at <= coalesce((context ->> 'now')::timestamptz, clock_timestamp()) THEN 'expired'
           ELSE context ->> 'reason' END), NULL);
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION audit_session() IS 'Records sign-ins and the ends of sessions.';

CREATE OR REPLACE TRIGGER sessions_are_audited AFTER INSERT OR DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION audit_session();
