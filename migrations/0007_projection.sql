-- Where each version of each read model stands, institution by institution. The read models
-- themselves live in schemas of their own that the program makes, fills, swaps and drops.

CREATE TABLE projection_version (
  projection text NOT NULL,
  version int NOT NULL,
  build int NOT NULL,                     -- each rebuild of a version takes the next number
  schema_name text NOT NULL,
  state text NOT NULL CHECK (state IN ('building', 'active', 'retired', 'failed')),
  started_at timestamptz NOT NULL DEFAULT now(),
  activated_at timestamptz,
  PRIMARY KEY (projection, version, build)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON projection_version TO dayek_app;

CREATE TABLE projection_checkpoint (
  institution_id uuid NOT NULL,
  schema_name text NOT NULL,
  position bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  error_count int NOT NULL DEFAULT 0,
  retry_at timestamptz,
  last_error text,
  PRIMARY KEY (institution_id, schema_name)
) WITH (fillfactor = 40);
GRANT SELECT, INSERT, UPDATE, DELETE ON projection_checkpoint TO dayek_app;
SELECT distribute_by_institution('projection_checkpoint');

-- Events a read model could not take. The stream is parked: its later events wait here with it, all
-- other streams go on.
CREATE TABLE projection_dead_letter (
  institution_id uuid NOT NULL,
  schema_name text NOT NULL,
  position bigint NOT NULL,
  aggregate_type text NOT NULL,
  aggregate_id text NOT NULL,
  error text NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id, schema_name, position)
);
GRANT SELECT, INSERT, DELETE ON projection_dead_letter TO dayek_app;
SELECT distribute_by_institution('projection_dead_letter');
