-- Tokens of people and programs. The secret itself is shown once and never stored.

CREATE TABLE api_token (
  institution_id uuid NOT NULL,
  token_id uuid NOT NULL,
  person_id uuid NOT NULL,
  label text NOT NULL,
  secret_sha256 bytea NOT NULL CHECK (octet_length(secret_sha256) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (institution_id, token_id)
);
GRANT SELECT, INSERT, UPDATE ON api_token TO dayek_app;
SELECT distribute_by_institution('api_token');
