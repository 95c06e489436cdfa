-- When the key of a second factor was made: one that nobody has confirmed soon is made anew. With which
-- token a token was made: it ends with it.
DO $$ BEGIN
  ALTER TABLE second_factor ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();
  ALTER TABLE api_token ADD COLUMN parent_id uuid;
END $$;
