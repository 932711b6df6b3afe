-- Sessions that live. One that ends is deleted: an access token is good only while its session is here.
CREATE TABLE sessions (
  id           uuid PRIMARY KEY,
  user_id      uuid         NOT NULL REFERENCES users (id),
  -- what the refresh tokens of this session are derived from, with a key that the database does not know
  secret       text         NOT NULL CHECK (length(secret) = 43),
  -- which refresh token is the present one, and its SHA-256
  generation   integer      NOT NULL DEFAULT 1 CHECK (generation > 0),
  token_hash   text         NOT NULL CHECK (length(token_hash) = 64),
  rotated_at   timestamptz  NOT NULL,
  created_at   timestamptz  NOT NULL,
  last_used_at timestamptz  NOT NULL,
  expires_at   timestamptz  NOT NULL,
  user_agent   varchar(255),
  address      varchar(64)  NOT NULL
);

CREATE INDEX idx_sessions_user ON sessions (user_id, id);

-- Ends a person's sessions but one. A function of its own, so that it also sees sessions that were opened while the
-- statement around it waited for the person's row.
CREATE FUNCTION end_sessions(p_user_id uuid, p_except uuid) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  WITH ended AS (
    DELETE FROM sessions WHERE user_id = p_user_id AND id IS DISTINCT FROM p_except RETURNING id
  )
  SELECT coalesce(array_agg(id), '{}') INTO ids FROM ended;
  RETURN ids;
END $$;

-- Opens a session for a person who is active and whose password is still the one that was proven, and ends what has
-- expired and the oldest beyond p_most. Answers the ids of those, or NULL when it opens none. The person's row is locked:
-- a suspension or a change of the password at the same time comes wholly before or wholly after.
CREATE FUNCTION open_session(
  p_id uuid, p_user_id uuid, p_password_hash text, p_secret text, p_token_hash text, p_user_agent text, p_address text,
  p_now timestamptz, p_expires_at timestamptz, p_most integer) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  PERFORM 1 FROM users
    WHERE id = p_user_id AND status = 'active' AND password_hash = p_password_hash FOR NO KEY UPDATE;
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
  RETURN ids;
END $$;
