//! What the API answers to those who were slower, read their own writes, or ask for what is not there.

use dayek_domain::access::Role;
use dayek_tests::client::{Answer, Client};
use dayek_tests::history::{head, history};
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, CONTROL_WORK, DAULET, LESSON_DAY, OTHER_SCHOOL, SCHOOL};
use dayek_tests::term::live_through;
use serde_json::{Value, json};

fn mark_of_aigerim() -> String {
    format!("/api/v1/assessments/{CONTROL_WORK}/marks/{AIGERIM}")
}

fn value(value: &str) -> Value {
    json!({ "value": value, "on": LESSON_DAY })
}

async fn administrator(journal: &Journal) -> Client {
    journal.client(&journal.token_for(Role::Administrator).await)
}

fn problem(answer: &Answer, status: u16, name: &str) -> Value {
    assert_eq!(answer.is(status).header("content-type"), Some("application/problem+json"));
    let problem = answer.json();
    assert_eq!(problem["type"], format!("urn:dayek:problem:{name}"));
    assert_eq!(problem["status"], status);
    assert_eq!(problem["request_id"].as_str(), answer.header("x-request-id"));
    problem
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_slower_is_told_the_value_that_stands_who_set_it_and_when() {
    let journal = school().open().await;
    let teacher = journal.client(&journal.token_of(SCHOOL, SCHOOL.algebra_teacher()).await);
    let other = administrator(&journal).await;
    teacher.put(&mark_of_aigerim(), &value("9")).await.is(200);
    other.put(&mark_of_aigerim(), &value("7")).await.is(200);
    let me = other.get("/api/v1/me").await.is(200).json();
    let before = history(journal.pool(), SCHOOL.institution()).await;

    let slower = json!({ "value": "10", "on": LESSON_DAY, "expected": "9" });
    let conflict = problem(&teacher.put(&mark_of_aigerim(), &slower).await, 409, "changed-meanwhile");
    assert_eq!(conflict["current"], "7");
    assert_eq!(conflict["changed_by"], me["person_id"]);
    let last = before.last().unwrap().recorded_at;
    assert_eq!(conflict["changed_at"], serde_json::to_value(last).unwrap());
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, before);

    // The value that stands already is no conflict, and no event.
    let repeat = json!({ "value": "7", "on": LESSON_DAY, "expected": "9" });
    let unchanged = teacher.put(&mark_of_aigerim(), &repeat).await;
    assert_eq!(unchanged.is(200).json()["changed"], false);
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_has_moved_on_is_refused_with_the_one_that_stands() {
    let journal = school().open().await;
    let client = administrator(&journal).await;
    let seen = client.get(&format!("/api/v1/assessments/{CONTROL_WORK}")).await;
    let seen = seen.is(200).header("etag").unwrap();
    let first = client.with("if-match", seen).put(&mark_of_aigerim(), &value("9")).await;
    assert_eq!(first.is(200).header("etag"), Some("\"2\""));
    let before = head(journal.pool(), SCHOOL.institution()).await;

    let second = client.with("if-match", seen).put(&mark_of_aigerim(), &value("8")).await;
    assert_eq!(problem(&second, 412, "version-moved")["current_version"], "2");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    client.with("if-match", "\"2\"").put(&mark_of_aigerim(), &value("8")).await.is(200);
    problem(&client.with("if-match", "2").put(&mark_of_aigerim(), &value("7")).await, 400, "malformed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_period_takes_no_mark_until_it_is_reopened() {
    let journal = school().open().await;
    let client = administrator(&journal).await;
    let period = format!("/api/v1/study-years/{}/periods/{}", SCHOOL.study_year(), SCHOOL.quarter(1));
    client.put(&mark_of_aigerim(), &value("9")).await.is(200);
    client.post(&format!("{period}/closing"), &json!({})).await.is(200);
    let before = head(journal.pool(), SCHOOL.institution()).await;
    problem(&client.put(&mark_of_aigerim(), &value("8")).await, 422, "rule");
    problem(&client.post(&format!("{}/withdrawal", mark_of_aigerim()), &json!({})).await, 422, "rule");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);

    client.post(&format!("{period}/reopening"), &json!({ "reason": "an appeal" })).await.is(200);
    client.put(&mark_of_aigerim(), &value("8")).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_and_what_is_not_understood_are_told_apart() {
    let journal = school().open().await;
    let client = administrator(&journal).await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let unknown = format!("/api/v1/assessments/{}/marks/{AIGERIM}", SCHOOL.assessment(99));
    problem(&client.put(&unknown, &value("9")).await, 404, "not-found");
    problem(&client.get("/api/v1/nothing").await, 404, "not-found");
    problem(&client.put(&mark_of_aigerim(), &value("11")).await, 422, "rule");
    problem(&client.put(&mark_of_aigerim(), &value("five")).await, 422, "invalid-input");
    let misspelt = json!({ "value": "9", "on": LESSON_DAY, "resaon": "a slip" });
    problem(&client.put(&mark_of_aigerim(), &misspelt).await, 422, "invalid-input");
    let fraction =
        problem(&client.put(&mark_of_aigerim(), &json!({ "value": 8.5 })).await, 422, "invalid-input");
    let told =
        "is a fraction written as a number; write it as a text, such as \"8.5\", so that it stays exact";
    assert_eq!(fraction["errors"], json!([{ "pointer": "/value", "detail": told }]));
    let all_or_nothing = json!({ "on": LESSON_DAY, "marks": [
        { "pupil_id": AIGERIM, "value": "9" }, { "pupil_id": DAULET, "value": "11" },
    ]});
    let column = format!("/api/v1/assessments/{CONTROL_WORK}/marks");
    problem(&client.post(&column, &all_or_nothing).await, 422, "rule");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

fn page() -> String {
    let (class, subject, period) = (SCHOOL.class_7a(), SCHOOL.algebra(), SCHOOL.quarter(1));
    format!("/api/v1/journal?class_id={class}&subject_id={subject}&period_id={period}")
}

fn position_of(answer: &Answer, header: &str) -> i64 {
    let (institution, position) = answer.header(header).unwrap().split_once(':').unwrap();
    assert_eq!(institution, SCHOOL.institution().to_string());
    position.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_written_reads_what_they_have_written() {
    let journal = school().with_delivery().open().await;
    let client = administrator(&journal).await;
    for round in 1..=10 {
        let written = client.put(&mark_of_aigerim(), &value(&round.to_string())).await;
        let position = written.is(200).header("journal-position").unwrap();
        let shown = client.with("journal-min-position", position).get(&page()).await;
        assert_eq!(shown.is(200).json()["marks"][0]["value"], round.to_string());
        assert_eq!(shown.header("journal-stale"), None);
        let applied = position_of(&shown, "journal-applied-position");
        assert!(applied >= position_of(&written, "journal-position"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_out_of_date_says_so_or_is_refused_as_the_reader_prefers() {
    let journal = school().open().await;
    journal.caught_up().await;
    let client = administrator(&journal).await;
    let written = client.put(&mark_of_aigerim(), &value("9")).await;
    let reader = client.with("journal-min-position", written.is(200).header("journal-position").unwrap());
    let shown = reader.with("prefer", "wait=0").get(&page()).await;
    assert_eq!(shown.is(200).header("journal-stale"), Some("true"));
    assert_eq!(shown.json()["marks"], json!([]));
    let strict = reader.with("prefer", "wait=0, handling=strict").get(&page()).await;
    problem(&strict, 503, "not-caught-up");
    assert_eq!(strict.header("retry-after"), Some("1"));

    journal.caught_up().await;
    let strict = reader.with("prefer", "handling=strict").get(&page()).await;
    assert_eq!(strict.is(200).json()["marks"][0]["value"], "9");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_of_another_school_or_of_the_future_is_refused() {
    let journal = school().open().await;
    let client = administrator(&journal).await;
    let ahead = head(journal.pool(), SCHOOL.institution()).await + 1;
    for forged in [
        format!("{}:{ahead}", SCHOOL.institution()),
        format!("{}:1", OTHER_SCHOOL.institution()),
        format!("{}:-1", SCHOOL.institution()),
        "1".to_owned(),
    ] {
        problem(&client.with("journal-min-position", &forged).get(&page()).await, 400, "malformed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_change_history_is_read_part_by_part_without_a_gap_or_a_repeat() {
    let journal = school().open().await;
    live_through(&journal).await;
    let client = administrator(&journal).await;
    journal.caught_up().await;
    let mut positions = Vec::new();
    let mut path = "/api/v1/change-history?limit=7".to_owned();
    loop {
        let part = client.get(&path).await.is(200).json();
        let items = part["items"].as_array().unwrap();
        positions.extend(items.iter().map(|item| item["position"].as_str().unwrap().parse::<i64>().unwrap()));
        let Some(next) = part["next"].as_str() else { break };
        path = format!("/api/v1/change-history?limit=7&cursor={next}");
    }
    let last = head(journal.pool(), SCHOOL.institution()).await;
    assert!(positions.into_iter().eq((1..=last).rev()));
}
