-- Receipts by idempotency key: the same request again is answered from here, also when it led to no
-- event. Rows may be pruned after their time; they are no part of the record.

CREATE TABLE command_log (
  institution_id uuid NOT NULL,
  idempotency_key text NOT NULL CHECK (octet_length(idempotency_key) BETWEEN 1 AND 255),
  request_hash bytea NOT NULL,
  first_position bigint,
  last_position bigint,
  receipt text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id, idempotency_key)
);
GRANT SELECT ON command_log TO dayek_app;
SELECT distribute_by_institution('command_log');
