-- Adds an audit record with the audit context of this transaction. p_actor is the actor if the context has none.
CREATE OR REPLACE FUNCTION add_audit_record(
  p_action text, p_subject uuid, p_session uuid, p_details jsonb, p_actor text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  context jsonb := audit_context();
  at      timestamptz := clock_timestamp();
BEGIN
  INSERT INTO audit (id, at, action, actor, subject, session, address, user_agent, correlation_id, details)
    VALUES (time_ordered_id(at), at, p_action, coalesce(context ->> 'actor', p_actor), p_subject,
            coalesce(p_session, (context ->> 'session')::uuid), context ->> 'address', context ->> 'userAgent',
            context ->> 'correlationId', jsonb_strip_nulls(p_details));
END $$;
COMMENT ON FUNCTION add_audit_record(text, uuid, uuid, jsonb, text) IS 'Adds an audit record with the audit context of the transaction.';
