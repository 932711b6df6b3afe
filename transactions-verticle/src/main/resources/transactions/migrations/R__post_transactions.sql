-- Posts a batch of credits, debits and transfers, held or at once, in one commit. The arrays run in parallel: one index is one
-- request. A request that is declined is recorded as failed, without effect on the others.
--
-- It returns for each request its index and an outcome: 'posted' (the row says how it ended), 'replayed' (the row of the first
-- request with its key) or 'key-reused' (the key was used for another request). A batch must not contain two requests of one
-- customer with one key.
--
-- Accounts are kept in arrays that change in place, which is cheaper than whole rows, so account_moved is not used. Plans are
-- generic, because planning took a third of a posting. Scans are off, because a new table looks small to the planner.
CREATE OR REPLACE FUNCTION post_transactions(
  p_user_ids uuid[], p_ids uuid[], p_types text[], p_amounts numeric[], p_descriptions text[],
  p_recipient_ids uuid[], p_credit_ids uuid[], p_expires_at timestamptz[],
  p_keys text[], p_hashes bytea[], p_correlation_ids text[], p_now timestamptz, p_lock_timeout text
) RETURNS TABLE (request integer, outcome text, posted transactions)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
  requests  integer := cardinality(p_ids);
  -- the accounts, side by side, as the requests so far have left them
  owners    uuid[];
  balances  numeric[];
  helds     numeric[];
  sequences bigint[];
  events    bigint[];
  times     timestamptz[];
  -- the result of each request: its outcome, its status, and its account afterwards
  outcomes  text[]        := array_fill('posted'::text, ARRAY[requests]);
  statuses  text[]        := array_fill(NULL::text, ARRAY[requests]);
  numbers   bigint[]      := array_fill(NULL::bigint, ARRAY[requests]);
  after     numeric[]     := array_fill(NULL::numeric, ARRAY[requests]);
  held      numeric[]     := array_fill(NULL::numeric, ARRAY[requests]);
  event_at  bigint[]      := array_fill(NULL::bigint, ARRAY[requests]);
  done_at   timestamptz[] := array_fill(NULL::timestamptz, ARRAY[requests]);
  -- the same of the payee's account, where a transfer completed
  credit_numbers  bigint[]      := numbers;
  credit_after    numeric[]     := after;
  credit_held     numeric[]     := held;
  credit_event_at bigint[]      := event_at;
  credit_done_at  timestamptz[] := done_at;
  earlier   record;
  a         integer;
  amount    numeric;
BEGIN
  -- 1. Lock every account. From here on the batch is alone with them.
  PERFORM set_config('lock_timeout', p_lock_timeout, true);
  SELECT array_agg(l.user_id), array_agg(l.balance), array_agg(l.held), array_agg(l.sequence),
         array_agg(l.event_sequence), array_agg(l.updated_at)
    INTO owners, balances, helds, sequences, events, times
    FROM unnest(lock_accounts(
      (SELECT array_agg(DISTINCT id ORDER BY id)
         FROM unnest(p_user_ids || p_recipient_ids) AS id WHERE id IS NOT NULL), p_now)) AS l;

  -- 2. Find the repetitions. The locks have waited for first requests in progress.
  FOR earlier IN
    SELECT r.i, t.request_hash
      FROM unnest(p_user_ids, p_keys) WITH ORDINALITY AS r (user_id, key, i)
      CROSS JOIN LATERAL (
        SELECT * FROM transactions WHERE user_id = r.user_id AND idempotency_key = r.key LIMIT 1) AS t
  LOOP
    outcomes[earlier.i] :=
      CASE WHEN earlier.request_hash = p_hashes[earlier.i] THEN 'replayed' ELSE 'key-reused' END;
  END LOOP;

  -- 3. Do one request after the other in memory. No two changes of an account have the same time, and time never runs backwards
  --    within it: changes, movements and their times are in one order.
  FOR i IN 1..requests LOOP
    CONTINUE WHEN outcomes[i] <> 'posted';
    a := array_position(owners, p_user_ids[i]);
    amount := p_amounts[i];
    events[a] := events[a] + 1;
    times[a] := greatest(p_now, times[a] + interval '1 microsecond');
    IF p_types[i] = 'credit' THEN
      statuses[i] := 'completed';
      balances[a] := balances[a] + amount;
    ELSIF balances[a] - helds[a] < amount THEN
      statuses[i] := 'failed';
    ELSIF p_expires_at[i] IS NOT NULL THEN
      statuses[i] := 'pending';
      helds[a] := helds[a] + amount;
    ELSE
      statuses[i] := 'completed';
      balances[a] := balances[a] - amount;
    END IF;
    IF statuses[i] = 'completed' THEN
      sequences[a] := sequences[a] + 1;
      numbers[i] := sequences[a];
    END IF;
    after[i] := balances[a];
    held[i] := helds[a];
    event_at[i] := events[a];
    done_at[i] := times[a];

    -- The other side of a transfer that completed.
    IF p_types[i] = 'transfer' AND statuses[i] = 'completed' THEN
      a := array_position(owners, p_recipient_ids[i]);
      balances[a] := balances[a] + amount;
      sequences[a] := sequences[a] + 1;
      events[a] := events[a] + 1;
      times[a] := greatest(p_now, times[a] + interval '1 microsecond');
      credit_numbers[i] := sequences[a];
      credit_after[i] := balances[a];
      credit_held[i] := helds[a];
      credit_event_at[i] := events[a];
      credit_done_at[i] := times[a];
    END IF;
  END LOOP;

  -- 4. Write the accounts as they are now.
  UPDATE accounts AS t
     SET balance = balances[n], held = helds[n], sequence = sequences[n], event_sequence = events[n],
         updated_at = times[n]
    FROM unnest(owners) WITH ORDINALITY AS o (user_id, n)
   WHERE t.user_id = o.user_id AND t.event_sequence <> events[n];

  -- 5. Write an event for each change.
  INSERT INTO outbox (user_id, sequence, event, transaction_id, type, amount, balance, held, correlation_id, occurred_at)
    SELECT p_user_ids[i], event_at[i], CASE statuses[i] WHEN 'pending' THEN 'held' ELSE statuses[i] END, p_ids[i],
           CASE p_types[i] WHEN 'credit' THEN 'credit' ELSE 'debit' END, p_amounts[i], after[i], held[i],
           p_correlation_ids[i], done_at[i]
      FROM unnest(p_ids) WITH ORDINALITY AS r (id, i)
     WHERE outcomes[i] = 'posted'
    UNION ALL
    SELECT p_recipient_ids[i], credit_event_at[i], 'completed', p_credit_ids[i], 'credit', p_amounts[i], credit_after[i],
           credit_held[i], p_correlation_ids[i], credit_done_at[i]
      FROM unnest(p_ids) WITH ORDINALITY AS r (id, i)
     WHERE credit_numbers[i] IS NOT NULL;

  -- 6. Write the transactions, with the credits of transfers, and return those that were asked for.
  RETURN QUERY
    WITH recorded AS (
      INSERT INTO transactions AS t (
        user_id, id, type, amount, description, status, failure_reason, expires_at, idempotency_key, request_hash,
        counterparty_id, transfer_id, correlation_id, sequence, balance_after, created_at, updated_at, completed_at)
      SELECT p_user_ids[i], p_ids[i], CASE p_types[i] WHEN 'credit' THEN 'credit' ELSE 'debit' END, p_amounts[i],
             p_descriptions[i], statuses[i], CASE statuses[i] WHEN 'failed' THEN 'insufficient-funds' END,
             CASE statuses[i] WHEN 'pending' THEN p_expires_at[i] END, p_keys[i], p_hashes[i],
             p_recipient_ids[i], CASE p_types[i] WHEN 'transfer' THEN p_ids[i] END, p_correlation_ids[i], numbers[i],
             CASE statuses[i] WHEN 'completed' THEN after[i] END, done_at[i], done_at[i],
             CASE statuses[i] WHEN 'completed' THEN done_at[i] END
        FROM unnest(p_ids) WITH ORDINALITY AS r (id, i)
       WHERE outcomes[i] = 'posted'
      UNION ALL
      SELECT p_recipient_ids[i], p_credit_ids[i], 'credit', p_amounts[i], p_descriptions[i], 'completed', NULL, NULL,
             NULL, NULL, p_user_ids[i], p_ids[i], p_correlation_ids[i], credit_numbers[i], credit_after[i],
             credit_done_at[i], credit_done_at[i], credit_done_at[i]
        FROM unnest(p_ids) WITH ORDINALITY AS r (id, i)
       WHERE credit_numbers[i] IS NOT NULL
      RETURNING t
    )
    SELECT array_position(p_ids, (t).id), 'posted'::text, t FROM recorded WHERE (t).id = ANY (p_ids);

  -- 7. Return the row of the first time for a repetition.
  IF 'replayed' = ANY (outcomes) OR 'key-reused' = ANY (outcomes) THEN
    RETURN QUERY
      SELECT r.i::integer, outcomes[i], t::transactions
        FROM unnest(p_user_ids, p_keys) WITH ORDINALITY AS r (user_id, key, i)
        CROSS JOIN LATERAL (
          SELECT * FROM transactions WHERE user_id = r.user_id AND idempotency_key = r.key LIMIT 1) AS t
       WHERE outcomes[i] <> 'posted';
  END IF;
END $$;
COMMENT ON FUNCTION post_transactions(
  uuid[], uuid[], text[], numeric[], text[], uuid[], uuid[], timestamptz[], text[], bytea[], text[], timestamptz, text) IS
  'Posts a batch of credits, debits and transfers in one commit.';
