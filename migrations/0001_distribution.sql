-- Growing past one machine: every table of an institution is keyed by institution_id, so it can be
-- spread over a Citus cluster with the same migrations. On plain PostgreSQL these do nothing.

CREATE FUNCTION distribute_by_institution(p_table regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN
    PERFORM set_config('citus.enable_unsafe_triggers', 'on', true);
    EXECUTE format(
      'SELECT create_distributed_table(%L, ''institution_id'', colocate_with := %L)',
      p_table::text,
      CASE WHEN p_table::text = 'institution_head' THEN 'none' ELSE 'public.institution_head' END);
  END IF;
END $$;

CREATE FUNCTION distribute_function_by_institution(p_function regprocedure) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN
    EXECUTE format(
      'SELECT create_distributed_function(%L, ''p_institution_id'', colocate_with := ''public.institution_head'')',
      p_function::text);
  END IF;
END $$;
