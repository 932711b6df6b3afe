-- Who signs in at another issuer. The id of such a person follows from issuer and subject (UUIDv5), so that it needs no row
-- here to be known; the row says whose it is.
CREATE TABLE identities (
  issuer     text        NOT NULL,
  subject    text        NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  user_id    uuid        NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject),
  CONSTRAINT identities_user_unique UNIQUE (user_id)
);

-- Adds a person at their first sight and answers their status; somebody who is there stays as they are, and so does one who
-- was deleted. Nobody is found by their e-mail address: one that is taken is somebody else's, and the placeholder stands in.
-- They have no password: no hash is ever empty.
CREATE FUNCTION add_identity(
  p_id uuid, p_issuer text, p_subject text, p_name text, p_email text, p_placeholder text, p_roles text[],
  p_now timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  found_status text;
BEGIN
  INSERT INTO users (id, name, email, password_hash, roles, created_at, updated_at)
    VALUES (p_id, p_name, p_email, '', p_roles, p_now, p_now) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    INSERT INTO users (id, name, email, password_hash, roles, created_at, updated_at)
      VALUES (p_id, p_name, p_placeholder, '', p_roles, p_now, p_now) ON CONFLICT (id) DO NOTHING;
  END IF;
  SELECT status INTO found_status FROM users WHERE id = p_id;
  IF found_status <> 'deleted' THEN
    INSERT INTO identities (issuer, subject, user_id, created_at)
      VALUES (p_issuer, p_subject, p_id, p_now) ON CONFLICT DO NOTHING;
  END IF;
  RETURN found_status;
END $$;
