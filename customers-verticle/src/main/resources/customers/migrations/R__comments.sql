-- What each table and column is. Every one of them has a comment, from which docs/schema.md is made.

COMMENT ON TABLE users IS 'Customers. The row of a deleted customer stays, without anything that tells who they were.';
COMMENT ON COLUMN users.id IS 'A UUIDv7; of a customer of another issuer, a UUIDv5 of issuer and subject';
COMMENT ON COLUMN users.name IS 'As the customer writes it';
COMMENT ON COLUMN users.email IS 'As compared: NFKC, lower case, its domain in A-labels';
COMMENT ON COLUMN users.password_hash IS 'Argon2id in PHC format; empty for customers of another issuer, who have no password';
COMMENT ON COLUMN users.status IS 'active, suspended or deleted';
COMMENT ON COLUMN users.roles IS 'What the customer is to the bank: user, admin';
COMMENT ON COLUMN users.version IS 'Counts changes; the ETag of the profile';
COMMENT ON COLUMN users.created_at IS 'When the customer registered';
COMMENT ON COLUMN users.updated_at IS 'When the row changed last';

COMMENT ON TABLE identities IS 'Customers who sign in at another issuer. Their id follows from issuer and subject, and needs no row to be known.';
COMMENT ON COLUMN identities.issuer IS 'iss of their tokens';
COMMENT ON COLUMN identities.subject IS 'sub of their tokens';
COMMENT ON COLUMN identities.user_id IS 'The customer';
COMMENT ON COLUMN identities.created_at IS 'When the customer was first seen';

COMMENT ON TABLE sessions IS 'Live sessions. A session that ends is deleted: an access token is good only while its session is here.';
COMMENT ON COLUMN sessions.id IS 'sid of the session''s access tokens; a UUIDv7';
COMMENT ON COLUMN sessions.user_id IS 'Whose session it is';
COMMENT ON COLUMN sessions.secret IS 'Refresh tokens are derived from it, with a key that the database does not know';
COMMENT ON COLUMN sessions.generation IS 'The number of the present refresh token';
COMMENT ON COLUMN sessions.token_hash IS 'SHA-256 of the present refresh token';
COMMENT ON COLUMN sessions.rotated_at IS 'When the present refresh token was issued';
COMMENT ON COLUMN sessions.created_at IS 'When the customer signed in';
COMMENT ON COLUMN sessions.last_used_at IS 'When the session was refreshed last';
COMMENT ON COLUMN sessions.expires_at IS 'When it ends unless it is refreshed';
COMMENT ON COLUMN sessions.user_agent IS 'User-Agent of the sign-in';
COMMENT ON COLUMN sessions.address IS 'IP address of the sign-in';

COMMENT ON TABLE revocations IS 'Ended sessions and suspended customers, for as long as their tokens could be shown; written in the commit of the cause.';
COMMENT ON COLUMN revocations.id IS 'Random';
COMMENT ON COLUMN revocations.kind IS 'session, user (all tokens of a customer) or reactivation (a user revocation ends)';
COMMENT ON COLUMN revocations.subject IS 'The session or the customer';
COMMENT ON COLUMN revocations.at IS 'When, by the database''s clock, so that readers can continue from the last one';
COMMENT ON COLUMN revocations.expires IS 'When no token can be shown any more';

COMMENT ON TABLE audit IS 'Who did what to whom. Triggers write it in the commit of the change. Records never change and are never removed, except for the origin of erased customers.';
COMMENT ON COLUMN audit.id IS 'A UUIDv7 of the database''s clock, so that records sort by time';
COMMENT ON COLUMN audit.at IS 'When';
COMMENT ON COLUMN audit.action IS 'What was done';
COMMENT ON COLUMN audit.actor IS 'The id of a customer, the name of a service, or configuration; NULL if the actor is unknown';
COMMENT ON COLUMN audit.subject IS 'The customer to whom it was done';
COMMENT ON COLUMN audit.session IS 'The session that was opened or ended, else the one in which it was done';
COMMENT ON COLUMN audit.address IS 'IP address of the actor';
COMMENT ON COLUMN audit.user_agent IS 'User-Agent of the actor';
COMMENT ON COLUMN audit.correlation_id IS 'X-Correlation-ID of the request';
COMMENT ON COLUMN audit.details IS 'A reason, names of fields, roles: never what a customer has written';

COMMENT ON TABLE erasures IS 'Erased customers in the order of their commits. Other services read it and erase them too.';
COMMENT ON COLUMN erasures.position IS 'Where the customer stands in the list';
COMMENT ON COLUMN erasures.user_id IS 'Who was erased';
COMMENT ON COLUMN erasures.erased_at IS 'When';
COMMENT ON COLUMN erasures.swept_to IS 'The last audit record that the present sweep for origins has passed';
COMMENT ON COLUMN erasures.due_at IS 'When the next batch may run; NULL after the last sweep';
