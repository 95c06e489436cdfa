-- The journal from the log, one statement for each table. {s} is the schema.

INSERT INTO {s}.journal_assessment (institution_id, assessment_id, class_id, subject_id, period_id, lesson_id,
  category_id, title, description, assigned_on, due_on, least, most, external_id)
SELECT DISTINCT ON (p.institution_id, p.aggregate_id)
       p.institution_id, p.aggregate_id::uuid, (plan->>'class_id')::uuid, (plan->>'subject_id')::uuid,
       (plan->>'period_id')::uuid, (plan->>'lesson_id')::uuid, (plan->>'category_id')::uuid, plan->>'title',
       plan->>'description', (plan->>'assigned_on')::date, (plan->>'due_on')::date, (plan->>'least')::numeric,
       (plan->>'most')::numeric, plan->>'external_id'
FROM (SELECT institution_id, aggregate_id, sequence,
             CASE event_type WHEN 'assessment_planned' THEN payload ELSE payload->'to' END AS plan
      FROM events
      WHERE aggregate_type = 'assessment' AND event_type IN ('assessment_planned', 'assessment_replanned')) p
ORDER BY p.institution_id, p.aggregate_id, p.sequence DESC;

INSERT INTO {s}.journal_mark (institution_id, assessment_id, pupil_id, number, value, set_by, set_at, revision)
SELECT DISTINCT ON (m.institution_id, m.aggregate_id, m.pupil, m.number)
       m.institution_id, m.aggregate_id::uuid, m.pupil::uuid, m.number::smallint, m.value::numeric,
       nullif(m.actor, 'system')::uuid, m.recorded_at, m.sequence
FROM (SELECT institution_id, aggregate_id, sequence, recorded_at, payload->>'pupil_id' AS pupil,
             payload->>'number' AS number, metadata->>'actor' AS actor,
             CASE event_type WHEN 'mark_given' THEN payload->>'value' WHEN 'mark_changed' THEN payload->>'to' END AS value
      FROM events
      WHERE aggregate_type = 'assessment' AND event_type IN ('mark_given', 'mark_changed', 'mark_withdrawn')) m
ORDER BY m.institution_id, m.aggregate_id, m.pupil, m.number, m.sequence DESC;

UPDATE {s}.journal_assessment a SET marks = t.marks, last_at = t.last_at
FROM (SELECT institution_id, assessment_id, count(value) AS marks, max(set_at) AS last_at FROM {s}.journal_mark
      GROUP BY institution_id, assessment_id) t
WHERE a.institution_id = t.institution_id AND a.assessment_id = t.assessment_id;
