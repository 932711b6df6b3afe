-- Who did what to whom. Triggers on the tables themselves write it, so that no change is without its record and no record
-- without its change, whichever statement makes it. Records are never changed and never removed; only where somebody was
-- when they did something is removed together with them.
CREATE TABLE audit (
  -- a UUIDv7 of the database's clock, so that records sort by time whichever instance makes them
  id             uuid PRIMARY KEY,
  at             timestamptz NOT NULL,
  action         varchar(40) NOT NULL CHECK (action IN (
    'person-registered', 'profile-changed', 'password-changed', 'roles-changed', 'person-suspended', 'person-reactivated',
    'person-erased', 'data-exported', 'signed-in', 'sign-in-refused', 'session-ended', 'service-token-issued',
    'service-token-refused')),
  -- the id of a person, the name of a service, or 'configuration'; nobody who is known otherwise
  actor          varchar(255),
  -- to whom
  subject        uuid,
  -- that was opened or ended, else that it was done in
  session        uuid,
  address        varchar(64),
  user_agent     varchar(255),
  correlation_id varchar(64),
  -- a reason, names of fields, roles: never anything that a person has written
  details        jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object' AND length(details::text) <= 1000)
);

CREATE INDEX idx_audit_actor ON audit (actor, id);
CREATE INDEX idx_audit_subject ON audit (subject, id);
CREATE INDEX idx_audit_action ON audit (action, id);

-- Refuses every change of a record but one: address and user agent of a person who has been erased.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  without audit;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    without := OLD;
    without.address := NULL;
    without.user_agent := NULL;
    IF NEW IS NOT DISTINCT FROM without
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

CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Says who makes the changes of this commit, from where and why, as {actor, session, address, userAgent, correlationId,
-- reason, now}, all of them optional. Always true: it stands in the WHERE of the statement that makes the change.
CREATE FUNCTION acting(p_act jsonb) RETURNS boolean LANGUAGE sql VOLATILE AS $$
  SELECT set_config('loomi.act', p_act::text, true) IS NOT NULL;
$$;

CREATE FUNCTION present_act() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('loomi.act', true), ''), '{}')::jsonb;
$$;

CREATE FUNCTION time_ordered_id(p_at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM p_at) * 1000)::bigint), 12, '0') || '7'
          || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid;
$$;

-- Adds a record of the present act. p_actor is who acts where the act names nobody.
CREATE FUNCTION note(p_action text, p_subject uuid, p_session uuid, p_details jsonb, p_actor text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  act jsonb := present_act();
  at  timestamptz := clock_timestamp();
BEGIN
  INSERT INTO audit (id, at, action, actor, subject, session, address, user_agent, correlation_id, details)
    VALUES (time_ordered_id(at), at, p_action, coalesce(act ->> 'actor', p_actor), p_subject,
            coalesce(p_session, (act ->> 'session')::uuid), act ->> 'address', act ->> 'userAgent',
            act ->> 'correlationId', jsonb_strip_nulls(p_details));
END $$;

-- The people who have been erased, in the order of their commits: what tells other services to forget them too.
CREATE TABLE erasures (
  position  bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  user_id   uuid        NOT NULL UNIQUE REFERENCES users (id),
  erased_at timestamptz NOT NULL
);
INSERT INTO erasures (user_id, erased_at) SELECT id, updated_at FROM users WHERE status = 'deleted' ORDER BY updated_at, id;

-- Removes where an erased person was when they acted, or somebody tried to be them; what others did stays theirs.
CREATE FUNCTION forget_origins(p_user_id uuid) RETURNS void LANGUAGE sql AS $$
  UPDATE audit SET address = NULL, user_agent = NULL
   WHERE actor = p_user_id::text AND (address IS NOT NULL OR user_agent IS NOT NULL);
  UPDATE audit SET address = NULL, user_agent = NULL
   WHERE subject = p_user_id AND actor IS NULL AND (address IS NOT NULL OR user_agent IS NOT NULL);
$$;

CREATE FUNCTION audit_user() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fields jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM note('person-registered', NEW.id, NULL, jsonb_build_object('roles', to_jsonb(NEW.roles)), NULL);
    RETURN NULL;
  END IF;
  IF NEW.status = 'deleted' THEN
    IF OLD.status <> 'deleted' THEN
      PERFORM note('person-erased', NEW.id, NULL, '{}', NULL);
      PERFORM forget_origins(NEW.id);
      -- One at a time, so that positions become visible in their order and a reader who has seen one has seen all before it.
      PERFORM pg_advisory_xact_lock(hashtext('loomi erasures'));
      INSERT INTO erasures (user_id, erased_at) VALUES (NEW.id, clock_timestamp());
    END IF;
    RETURN NULL;
  END IF;
  SELECT jsonb_agg(field ORDER BY field) INTO fields
    FROM (VALUES ('name', OLD.name <> NEW.name), ('email', OLD.email <> NEW.email)) AS f (field, changed) WHERE changed;
  IF fields IS NOT NULL THEN
    PERFORM note('profile-changed', NEW.id, NULL, jsonb_build_object('fields', fields), NULL);
  END IF;
  IF NEW.password_hash <> OLD.password_hash THEN
    PERFORM note('password-changed', NEW.id, NULL, '{}', NULL);
  END IF;
  IF NEW.roles <> OLD.roles THEN
    PERFORM note('roles-changed', NEW.id, NULL,
                 jsonb_build_object('from', to_jsonb(OLD.roles), 'to', to_jsonb(NEW.roles)), NULL);
  END IF;
  IF NEW.status <> OLD.status THEN
    PERFORM note(CASE NEW.status WHEN 'suspended' THEN 'person-suspended' ELSE 'person-reactivated' END, NEW.id, NULL,
                 '{}', NULL);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER users_are_audited AFTER INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION audit_user();

-- Only a person who has proven who they are opens a session, and whoever ends one may be another.
CREATE FUNCTION audit_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  act jsonb := present_act();
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM note('signed-in', NEW.user_id, NEW.id, '{}', NEW.user_id::text);
  ELSE
    PERFORM note('session-ended', OLD.user_id, OLD.id, jsonb_build_object('reason',
      CASE WHEN OLD.expires_at <= coalesce((act ->> 'now')::timestamptz, clock_timestamp()) THEN 'expired'
           ELSE act ->> 'reason' END), NULL);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER sessions_are_audited AFTER INSERT OR DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION audit_session();
