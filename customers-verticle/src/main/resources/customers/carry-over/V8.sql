-- Migrates a database of the last version before the baseline to the baseline, in one transaction. The repeatable migrations then add
-- functions and triggers.

DROP TRIGGER users_last_administrator ON users;
DROP TRIGGER users_roles_elsewhere ON users;
DROP TRIGGER users_are_audited ON users;
DROP TRIGGER sessions_are_audited ON sessions;
DROP TRIGGER audit_is_append_only ON audit;
DROP TRIGGER audit_is_not_emptied ON audit;
DROP FUNCTION revoke, end_sessions, end_session, put_out, open_session, keep_an_administrator, refuse_roles_of_others,
  refuse_audit_change, acting, present_act, time_ordered_id, note, audit_user, audit_session, add_identity, forget_origins;

-- E-mail addresses are normalized again after lower-casing, which can combine two characters into one, such as J and a caron. If both forms
-- are registered, the earlier form stays unchanged, and its customer cannot sign in until an administrator gives them another address.
DO $$
DECLARE
  customer record;
BEGIN
  FOR customer IN SELECT id, normalize(email, NFKC) AS address FROM users WHERE email IS NOT NFKC NORMALIZED LOOP
    BEGIN
      UPDATE users SET email = customer.address WHERE id = customer.id;
    EXCEPTION WHEN unique_violation THEN
      RAISE WARNING 'customer % has an e-mail address whose other form belongs to another customer', customer.id;
    END;
  END LOOP;
END $$;

ALTER TABLE sessions DROP CONSTRAINT sessions_token_hash_check;
ALTER TABLE sessions ALTER COLUMN token_hash TYPE bytea USING decode(token_hash, 'hex');
ALTER TABLE sessions ADD CONSTRAINT sessions_token_hash_check CHECK (length(token_hash) = 32);

ALTER TABLE audit VALIDATE CONSTRAINT audit_action_check;

ALTER TABLE erasures RENAME COLUMN sweep_at TO due_at;
ALTER INDEX idx_erasures_sweep RENAME TO idx_erasures_due_at;
