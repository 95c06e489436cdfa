//! The same timetable again, a changed one, one that breaks off.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use dayek::fet_import::{Listener, There, import};
use dayek::store::Store;
use dayek_tests::journal::Journal;
use dayek_tests::server::root_key;

use super::sample::Sample;
use super::{bare_school, clashes, count, events, for_quarter, import_with, imported, lessons};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_timetable_again_adds_no_event() {
    let journal = bare_school().await;
    let sample = Sample::new();
    let path = sample.path();
    let first = imported(&journal, &path).await;
    let before = events(&journal).await;
    assert_eq!(u64::try_from(before).unwrap(), first.events + 1);
    let again = imported(&journal, &path).await;
    assert_eq!((again.events, events(&journal).await), (0, before));
    let everything = There {
        subjects: 3,
        teachers: 3,
        buildings: 1,
        rooms: 2,
        classes: 2,
        teaching_groups: 2,
        timetables: 4,
        lessons: again.lessons,
    };
    assert_eq!(again.there, everything);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_timetable_for_the_next_quarter_leaves_holidays_out() {
    let journal = bare_school().await;
    // On a Wednesday, as Independence Day is.
    let wednesday = "Сейсенбі</Name></Day><Day><Name>Сәрсенбі</Name></Day>";
    let sample = Sample::new()
        .with("Сейсенбі</Name></Day>", wednesday)
        .with("<Preferred_Day>Сейсенбі", "<Preferred_Day>Сәрсенбі");
    let path = sample.path();
    imported(&journal, &path).await;
    let next = import_with(&journal, &path, for_quarter(2)).await.unwrap();
    assert_eq!(next.there.classes, 2);
    assert_eq!((next.there.timetables, next.there.lessons), (0, 0));
    // Eight Mondays; eight Wednesdays, one of them a holiday.
    assert_eq!(next.lessons, 3 * 8 + 2 * 7);
    let all = lessons(&journal).await;
    assert!(all.iter().any(|(_, date, _, _)| date == "2026-12-14"));
    assert!(!all.iter().any(|(_, date, _, _)| date == "2026-12-16"));
}

/// Neither class can have the other's teacher as long as the other holds on to them.
#[tokio::test(flavor = "multi_thread")]
async fn two_classes_may_exchange_their_teachers() {
    let journal = bare_school().await;
    imported(&journal, &Sample::new().path()).await;
    let before = lessons(&journal).await;
    let alone = |teacher: &str| format!("<Activity><Teacher>{teacher}</Teacher><Subject>Алгебра");
    let changed = Sample::new()
        .with(&alone("Мұғалім 1"), &alone("?"))
        .with(&alone("Мұғалім 2"), &alone("Мұғалім 1"))
        .with(&alone("?"), &alone("Мұғалім 2"));
    let summary = imported(&journal, &changed.path()).await;
    assert!(summary.events > 0);
    assert_eq!(lessons(&journal).await, before, "the lessons are the same, with other teachers");
    assert_eq!(clashes(&journal).await, 0);
    assert_eq!(imported(&journal, &changed.path()).await.events, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_changed_timetable_does_not_have_goes() {
    let journal = bare_school().await;
    imported(&journal, &Sample::new().path()).await;
    let changed = Sample::new().without("<Id>4</Id>").without("<Activity_Id>4</Activity_Id>").with(
        "<Activity_Id>1</Activity_Id><Preferred_Day>Дүйсенбі",
        "<Activity_Id>1</Activity_Id><Preferred_Day>Сейсенбі",
    );
    let summary = imported(&journal, &changed.path()).await;
    assert_eq!((summary.file.weekly_lessons, summary.lessons), (4, 7 + 3 * 8));
    let written = lessons(&journal).await;
    assert_eq!(written.len(), summary.lessons);
    assert!(written.iter().all(|(_, _, _, subject)| subject != "Ағылшын тілі"));
    assert_eq!(imported(&journal, &changed.path()).await.events, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_school_has_put_right_stays() {
    let journal = bare_school().await;
    let sample = Sample::new();
    let path = sample.path();
    imported(&journal, &path).await;
    journal.caught_up().await;
    let (subject,): (uuid::Uuid,) =
        sqlx::query_as("SELECT subject_id FROM read.subject WHERE name = 'Ағылшын тілі'")
            .fetch_one(journal.pool())
            .await
            .unwrap();
    let name = "Ағылшын тілі (тереңдетілген)".to_owned();
    let renamed = dayek::usecases::AddSubject { subject_id: subject.into(), name, code: None };
    journal.run(renamed).await;
    assert_eq!(imported(&journal, &path).await.events, 0);
}

/// The import is dropped wherever it happens to be after so many steps, as a killed process would leave it.
#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_broke_off_and_is_run_again_ends_as_one_clean_run() {
    let sample = Sample::new();
    let path = sample.path();
    let clean = bare_school().await;
    imported(&clean, &path).await;
    let expected = (events(&clean).await, lessons(&clean).await);

    let journal = bare_school().await;
    for steps in [0, 2, 5, 8, 11, 12, 13] {
        break_off_after(&journal, &path, steps).await;
        assert_eq!(count(&journal, "import_run WHERE finished_at IS NULL").await, 1);
    }
    imported(&journal, &path).await;
    assert_eq!((events(&journal).await, lessons(&journal).await), expected);
    assert_eq!(imported(&journal, &path).await.events, 0);
}

async fn break_off_after(journal: &Journal, path: &Path, steps: usize) {
    let store = &journal.store;
    let (pool, runner) = (store.pool.clone(), store.runner.clone());
    let again = Store::attach(pool, runner, root_key(), store.data_dir.clone(), Arc::clone(&store.entropy));
    let path = path.to_owned();
    let (reached, reaching) = tokio::sync::oneshot::channel();
    let (go_on, waiting) = std::sync::mpsc::channel();
    let met = Mutex::new(Some((reached, waiting)));
    let seen = AtomicUsize::new(0);
    let listener: Listener = Arc::new(move |_| {
        if seen.fetch_add(1, Ordering::SeqCst) == steps
            && let Some((reached, waiting)) = met.lock().unwrap().take()
        {
            reached.send(()).unwrap();
            waiting.recv().unwrap();
        }
    });
    let running =
        tokio::spawn(async move { import(&again, &path, &for_quarter(1), &listener).await.map(drop) });
    reaching.await.unwrap();
    running.abort();
    go_on.send(()).unwrap();
    assert!(running.await.is_err(), "the import was over before it could break off");
}
