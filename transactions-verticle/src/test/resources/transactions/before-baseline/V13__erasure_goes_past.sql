-- Forgets the next person as erase_texts does; one that cannot be forgotten now, for example as an account of theirs stays locked, is
-- put off for a minute and keeps no other from being forgotten. The failure says why.
CREATE FUNCTION erase_next_texts(
  p_now timestamptz, p_settled interval, p_batch integer,
  OUT person uuid, OUT texts integer, OUT swept boolean, OUT failure text
) LANGUAGE plpgsql AS $$
DECLARE
  next erasures;
BEGIN
  SELECT * INTO next FROM erasures WHERE due_at <= p_now ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  BEGIN
    SELECT e.person, e.texts, e.swept INTO person, texts, swept FROM erase_texts(p_now, p_settled, p_batch) AS e;
  EXCEPTION WHEN OTHERS THEN
    failure := SQLERRM;
    UPDATE erasures SET due_at = p_now + interval '1 minute' WHERE due_at = next.due_at;
    person := next.user_id;
    texts := 0;
    swept := false;
  END;
END $$;
