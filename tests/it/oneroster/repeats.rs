//! The same bundle again, a bundle that breaks off, a bundle with a fault.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dayek::importer::{ImportOptions, Listener, Progress, import};
use dayek::store::Store;
use dayek_tests::journal::school;
use dayek_tests::server::root_key;

use super::bundle::{Bundle, SMALL, Size};
use super::{events, import_from, imported, marks, nobody, refusals_of};

const LARGE: Size = Size { groups: 6, pupils: 40, works: 40 };

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_becomes_a_school_with_its_marks() {
    let journal = school().open_empty().await;
    let summary = imported(&journal, Bundle::bulk(SMALL).path()).await;
    assert_eq!(summary.files["results.csv"].created, 6);
    assert_eq!(i64::try_from(summary.events).unwrap(), events(&journal).await);
    assert_eq!(marks(&journal).await.len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_bundle_again_adds_no_event() {
    let journal = school().open_empty().await;
    let bundle = Bundle::bulk(SMALL);
    imported(&journal, bundle.path()).await;
    let before = events(&journal).await;
    let known = imported(&journal, bundle.path()).await;
    assert!(known.imported_before);
    let compared = import_from(&journal, bundle.path(), true).await.unwrap();
    assert_eq!((compared.created, compared.changed, compared.withdrawn), (0, 0, 0));
    assert_eq!(compared.files["results.csv"].unchanged, 6);
    assert_eq!(events(&journal).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_counts_and_writes_nothing() {
    let journal = school().open_empty().await;
    let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
    let summary = import(&journal.store, Bundle::bulk(SMALL).path(), &options, &nobody()).await.unwrap();
    assert_eq!(summary.files["results.csv"].created, 6);
    assert_eq!((summary.events, events(&journal).await), (0, 0));
}

/// The import is dropped wherever it happens to be after so many chunks, as a killed process would leave it.
#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_broke_off_and_is_run_again_ends_as_one_clean_run() {
    let bundle = Bundle::bulk(LARGE);
    let clean = school().open_empty().await;
    imported(&clean, bundle.path()).await;
    let expected = (events(&clean).await, marks(&clean).await);

    let journal = school().open_empty().await;
    for chunks in 0..6 {
        break_off_after(&journal.store, &bundle, chunks).await;
        let (unfinished,): (i64,) =
            sqlx::query_as("SELECT count(*) FROM import_run WHERE finished_at IS NULL")
                .fetch_one(journal.pool())
                .await
                .unwrap();
        assert_eq!(unfinished, 1, "the state says that the import has not ended");
    }
    let summary = imported(&journal, bundle.path()).await;
    assert!(summary.unchanged > 0, "something had been written before it broke off");
    assert_eq!((events(&journal).await, marks(&journal).await), expected);
    assert_eq!(imported(&journal, bundle.path()).await.events, 0);
}

async fn break_off_after(store: &Store, bundle: &Bundle, chunks: usize) {
    let (pool, runner) = (store.pool.clone(), store.runner.clone());
    let again = Store::attach(pool, runner, root_key(), store.data_dir.clone(), Arc::clone(&store.entropy));
    let path = bundle.path().to_owned();
    let (reached, reaching) = tokio::sync::oneshot::channel();
    let reached = std::sync::Mutex::new(Some(reached));
    let seen = AtomicUsize::new(0);
    let listener: Listener = Arc::new(move |progress| {
        if matches!(progress, Progress::Appending { .. }) && seen.fetch_add(1, Ordering::SeqCst) == chunks {
            reached.lock().unwrap().take().map(|reached| reached.send(()));
        }
    });
    let running =
        tokio::spawn(
            async move { import(&again, &path, &ImportOptions::default(), &listener).await.map(drop) },
        );
    reaching.await.unwrap();
    running.abort();
    assert!(running.await.is_err(), "the import was over before it could break off");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_with_one_fault_is_refused_whole_with_the_place_of_the_fault() {
    let journal = school().open_empty().await;
    let faults = [
        ("results", "x9,,,w0-0,p0-9,fully graded,5,2026-09-09,\n", "studentSourcedId"),
        ("results", "x9,,,w9-9,p0-0,fully graded,5,2026-09-09,\n", "lineItemSourcedId"),
        ("enrollments", "e9,,,g9,s,p0-0,student,,,\n", "classSourcedId"),
        ("classes", "g9,,,Топ 9,c,,q\n", "schoolSourcedId"),
    ];
    for (kind, row, field) in faults {
        let bundle = Bundle::bulk(SMALL);
        bundle.write(kind, &format!("{}{row}", bundle.read(kind)));
        let refusals = refusals_of(&journal, bundle.path()).await;
        let first = refusals.first().unwrap();
        assert_eq!(
            (first.file.as_str(), first.field.as_deref()),
            (format!("{kind}.csv").as_str(), Some(field))
        );
        assert!(first.row.is_some());
    }
    assert_eq!(events(&journal).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_outside_its_school_year_is_refused_before_the_first_event() {
    let journal = school().open_empty().await;
    let bundle = Bundle::bulk(SMALL);
    bundle.write("academicSessions", &bundle.read("academicSessions").replace("2026-10-25", "2028-10-25"));
    let refusals = refusals_of(&journal, bundle.path()).await;
    assert_eq!((refusals[0].file.as_str(), refusals[0].row), ("academicSessions.csv", Some(3)));
    assert_eq!(events(&journal).await, 0);
}
