-- Comments on all tables and columns. docs/schema.md is generated from them.

COMMENT ON TABLE users IS 'Customers. The row of a deleted customer stays, without their personal data.';
COMMENT ON COLUMN users.id IS 'A UUIDv7; for a customer of an external issuer, a UUIDv5 of issuer and subject';
COMMENT ON COLUMN users.name IS 'As the customer writes it';
COMMENT ON COLUMN users.email IS 'In canonical form: NFKC, lower case, and the domain in A-labels';
COMMENT ON COLUMN users.password_hash IS 'Argon2id in PHC format; empty for customers of an external issuer, who have no password';
COMMENT ON COLUMN users.status IS 'active, suspended or deleted';
COMMENT ON COLUMN users.roles IS 'The roles of the customer: user, admin';
COMMENT ON COLUMN users.version IS 'Counts changes; the ETag of the profile';
COMMENT ON COLUMN users.created_at IS 'When the customer registered';
COMMENT ON COLUMN users.updated_at IS 'When the row last changed';

COMMENT ON TABLE identities IS 'Customers who sign in at an external issuer. Their id is derived from issuer and subject.';
COMMENT ON COLUMN identities.issuer IS 'iss of their tokens';
COMMENT ON COLUMN identities.subject IS 'sub of their tokens';
COMMENT ON COLUMN identities.user_id IS 'The customer';
COMMENT ON COLUMN identities.created_at IS 'When the customer first used this bank';

COMMENT ON TABLE sessions IS 'Live sessions. A session is deleted when it ends, and its access tokens are valid only while its row exists.';
COMMENT ON COLUMN sessions.id IS 'sid of the session''s access tokens; a UUIDv7';
COMMENT ON COLUMN sessions.user_id IS 'The customer who signed in';
COMMENT ON COLUMN sessions.secret IS 'The refresh tokens are derived from this secret and a key that is not in the database';
COMMENT ON COLUMN sessions.generation IS 'The number of the current refresh token';
COMMENT ON COLUMN sessions.token_hash IS 'SHA-256 of the current refresh token';
COMMENT ON COLUMN sessions.rotated_at IS 'When the current refresh token was issued';
COMMENT ON COLUMN sessions.created_at IS 'When the customer signed in';
COMMENT ON COLUMN sessions.last_used_at IS 'When the session was last refreshed';
COMMENT ON COLUMN sessions.expires_at IS 'When the session ends unless it is refreshed';
COMMENT ON COLUMN sessions.user_agent IS 'User-Agent of the sign-in';
COMMENT ON COLUMN sessions.address IS 'IP address of the sign-in';

COMMENT ON TABLE revocations IS 'Ended sessions and suspended or deleted customers, until their tokens have expired. A row is written in the commit of its cause.';
COMMENT ON COLUMN revocations.id IS 'Random';
COMMENT ON COLUMN revocations.kind IS 'session, user (all tokens of a customer) or reactivation (ends a user revocation)';
COMMENT ON COLUMN revocations.subject IS 'The session or the customer';
COMMENT ON COLUMN revocations.at IS 'When it was recorded, by the database''s clock, so that readers can continue after the last one';
COMMENT ON COLUMN revocations.expires IS 'When all tokens that it concerns have expired';

COMMENT ON TABLE audit IS 'Who did what to whom. Triggers write a record in the commit of the change. Records never change and are never removed, except that an erasure removes address and user agent.';
COMMENT ON COLUMN audit.id IS 'A UUIDv7 of the database''s clock, so that records sort by time';
COMMENT ON COLUMN audit.at IS 'When it was done';
COMMENT ON COLUMN audit.action IS 'What was done';
COMMENT ON COLUMN audit.actor IS 'The id of a customer, the name of a service, or configuration; NULL if the actor is unknown';
COMMENT ON COLUMN audit.subject IS 'The customer whom it concerns';
COMMENT ON COLUMN audit.session IS 'The session that was opened or ended; otherwise the session of the request';
COMMENT ON COLUMN audit.address IS 'IP address of the actor';
COMMENT ON COLUMN audit.user_agent IS 'User-Agent of the actor';
COMMENT ON COLUMN audit.correlation_id IS 'X-Correlation-ID of the request';
COMMENT ON COLUMN audit.details IS 'A reason, names of fields, or roles, but never text that a customer wrote';

COMMENT ON TABLE erasures IS 'Erased customers in commit order. Other services read this table to erase the same customers.';
COMMENT ON COLUMN erasures.position IS 'The position in the list; increases in commit order';
COMMENT ON COLUMN erasures.user_id IS 'The erased customer';
COMMENT ON COLUMN erasures.erased_at IS 'When the customer was erased';
COMMENT ON COLUMN erasures.swept_to IS 'The last audit record that the current sweep has read';
COMMENT ON COLUMN erasures.due_at IS 'When the next batch may run; NULL after the last sweep';
