-- The same human in two institutions: either sign-in leads to the other. One row on each side.
CREATE TABLE linked_place (
  institution_id uuid NOT NULL,
  person_id uuid NOT NULL,
  link_id uuid NOT NULL,
  other_institution_id uuid NOT NULL,
  other_person_id uuid NOT NULL,
  PRIMARY KEY (institution_id, person_id, link_id)
);
GRANT SELECT, INSERT, DELETE ON linked_place TO dayek_app;
SELECT distribute_by_institution('linked_place');
