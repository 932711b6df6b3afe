-- Erases the next customer's texts as erase_texts does, and closes their account for ever. If an erasure fails, for example because an
-- account is locked, it is postponed by a minute, so that others continue. failure says why.
CREATE OR REPLACE FUNCTION erase_next_texts(
  p_now timestamptz, p_grace interval, p_batch integer,
  OUT person uuid, OUT texts integer, OUT swept boolean, OUT failure text
) LANGUAGE plpgsql AS $$
DECLARE
  next erasures;
BEGIN
  SELECT * INTO next FROM erasures WHERE due_at <= p_now ORDER BY due_at, user_id LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  BEGIN
    SELECT e.person, e.texts, e.swept INTO person, texts, swept FROM erase_texts(p_now, p_grace, p_batch) AS e;
    -- an account that was left with money before accounts were closed stays open
    UPDATE accounts AS a SET closed_until = 'infinity', closures = NULL
     WHERE a.user_id = person AND a.balance = 0 AND a.held = 0 AND a.closed_until IS DISTINCT FROM 'infinity';
  EXCEPTION WHEN OTHERS THEN
    failure := SQLERRM;
    UPDATE erasures SET due_at = p_now + interval '1 minute' WHERE user_id = next.user_id;
    person := next.user_id;
    texts := 0;
    swept := false;
  END;
END $$;
COMMENT ON FUNCTION erase_next_texts(timestamptz, interval, integer) IS 'Erases the next customer''s texts, or postpones the erasure.';
