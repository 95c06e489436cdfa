-- The timetable from the log, one statement for each table. {s} is the schema.

INSERT INTO {s}.timetable_lesson (institution_id, lesson_id, class_id, subject_id, period_id, date, number, begins,
  ends, room_id, slot_id, cancelled, substituted)
SELECT institution_id, aggregate_id::uuid, (payload->>'class_id')::uuid, (payload->>'subject_id')::uuid,
       (payload->>'period_id')::uuid, (payload->'slot'->>'date')::date, (payload->'slot'->>'number')::smallint,
       (payload->'times'->>'begins')::time, (payload->'times'->>'ends')::time, (payload->>'room_id')::uuid,
       (payload->>'slot_id')::uuid, false, false
FROM events WHERE aggregate_type = 'lesson' AND event_type = 'lesson_scheduled';

INSERT INTO {s}.timetable_lesson_teacher (institution_id, lesson_id, teacher_id, date, duty)
SELECT e.institution_id, e.aggregate_id::uuid, t.teacher_id::uuid, (e.payload->'slot'->>'date')::date, 'regular'
FROM events e CROSS JOIN LATERAL json_array_elements_text(e.payload->'teacher_ids') t(teacher_id)
WHERE e.aggregate_type = 'lesson' AND e.event_type = 'lesson_scheduled';

INSERT INTO {s}.timetable_plan (institution_id, timetable_id, class_id, study_year_id, period_id, bell_schedule_id,
  name, from_day, to_day, published_at, changed_since)
SELECT d.institution_id, d.aggregate_id::uuid, (d.payload->>'class_id')::uuid, (d.payload->>'study_year_id')::uuid,
       (d.payload->>'period_id')::uuid, (d.payload->>'bell_schedule_id')::uuid, d.payload->>'name',
       (p.payload->'days'->>'first')::date, (p.payload->'days'->>'last')::date, p.recorded_at, false
FROM events d
LEFT JOIN LATERAL (SELECT payload, recorded_at FROM events
                   WHERE institution_id = d.institution_id AND aggregate_type = 'timetable'
                     AND aggregate_id = d.aggregate_id AND event_type = 'timetable_published'
                   ORDER BY sequence DESC LIMIT 1) p ON true
WHERE d.aggregate_type = 'timetable' AND d.event_type = 'timetable_drafted';

INSERT INTO {s}.timetable_slot (institution_id, timetable_id, slot_id, weekday, number, week, subject_id, teacher_ids,
  room_id)
SELECT DISTINCT ON (s.institution_id, s.aggregate_id, s.slot_id)
       s.institution_id, s.aggregate_id::uuid, s.slot_id::uuid,
       array_position(ARRAY['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
                      s.slot->>'weekday')::smallint,
       (s.slot->>'number')::smallint, s.slot->>'week', (s.slot->>'subject_id')::uuid,
       ARRAY(SELECT json_array_elements_text(s.slot->'teacher_ids'))::uuid[], (s.slot->>'room_id')::uuid
FROM (SELECT institution_id, aggregate_id, sequence, payload->>'slot_id' AS slot_id,
             CASE event_type WHEN 'slot_planned' THEN payload->'slot' ELSE payload->'to' END AS slot
      FROM events
      WHERE aggregate_type = 'timetable' AND event_type IN ('slot_planned', 'slot_changed')) s
ORDER BY s.institution_id, s.aggregate_id, s.slot_id, s.sequence DESC;
