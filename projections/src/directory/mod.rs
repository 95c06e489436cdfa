//! Screen: who and what there is in an institution — people, roles, classes, subjects, periods.
//!
//! Names of people stand here sealed, with the place where they were sealed; whoever may read them
//! opens them on reading.

mod bulk;
mod frame;
mod network;
mod places;
mod profile;
mod projector;
mod queries;
mod staff;
mod standing;
mod year;

pub use frame::{
    BellRow, BellScheduleRow, BuildingRow, DayBellsRow, HolidayRow, PartRow, PeriodSetRow, RoomRow,
    bell_schedule_names, bell_schedules, building_names, buildings, day_bells, groups_of, holidays, parts,
    period_set_names, period_sets, room_names, rooms,
};
pub use network::{
    FurtherRow, SubordinateRow, SummaryRow, further, subordinates, summary, tied, unconfirmed,
};
pub use profile::{
    InstitutionRow, OperatorRow, SwitchedOff, institution, institutions_of_operator, switched_off,
};
pub use queries::{
    ClassRow, PeriodRow, PersonRow, PupilRow, SubjectRow, TeachingRow, class, class_names, classes,
    institution_names, institution_of, kind_of, people, period_names, periods, pupils, subject_names,
    subjects, taught_by, teaching, time_zone,
};
pub use standing::{
    MemberRow, StudyYearRow, Ties, class_staff, classes_of_pupil, guardians_of, holders, members,
    pupil_counts, study_years, ties,
};

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::delivery::{ApplyError, Batch, Projection, Table};

/// The directory of every institution.
pub struct Directory;

#[async_trait]
impl Projection for Directory {
    fn name(&self) -> &'static str {
        "directory"
    }

    fn version(&self) -> i32 {
        5
    }

    fn tables(&self) -> &'static [Table] {
        &[
            Table {
                name: "institution",
                columns: "kind text NOT NULL, name text NOT NULL, parent_id uuid, time_zone text NOT NULL,
                          external_id text, full_name text, bin text, address text, phone text, email text,
                          site text, languages text[]",
                key: "kind",
                indexes: &[],
            },
            // Pages and kinds of marks the institution does without.
            Table {
                name: "switched_off",
                columns: "what text NOT NULL, code text NOT NULL",
                key: "what, code",
                indexes: &[],
            },
            // Whom a governing organisation counts among its own; whether they say so too is theirs.
            Table {
                name: "subordinate",
                columns: "subordinate_id uuid NOT NULL",
                key: "subordinate_id",
                indexes: &[],
            },
            Table {
                name: "person",
                columns: "person_id uuid NOT NULL, details text, program_name text",
                key: "person_id",
                indexes: &[],
            },
            Table {
                name: "member",
                columns: "person_id uuid NOT NULL, role text NOT NULL, granted bigint NOT NULL",
                key: "person_id, role",
                indexes: &[],
            },
            Table {
                name: "subject",
                columns: "subject_id uuid NOT NULL, name text NOT NULL, code text, external_id text",
                key: "subject_id",
                indexes: &[],
            },
            Table {
                name: "category",
                columns: "category_id uuid NOT NULL, title text NOT NULL, weight numeric",
                key: "category_id",
                indexes: &[],
            },
            Table {
                name: "study_year",
                columns: "study_year_id uuid NOT NULL, name text NOT NULL, first_day date NOT NULL, last_day date NOT NULL",
                key: "study_year_id",
                indexes: &[],
            },
            Table {
                name: "period",
                columns: "period_id uuid NOT NULL, study_year_id uuid NOT NULL, kind text NOT NULL, name text NOT NULL,
                          first_day date NOT NULL, last_day date NOT NULL, closed boolean NOT NULL, set_id uuid",
                key: "period_id",
                indexes: &["study_year_id"],
            },
            Table {
                name: "period_set",
                columns: "set_id uuid NOT NULL, study_year_id uuid NOT NULL, name text NOT NULL",
                key: "set_id",
                indexes: &["study_year_id"],
            },
            Table {
                name: "holiday",
                columns: "holiday_id uuid NOT NULL, study_year_id uuid NOT NULL, name text NOT NULL,
                          first_day date NOT NULL, last_day date NOT NULL, public boolean NOT NULL, set_id uuid",
                key: "holiday_id",
                indexes: &["study_year_id"],
            },
            Table {
                name: "bell_schedule",
                columns: "bell_schedule_id uuid NOT NULL, study_year_id uuid NOT NULL, name text NOT NULL",
                key: "bell_schedule_id",
                indexes: &["study_year_id"],
            },
            Table {
                name: "bell",
                columns: "bell_schedule_id uuid NOT NULL, number smallint NOT NULL, begins time NOT NULL, ends time NOT NULL",
                key: "bell_schedule_id, number",
                indexes: &[],
            },
            // Dates on which a schedule rings like another.
            Table {
                name: "day_bells",
                columns: "bell_schedule_id uuid NOT NULL, date date NOT NULL, study_year_id uuid NOT NULL,
                          rings_like_id uuid NOT NULL",
                key: "bell_schedule_id, date",
                indexes: &["study_year_id"],
            },
            Table {
                name: "building",
                columns: "building_id uuid NOT NULL, name text NOT NULL, address text",
                key: "building_id",
                indexes: &[],
            },
            Table {
                name: "room",
                columns: "room_id uuid NOT NULL, name text NOT NULL, building_id uuid, seats integer, retired_on date",
                key: "room_id",
                indexes: &[],
            },
            Table {
                name: "class",
                columns: "class_id uuid NOT NULL, study_year_id uuid NOT NULL, kind text NOT NULL, name text NOT NULL,
                          external_id text, period_set_id uuid, bell_schedule_id uuid, journal_kind text",
                key: "class_id",
                indexes: &[],
            },
            // What a group consists of: classes, or parts of divisions of them.
            Table {
                name: "class_part",
                columns: "class_id uuid NOT NULL, place smallint NOT NULL, part_class_id uuid NOT NULL, division text,
                          part text",
                key: "class_id, place",
                indexes: &["part_class_id"],
            },
            Table {
                name: "enrolment",
                columns: "class_id uuid NOT NULL, pupil_id uuid NOT NULL, stay bigint NOT NULL, from_day date, to_day date",
                key: "class_id, pupil_id, stay",
                indexes: &["pupil_id"],
            },
            Table {
                name: "teaching",
                columns: "class_id uuid NOT NULL, subject_id uuid NOT NULL, teacher_id uuid NOT NULL",
                key: "class_id, subject_id, teacher_id",
                indexes: &["teacher_id"],
            },
            // Who leads a class or serves it as psychologist.
            Table {
                name: "class_staff",
                columns: "class_id uuid NOT NULL, duty text NOT NULL, person_id uuid NOT NULL",
                key: "class_id, duty",
                indexes: &["person_id"],
            },
            Table {
                name: "guardian",
                columns: "pupil_id uuid NOT NULL, guardian_id uuid NOT NULL, kinship text NOT NULL",
                key: "pupil_id, guardian_id",
                indexes: &["guardian_id"],
            },
            Table {
                name: "opened_section",
                columns: "person_id uuid NOT NULL, role text NOT NULL, section text NOT NULL, level text NOT NULL",
                key: "person_id, role, section",
                indexes: &[],
            },
            Table {
                name: "account",
                columns: "person_id uuid NOT NULL, state text NOT NULL, second_factor boolean NOT NULL, came boolean NOT NULL",
                key: "person_id",
                indexes: &[],
            },
        ]
    }

    fn streams(&self) -> &'static [&'static str] {
        &[
            "institution",
            "person",
            "account",
            "membership",
            "school_class",
            "study_year",
            "subject",
            "building",
            "room",
        ]
    }

    async fn apply(&self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        projector::apply(db, batch).await
    }
}
