-- Runs once, by psql as the superuser, when a database is first made: the service's role, which owns its database and is
-- allowed nothing else in this PostgreSQL. It is called like the database.
\getenv owner POSTGRES_DB
\set password `cat "$OWNER_PASSWORD_FILE"`

CREATE ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
ALTER DATABASE :"owner" OWNER TO :"owner";
