-- What a token may be used for, and when it last was.
DO $$ BEGIN
  ALTER TABLE api_token ADD COLUMN scope text NOT NULL DEFAULT 'read_and_write' CHECK (scope IN ('read', 'read_and_write'));
  -- Whether it speaks for somebody who had proved two factors when they made it.
  ALTER TABLE api_token ADD COLUMN two_factors boolean NOT NULL DEFAULT true;
  ALTER TABLE api_token ADD COLUMN last_used_at timestamptz;
END $$;
