-- Secret addresses under which a calendar program reads a timetable. The secret is shown once and never
-- stored; what the address shows is asked anew each time, by what its maker may see then.

CREATE TABLE calendar_feed (
  institution_id uuid NOT NULL,
  feed_id uuid NOT NULL,
  secret_sha256 bytea NOT NULL CHECK (octet_length(secret_sha256) = 32),
  of_kind text NOT NULL CHECK (of_kind IN ('teacher', 'class', 'pupil', 'room')),
  of_id uuid NOT NULL,
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  PRIMARY KEY (institution_id, feed_id)
);
CREATE INDEX calendar_feed_of_person ON calendar_feed (institution_id, made_by);
GRANT SELECT, INSERT, UPDATE ON calendar_feed TO dayek_app;
SELECT distribute_by_institution('calendar_feed');
