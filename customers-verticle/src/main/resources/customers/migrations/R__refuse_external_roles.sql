-- Refuses to change the roles of a customer of an external issuer, because their tokens carry the roles. So such a
-- customer never counts as the last administrator.
CREATE OR REPLACE FUNCTION refuse_external_roles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM identities WHERE user_id = NEW.id) THEN
    RAISE check_violation USING CONSTRAINT = 'users_roles_elsewhere', MESSAGE = 'their roles come from their issuer';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION refuse_external_roles() IS 'Refuses to change the roles of a customer of an external issuer.';

CREATE OR REPLACE TRIGGER users_roles_elsewhere BEFORE UPDATE OF roles ON users FOR EACH ROW
  WHEN (NEW.status <> 'deleted') EXECUTE FUNCTION refuse_external_roles();
