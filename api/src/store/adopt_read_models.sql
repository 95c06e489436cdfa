-- Read models that an earlier release made as dayek_app pass to dayek_runner; the views stay open to
-- dayek_app. Views first, in the order in which a reader takes its locks.
DO $$
DECLARE
  found record;
BEGIN
  FOR found IN
    SELECT n.nspname, c.relname, CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS kind
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relowner = 'dayek_app'::regrole AND c.relkind IN ('v', 'r', 'p')
       AND (n.nspname = 'read' OR starts_with(n.nspname::text, 'proj_'))
     ORDER BY kind DESC, n.nspname, c.relname
  LOOP
    EXECUTE format('ALTER %s %I.%I OWNER TO dayek_runner', found.kind, found.nspname, found.relname);
    IF found.kind = 'VIEW' THEN
      EXECUTE format('GRANT SELECT ON %I.%I TO dayek_app', found.nspname, found.relname);
    END IF;
  END LOOP;
  FOR found IN
    SELECT nspname FROM pg_namespace
     WHERE nspowner = 'dayek_app'::regrole AND (nspname = 'read' OR starts_with(nspname::text, 'proj_'))
  LOOP
    EXECUTE format('ALTER SCHEMA %I OWNER TO dayek_runner', found.nspname);
    IF found.nspname = 'read' THEN
      GRANT USAGE ON SCHEMA read TO dayek_app;
    END IF;
  END LOOP;
END $$;
