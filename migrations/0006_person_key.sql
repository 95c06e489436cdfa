-- Data keys, one per person, wrapped by the root key that stands outside PostgreSQL. Destroying a
-- row's wrapped key makes everything sealed under it unreadable for ever; the log stays as it is.
-- A schema of its own, so that it can be backed up, kept and moved apart from the log.

CREATE SCHEMA keys;
GRANT USAGE ON SCHEMA keys TO dayek_app;

CREATE TABLE keys.person_key (
  institution_id uuid NOT NULL,
  person_id uuid NOT NULL,
  version int NOT NULL DEFAULT 1,
  wrapped bytea,                  -- null once destroyed
  created_at timestamptz NOT NULL DEFAULT now(),
  destroyed_at timestamptz,
  PRIMARY KEY (institution_id, person_id, version),
  CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
GRANT SELECT, INSERT ON keys.person_key TO dayek_app;
SELECT distribute_by_institution('keys.person_key');

-- Which root key this database belongs to: a start with another one is refused before it can harm.
CREATE TABLE keys.installation (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  root_key_check bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON keys.installation TO dayek_app;
