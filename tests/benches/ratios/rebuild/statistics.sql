-- The statistics from the log, one statement for each table. {s} is the schema.

INSERT INTO {s}.statistics_assessment (institution_id, assessment_id, class_id, subject_id, period_id, least, most)
SELECT DISTINCT ON (p.institution_id, p.aggregate_id)
       p.institution_id, p.aggregate_id::uuid, (plan->>'class_id')::uuid, (plan->>'subject_id')::uuid,
       (plan->>'period_id')::uuid, (plan->>'least')::numeric, (plan->>'most')::numeric
FROM (SELECT institution_id, aggregate_id, sequence,
             CASE event_type WHEN 'assessment_planned' THEN payload ELSE payload->'to' END AS plan
      FROM events
      WHERE aggregate_type = 'assessment' AND event_type IN ('assessment_planned', 'assessment_replanned')) p
ORDER BY p.institution_id, p.aggregate_id, p.sequence DESC;

INSERT INTO {s}.statistics_mark (institution_id, class_id, subject_id, period_id, pupil_id, assessment_id, number,
  least, most, value)
SELECT l.institution_id, a.class_id, a.subject_id, a.period_id, l.pupil::uuid, a.assessment_id, l.number::smallint,
       a.least, a.most, l.value::numeric
FROM (SELECT DISTINCT ON (m.institution_id, m.aggregate_id, m.pupil, m.number) m.*
      FROM (SELECT institution_id, aggregate_id, sequence, payload->>'pupil_id' AS pupil, payload->>'number' AS number,
                   CASE event_type WHEN 'mark_given' THEN payload->>'value' WHEN 'mark_changed' THEN payload->>'to' END AS value
            FROM events
            WHERE aggregate_type = 'assessment' AND event_type IN ('mark_given', 'mark_changed', 'mark_withdrawn')) m
      ORDER BY m.institution_id, m.aggregate_id, m.pupil, m.number, m.sequence DESC) l
JOIN {s}.statistics_assessment a ON a.institution_id = l.institution_id AND a.assessment_id = l.aggregate_id::uuid
WHERE l.value IS NOT NULL;

INSERT INTO {s}.statistics_tally (institution_id, class_id, subject_id, period_id, pupil_id, least, most, value, count)
SELECT institution_id, class_id, subject_id, period_id, pupil_id, least, most, value, count(*)
FROM {s}.statistics_mark
GROUP BY institution_id, class_id, subject_id, period_id, pupil_id, least, most, value;
