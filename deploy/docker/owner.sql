-- Runs once, in psql as the superuser, when the database is created. Creates the service's role, which has the database's name,
-- owns it and has no other rights.
\getenv owner POSTGRES_DB
\set password `cat "$OWNER_PASSWORD_FILE"`

CREATE ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
ALTER DATABASE :"owner" OWNER TO :"owner";
