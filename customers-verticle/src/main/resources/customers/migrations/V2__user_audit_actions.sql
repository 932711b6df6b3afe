-- Actions and reasons say user, as the API and the tables do. The trigger that refuses changes of the audit is off meanwhile. The lock
-- comes first, so that the statements do not deadlock with one that already reads the audit.
LOCK TABLE audit IN ACCESS EXCLUSIVE MODE;
ALTER TABLE audit DISABLE TRIGGER USER;
ALTER TABLE audit DROP CONSTRAINT audit_action_check;

UPDATE audit
   SET action = replace(action, 'person-', 'user-'),
       details = CASE WHEN details ->> 'reason' LIKE 'person-%'
                      THEN jsonb_set(details, '{reason}', to_jsonb(replace(details ->> 'reason', 'person-', 'user-')))
                      ELSE details END
 WHERE action LIKE 'person-%' OR details ->> 'reason' LIKE 'person-%';

ALTER TABLE audit ADD CONSTRAINT audit_action_check CHECK (action IN (
  'user-registered', 'profile-changed', 'password-changed', 'password-change-refused', 'roles-changed', 'user-suspended',
  'user-reactivated', 'user-erased', 'data-exported', 'signed-in', 'sign-in-refused', 'session-ended',
  'service-token-issued', 'service-token-refused'));
ALTER TABLE audit ENABLE TRIGGER USER;
