-- Who reads the log from outside the program: an auditor who replays it, and the sealer that signs it.
-- Neither reads a key, a credential, a token or a read model, and neither writes.

GRANT SELECT ON events, institution_head TO dayek_auditor;
GRANT SELECT ON events, institution_head TO dayek_sealer;
