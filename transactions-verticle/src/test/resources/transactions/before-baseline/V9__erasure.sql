-- Who has left the bank, as customers tells it, and how far the ledger has forgotten them. The highest position is where the
-- list at customers is read on from.
CREATE TABLE erasures (
  user_id   uuid PRIMARY KEY,
  position  bigint      NOT NULL,
  erased_at timestamptz NOT NULL,
  -- when the next sweep through their rows may begin, NULL after the last one
  due_at    timestamptz,
  -- the last row that the present sweep has been at
  reached   uuid,
  -- how many sweeps are done
  sweeps    integer     NOT NULL DEFAULT 0 CHECK (sweeps IN (0, 1, 2)),
  CONSTRAINT erasures_end_after_two_sweeps CHECK ((due_at IS NULL) = (sweeps = 2))
);
CREATE INDEX idx_erasures_position ON erasures (position);
CREATE INDEX idx_erasures_due_at ON erasures (due_at) WHERE due_at IS NOT NULL;

-- Removes what a person who has left wrote from the next p_batch of their rows: descriptions, there and on the other side of
-- what they sent, and their keys. Amounts, ids, places and times stay. p_settled is how long after the erasure a request
-- of theirs may still have been recorded: a second sweep then finds what the first came too early for.
-- Answers who, how many texts and whether this was the end of a sweep; nobody when nothing is due. A person whom another
-- instance is at is left to it.
CREATE FUNCTION erase_texts(
  p_now timestamptz, p_settled interval, p_batch integer, OUT person uuid, OUT texts integer, OUT swept boolean
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  erasure  erasures;
  last_row uuid;
  others   integer;
BEGIN
  SELECT * INTO erasure FROM erasures WHERE due_at <= p_now ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  person := erasure.user_id;

  -- Accounts are locked before their entries and in the order of their ids, as whoever moves money does.
  PERFORM 1 FROM accounts
    WHERE user_id = person OR user_id IN (
      SELECT t.counterparty_id
        FROM (SELECT * FROM transactions
               WHERE user_id = person AND id > coalesce(erasure.reached, '00000000-0000-0000-0000-000000000000')
               ORDER BY id LIMIT p_batch) AS t
       WHERE t.transfer_id = t.id)
    ORDER BY user_id FOR UPDATE;

  -- What somebody sent carries their own id as the transfer's, and their words on both sides.
  WITH batch AS MATERIALIZED (
    SELECT id, counterparty_id, transfer_id, description, idempotency_key FROM transactions
     WHERE user_id = person AND id > coalesce(erasure.reached, '00000000-0000-0000-0000-000000000000')
     ORDER BY id LIMIT p_batch
  ), own AS (
    UPDATE transactions AS t SET description = NULL, idempotency_key = NULL, request_hash = NULL
      FROM batch AS b
     WHERE t.user_id = person AND t.id = b.id AND (b.description IS NOT NULL OR b.idempotency_key IS NOT NULL)
    RETURNING t.id
  ), mirrored AS (
    UPDATE transactions AS t SET description = NULL
      FROM batch AS b
     WHERE b.transfer_id = b.id AND t.user_id = b.counterparty_id AND t.transfer_id = b.transfer_id
       AND t.description IS NOT NULL
    RETURNING t.id
  )
  SELECT (SELECT count(*) FROM own), (SELECT count(*) FROM mirrored), (SELECT count(*) FROM batch) < p_batch,
         (SELECT id FROM batch ORDER BY id DESC LIMIT 1)
    INTO texts, others, swept, last_row;
  texts := texts + others;

  UPDATE erasures
     SET reached = CASE WHEN swept THEN NULL ELSE last_row END,
         sweeps = CASE WHEN NOT swept THEN sweeps WHEN p_now >= erased_at + p_settled THEN 2 ELSE 1 END,
         due_at = CASE WHEN NOT swept THEN due_at
                       WHEN p_now >= erased_at + p_settled THEN NULL ELSE erased_at + p_settled END
   WHERE user_id = person;
END $$;
