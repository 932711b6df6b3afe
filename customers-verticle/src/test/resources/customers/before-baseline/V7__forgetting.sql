-- Where an erased person was when they acted is removed in batches: somebody may have many records, and an erasure must not
-- fail for it. The records are gone through twice, as one that was being written meanwhile may stand among those already read.
ALTER TABLE erasures ADD COLUMN swept_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
-- when the next batch is due; NULL once all is done
ALTER TABLE erasures ADD COLUMN sweep_at timestamptz;
CREATE INDEX idx_erasures_sweep ON erasures (sweep_at) WHERE sweep_at IS NOT NULL;
ALTER TABLE erasures ALTER COLUMN sweep_at SET DEFAULT clock_timestamp(); -- those of before are done

-- As before, but that the row in erasures is what has origins forgotten.
CREATE OR REPLACE FUNCTION audit_user() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fields jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM note('person-registered', NEW.id, NULL, jsonb_build_object('roles', to_jsonb(NEW.roles)), NULL);
    RETURN NULL;
  END IF;
  IF NEW.status = 'deleted' THEN
    IF OLD.status <> 'deleted' THEN
      PERFORM note('person-erased', NEW.id, NULL, '{}', NULL);
      -- One at a time, so that positions become visible in their order and a reader who has seen one has seen all before it.
      PERFORM pg_advisory_xact_lock(hashtext('loomi erasures'));
      INSERT INTO erasures (user_id, erased_at) VALUES (NEW.id, clock_timestamp());
    END IF;
    RETURN NULL;
  END IF;
  SELECT jsonb_agg(field ORDER BY field) INTO fields
    FROM (VALUES ('name', OLD.name <> NEW.name), ('email', OLD.email <> NEW.email)) AS f (field, changed) WHERE changed;
  IF fields IS NOT NULL THEN
    PERFORM note('profile-changed', NEW.id, NULL, jsonb_build_object('fields', fields), NULL);
  END IF;
  IF NEW.password_hash <> OLD.password_hash THEN
    PERFORM note('password-changed', NEW.id, NULL, '{}', NULL);
  END IF;
  IF NEW.roles <> OLD.roles THEN
    PERFORM note('roles-changed', NEW.id, NULL,
                 jsonb_build_object('from', to_jsonb(OLD.roles), 'to', to_jsonb(NEW.roles)), NULL);
  END IF;
  IF NEW.status <> OLD.status THEN
    PERFORM note(CASE NEW.status WHEN 'suspended' THEN 'person-suspended' ELSE 'person-reactivated' END, NEW.id, NULL,
                 '{}', NULL);
  END IF;
  RETURN NULL;
END $$;

DROP FUNCTION forget_origins(uuid);

-- Forgets the origins of one erased person, as far as p_most records go. Answers how many records it read, NULL when nobody
-- is due. Any number may call it at once: each takes another person.
CREATE FUNCTION forget_origins(p_most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  erased erasures;
  ids    uuid[];
BEGIN
  SELECT * INTO erased FROM erasures WHERE sweep_at <= clock_timestamp() ORDER BY sweep_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO ids FROM (
    (SELECT id FROM audit WHERE actor = erased.user_id::text AND id > erased.swept_to ORDER BY id LIMIT p_most)
    UNION
    (SELECT id FROM audit WHERE subject = erased.user_id AND actor IS NULL AND id > erased.swept_to
      ORDER BY id LIMIT p_most)
    ORDER BY id LIMIT p_most) AS next;
  UPDATE audit SET address = NULL, user_agent = NULL
   WHERE id = ANY (ids) AND (address IS NOT NULL OR user_agent IS NOT NULL);
  IF cardinality(ids) = p_most THEN
    UPDATE erasures SET swept_to = ids[p_most] WHERE position = erased.position;
  ELSE
    UPDATE erasures SET swept_to = DEFAULT, sweep_at = CASE
        WHEN erased.sweep_at < erased.erased_at + interval '1 minute' THEN erased.erased_at + interval '1 minute' END
      WHERE position = erased.position;
  END IF;
  RETURN cardinality(ids);
END $$;

-- Sessions that have expired hold where somebody was, and are of no use any more.
CREATE INDEX idx_sessions_expires ON sessions (expires_at);
