-- The directory from the log, one statement for each table. {s} is the schema.

INSERT INTO {s}.institution (institution_id, kind, name, parent_id, time_zone, external_id)
SELECT institution_id, payload->>'kind', payload->>'name', (payload->>'parent_id')::uuid, payload->>'time_zone',
       payload->>'external_id'
FROM events WHERE aggregate_type = 'institution' AND event_type = 'institution_registered';

INSERT INTO {s}.category (institution_id, category_id, title, weight)
SELECT institution_id, (payload->>'category_id')::uuid, payload->>'title', (payload->>'weight')::numeric
FROM events WHERE aggregate_type = 'institution' AND event_type = 'category_defined';

INSERT INTO {s}.person (institution_id, person_id, details, program_name)
SELECT institution_id, aggregate_id::uuid,
       'person/' || aggregate_id || '/' || sequence || '/person_registered/details ' || (payload->>'details'),
       payload->>'name'
FROM events WHERE aggregate_type = 'person';

INSERT INTO {s}.member (institution_id, person_id, role, granted)
SELECT institution_id, aggregate_id::uuid, payload->>'role', sequence
FROM events WHERE aggregate_type = 'membership' AND event_type = 'role_granted';

INSERT INTO {s}.subject (institution_id, subject_id, name, code, external_id)
SELECT institution_id, aggregate_id::uuid, payload->>'name', payload->>'code', payload->>'external_id'
FROM events WHERE aggregate_type = 'subject' AND event_type = 'subject_added';

INSERT INTO {s}.study_year (institution_id, study_year_id, name, first_day, last_day)
SELECT institution_id, aggregate_id::uuid, payload->>'name', (payload->'days'->>'first')::date,
       (payload->'days'->>'last')::date
FROM events WHERE aggregate_type = 'study_year' AND event_type = 'study_year_defined';

INSERT INTO {s}.period (institution_id, period_id, study_year_id, kind, name, first_day, last_day, closed)
SELECT institution_id, (payload->>'period_id')::uuid, aggregate_id::uuid, payload->>'kind', payload->>'name',
       (payload->'days'->>'first')::date, (payload->'days'->>'last')::date, false
FROM events WHERE aggregate_type = 'study_year' AND event_type = 'period_defined';

INSERT INTO {s}.class (institution_id, class_id, study_year_id, kind, name, external_id)
SELECT institution_id, aggregate_id::uuid, (payload->>'study_year_id')::uuid, payload->>'kind', payload->>'name',
       payload->>'external_id'
FROM events WHERE aggregate_type = 'school_class' AND event_type = 'class_formed';

INSERT INTO {s}.enrolment (institution_id, class_id, pupil_id, stay, from_day, to_day)
SELECT institution_id, aggregate_id::uuid, (payload->>'pupil_id')::uuid, sequence, (payload->>'from')::date, NULL
FROM events WHERE aggregate_type = 'school_class' AND event_type = 'pupil_enrolled';

INSERT INTO {s}.teaching (institution_id, class_id, subject_id, teacher_id)
SELECT institution_id, aggregate_id::uuid, (payload->>'subject_id')::uuid, (payload->>'teacher_id')::uuid
FROM events WHERE aggregate_type = 'school_class' AND event_type = 'teacher_assigned';
