-- Leases deferred transactions that are due, oldest first: nobody else gets them until p_lease is over. Rows that another worker
-- has locked are skipped. Sequential scans are off: the table is usually empty, so its statistics may say empty when it is not.
CREATE OR REPLACE FUNCTION lease_deferred_transactions(p_now timestamptz, p_lease interval, p_limit integer)
RETURNS SETOF deferred_transactions
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  RETURN QUERY
    WITH due AS MATERIALIZED (
      SELECT d.user_id, d.transaction_id FROM deferred_transactions AS d WHERE d.due_at <= p_now
       ORDER BY d.due_at, d.transaction_id LIMIT p_limit FOR UPDATE SKIP LOCKED
    )
    UPDATE deferred_transactions AS d SET due_at = p_now + p_lease FROM due
     WHERE d.user_id = due.user_id AND d.transaction_id = due.transaction_id
    RETURNING d.*;
END $$;
COMMENT ON FUNCTION lease_deferred_transactions(timestamptz, interval, integer) IS
  'Leases deferred transactions that are due to one worker.';
