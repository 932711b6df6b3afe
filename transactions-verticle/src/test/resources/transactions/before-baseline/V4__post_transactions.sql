-- Posts a batch of credits, debits and transfers, held or at once, in one commit. The arrays run in parallel: one place
-- is one request. A request that is declined is recorded as failed; the others are not touched by it.
--
-- For each request comes back its place and an outcome: 'posted' (the row says how it ended), 'replayed' (the row of the
-- first request with its key) or 'key-reused' (the key was used for something else). The caller puts no two requests of one
-- person with one key into a batch.
CREATE FUNCTION post_transactions(
  p_user_ids uuid[], p_ids uuid[], p_types text[], p_amounts numeric[], p_descriptions text[],
  p_recipient_ids uuid[], p_credit_ids uuid[], p_expires_at timestamptz[],
  p_keys text[], p_hashes bytea[], p_correlation_ids text[], p_now timestamptz, p_lock_timeout text
) RETURNS TABLE (place integer, outcome text, posted transactions)
LANGUAGE plpgsql AS $$
DECLARE
  requests integer := cardinality(p_ids);
  outcomes text[] := array_fill('posted'::text, ARRAY[requests]);
  answers  transactions[] := array_fill(NULL::transactions, ARRAY[requests]);
  user_ids uuid[];
  state    accounts[];
  payer_at integer;
  payee_at integer;
  payer    accounts;
  payee    accounts;
  entry    transactions;
  mirror   transactions;
  entries  transactions[] := '{}';
  events   outbox[] := '{}';
  earlier  record;
BEGIN
  -- 1. Lock every account that takes part; from here on the batch is alone with them.
  SELECT array_agg(DISTINCT id ORDER BY id) INTO user_ids
    FROM unnest(p_user_ids || p_recipient_ids) AS id WHERE id IS NOT NULL;
  PERFORM set_config('lock_timeout', p_lock_timeout, true);
  state := lock_accounts(user_ids, p_now);

  -- 2. Find the requests that are repetitions. The locks made this wait for a first request still under way.
  FOR earlier IN
    SELECT k.place, t AS entry
      FROM unnest(p_user_ids, p_keys) WITH ORDINALITY AS k (user_id, key, place)
      JOIN transactions AS t ON t.user_id = k.user_id AND t.idempotency_key = k.key
  LOOP
    answers[earlier.place] := earlier.entry;
    outcomes[earlier.place] :=
      CASE WHEN (earlier.entry).request_hash = p_hashes[earlier.place] THEN 'replayed' ELSE 'key-reused' END;
  END LOOP;

  -- 3. Do one request after the other in memory, on the accounts as the ones before have left them.
  FOR i IN 1..requests LOOP
    CONTINUE WHEN outcomes[i] <> 'posted';
    payer_at := array_position(user_ids, p_user_ids[i]);
    payer := state[payer_at];
    entry := NULL;
    entry.user_id := p_user_ids[i];
    entry.id := p_ids[i];
    entry.type := CASE p_types[i] WHEN 'credit' THEN 'credit' ELSE 'debit' END;
    entry.amount := p_amounts[i];
    entry.description := p_descriptions[i];
    entry.reversed_amount := 0;
    entry.idempotency_key := p_keys[i];
    entry.request_hash := p_hashes[i];
    entry.correlation_id := p_correlation_ids[i];
    IF p_types[i] = 'transfer' THEN
      entry.counterparty_id := p_recipient_ids[i];
      entry.transfer_id := p_ids[i];
    END IF;

    IF entry.type = 'debit' AND payer.balance - payer.held < entry.amount THEN
      entry.status := 'failed';
      entry.failure_reason := 'insufficient-funds';
    ELSIF p_expires_at[i] IS NOT NULL THEN
      entry.status := 'pending';
      entry.expires_at := p_expires_at[i];
      payer.held := payer.held + entry.amount;
    END IF;
    IF entry.status IS NULL THEN
      payer := moved(payer, CASE entry.type WHEN 'credit' THEN entry.amount ELSE -entry.amount END, p_now);
      entry := completed(entry, payer);
    ELSE
      payer := changed(payer, p_now);
    END IF;
    entry.created_at := payer.updated_at;
    entry.updated_at := payer.updated_at;
    state[payer_at] := payer;
    entries := array_append(entries, entry);
    events := array_append(events, event_of(
      payer, CASE entry.status WHEN 'pending' THEN 'held' ELSE entry.status END, entry, entry.amount, entry.correlation_id));
    answers[i] := entry;

    -- The other side of a transfer that went through.
    IF p_types[i] = 'transfer' AND entry.status = 'completed' THEN
      payee_at := array_position(user_ids, p_recipient_ids[i]);
      payee := moved(state[payee_at], entry.amount, p_now);
      state[payee_at] := payee;
      mirror := completed(mirrored(entry, p_credit_ids[i]), payee);
      mirror.created_at := payee.updated_at;
      entries := array_append(entries, mirror);
      events := array_append(events, event_of(payee, 'completed', mirror, mirror.amount, mirror.correlation_id));
    END IF;
  END LOOP;

  -- 4. Write what happened: the entries, the accounts as they are now, and an event for each change.
  INSERT INTO transactions SELECT * FROM unnest(entries);
  PERFORM save_accounts(state);
  INSERT INTO outbox SELECT * FROM unnest(events);

  RETURN QUERY SELECT i, outcomes[i], answers[i] FROM generate_series(1, requests) AS i;
END $$;
