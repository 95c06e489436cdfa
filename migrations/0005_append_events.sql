-- The one way into the log. Called alone, in autocommit, one round trip; the outcome is a value:
--   appended       first_position..last_position are the new events' (both null when there were none)
--   replayed       this key was used for the same request; the stored receipt is returned
--   other_request  this key was used for another request
--   conflict       a stream is not at its expected sequence; actual holds every stream's
--   unknown        the institution has no head row
-- Streams named without an event of theirs are guards: what the decision relied on must not have moved.

CREATE FUNCTION append_events(
  p_institution_id uuid,
  p_stream_types text[],
  p_stream_ids text[],
  p_stream_expected bigint[],
  p_event_streams int[],        -- for each event, the place of its stream in the arrays above, from 1
  p_event_ids uuid[],
  p_event_types text[],
  p_event_versions text[],
  p_payloads text[],
  p_metadata text,              -- one for all events of the command
  p_blinds bytea[],
  p_macs bytea[],
  p_key text,                   -- null: the caller does without idempotency
  p_request_hash bytea,
  p_receipt text,
  OUT outcome text,
  OUT first_position bigint,
  OUT last_position bigint,
  OUT receipt text,
  OUT actual bigint[]
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '5s'
SET enable_seqscan = off -- a plan made while the table was small must not outlive that
AS $$
DECLARE
  n bigint := cardinality(p_event_ids);
  base bigint;
  moment timestamptz;
  meta json := p_metadata::json; -- checked once, not once for every event
  one_stream int := CASE WHEN p_event_streams[1] = ALL (p_event_streams) THEN p_event_streams[1] END;
BEGIN
  UPDATE institution_head h SET last_position = h.last_position + n, updated_at = now()
   WHERE h.institution_id = p_institution_id
  RETURNING h.last_position - n INTO base;
  IF NOT FOUND THEN outcome := 'unknown'; RETURN; END IF;

  IF n > 0 THEN
    first_position := base + 1;
    last_position := base + n;
  END IF;

  IF p_key IS NOT NULL THEN
    INSERT INTO command_log (institution_id, idempotency_key, request_hash, first_position, last_position, receipt)
    VALUES (p_institution_id, p_key, p_request_hash, append_events.first_position, append_events.last_position, p_receipt)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      UPDATE institution_head h SET last_position = base WHERE h.institution_id = p_institution_id;
      SELECT CASE WHEN c.request_hash = p_request_hash THEN 'replayed' ELSE 'other_request' END,
             c.first_position, c.last_position, c.receipt
        INTO outcome, first_position, last_position, receipt
        FROM command_log c WHERE c.institution_id = p_institution_id AND c.idempotency_key = p_key;
      RETURN;
    END IF;
  END IF;

  -- Under the head lock nobody else appends to this institution, so this is exact: gaps and conflicts both.
  IF cardinality(p_stream_ids) = 1 THEN
    actual := ARRAY[coalesce((
      SELECT e.sequence FROM events e
       WHERE e.institution_id = p_institution_id AND e.aggregate_type = p_stream_types[1] AND e.aggregate_id = p_stream_ids[1]
       ORDER BY e.sequence DESC LIMIT 1), 0)];
  ELSE
    SELECT array_agg(coalesce(l.sequence, 0) ORDER BY s.ord) INTO actual
      FROM unnest(p_stream_types, p_stream_ids) WITH ORDINALITY s(stream_type, stream_id, ord)
      LEFT JOIN LATERAL (
        SELECT e.sequence FROM events e
         WHERE e.institution_id = p_institution_id AND e.aggregate_type = s.stream_type AND e.aggregate_id = s.stream_id
         ORDER BY e.sequence DESC LIMIT 1) l ON true;
  END IF;
  IF actual IS DISTINCT FROM p_stream_expected THEN
    UPDATE institution_head h SET last_position = base WHERE h.institution_id = p_institution_id;
    IF p_key IS NOT NULL THEN
      DELETE FROM command_log c WHERE c.institution_id = p_institution_id AND c.idempotency_key = p_key;
    END IF;
    outcome := 'conflict'; first_position := NULL; last_position := NULL; RETURN;
  END IF;

  moment := clock_timestamp(); -- after the lock, so it follows the order of positions
  IF n = 1 THEN
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
                        institution_id, position, event_id, recorded_at, blind, mac)
    VALUES (p_stream_types[p_event_streams[1]], p_stream_ids[p_event_streams[1]], p_stream_expected[p_event_streams[1]] + 1,
            p_event_types[1], p_event_versions[1], p_payloads[1]::json, meta,
            p_institution_id, base + 1, p_event_ids[1], moment, p_blinds[1], p_macs[1]);
  ELSIF n > 1 AND one_stream IS NOT NULL THEN
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
                        institution_id, position, event_id, recorded_at, blind, mac)
    SELECT p_stream_types[one_stream], p_stream_ids[one_stream], p_stream_expected[one_stream] + u.ord,
           u.event_type, u.event_version, u.payload::json, meta,
           p_institution_id, base + u.ord, u.event_id, moment, u.blind, u.mac
      FROM unnest(p_event_ids, p_event_types, p_event_versions, p_payloads, p_blinds, p_macs)
           WITH ORDINALITY u(event_id, event_type, event_version, payload, blind, mac, ord);
  ELSIF n > 1 THEN
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
                        institution_id, position, event_id, recorded_at, blind, mac)
    SELECT p_stream_types[u.stream], p_stream_ids[u.stream],
           p_stream_expected[u.stream] + row_number() OVER (PARTITION BY u.stream ORDER BY u.ord),
           u.event_type, u.event_version, u.payload::json, meta,
           p_institution_id, base + u.ord, u.event_id, moment, u.blind, u.mac
      FROM unnest(p_event_streams, p_event_ids, p_event_types, p_event_versions, p_payloads, p_blinds, p_macs)
           WITH ORDINALITY u(stream, event_id, event_type, event_version, payload, blind, mac, ord);
  END IF;
  receipt := p_receipt;
  outcome := 'appended';
END $$;

REVOKE ALL ON FUNCTION append_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_events TO dayek_app;
SELECT distribute_function_by_institution('append_events(uuid, text[], text[], bigint[], int[], uuid[], text[], text[], text[], text, bytea[], bytea[], text, bytea, text)');

-- Gives an institution its head row; the first event can then be appended.
CREATE FUNCTION open_institution(p_institution_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  INSERT INTO institution_head (institution_id) VALUES (p_institution_id) ON CONFLICT DO NOTHING;
END $$;
REVOKE ALL ON FUNCTION open_institution FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_institution TO dayek_app;
SELECT distribute_function_by_institution('open_institution(uuid)');
