//! A small timetable: what it becomes, what it meets, why it is refused.

use dayek::fet_import::{BellsFrom, FetImportError, FetOptions, There};
use dayek_domain::timetable_guard::Taking;
use dayek_tests::journal::school;
use dayek_tests::school::{OTHER_SCHOOL, SCHOOL, day};

use super::sample::Sample;
use super::{bare_school, clashes, count, events, for_quarter, import_with, imported, lessons};

/// Mondays and Tuesdays of the first quarter.
const MONDAYS: usize = 7;
const TUESDAYS: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn a_timetable_becomes_the_lessons_of_a_school() {
    let journal = bare_school().await;
    let summary = imported(&journal, &Sample::new().path()).await;
    let file = summary.file;
    assert_eq!((file.subjects, file.teachers, file.rooms, file.classes), (3, 3, 2, 2));
    assert_eq!((file.activities, file.weekly_lessons, file.refused), (4, 5, 0));
    assert_eq!((summary.teaching_groups, summary.timetables), (2, 4));
    assert_eq!(summary.lessons, 3 * MONDAYS + 2 * TUESDAYS);
    assert_eq!(summary.bells, BellsFrom::HourNames);
    assert_eq!(summary.there, There::default());

    let written = lessons(&journal).await;
    assert_eq!(written.len(), summary.lessons);
    let first_tuesday: Vec<(i16, &str)> = written
        .iter()
        .filter(|(_, date, _, _)| date == "2026-09-01")
        .map(|(_, _, number, subject)| (*number, subject.as_str()))
        .collect();
    assert_eq!(first_tuesday, [(3, "Дене шынықтыру"), (4, "Ағылшын тілі")]);
    // A lesson of two hours is two lessons, one after the other, in the same room.
    let algebra: Vec<(i16, String, String)> = sqlx::query_as(
        "SELECT l.number, l.begins::text, l.ends::text FROM read.timetable_lesson l
         JOIN read.room r ON r.institution_id = l.institution_id AND r.room_id = l.room_id
         WHERE r.name = '101' AND l.date = '2026-09-07' ORDER BY 1",
    )
    .fetch_all(journal.pool())
    .await
    .unwrap();
    let at = |number, begins: &str, ends: &str| (number, begins.to_owned(), ends.to_owned());
    assert_eq!(algebra, [at(1, "08:30:00", "09:15:00"), at(2, "09:20:00", "10:00:00")]);
    assert_eq!(clashes(&journal).await, 0);
    assert_eq!(count(&journal, "read.member WHERE role = 'employee'").await, 3);
    // Both teachers of the lesson together have its journal.
    assert_eq!(count(&journal, "read.teaching").await, 5);
    assert_eq!(count(&journal, "import_run WHERE finished_at IS NULL").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_school_has_under_the_same_name_is_used() {
    let journal = school().open().await;
    let options = FetOptions { make_year: false, ..for_quarter(1) };
    let summary = import_with(&journal, &Sample::new().path(), options).await.unwrap();
    // Algebra, and 7А.
    assert_eq!((summary.there.subjects, summary.there.classes), (1, 1));
    assert_eq!((summary.study_year, summary.period), (SCHOOL.study_year(), SCHOOL.quarter(1)));
    journal.caught_up().await;
    let (own,): (i64,) = sqlx::query_as(
        "SELECT count(*) FROM read.timetable_lesson WHERE class_id = $1 AND subject_id = $2 AND slot_id IS NOT NULL",
    )
    .bind(SCHOOL.class_7a().0)
    .bind(SCHOOL.algebra().0)
    .fetch_one(journal.pool())
    .await
    .unwrap();
    assert_eq!(usize::try_from(own).unwrap(), 2 * MONDAYS);
}

#[tokio::test(flavor = "multi_thread")]
async fn lessons_begin_at_eight_where_the_hours_say_no_time() {
    let journal = bare_school().await;
    let sample = Sample::new().with("08:30", "бірінші").with("10:00", "үшінші");
    let summary = imported(&journal, &sample.path()).await;
    assert_eq!(summary.bells, BellsFrom::Assumed);
    journal.caught_up().await;
    assert_eq!(
        count(&journal, "read.bell WHERE number = 3 AND begins = '09:40' AND ends = '10:25'").await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_counts_and_writes_nothing() {
    let journal = bare_school().await;
    let before = events(&journal).await;
    let options = FetOptions { dry_run: true, ..for_quarter(1) };
    let summary = import_with(&journal, &Sample::new().path(), options).await.unwrap();
    assert_eq!((summary.lessons, summary.events), (3 * MONDAYS + 2 * TUESDAYS, 0));
    assert_eq!(events(&journal).await, before);
    assert_eq!(count(&journal, "import_run").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_file_is_refused_whole_with_file_and_line() {
    let journal = bare_school().await;
    let before = events(&journal).await;
    let sample = Sample::new().with("<Duration>2</Duration>", "<Duration>two</Duration>").with(
        "<Activity_Id>4</Activity_Id><Preferred_Day>Сейсенбі",
        "<Activity_Id>4</Activity_Id><Preferred_Day>Жексенбі",
    );
    let refused = import_with(&journal, &sample.path(), for_quarter(1)).await;
    let Err(FetImportError::Rejected(rejected)) = refused else {
        panic!("expected refusals, got {refused:?}")
    };
    assert_eq!(rejected.summary.refused, 2);
    assert!(rejected.refusals.iter().all(|refusal| refusal.file == "school.fet" && refusal.line > 40));
    assert_eq!(events(&journal).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_needs_a_teacher_twice_is_refused_before_the_first_event() {
    let journal = bare_school().await;
    let before = events(&journal).await;
    // Of 7А and of 7Ә, both in the first hour of Monday.
    let sample =
        Sample::new().with("<Teacher>Мұғалім 2</Teacher><Subject>", "<Teacher>Мұғалім 1</Teacher><Subject>");
    let refused = import_with(&journal, &sample.path(), for_quarter(1)).await;
    let Err(FetImportError::Clashes(meetings)) = refused else { panic!("expected clashes, got {refused:?}") };
    assert_eq!(meetings.len(), 1);
    let meeting = &meetings[0];
    assert_eq!((meeting.what, meeting.name.as_str()), (Taking::Teacher, "Мұғалім 1"));
    assert_eq!((meeting.day.as_str(), meeting.hour.as_str()), ("Дүйсенбі", "08:30"));
    assert_eq!(events(&journal).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timetable_that_meets_one_the_school_has_is_refused_before_the_first_event() {
    let journal = bare_school().await;
    imported(&journal, &Sample::new().path()).await;
    let before = events(&journal).await;
    // Other classes, at the same hours, with the same teachers.
    let sample = Sample::new().with("7А", "8А").with("7Ә", "8Ә");
    let refused = import_with(&journal, &sample.path(), for_quarter(1)).await;
    let Err(FetImportError::Clashes(meetings)) = refused else { panic!("expected clashes, got {refused:?}") };
    let room = meetings.iter().find(|meeting| meeting.what == Taking::Room).unwrap();
    assert_eq!((room.name.as_str(), room.day.as_str()), ("101", "monday"));
    assert_eq!((room.one.as_str(), room.other.as_str()), ("a lesson of 8А", "a lesson of 7А"));
    assert_eq!(events(&journal).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_no_period_holds_are_refused_with_advice() {
    let journal = bare_school().await;
    let sample = Sample::new();
    let path = sample.path();
    let told =
        async |options: FetOptions| import_with(&journal, &path, options).await.unwrap_err().to_string();
    let first = for_quarter(1);
    assert!(told(FetOptions { make_year: false, ..first }).await.contains("--make-year"));
    let later = FetOptions { from: day(2027, 9, 1), to: day(2027, 10, 24), ..first };
    assert!(told(later).await.contains("the ministry's calendar goes from 2026-09-01 to 2027-05-25"));
    assert!(told(FetOptions { to: day(2026, 10, 24), ..first }).await.contains("give --to 2026-10-25"));
    assert!(told(FetOptions { from: first.to, to: first.from, ..first }).await.contains("--from is later"));
    assert!(told(FetOptions { period: Some(SCHOOL.quarter(1)), ..first }).await.contains("--period"));
    let nowhere = FetOptions { institution: OTHER_SCHOOL.institution(), ..first };
    assert!(told(nowhere).await.contains("there is no institution"));
    assert_eq!(events(&journal).await, 1);

    import_with(&journal, &path, first).await.unwrap();
    let holiday = FetOptions { from: day(2026, 10, 28), to: day(2026, 12, 27), ..first };
    assert!(told(holiday).await.contains("no reporting period"));
}
