//! What a delta changes, withdraws and refuses.

use dayek::log::Request;
use dayek::usecases::ClosePeriod;
use dayek_domain::id::{InstitutionId, PeriodId, StudyYearId};
use dayek_tests::journal::{Journal, school};
use uuid::Uuid;

use super::bundle::{Bundle, SMALL};
use super::{events, history_of, imported, marks, refusals_of};

async fn with_small_school() -> Journal {
    let journal = school().open_empty().await;
    imported(&journal, Bundle::bulk(SMALL).path()).await;
    journal
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_score_changes_the_mark_with_old_new_and_the_comment_as_reason() {
    let journal = with_small_school().await;
    let delta = Bundle::results_delta("x,active,2026-10-01,w0-0,p0-1,fully graded,9,2026-09-09,апелляция\n");
    let summary = imported(&journal, delta.path()).await;
    assert_eq!((summary.changed, summary.events), (1, 1));
    let last = history_of(&journal, "mark").await.pop().unwrap();
    assert_eq!(last, ("update".to_owned(), Some("1".to_owned()), Some("9".to_owned()), "import".to_owned()));
    let (reason,): (Option<String>,) =
        sqlx::query_as("SELECT reason_sealed FROM read.change_history ORDER BY position DESC LIMIT 1")
            .fetch_one(journal.pool())
            .await
            .unwrap();
    assert!(reason.is_some_and(|sealed| sealed.contains(" pii1.") && !sealed.contains("апелляция")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_to_be_deleted_withdraws_the_mark_and_twice_is_no_second_event() {
    let journal = with_small_school().await;
    let row = "x,tobedeleted,2026-10-01,w0-0,p0-1,fully graded,1,2026-09-09,\n";
    let summary = imported(&journal, Bundle::results_delta(row).path()).await;
    assert_eq!((summary.withdrawn, summary.events), (1, 1));
    assert_eq!(marks(&journal).await.iter().filter(|(_, _, value)| value.is_none()).count(), 1);
    // Another bundle that says the same.
    let repeated = Bundle::results_delta(&row.replace("2026-10-01", "2026-10-02"));
    assert_eq!(imported(&journal, repeated.path()).await.events, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_without_a_score_is_kept_as_a_status_and_a_later_score_replaces_it() {
    let journal = with_small_school().await;
    let delta = Bundle::results_delta("x,active,2026-10-01,w0-0,p0-0,not submitted,,2026-09-09,\n");
    imported(&journal, delta.path()).await;
    assert_eq!(history_of(&journal, "status").await[0].2.as_deref(), Some("not_submitted"));
    let delta = Bundle::results_delta("x,active,2026-10-02,w0-0,p0-0,fully graded,7,2026-09-10,\n");
    imported(&journal, delta.path()).await;
    assert_eq!(history_of(&journal, "status").await.len(), 2, "the status was cleared");
    assert_eq!(history_of(&journal, "mark").await.pop().unwrap().2.as_deref(), Some("7"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_outside_the_bounds_of_a_work_imported_before_is_refused_with_its_row() {
    let journal = with_small_school().await;
    let before = events(&journal).await;
    let delta = Bundle::results_delta("x,active,2026-10-01,w0-0,p0-0,fully graded,11,2026-09-09,\n");
    let refusals = refusals_of(&journal, delta.path()).await;
    assert_eq!((refusals[0].file.as_str(), refusals[0].row), ("results.csv", Some(2)));
    assert!(refusals[0].reason.contains("between 0 and 10"), "{}", refusals[0].reason);
    assert_eq!(events(&journal).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delta_that_names_what_nobody_knows_is_refused_with_its_place() {
    let journal = with_small_school().await;
    let delta = Bundle::results_delta("x,active,2026-10-01,w0-0,p0-77,fully graded,5,2026-09-09,\n");
    let refusals = refusals_of(&journal, delta.path()).await;
    assert_eq!(refusals[0].field.as_deref(), Some("studentSourcedId"));
    assert!(refusals[0].reason.contains("p0-77"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enrollment_to_be_deleted_ends_the_stay_of_the_pupil() {
    let journal = with_small_school().await;
    let delta = Bundle::enrollments_delta("ep0-0,tobedeleted,2026-10-05,g0,s,p0-0,student,,2026-09-01,\n");
    assert_eq!(imported(&journal, delta.path()).await.withdrawn, 1);
    journal.caught_up().await;
    let (last_day,): (chrono::NaiveDate,) =
        sqlx::query_as("SELECT to_day FROM read.enrolment WHERE to_day IS NOT NULL")
            .fetch_one(journal.pool())
            .await
            .unwrap();
    assert_eq!(last_day.to_string(), "2026-10-05");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_never_removed_is_said_to_be_kept() {
    let journal = with_small_school().await;
    let summary = imported(&journal, Bundle::categories_delta("k,tobedeleted,2026-10-01,,\n").path()).await;
    assert_eq!(summary.events, 0);
    let kept = summary.warnings.iter().find(|warning| warning.kind == "kept_though_to_be_deleted").unwrap();
    assert_eq!((kept.count, kept.examples[0].file.as_str()), (1, "categories.csv"));
}

/// The record of another system is not ours to lock; what it says is kept, and the history shows where it came from.
#[tokio::test(flavor = "multi_thread")]
async fn a_closed_period_does_not_bind_an_import() {
    let journal = with_small_school().await;
    journal.caught_up().await;
    let (institution, study_year, period): (Uuid, Uuid, Uuid) =
        sqlx::query_as("SELECT institution_id, study_year_id, period_id FROM read.period")
            .fetch_one(journal.pool())
            .await
            .unwrap();
    let close = ClosePeriod { study_year_id: StudyYearId(study_year), period_id: PeriodId(period) };
    journal
        .log()
        .execute(Request::of_system(InstitutionId(institution), Uuid::from_u128(1)), close)
        .await
        .unwrap();
    let delta = Bundle::results_delta("x,active,2026-10-01,w0-0,p0-1,fully graded,9,2026-09-09,\n");
    assert_eq!(imported(&journal, delta.path()).await.changed, 1);
}
