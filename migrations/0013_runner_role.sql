-- Read models have a role of their own. It reads the log and writes read models, and reads no key, no
-- credential and no token; the program's role reads read models and writes none.

GRANT SELECT ON events, institution_head TO dayek_runner;
GRANT SELECT, INSERT, UPDATE, DELETE ON projection_version, projection_checkpoint TO dayek_runner;
GRANT SELECT, INSERT, DELETE ON projection_dead_letter TO dayek_runner;
REVOKE INSERT, UPDATE, DELETE ON projection_version, projection_checkpoint, projection_dead_letter FROM dayek_app;
