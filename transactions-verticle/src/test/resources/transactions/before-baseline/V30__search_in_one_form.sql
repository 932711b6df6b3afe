-- The words of descriptions are searched in one Unicode form, whichever the descriptions are stored in.
DROP INDEX idx_transactions_description;
CREATE INDEX idx_transactions_description
  ON transactions USING gin (user_id, to_tsvector('simple', normalize(description, NFKC)))
  WHERE description IS NOT NULL;
