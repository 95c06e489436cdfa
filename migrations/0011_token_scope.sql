-- What a token may be used for, and when it last was.
DO $$ BEGIN
  ALTER TABLE api_token ADD COLUMN scope text NOT NULL DEFAULT 'read_and_write' CHECK (scope IN ('read', 'read_and_write'));
  ALTER TABLE api_token ADD COLUMN last_used_at timestamptz;
END $$;
