-- The addresses that stand in for people who have none are those people's alone. Whoever had chosen another's gets their own.
UPDATE users SET email = id || '@external.invalid'
 WHERE email ~ '[@.]invalid$' AND email NOT IN (id || '@deleted.invalid', id || '@external.invalid');

ALTER TABLE users ADD CONSTRAINT users_stand_in
  CHECK (email !~ '[@.]invalid$' OR email IN (id || '@deleted.invalid', id || '@external.invalid'));

-- What people of another issuer may do, their tokens say; here they are people like any other. So none of them counts as the
-- administrator who stays.
ALTER TABLE users DISABLE TRIGGER users_last_administrator;
UPDATE users SET roles = '{user}'
 WHERE roles @> '{admin}' AND id IN (SELECT user_id FROM identities);
ALTER TABLE users ENABLE TRIGGER users_last_administrator;

CREATE FUNCTION refuse_roles_of_others() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM identities WHERE user_id = NEW.id) THEN
    RAISE check_violation USING CONSTRAINT = 'users_roles_elsewhere', MESSAGE = 'their roles come from their issuer';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER users_roles_elsewhere BEFORE UPDATE OF roles ON users FOR EACH ROW
  WHEN (NEW.status <> 'deleted') EXECUTE FUNCTION refuse_roles_of_others();

-- Whoever guesses at a password with somebody's token is on record too.
ALTER TABLE audit DROP CONSTRAINT audit_action_check;
ALTER TABLE audit ADD CONSTRAINT audit_action_check CHECK (action IN (
  'person-registered', 'profile-changed', 'password-changed', 'password-change-refused', 'roles-changed', 'person-suspended',
  'person-reactivated', 'person-erased', 'data-exported', 'signed-in', 'sign-in-refused', 'session-ended',
  'service-token-issued', 'service-token-refused')) NOT VALID; -- what is on record met the narrower one
