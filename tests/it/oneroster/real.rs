//! The real bundles beside the repository, against figures that were counted independently.
//!
//! Left out where the bundles are not there; the checks of a release fail without them.

use std::collections::HashMap;
use std::path::PathBuf;

use dayek_projections::delivery::rebuild;
use dayek_projections::statistics::{Dimension, Filter, groups};
use dayek_tests::journal::{Journal, school};
use rust_decimal::Decimal;
use serde_json::Value;
use uuid::Uuid;

use super::{events, imported, marks};

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/oneroster");
    folder.join("oulad.expected.json").exists().then_some(folder)
}

fn decimal(value: &Value) -> Decimal {
    value.to_string().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn seventy_three_thousand_real_results_and_their_corrections_give_the_expected_figures() {
    let Some(folder) = folder() else { return };
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("oulad.expected.json")).unwrap()).unwrap();
    let journal = school().open_empty().await;

    let bulk = imported(&journal, &folder.join("oulad.zip")).await;
    let created = |file: &str| bulk.files[file].created as u64;
    assert_eq!(created("results.csv"), expected["results"]);
    assert_eq!(created("users.csv"), expected["users"]);
    assert_eq!(created("classes.csv"), expected["classes"]);
    assert_eq!(created("enrollments.csv"), expected["enrollments"]);
    assert_eq!(created("lineItems.csv"), expected["line_items"]);
    assert_eq!(created("orgs.csv"), expected["orgs"]);

    let corrections = imported(&journal, &folder.join("oulad-corrections.zip")).await;
    assert_eq!(corrections.changed as u64, expected["corrected"]);
    assert_eq!(corrections.withdrawn as u64, expected["withdrawn"]);

    let marks = marks(&journal).await;
    let live: Vec<Decimal> = marks.iter().filter_map(|(_, _, value)| *value).collect();
    assert_eq!(live.len() as u64, expected["live_marks_after_both"]);
    assert_eq!(live.iter().sum::<Decimal>(), decimal(&expected["sum_after_both"]));
    assert_eq!(rows_of(&journal, "mark").await, expected["history_rows_after_both"]);
    assert_eq!(rows_of(&journal, "status").await, expected["not_submitted"]);
    averages_by_class(&journal, &expected).await;

    let before = events(&journal).await;
    for bundle in ["oulad.zip", "oulad-corrections.zip"] {
        assert_eq!(imported(&journal, &folder.join(bundle)).await.events, 0);
    }
    assert_eq!(events(&journal).await, before);
    for projection in dayek_projections::all() {
        let built = rebuild(journal.runner_pool(), projection.as_ref(), true, &|_| {}).await.unwrap();
        assert_eq!(built.differences, Some(vec![]), "{}", built.projection);
    }
}

async fn rows_of(journal: &Journal, kind: &str) -> u64 {
    let (rows,): (i64,) = sqlx::query_as("SELECT count(*) FROM read.change_history WHERE kind = $1")
        .bind(kind)
        .fetch_one(journal.pool())
        .await
        .unwrap();
    u64::try_from(rows).unwrap()
}

async fn averages_by_class(journal: &Journal, expected: &Value) {
    let names: Vec<(Uuid, Uuid, String)> =
        sqlx::query_as("SELECT institution_id, class_id, external_id FROM read.class")
            .fetch_all(journal.pool())
            .await
            .unwrap();
    let institution = names[0].0;
    let names: HashMap<Uuid, String> = names.into_iter().map(|(_, class, name)| (class, name)).collect();
    let found = groups(journal.pool(), institution, Dimension::Class, &Filter::default()).await.unwrap();
    let expected = expected["average_by_class"].as_object().unwrap();
    assert_eq!(found.len(), expected.len());
    for group in found {
        let name = &names[&group.id];
        assert_eq!(group.average().unwrap().normalize(), decimal(&expected[name]).normalize(), "{name}");
    }
}
