-- Erases what a customer who has left wrote in the next p_batch of their rows: descriptions, also on the other side of transfers that
-- they sent, and their idempotency keys. Amounts, ids, sequences and times stay. Keys of administrators stay too: they contain no
-- text, and a repeated request must be recognised. A request may be recorded until p_grace after the erasure: a second sweep erases
-- texts that were recorded after the first.
-- It returns the customer, how many texts it erased, and whether the sweep has ended; NULL when nothing is due. It skips a customer
-- whom another instance is working on.
CREATE OR REPLACE FUNCTION erase_texts(
  p_now timestamptz, p_grace interval, p_batch integer, OUT person uuid, OUT texts integer, OUT swept boolean
) LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
  erasure  erasures;
  last_row uuid;
  others   integer;
BEGIN
  SELECT * INTO erasure FROM erasures WHERE due_at <= p_now ORDER BY due_at, user_id LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  person := erasure.user_id;

  -- Accounts are locked before their transactions, in the order of their ids, as in every function that moves money.
  PERFORM 1 FROM accounts
    WHERE user_id = person OR user_id IN (
      SELECT t.counterparty_id
        FROM (SELECT * FROM transactions
               WHERE user_id = person AND id > coalesce(erasure.swept_to, '00000000-0000-0000-0000-000000000000')
               ORDER BY id LIMIT p_batch) AS t
       WHERE t.transfer_id = t.id)
    ORDER BY user_id FOR UPDATE;

  -- A transfer that they sent carries its own id as transfer_id, and their words on both sides.
  WITH batch AS MATERIALIZED (
    SELECT id, counterparty_id, transfer_id, description, idempotency_key IS NOT NULL AND acted_by IS NULL AS keyed
      FROM transactions
     WHERE user_id = person AND id > coalesce(erasure.swept_to, '00000000-0000-0000-0000-000000000000')
     ORDER BY id LIMIT p_batch
  ), own AS (
    UPDATE transactions AS t
       SET description = NULL,
           idempotency_key = CASE WHEN b.keyed THEN NULL ELSE t.idempotency_key END,
           request_hash = CASE WHEN b.keyed THEN NULL ELSE t.request_hash END
      FROM batch AS b
     WHERE t.user_id = person AND t.id = b.id AND (b.description IS NOT NULL OR b.keyed)
    RETURNING t.id
  ), other_side AS (
    UPDATE transactions AS t SET description = NULL
      FROM batch AS b
     WHERE b.transfer_id = b.id AND t.user_id = b.counterparty_id AND t.transfer_id = b.transfer_id
       AND t.description IS NOT NULL
    RETURNING t.id
  )
  SELECT (SELECT count(*) FROM own), (SELECT count(*) FROM other_side), (SELECT count(*) FROM batch) < p_batch,
         (SELECT id FROM batch ORDER BY id DESC LIMIT 1)
    INTO texts, others, swept, last_row;
  texts := texts + others;

  UPDATE erasures
     SET swept_to = CASE WHEN swept THEN NULL ELSE last_row END,
         sweeps = CASE WHEN NOT swept THEN sweeps WHEN p_now >= erased_at + p_grace THEN 2 ELSE 1 END,
         due_at = CASE WHEN NOT swept THEN due_at
                       WHEN p_now >= erased_at + p_grace THEN NULL ELSE erased_at + p_grace END
   WHERE user_id = person;
END $$;
COMMENT ON FUNCTION erase_texts(timestamptz, interval, integer) IS 'Erases the texts of a customer who has left, in batches.';
