//! Timetables of the program FET become a school's lessons: once, whole, and the same however often the
//! import breaks off.

mod real;
mod repeats;
mod sample;
mod small;

use std::path::Path;
use std::sync::Arc;

use dayek::fet_import::{FetImportError, FetOptions, Listener, Summary, import};
use dayek::usecases::RegisterInstitution;
use dayek_domain::institution::InstitutionKind;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{QUARTERS, SCHOOL};
use uuid::Uuid;

fn nobody() -> Listener {
    Arc::new(|_| {})
}

/// A school of which nothing is known but its name.
async fn bare_school() -> Journal {
    let journal = school().open_empty().await;
    journal.store.log.open_institution(SCHOOL.institution()).await.unwrap();
    let registered = RegisterInstitution {
        institution_id: SCHOOL.institution(),
        kind: InstitutionKind::General,
        name: "№ 5 мектеп".to_owned(),
        parent_id: None,
        time_zone: "Asia/Almaty".to_owned(),
        external_id: None,
    };
    journal.run(registered).await;
    journal
}

/// The quarters are numbered from 1 to 4.
fn for_quarter(number: usize) -> FetOptions {
    let days = QUARTERS[number - 1];
    FetOptions {
        institution: SCHOOL.institution(),
        from: days.first,
        to: days.last,
        period: None,
        make_year: true,
        dry_run: false,
    }
}

async fn import_with(journal: &Journal, path: &Path, options: FetOptions) -> Result<Summary, FetImportError> {
    import(&journal.store, path, &options, &nobody()).await
}

async fn imported(journal: &Journal, path: &Path) -> Summary {
    import_with(journal, path, for_quarter(1)).await.unwrap()
}

async fn count(journal: &Journal, of: &'static str) -> i64 {
    let (count,): (i64,) =
        sqlx::query_as(&format!("SELECT count(*) FROM {of}")).fetch_one(journal.pool()).await.unwrap();
    count
}

async fn events(journal: &Journal) -> i64 {
    count(journal, "events").await
}

/// Every lesson with its day, number and subject.
async fn lessons(journal: &Journal) -> Vec<(Uuid, String, i16, String)> {
    journal.caught_up().await;
    sqlx::query_as(
        "SELECT l.lesson_id, l.date::text, l.number, s.name FROM read.timetable_lesson l
         JOIN read.subject s ON s.institution_id = l.institution_id AND s.subject_id = l.subject_id
         ORDER BY 2, 3, 4, 1",
    )
    .fetch_all(journal.pool())
    .await
    .unwrap()
}

/// How often somebody or something is needed twice at one moment.
async fn clashes(journal: &Journal) -> i64 {
    let (teachers,): (i64,) = sqlx::query_as(
        "SELECT count(*) FROM (
           SELECT t.teacher_id FROM read.timetable_lesson_teacher t
           JOIN read.timetable_lesson l ON l.institution_id = t.institution_id AND l.lesson_id = t.lesson_id
           GROUP BY t.teacher_id, l.date, l.begins HAVING count(*) > 1) twice",
    )
    .fetch_one(journal.pool())
    .await
    .unwrap();
    let (rooms,): (i64,) = sqlx::query_as(
        "SELECT count(*) FROM (
           SELECT room_id FROM read.timetable_lesson WHERE room_id IS NOT NULL
           GROUP BY room_id, date, begins HAVING count(*) > 1) twice",
    )
    .fetch_one(journal.pool())
    .await
    .unwrap();
    let (classes,): (i64,) = sqlx::query_as(
        "SELECT count(*) FROM (
           SELECT class_id FROM read.timetable_lesson
           GROUP BY class_id, date, begins HAVING count(*) > 1) twice",
    )
    .fetch_one(journal.pool())
    .await
    .unwrap();
    teachers + rooms + classes
}
