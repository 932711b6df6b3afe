-- Refuses to remove the last administrator, because only an administrator can appoint another one. The lock serializes concurrent removals.
CREATE OR REPLACE FUNCTION keep_last_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('loomi: administrators'));
  IF NOT EXISTS (SELECT FROM users WHERE id <> OLD.id AND roles @> '{admin}' AND status = 'active') THEN
    RAISE check_violation USING CONSTRAINT = 'users_last_administrator', MESSAGE = 'the last administrator stays';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION keep_last_administrator() IS 'Refuses to remove the last administrator.';

CREATE OR REPLACE TRIGGER users_last_administrator BEFORE UPDATE OF status, roles ON users FOR EACH ROW
  WHEN (OLD.roles @> '{admin}' AND OLD.status = 'active' AND NOT (NEW.roles @> '{admin}' AND NEW.status = 'active'))
  EXECUTE FUNCTION keep_last_administrator();
