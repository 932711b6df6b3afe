-- The one clock that orders the ledger: the database's. Those of the services' instances may differ from it and from each other.
CREATE FUNCTION ledger_now() RETURNS timestamptz
LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() $$;
