-- People. A deleted person stays as a row without anything that tells who they were.
CREATE TABLE users (
  id            uuid PRIMARY KEY,
  name          varchar(255) NOT NULL,
  -- as compared: NFKC, lower case
  email         varchar(255) NOT NULL,
  password_hash varchar(255) NOT NULL,
  status        varchar(20)  NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'deleted')),
  roles         text[]       NOT NULL DEFAULT '{user}' CHECK (roles <@ ARRAY['user', 'admin'] AND cardinality(roles) > 0),
  version       integer      NOT NULL DEFAULT 1,
  created_at    timestamptz  NOT NULL,
  updated_at    timestamptz  NOT NULL,
  CONSTRAINT users_email_unique UNIQUE (email)
);

-- Prefix search by administrators; the unique constraint's own index serves equality, in the database's collation.
CREATE INDEX idx_users_email ON users (email text_pattern_ops);
CREATE INDEX idx_users_name ON users (lower(name) text_pattern_ops);
