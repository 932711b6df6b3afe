-- Who was put out, for as long as a token could still be shown: written in the commit of what puts them out.
CREATE TABLE revocations (
  id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind    text        NOT NULL CHECK (kind IN ('session', 'user', 'reactivation')),
  -- a session, or else a person
  subject uuid        NOT NULL,
  -- by this database's clock, so that readers can go on from where they were
  at      timestamptz NOT NULL,
  expires timestamptz NOT NULL
);

CREATE INDEX idx_revocations_at ON revocations (at, id);
CREATE INDEX idx_revocations_expires ON revocations (expires);
CREATE INDEX idx_revocations_user ON revocations (subject) WHERE kind = 'user';

-- Records revocations and answers them. A session's is kept for longer than its access tokens live (15 minutes, the leeway,
-- and clocks that differ), a person's for a day, as tokens of other issuers may live longer. Each call clears away more than it adds.
CREATE FUNCTION revoke(p_kind text, p_subjects uuid[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  recorded jsonb;
BEGIN
  DELETE FROM revocations WHERE id IN (
    SELECT id FROM revocations WHERE expires < now() ORDER BY expires LIMIT 10 + cardinality(p_subjects)
      FOR UPDATE SKIP LOCKED);
  WITH added AS (
    INSERT INTO revocations (kind, subject, at, expires)
      SELECT p_kind, subject, moment.at,
             moment.at + CASE p_kind WHEN 'session' THEN interval '17 minutes' ELSE interval '1 day' END
        FROM unnest(p_subjects) AS subject, (SELECT clock_timestamp() AS at) AS moment
    RETURNING id, kind, subject, at, expires
  )
  SELECT coalesce(jsonb_agg(to_jsonb(added)), '[]') INTO recorded FROM added;
  RETURN recorded;
END $$;

-- The functions of sessions answer the revocations now.
DROP FUNCTION end_sessions(uuid, uuid);
DROP FUNCTION open_session(uuid, uuid, text, text, text, text, text, timestamptz, timestamptz, integer);

-- Ends a person's sessions but one. A function of its own, so that it also sees sessions that were opened while the
-- statement around it waited for the person's row.
CREATE FUNCTION end_sessions(p_user_id uuid, p_except uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  WITH ended AS (
    DELETE FROM sessions WHERE user_id = p_user_id AND id IS DISTINCT FROM p_except RETURNING id
  )
  SELECT coalesce(array_agg(id), '{}') INTO ids FROM ended;
  RETURN revoke('session', ids);
END $$;

-- Ends one of a person's sessions; NULL when they have no such session.
CREATE FUNCTION end_session(p_user_id uuid, p_id uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM sessions WHERE user_id = p_user_id AND id = p_id;
  RETURN CASE WHEN FOUND THEN revoke('session', ARRAY[p_id]) END;
END $$;

-- Puts a person out: ends their sessions, and says so of them too, as not every token has a session here.
CREATE FUNCTION put_out(p_user_id uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RETURN revoke('user', ARRAY[p_user_id]) || end_sessions(p_user_id, NULL);
END $$;

-- Opens a session for a person who is active, whose password is still the one that was proven, and whose roles are still
-- those that the access token will say. Ends what has expired and the oldest beyond p_most. Answers the revocations, or NULL
-- when it opens none. The person's row is locked: a change at the same time comes wholly before or wholly after.
CREATE FUNCTION open_session(
  p_id uuid, p_user_id uuid, p_password_hash text, p_roles text[], p_secret text, p_token_hash text, p_user_agent text,
  p_address text, p_now timestamptz, p_expires_at timestamptz, p_most integer) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  PERFORM 1 FROM users
    WHERE id = p_user_id AND status = 'active' AND password_hash = p_password_hash
      AND roles @> p_roles AND roles <@ p_roles FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  INSERT INTO sessions (id, user_id, secret, token_hash, rotated_at, created_at, last_used_at, expires_at, user_agent, address)
    VALUES (p_id, p_user_id, p_secret, p_token_hash, p_now, p_now, p_now, p_expires_at, p_user_agent, p_address);
  WITH ended AS (
    DELETE FROM sessions WHERE user_id = p_user_id AND id <> p_id AND (
        expires_at <= p_now
        OR id IN (SELECT id FROM sessions WHERE user_id = p_user_id AND id <> p_id ORDER BY id DESC OFFSET p_most - 1))
      RETURNING id
  )
  SELECT coalesce(array_agg(id), '{}') INTO ids FROM ended;
  RETURN revoke('session', ids);
END $$;

-- A bank without an administrator could not be given one again. Two who go at the same time go one after the other.
CREATE INDEX idx_users_administrators ON users (id) WHERE roles @> '{admin}';

CREATE FUNCTION keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('loomi: administrators'));
  IF NOT EXISTS (SELECT FROM users WHERE id <> OLD.id AND roles @> '{admin}' AND status = 'active') THEN
    RAISE check_violation USING CONSTRAINT = 'users_last_administrator', MESSAGE = 'the last administrator stays';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER users_last_administrator BEFORE UPDATE OF status, roles ON users FOR EACH ROW
  WHEN (OLD.roles @> '{admin}' AND OLD.status = 'active' AND NOT (NEW.roles @> '{admin}' AND NEW.status = 'active'))
  EXECUTE FUNCTION keep_an_administrator();
