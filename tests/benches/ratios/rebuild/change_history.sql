-- The change history from the log, one statement for each table and one more for what has no column of
-- marks. {s} is the schema.

INSERT INTO {s}.change_history_context (institution_id, stream_id, class_id, subject_id, period_id, on_day, title)
SELECT institution_id, aggregate_id::uuid, (payload->>'class_id')::uuid, (payload->>'subject_id')::uuid,
       (payload->>'period_id')::uuid, (payload->>'due_on')::date, payload->>'title'
FROM events WHERE aggregate_type = 'assessment' AND event_type = 'assessment_planned';

INSERT INTO {s}.change_history (institution_id, position, recorded_at, author_id, author_role, origin, request_id,
  kind, action, stream_id, class_id, subject_id, period_id, person_id, number, on_day, title, old_value, new_value,
  reason_sealed)
SELECT e.institution_id, e.position, e.recorded_at, nullif(e.metadata->>'actor', 'system')::uuid, e.metadata->>'role',
       e.metadata->>'origin', (e.metadata->>'request')::uuid,
       CASE WHEN e.event_type = 'assessment_planned' THEN 'assessment' ELSE 'mark' END,
       CASE e.event_type WHEN 'mark_changed' THEN 'update' WHEN 'mark_withdrawn' THEN 'delete' ELSE 'create' END,
       c.stream_id, c.class_id, c.subject_id, c.period_id, (e.payload->>'pupil_id')::uuid,
       (e.payload->>'number')::smallint, coalesce((e.payload->>'on')::date, c.on_day), c.title, e.payload->>'from',
       CASE e.event_type
         WHEN 'mark_given' THEN e.payload->>'value'
         WHEN 'mark_changed' THEN e.payload->>'to'
         WHEN 'assessment_planned' THEN (e.payload->>'title') || ' ' || (e.payload->>'least') || '..'
           || (e.payload->>'most') || ' ' || (e.payload->>'due_on')
       END,
       'assessment/' || e.aggregate_id || '/' || e.sequence || '/' || e.event_type || '/reason ' || (e.payload->>'reason')
FROM events e
JOIN {s}.change_history_context c ON c.institution_id = e.institution_id AND c.stream_id = e.aggregate_id::uuid
WHERE e.aggregate_type = 'assessment'
  AND e.event_type IN ('assessment_planned', 'mark_given', 'mark_changed', 'mark_withdrawn');

INSERT INTO {s}.change_history (institution_id, position, recorded_at, author_id, author_role, origin, request_id,
  kind, action, stream_id, class_id, subject_id, period_id, person_id, new_value, new_sealed)
SELECT institution_id, position, recorded_at, nullif(metadata->>'actor', 'system')::uuid, metadata->>'role',
       metadata->>'origin', (metadata->>'request')::uuid,
       CASE event_type
         WHEN 'institution_registered' THEN 'institution' WHEN 'category_defined' THEN 'category'
         WHEN 'role_granted' THEN 'role' WHEN 'class_formed' THEN 'class' WHEN 'pupil_enrolled' THEN 'roster'
         WHEN 'teacher_assigned' THEN 'teacher' WHEN 'study_year_defined' THEN 'study_year'
         WHEN 'period_defined' THEN 'period' WHEN 'subject_added' THEN 'subject' ELSE 'person'
       END,
       'create', aggregate_id::uuid,
       CASE aggregate_type WHEN 'school_class' THEN aggregate_id::uuid END,
       CASE aggregate_type WHEN 'subject' THEN aggregate_id::uuid ELSE (payload->>'subject_id')::uuid END,
       (payload->>'period_id')::uuid,
       CASE WHEN aggregate_type IN ('person', 'membership') THEN aggregate_id::uuid
            ELSE coalesce(payload->>'pupil_id', payload->>'teacher_id')::uuid END,
       CASE event_type
         WHEN 'role_granted' THEN payload->>'role'
         WHEN 'pupil_enrolled' THEN coalesce(payload->>'from', 'unknown_day')
         WHEN 'teacher_assigned' THEN 'assigned'
         WHEN 'study_year_defined' THEN (payload->>'name') || ' ' || (payload->'days'->>'first') || '/' || (payload->'days'->>'last')
         WHEN 'period_defined' THEN (payload->>'name') || ' ' || (payload->'days'->>'first') || '/' || (payload->'days'->>'last')
         WHEN 'category_defined' THEN payload->>'title'
         ELSE payload->>'name'
       END,
       'person/' || aggregate_id || '/' || sequence || '/person_registered/details ' || (payload->>'details')
FROM events
WHERE aggregate_type <> 'assessment';
