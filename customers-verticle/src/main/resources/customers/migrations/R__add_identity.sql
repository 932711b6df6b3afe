-- Adds a customer of an external issuer at their first request, and returns their status. An existing customer does not change, even
-- if deleted. Customers are never matched by e-mail address: if the address is taken, it belongs to another customer, and this
-- customer gets p_placeholder. The empty password hash matches no password.
CREATE OR REPLACE FUNCTION add_identity(
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
COMMENT ON FUNCTION add_identity(uuid, text, text, text, text, text, text[], timestamptz) IS
  'Adds a customer of an external issuer at their first request.';
