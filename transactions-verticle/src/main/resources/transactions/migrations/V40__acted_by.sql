-- Who did it, where it was not the person whose money it is: an administrator who reverses a transaction.
ALTER TABLE transactions ADD COLUMN acted_by uuid;

-- reverse_transaction, and who asked for it: NULL where the owner did. Both sides of a transfer say who it was.
CREATE FUNCTION reverse_transaction_by(
  p_acted_by uuid, p_user_id uuid, p_id uuid, p_amount numeric, p_description text, p_new_id uuid, p_mirror_id uuid,
  p_key text, p_hash bytea, p_correlation_id text, p_now timestamptz,
  OUT outcome text, OUT posted transactions
) LANGUAGE plpgsql AS $$
DECLARE
  reversal record;
BEGIN
  SELECT * INTO reversal FROM reverse_transaction(
    p_user_id, p_id, p_amount, p_description, p_new_id, p_mirror_id, p_key, p_hash, p_correlation_id, p_now);
  outcome := reversal.outcome;
  posted := reversal.posted;
  IF outcome = 'posted' AND p_acted_by IS NOT NULL THEN
    UPDATE transactions SET acted_by = p_acted_by
     WHERE (user_id = posted.user_id AND id = posted.id)
        OR (user_id = posted.counterparty_id AND id = p_mirror_id);
    posted.acted_by := p_acted_by;
  END IF;
END $$;

-- Removes what a person who has left wrote from the next p_batch of their rows: descriptions, there and on the other side of
-- what they sent, and their keys. Amounts, ids, places and times stay, and so do the keys of administrators, which hold no
-- words: what an administrator repeats is still known. p_settled is how long after the erasure a request
-- of theirs may still have been recorded: a second sweep then finds what the first came too early for.
-- Answers who, how many texts and whether this was the end of a sweep; nobody when nothing is due. A person whom another
-- instance is at is left to it.
CREATE OR REPLACE FUNCTION erase_texts(
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
    SELECT id, counterparty_id, transfer_id, description, idempotency_key IS NOT NULL AND acted_by IS NULL AS keyed
      FROM transactions
     WHERE user_id = person AND id > coalesce(erasure.reached, '00000000-0000-0000-0000-000000000000')
     ORDER BY id LIMIT p_batch
  ), own AS (
    UPDATE transactions AS t
       SET description = NULL,
           idempotency_key = CASE WHEN b.keyed THEN NULL ELSE t.idempotency_key END,
           request_hash = CASE WHEN b.keyed THEN NULL ELSE t.request_hash END
      FROM batch AS b
     WHERE t.user_id = person AND t.id = b.id AND (b.description IS NOT NULL OR b.keyed)
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
