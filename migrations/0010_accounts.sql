-- How people get in. What is secret stands here and never in the log; the log says what was done.
-- Logins and codes are looked up before anybody knows whose they are, so they stand under the platform
-- (the nil institution) as keyed hashes: without the root key they tell nothing.

CREATE TABLE login_name (
  institution_id uuid NOT NULL,           -- the platform
  login_hmac bytea NOT NULL CHECK (octet_length(login_hmac) = 32),
  home_id uuid NOT NULL,
  person_id uuid NOT NULL,
  PRIMARY KEY (institution_id, login_hmac)
);
GRANT SELECT, INSERT, DELETE ON login_name TO dayek_app;
SELECT distribute_by_institution('login_name');

CREATE TABLE invitation_code (
  institution_id uuid NOT NULL,           -- the platform
  code_hmac bytea NOT NULL CHECK (octet_length(code_hmac) = 32),
  home_id uuid NOT NULL,
  person_id uuid NOT NULL,
  invitation_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (institution_id, code_hmac)
);
GRANT SELECT, INSERT, UPDATE ON invitation_code TO dayek_app;
SELECT distribute_by_institution('invitation_code');

CREATE TABLE credential (
  institution_id uuid NOT NULL,
  person_id uuid NOT NULL,
  login_hmac bytea NOT NULL CHECK (octet_length(login_hmac) = 32),
  password_hash text NOT NULL,
  -- The invitation it came from, until the log has it.
  unrecorded_invitation uuid,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id, person_id)
);
GRANT SELECT, INSERT, UPDATE ON credential TO dayek_app;
SELECT distribute_by_institution('credential');

CREATE TABLE second_factor (
  institution_id uuid NOT NULL,
  person_id uuid NOT NULL,
  sealed_secret bytea NOT NULL,
  confirmed boolean NOT NULL DEFAULT false,
  last_step bigint NOT NULL DEFAULT 0,    -- a code counts once
  PRIMARY KEY (institution_id, person_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON second_factor TO dayek_app;
SELECT distribute_by_institution('second_factor');

CREATE TABLE session (
  institution_id uuid NOT NULL,
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  secret_sha256 bytea NOT NULL CHECK (octet_length(secret_sha256) = 32),
  device text NOT NULL,                   -- what the browser calls itself, shortened
  awaits_second_factor boolean NOT NULL,
  second_factor_at timestamptz,
  wrong_codes int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (institution_id, session_id)
);
CREATE INDEX session_of_person ON session (institution_id, person_id);
GRANT SELECT, INSERT, UPDATE ON session TO dayek_app;
SELECT distribute_by_institution('session');

-- Failed attempts, by a hash of what they came from: login and network, login and known device, network.
CREATE TABLE sign_in_failure (
  institution_id uuid NOT NULL,           -- the platform
  origin bytea NOT NULL CHECK (octet_length(origin) = 32),
  failures int NOT NULL,
  last_at timestamptz NOT NULL DEFAULT now(),
  blocked_until timestamptz,
  PRIMARY KEY (institution_id, origin)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failure TO dayek_app;
SELECT distribute_by_institution('sign_in_failure');
