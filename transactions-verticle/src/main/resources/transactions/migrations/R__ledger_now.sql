-- The one clock that orders the ledger: the database's. The clocks of the services' instances may differ.
CREATE OR REPLACE FUNCTION ledger_now() RETURNS timestamptz
LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() $$;
COMMENT ON FUNCTION ledger_now() IS 'Returns the time by the clock of the ledger: the database''s.';
