//! The solved timetables of real schools beside the repository, against figures that were counted
//! independently.
//!
//! Left out where the files are not there.

use std::collections::HashMap;
use std::path::PathBuf;

use chrono::Datelike as _;
use dayek::fet::{Fet, read};
use dayek_projections::delivery::rebuild;
use dayek_tests::school::QUARTERS;
use serde_json::{Value, json};

use super::{bare_school, clashes, count, events, imported, lessons};

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/fet");
    folder.join("expected.json").exists().then_some(folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn real_timetables_become_the_lessons_of_a_quarter() {
    let Some(folder) = folder() else { return };
    let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: HashMap<String, Value> = serde_json::from_str(&expected).unwrap();
    assert!(expected.len() >= 2, "only {} files are expected", expected.len());
    for (name, figures) in expected {
        let path = folder.join(&name);
        let fet = read(&name, &std::fs::read(&path).unwrap()).unwrap();
        let journal = bare_school().await;
        let summary = imported(&journal, &path).await;
        let told = serde_json::to_value(&summary).unwrap();
        for figure in ["subjects", "teachers", "rooms", "years", "groups", "subgroups", "activities"] {
            assert_eq!(told[figure], figures[figure], "{name}: {figure}");
        }
        assert_eq!(told["weekly_lessons"], figures["weekly_hours"], "{name}");
        assert_eq!((told["refused"].as_u64(), told["clashes"].as_u64()), (Some(0), Some(0)), "{name}");
        assert_eq!(summary.lessons, in_the_first_quarter(&fet), "{name}");

        assert_eq!(lessons(&journal).await.len(), summary.lessons, "{name}");
        assert_eq!(clashes(&journal).await, 0, "{name}");
        for (table, figure) in [
            ("read.subject", "subjects"),
            ("read.room", "rooms"),
            ("read.member WHERE role = 'employee'", "teachers"),
            ("read.class WHERE kind = 'class'", "groups"),
            ("read.timetable_slot", "weekly_hours"),
        ] {
            assert_eq!(json!(count(&journal, table).await), figures[figure], "{name}: {table}");
        }

        let before = events(&journal).await;
        let again = imported(&journal, &path).await;
        assert_eq!((again.events, events(&journal).await), (0, before), "{name}");
        assert_eq!(again.there.lessons, summary.lessons, "{name}");
        for projection in dayek_projections::all() {
            let built = rebuild(journal.runner_pool(), projection.as_ref(), true, &|_| {}).await.unwrap();
            assert_eq!(built.differences, Some(vec![]), "{name}: {}", built.projection);
        }
    }
}

/// Every hour of the week as often as its day is in the first quarter, in which no holiday is.
fn in_the_first_quarter(fet: &Fet) -> usize {
    let days = QUARTERS[0];
    let dates: Vec<u32> = days
        .first
        .iter_days()
        .take_while(|date| *date <= days.last)
        .map(|date| date.weekday().num_days_from_monday())
        .collect();
    let times = |day: u8| dates.iter().filter(|weekday| **weekday == u32::from(day)).count();
    fet.activities.iter().map(|activity| usize::from(activity.duration) * times(activity.day)).sum()
}
