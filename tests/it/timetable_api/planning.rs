//! A week is drafted, previewed, published and changed.

use chrono::{Datelike as _, NaiveDate, Weekday};
use dayek_domain::access::Role;
use dayek_tests::history::head;
use dayek_tests::school::{OTHER_SCHOOL, QUARTERS, SCHOOL, day};
use dayek_tests::staff::Who;
use serde_json::{Value, json};

use super::{BELLS, HOLIDAY, Slot, from, ground, items, plan, planned_slot, shown, slot, timetable};

const PUBLISH: &str = "/api/v1/timetables/publish";
const PREVIEW: &str = "/api/v1/timetables/preview";

const WEEK: [Slot; 3] = [
    ("monday", 1, SCHOOL.algebra(), SCHOOL.algebra_teacher()),
    ("wednesday", 2, SCHOOL.algebra(), SCHOOL.algebra_teacher()),
    ("thursday", 1, SCHOOL.history(), SCHOOL.history_teacher()),
];

/// How many of these days of the week lie among some days, holidays left out. Counted one by one.
fn count(first: NaiveDate, last: NaiveDate, weekdays: &[Weekday]) -> usize {
    let mut days = 0;
    let mut date = first;
    while date <= last {
        let is_holiday = HOLIDAY.first <= date && date <= HOLIDAY.last;
        days += usize::from(weekdays.contains(&date.weekday()) && !is_holiday);
        date = date.succ_opt().unwrap();
    }
    days
}

/// The lessons of 7А in the first quarter that came of a timetable.
fn planned(shown: &Value) -> Vec<Value> {
    items(shown).into_iter().filter(|lesson| !lesson["begins"].is_null()).collect()
}

fn quarter_of_7a() -> String {
    let (class, quarter) = (SCHOOL.class_7a(), QUARTERS[0]);
    format!("/api/v1/timetable?class_id={class}&from={}&to={}", quarter.first, quarter.last)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_becomes_the_lessons_of_a_quarter_without_its_holidays() {
    let (journal, administrator) = ground().await;
    plan(&administrator, 1, SCHOOL.class_7a(), &WEEK).await;
    let path = format!("/api/v1/timetables/{}", timetable(1));
    let draft = administrator.get(&path).await;
    assert_eq!(draft.is(200).header("etag"), Some("\"4\""));
    let draft = draft.json();
    assert_eq!((&draft["published"], &draft["bell_schedule_id"]), (&json!(false), &json!(BELLS)));
    let days: Vec<&Value> = draft["slots"].as_array().unwrap().iter().map(|slot| &slot["weekday"]).collect();
    assert_eq!(days, ["monday", "wednesday", "thursday"]);

    let expected = count(QUARTERS[0].first, QUARTERS[0].last, &[Weekday::Mon, Weekday::Wed, Weekday::Thu]);
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let preview = administrator.post(PREVIEW, &from(1, QUARTERS[0].first)).await.is(200).json();
    assert_eq!(preview, json!({ "clashes": [], "lessons": expected, "withdrawn": 0, "kept": [] }));
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before, "looking changes nothing");

    administrator.post(PUBLISH, &from(1, QUARTERS[0].first)).await.is(200);
    let lessons = planned(&shown(&journal, &administrator, &quarter_of_7a()).await);
    assert_eq!(lessons.len(), expected);
    let first = &lessons[0];
    assert_eq!((&first["date"], &first["begins"]), (&json!("2026-09-02"), &json!("08:55:00")));
    assert_eq!((&first["class_name"], &first["subject_name"]), (&json!("7А"), &json!("Алгебра")));
    assert_eq!(first["teachers"][0]["name"], "Көкшетеров Гүлнар");

    let list = shown(&journal, &administrator, "/api/v1/timetables").await;
    let row = &items(&list)[0];
    assert_eq!((&row["slots"], &row["class_name"]), (&json!(3), &json!("7А")));
    assert_eq!((&row["published_from"], &row["changed_since"]), (&json!("2026-09-01"), &json!(false)));
    let elsewhere = format!("/api/v1/timetables?period_id={}", SCHOOL.quarter(2));
    assert_eq!(items(&shown(&journal, &administrator, &elsewhere).await), Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_week_takes_back_its_later_lessons_and_leaves_the_earlier_ones() {
    let (journal, administrator) = ground().await;
    plan(&administrator, 1, SCHOOL.class_7a(), &WEEK).await;
    administrator.post(PUBLISH, &from(1, QUARTERS[0].first)).await.is(200);
    let thursdays = [Weekday::Thu];
    administrator.post(&format!("{}/removal", slot(1, 2)), &json!({})).await.is(200);

    let changed = day(2026, 10, 5);
    let gone = count(changed, QUARTERS[0].last, &thursdays);
    let preview = administrator.post(PREVIEW, &from(1, changed)).await.is(200).json();
    assert_eq!((&preview["withdrawn"], &preview["kept"]), (&json!(gone), &json!([])));
    administrator.post(PUBLISH, &from(1, changed)).await.is(200);

    let all = count(QUARTERS[0].first, QUARTERS[0].last, &[Weekday::Mon, Weekday::Wed, Weekday::Thu]);
    let lessons = planned(&shown(&journal, &administrator, &quarter_of_7a()).await);
    assert_eq!(lessons.len(), all - gone);
    let of_history = lessons.iter().filter(|lesson| lesson["subject_id"] == json!(SCHOOL.history()));
    assert!(of_history.clone().count() > 0);
    assert!(of_history.clone().all(|lesson| lesson["date"].as_str().unwrap() < "2026-10-05"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_classes_are_not_given_the_same_teacher_at_one_hour() {
    let (journal, administrator) = ground().await;
    let teacher = SCHOOL.algebra_teacher();
    plan(&administrator, 1, SCHOOL.class_7a(), &WEEK[..1]).await;
    administrator.post(PUBLISH, &from(1, QUARTERS[0].first)).await.is(200);
    plan(&administrator, 2, SCHOOL.class_7b(), &[("monday", 1, SCHOOL.algebra(), teacher)]).await;
    journal.caught_up().await;

    let preview = administrator.post(PREVIEW, &from(2, QUARTERS[0].first)).await.is(200).json();
    let clash = &preview["clashes"][0];
    assert_eq!((&clash["what"], &clash["who"]), (&json!("teacher"), &json!(teacher)));
    assert_eq!((&clash["who_name"], &clash["weekday"]), (&json!("Көкшетеров Гүлнар"), &json!("monday")));
    assert_eq!((&clash["class_name"], &clash["with_class_name"]), (&json!("7Б"), &json!("7А")));

    let before = head(journal.pool(), SCHOOL.institution()).await;
    let refused = administrator.post(PUBLISH, &from(2, QUARTERS[0].first)).await.is(422).json();
    assert_eq!(refused["rule"]["code"], "timetable_guard.clashes");
    let clashes: Value =
        serde_json::from_str(refused["rule"]["values"]["clashes"].as_str().unwrap()).unwrap();
    assert_eq!(clashes[0]["who"], json!(teacher));
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before, "nothing is published by half");

    let later = planned_slot(("monday", 2, SCHOOL.algebra(), teacher));
    administrator.put(&slot(2, 0), &later).await.is(200);
    administrator.post(PUBLISH, &from(2, QUARTERS[0].first)).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_at_the_timetable_does_not_plan_it() {
    let (journal, administrator) = ground().await;
    plan(&administrator, 1, SCHOOL.class_7a(), &WEEK).await;
    let path = format!("/api/v1/timetables/{}", timetable(1));
    let asks = |who: Who| journal.token_of(SCHOOL, who.person());
    for who in [Who::Director, Who::Teacher, Who::Employee] {
        let client = journal.client(&asks(who).await);
        client.get(&path).await.is(200);
        for (place, body) in [(PREVIEW, from(1, day(2026, 9, 1))), (PUBLISH, from(1, day(2026, 9, 1)))] {
            client.post(place, &body).await.is(403);
        }
        client.put(&slot(1, 7), &planned_slot(WEEK[0])).await.is(403);
    }
    for who in [Who::Pupil, Who::Parent] {
        let client = journal.client(&asks(who).await);
        client.get(&path).await.is(404);
        client.post(PUBLISH, &from(1, day(2026, 9, 1))).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_school_sees_and_publishes_nothing_of_it() {
    let (journal, administrator) = ground().await;
    plan(&administrator, 1, SCHOOL.class_7a(), &WEEK).await;
    administrator.post(PUBLISH, &from(1, QUARTERS[0].first)).await.is(200);
    journal.add_school(OTHER_SCHOOL).await;
    let stranger = journal.client(&journal.token_in(OTHER_SCHOOL, Role::Administrator).await);
    assert_eq!(items(&shown(&journal, &stranger, "/api/v1/timetables").await), Vec::<Value>::new());
    assert_eq!(items(&shown(&journal, &stranger, &quarter_of_7a()).await), Vec::<Value>::new());
    stranger.get(&format!("/api/v1/timetables/{}", timetable(1))).await.is(404);
    stranger.put(&slot(1, 0), &planned_slot(WEEK[0])).await.is(404);
    for place in [PREVIEW, PUBLISH] {
        stranger.post(place, &from(1, QUARTERS[0].first)).await.is(404);
    }
}
