-- Imports under way and done. Between the first chunk and the last an institution is shown as being
-- imported; an import that broke off is named until the same bundle has been run to its end.

CREATE TABLE import_run (
  institution_id uuid NOT NULL,
  bundle_digest bytea NOT NULL CHECK (octet_length(bundle_digest) = 32),
  source text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  events bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (institution_id, bundle_digest)
);
GRANT SELECT, INSERT, UPDATE ON import_run TO dayek_app;
SELECT distribute_by_institution('import_run');
