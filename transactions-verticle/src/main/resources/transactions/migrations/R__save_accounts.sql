-- Writes back the accounts that have changed.
CREATE OR REPLACE FUNCTION save_accounts(VARIADIC p_accounts accounts[]) RETURNS void
LANGUAGE sql AS $$
  UPDATE accounts AS a
     SET balance = s.balance, held = s.held, sequence = s.sequence, event_sequence = s.event_sequence, updated_at = s.updated_at
    FROM unnest(p_accounts) AS s
   WHERE a.user_id = s.user_id AND a.event_sequence <> s.event_sequence;
$$;
COMMENT ON FUNCTION save_accounts(VARIADIC accounts[]) IS 'Writes back the accounts that have changed.';
