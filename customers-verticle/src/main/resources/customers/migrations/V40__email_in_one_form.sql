-- E-mail addresses are normalised once more after they are put in lower case, in which two characters may become one: J and a caron.
-- Where both forms were registered, the earlier form stays as it is: its person signs in no longer, until an administrator gives them
-- another address.
DO $$
DECLARE
  person record;
BEGIN
  FOR person IN SELECT id, normalize(email, NFKC) AS address FROM users WHERE email IS NOT NFKC NORMALIZED LOOP
    BEGIN
      UPDATE users SET email = person.address WHERE id = person.id;
    EXCEPTION WHEN unique_violation THEN
      RAISE WARNING 'person % has an e-mail address whose other form somebody else has', person.id;
    END;
  END LOOP;
END $$;
