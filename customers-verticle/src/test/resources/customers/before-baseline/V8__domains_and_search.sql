-- Names are searched in one Unicode form, whichever they are stored in.
DROP INDEX idx_users_name;
CREATE INDEX idx_users_name ON users (lower(normalize(name, NFKC)) text_pattern_ops);

-- The domain of an e-mail address is stored in A-labels (RFC 5890): its Unicode and its Punycode form are one address. Punycode as
-- in RFC 3492, and in the class ALabels of the service.
CREATE FUNCTION pg_temp.punycode(label text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  points  int[] := ARRAY(SELECT ascii(sign) FROM regexp_split_to_table(label, '') AS sign);
  out     text := regexp_replace(label, '[^a-z0-9-]', '', 'g');
  basic   int := length(out);
  handled int := basic;
  point   int := 128;
  next    int;
  delta   int := 0;
  bias    int := 72;
  digits  text := 'abcdefghijklmnopqrstuvwxyz0123456789';
  each    int;
  rest    int;
  k       int;
  t       int;
BEGIN
  IF basic > 0 THEN
    out := out || '-';
  END IF;
  WHILE handled < cardinality(points) LOOP
    SELECT min(p) INTO next FROM unnest(points) AS p WHERE p >= point;
    delta := delta + (next - point) * (handled + 1);
    point := next;
    FOREACH each IN ARRAY points LOOP
      IF each < point THEN
        delta := delta + 1;
      ELSIF each = point THEN
        rest := delta;
        k := 36;
        LOOP
          t := least(greatest(k - bias, 1), 26);
          EXIT WHEN rest < t;
          out := out || substr(digits, t + (rest - t) % (36 - t) + 1, 1);
          rest := (rest - t) / (36 - t);
          k := k + 36;
        END LOOP;
        out := out || substr(digits, rest + 1, 1);
        rest := CASE WHEN handled = basic THEN delta / 700 ELSE delta / 2 END;
        rest := rest + rest / (handled + 1);
        k := 0;
        WHILE rest > 455 LOOP
          rest := rest / 35;
          k := k + 36;
        END LOOP;
        bias := k + 36 * rest / (rest + 38);
        delta := 0;
        handled := handled + 1;
      END IF;
    END LOOP;
    delta := delta + 1;
    point := point + 1;
  END LOOP;
  RETURN out;
END $$;

CREATE FUNCTION pg_temp.with_a_labels(address text) RETURNS text LANGUAGE sql AS $$
  SELECT split_part(address, '@', 1) || '@' || string_agg(
           CASE WHEN label ~ '[^\x01-\x7f]' AND label !~ '[\x01-\x2c\x2e\x2f\x3a-\x60\x7b-\x7f]'
                THEN 'xn--' || pg_temp.punycode(normalize(label, NFC)) ELSE label END, '.' ORDER BY place)
    FROM regexp_split_to_table(split_part(address, '@', 2), '[.。]') WITH ORDINALITY AS labels (label, place)
$$;

-- Where both forms were registered, the one in Unicode stays as it is: its person signs in no longer, until an administrator gives them
-- another address.
DO $$
DECLARE
  person record;
BEGIN
  FOR person IN SELECT id, pg_temp.with_a_labels(email) AS address FROM users WHERE email ~ '@.*[^\x01-\x7f]' LOOP
    BEGIN
      UPDATE users SET email = person.address WHERE id = person.id AND length(person.address) <= 254;
    EXCEPTION WHEN unique_violation THEN
      RAISE WARNING 'person % has an e-mail address whose other form somebody else has', person.id;
    END;
  END LOOP;
END $$;
