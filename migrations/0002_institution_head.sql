-- The ordering authority. Positions of an institution are given under the lock of its row, so they
-- are dense, start at 1, and their order is the order of the commits.

CREATE TABLE institution_head (
  institution_id uuid NOT NULL,
  last_position bigint NOT NULL DEFAULT 0 CHECK (last_position >= 0),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id)
) WITH (fillfactor = 40); -- room for updates in place
GRANT SELECT ON institution_head TO dayek_app;
SELECT distribute_by_institution('institution_head');
