-- Customers, their sessions and what is recorded about both. Functions and triggers are in repeatable migrations, one file each.

CREATE TABLE users (
  id            uuid PRIMARY KEY,
  name          varchar(255) NOT NULL,
  email         varchar(255) NOT NULL,
  password_hash varchar(255) NOT NULL,
  status        varchar(20)  NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'deleted')),
  roles         text[]       NOT NULL DEFAULT '{user}' CHECK (roles <@ ARRAY['user', 'admin'] AND cardinality(roles) > 0),
  version       integer      NOT NULL DEFAULT 1,
  created_at    timestamptz  NOT NULL,
  updated_at    timestamptz  NOT NULL,
  CONSTRAINT users_email_unique UNIQUE (email),
  CONSTRAINT users_stand_in CHECK (
    email !~ '[@.]invalid$' OR email IN (id || '@deleted.invalid', id || '@external.invalid'))
);
-- Prefix search by administrators; the unique constraint's own index serves equality, in the database's collation.
CREATE INDEX idx_users_email ON users (email text_pattern_ops);
-- Names are searched in one Unicode form.
CREATE INDEX idx_users_name ON users (lower(normalize(name, NFKC)) text_pattern_ops);
CREATE INDEX idx_users_administrators ON users (id) WHERE roles @> '{admin}';

CREATE TABLE identities (
  issuer     text        NOT NULL,
  subject    text        NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  user_id    uuid        NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject),
  CONSTRAINT identities_user_unique UNIQUE (user_id)
);

CREATE TABLE sessions (
  id           uuid PRIMARY KEY,
  user_id      uuid         NOT NULL REFERENCES users (id),
  secret       text         NOT NULL CHECK (length(secret) = 43),
  generation   integer      NOT NULL DEFAULT 1 CHECK (generation > 0),
  token_hash   bytea        NOT NULL CHECK (length(token_hash) = 32),
  rotated_at   timestamptz  NOT NULL,
  created_at   timestamptz  NOT NULL,
  last_used_at timestamptz  NOT NULL,
  expires_at   timestamptz  NOT NULL,
  user_agent   varchar(255),
  address      varchar(64)  NOT NULL
);
CREATE INDEX idx_sessions_user ON sessions (user_id, id);
CREATE INDEX idx_sessions_expires ON sessions (expires_at);

CREATE TABLE revocations (
  id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind    text        NOT NULL CHECK (kind IN ('session', 'user', 'reactivation')),
  subject uuid        NOT NULL,
  at      timestamptz NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX idx_revocations_at ON revocations (at, id);
CREATE INDEX idx_revocations_expires ON revocations (expires);
CREATE INDEX idx_revocations_user ON revocations (subject) WHERE kind = 'user';

CREATE TABLE audit (
  id             uuid PRIMARY KEY,
  at             timestamptz NOT NULL,
  action         varchar(40) NOT NULL CHECK (action IN (
    'person-registered', 'profile-changed', 'password-changed', 'password-change-refused', 'roles-changed', 'person-suspended',
    'person-reactivated', 'person-erased', 'data-exported', 'signed-in', 'sign-in-refused', 'session-ended',
    'service-token-issued', 'service-token-refused')),
  actor          varchar(255),
  subject        uuid,
  session        uuid,
  address        varchar(64),
  user_agent     varchar(255),
  correlation_id varchar(64),
  details        jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object' AND length(details::text) <= 1000)
);
CREATE INDEX idx_audit_actor ON audit (actor, id);
CREATE INDEX idx_audit_subject ON audit (subject, id);
CREATE INDEX idx_audit_action ON audit (action, id);

CREATE TABLE erasures (
  position  bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  user_id   uuid        NOT NULL UNIQUE REFERENCES users (id),
  erased_at timestamptz NOT NULL,
  swept_to  uuid        NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  due_at    timestamptz DEFAULT clock_timestamp()
);
CREATE INDEX idx_erasures_due_at ON erasures (due_at) WHERE due_at IS NOT NULL;
