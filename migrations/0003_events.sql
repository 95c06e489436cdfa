-- The log: the seven columns of postgres-es, then ours. payload and metadata are json, never jsonb:
-- json keeps the bytes as they were written, and the bytes are what is sealed.

CREATE TABLE events (
  aggregate_type text NOT NULL,
  aggregate_id text NOT NULL CHECK (octet_length(aggregate_id) = 36), -- a lower-case hyphenated UUID
  sequence bigint NOT NULL CHECK (sequence > 0),
  event_type text NOT NULL,
  event_version text NOT NULL,
  payload json NOT NULL,
  metadata json NOT NULL,
  institution_id uuid NOT NULL,
  position bigint NOT NULL CHECK (position > 0),
  event_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  blind bytea NOT NULL CHECK (octet_length(blind) = 32),
  mac bytea NOT NULL CHECK (octet_length(mac) = 32),
  CONSTRAINT events_pkey PRIMARY KEY (aggregate_type, aggregate_id, sequence, institution_id),
  CONSTRAINT events_position_key UNIQUE (institution_id, position)
);

CREATE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are never changed or removed' USING ERRCODE = '42501';
END $$;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE OR DELETE ON events
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_events();
CREATE TRIGGER events_are_never_removed BEFORE TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events();
-- ALWAYS: they also stop a superuser who replays as a replica.
ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_never_changed;
ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_never_removed;

GRANT SELECT ON events TO dayek_app;
SELECT distribute_by_institution('events');
