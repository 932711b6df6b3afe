-- Records each change of a customer, and lists an erased one for other services.
CREATE OR REPLACE FUNCTION audit_user() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fields jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM add_audit_record('user-registered', NEW.id, NULL, jsonb_build_object('roles', to_jsonb(NEW.roles)), NULL);
    RETURN NULL;
  END IF;
  IF NEW.status = 'deleted' THEN
    IF OLD.status <> 'deleted' THEN
      PERFORM add_audit_record('user-erased', NEW.id, NULL, '{}', NULL);
      -- The lock serializes erasures, so that positions become visible in order, and a reader who sees one has seen all before it.
      PERFORM pg_advisory_xact_lock(hashtext('loomi erasures'));
      INSERT INTO erasures (user_id, erased_at) VALUES (NEW.id, clock_timestamp());
    END IF;
    RETURN NULL;
  END IF;
  SELECT jsonb_agg(field ORDER BY field) INTO fields
    FROM (VALUES ('name', OLD.name <> NEW.name), ('email', OLD.email <> NEW.email)) AS f (field, changed) WHERE changed;
  IF fields IS NOT NULL THEN
    PERFORM add_audit_record('profile-changed', NEW.id, NULL, jsonb_build_object('fields', fields), NULL);
  END IF;
  IF NEW.password_hash <> OLD.password_hash THEN
    PERFORM add_audit_record('password-changed', NEW.id, NULL, '{}', NULL);
  END IF;
  IF NEW.roles <> OLD.roles THEN
    PERFORM add_audit_record('roles-changed', NEW.id, NULL,
                             jsonb_build_object('from', to_jsonb(OLD.roles), 'to', to_jsonb(NEW.roles)), NULL);
  END IF;
  IF NEW.status <> OLD.status THEN
    PERFORM add_audit_record(CASE NEW.status WHEN 'suspended' THEN 'user-suspended' ELSE 'user-reactivated' END, NEW.id, NULL, '{}', NULL);
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION audit_user() IS 'Records each change of a customer.';

CREATE OR REPLACE TRIGGER users_are_audited AFTER INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION audit_user();
