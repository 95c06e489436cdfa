//! A term over HTTP: people give, change and withdraw, and find every step of it in the change history.

use dayek_domain::access::Role;
use dayek_tests::client::{Answer, Client};
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, CONTROL_WORK, DAULET, ESSAY, LESSON, LESSON_DAY, MADINA, SCHOOL, YERLAN};
use serde_json::{Value, json};

fn marks_of(pupil: impl std::fmt::Display) -> String {
    format!("/api/v1/assessments/{CONTROL_WORK}/marks/{pupil}")
}

async fn algebra_teacher(journal: &Journal) -> Client {
    // Which journals a teacher may read of is itself read from a read model.
    journal.caught_up().await;
    journal.client(&journal.token_of(SCHOOL, SCHOOL.algebra_teacher()).await)
}

/// What a reader is shown who wants to see a command they have just sent.
async fn shown_after(command: &Answer, reader: &Client, path: &str) -> Value {
    let position = command.header("journal-position").unwrap();
    let shown = reader.with("journal-min-position", position).get(path).await;
    assert_eq!(shown.is(200).header("journal-stale"), None);
    shown.json()
}

async fn changes_after(command: &Answer, reader: &Client, kind: &str) -> Vec<Value> {
    let path = format!("/api/v1/change-history?kind={kind}");
    let shown = shown_after(command, reader, &path).await;
    assert_eq!(shown["next"], Value::Null);
    // The newest comes first; a story is told from its beginning.
    shown["items"].as_array().unwrap().iter().rev().cloned().collect()
}

/// What one row tells: what was done, from which value to which, and why.
fn step(change: &Value) -> Value {
    json!([change["action"], change["old"], change["new"], change["reason"]])
}

fn steps(changes: &[Value]) -> Vec<Value> {
    changes.iter().map(step).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_is_given_changed_and_withdrawn_and_every_step_is_kept() {
    let journal = school().with_delivery().open().await;
    let teacher = algebra_teacher(&journal).await;
    let given = teacher.put(&marks_of(AIGERIM), &json!({ "value": "9", "on": LESSON_DAY })).await;
    let changed = teacher
        .put(
            &marks_of(AIGERIM),
            &json!({ "value": 10, "on": LESSON_DAY, "expected": "9", "reason": "a slip" }),
        )
        .await;
    let withdrawn = teacher
        .post(&format!("{}/withdrawal", marks_of(AIGERIM)), &json!({ "expected": 10, "reason": "not hers" }))
        .await;
    for answer in [&given, &changed, &withdrawn] {
        assert_eq!(answer.is(200).json()["changed"], true);
    }

    let changes = changes_after(&withdrawn, &teacher, "mark").await;
    assert_eq!(
        steps(&changes),
        [
            json!(["create", null, "9", null]),
            json!(["update", "9", "10", "a slip"]),
            json!(["delete", "10", null, "not hers"]),
        ]
    );
    for (change, answer) in changes.iter().zip([&given, &changed, &withdrawn]) {
        assert_eq!(change["author_id"], json!(SCHOOL.algebra_teacher()));
        assert_eq!(change["author_role"], "teacher");
        assert_eq!(change["origin"], "api");
        assert_eq!(change["request_id"].as_str(), answer.header("x-request-id"));
        assert_eq!(change["position"], answer.json()["position"]);
        assert_eq!(change["person_id"], json!(AIGERIM));
        assert_eq!(
            (&change["class_id"], &change["subject_id"]),
            (&json!(SCHOOL.class_7a()), &json!(SCHOOL.algebra()))
        );
        assert_eq!(change["on_day"], json!(LESSON_DAY));
        assert_eq!(change["title"], "Бақылау жұмысы");
        assert_eq!(change["author_name"], "Көкшетеров Гүлнар");
        assert_eq!(change["person_name"], "Аққайыңова Айгерім");
        assert_eq!((&change["class_name"], &change["subject_name"]), (&json!("7А"), &json!("Алгебра")));
        assert_eq!(change["period_name"], "1-тоқсан");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_there_is_noted_corrected_and_cleared_and_every_step_is_kept() {
    let journal = school().with_delivery().open().await;
    let teacher = algebra_teacher(&journal).await;
    let path = format!("/api/v1/lessons/{LESSON}/attendance");
    let noted = |code: Value| json!({ "marks": [{ "pupil_id": DAULET, "code": code }] });
    teacher.post(&path, &noted(json!("absent"))).await.is(200);
    teacher.post(&path, &noted(json!("excused"))).await.is(200);
    let cleared = teacher.post(&path, &noted(Value::Null)).await;
    let changes = changes_after(cleared.is(200), &teacher, "attendance").await;
    assert_eq!(
        steps(&changes),
        [
            json!(["create", null, "absent", null]),
            json!(["update", "absent", "excused", null]),
            json!(["delete", "excused", null, null]),
        ]
    );
    assert!(changes.iter().all(|change| change["person_id"] == json!(DAULET)));
    assert!(changes.iter().all(|change| change["author_role"] == "teacher"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_is_moved_and_the_old_place_is_kept() {
    let journal = school().with_delivery().open().await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    let to = json!({
        "date": "2026-09-16", "number": 3, "reason": "a holiday",
        "expected": { "date": LESSON_DAY, "number": 2 },
    });
    let moved = administrator.put(&format!("/api/v1/lessons/{LESSON}/slot"), &to).await;
    let changes = changes_after(moved.is(200), &administrator, "schedule").await;
    assert_eq!(
        steps(&changes),
        [
            json!(["create", null, "2026-09-15 #2", null]),
            json!(["update", "2026-09-15 #2", "2026-09-16 #3", "a holiday"]),
        ]
    );
    assert_eq!((&changes[0]["origin"], &changes[1]["origin"]), (&json!("system"), &json!("api")));
    let lesson = administrator.get(&format!("/api/v1/lessons/{LESSON}")).await.is(200).json();
    assert_eq!((&lesson["date"], &lesson["number"]), (&json!("2026-09-16"), &json!(3)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_granted_and_revoked_and_both_are_kept() {
    let journal = school().with_delivery().open().await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    let person = SCHOOL.algebra_teacher();
    let roles = format!("/api/v1/people/{person}/roles");
    administrator.post(&roles, &json!({ "role": "psychologist" })).await.is(200);
    let held = administrator.get(&roles).await.is(200).json();
    let held: Vec<&Value> = held["roles"].as_array().unwrap().iter().map(|role| &role["role"]).collect();
    assert_eq!(held, ["psychologist", "employee"]);

    let path = format!("{roles}/psychologist/revocation");
    let revoked = administrator.post(&path, &json!({ "reason": "on her own wish" })).await;
    let path = "role&pupil_id=".to_owned() + &person.to_string();
    let changes = changes_after(revoked.is(200), &administrator, &path).await;
    assert_eq!(
        steps(&changes),
        [
            json!(["create", null, "employee", null]),
            json!(["create", null, "psychologist", null]),
            json!(["delete", "psychologist", null, "on her own wish"]),
        ]
    );
    assert_eq!(changes[2]["author_role"], "administrator");
    let named = |change: &Value| json!([change["author_name"], change["person_name"], change["class_name"]]);
    // The first role was granted by the program itself, the others by a program with an account.
    assert_eq!(named(&changes[0]), json!([null, "Көкшетеров Гүлнар", null]));
    assert_eq!(named(&changes[2]), json!(["program of the administrator", "Көкшетеров Гүлнар", null]));
}

/// The mean of 7А, as the statistics have it after a command.
async fn mean_after(command: &Answer, reader: &Client) -> Value {
    let shown = shown_after(command, reader, "/api/v1/statistics?by=class").await;
    let classes = shown["items"].as_array().unwrap();
    let class = classes.iter().find(|class| class["id"] == json!(SCHOOL.class_7a())).unwrap();
    json!([class["count"], class["average"]])
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mean_of_a_class_follows_every_change_of_a_mark() {
    let journal = school().with_delivery().open().await;
    let teacher = algebra_teacher(&journal).await;
    let whole = json!({ "on": LESSON_DAY, "marks": [
        { "pupil_id": AIGERIM, "value": "10" }, { "pupil_id": DAULET, "value": "7" },
        { "pupil_id": MADINA, "value": "8" },
    ]});
    let column = format!("/api/v1/assessments/{CONTROL_WORK}/marks");
    let given = teacher.post(&column, &whole).await;
    assert_eq!(mean_after(given.is(200), &teacher).await, json!([3, "8.3333"]));
    let changed = teacher.put(&marks_of(DAULET), &json!({ "value": "4", "on": LESSON_DAY })).await;
    assert_eq!(mean_after(changed.is(200), &teacher).await, json!([3, "7.3333"]));
    let withdrawn = teacher.post(&format!("{}/withdrawal", marks_of(MADINA)), &json!({})).await;
    assert_eq!(mean_after(withdrawn.is(200), &teacher).await, json!([2, "7.0000"]));
    for (by, name) in
        [("class", "7А"), ("subject", "Алгебра"), ("period", "1-тоқсан"), ("pupil", "Аққайыңова Айгерім")]
    {
        let path = format!("/api/v1/statistics?by={by}&pupil_id={AIGERIM}");
        let shown = shown_after(&withdrawn, &teacher, &path).await;
        assert_eq!(shown["items"][0]["name"], name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_journal_shows_pupils_lessons_columns_and_marks() {
    let journal = school().with_delivery().open().await;
    let teacher = algebra_teacher(&journal).await;
    let given = teacher.put(&marks_of(AIGERIM), &json!({ "value": "9", "on": LESSON_DAY })).await;
    let (class, subject, period) = (SCHOOL.class_7a(), SCHOOL.algebra(), SCHOOL.quarter(1));
    let path = format!("/api/v1/journal?class_id={class}&subject_id={subject}&period_id={period}");
    let page = shown_after(given.is(200), &teacher, &path).await;
    assert_eq!(page["pupils"].as_array().unwrap().len(), 5);
    assert_eq!(page["pupils"][0]["name"], "Аққайыңова Айгерім");
    assert_eq!(page["lessons"][0]["lesson_id"], json!(LESSON));
    assert_eq!(page["assessments"][0]["title"], "Бақылау жұмысы");
    let mark = &page["marks"][0];
    assert_eq!((&mark["pupil_id"], &mark["value"]), (&json!(AIGERIM), &json!("9")));
    assert_eq!(mark["set_by"], json!(SCHOOL.algebra_teacher()));

    let seen = teacher.get(&path).await;
    let again = teacher.with("if-none-match", seen.is(200).header("etag").unwrap()).get(&path).await;
    again.is(304);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_marks_the_class_they_teach_and_no_other() {
    let journal = school().with_delivery().open().await;
    let teacher = algebra_teacher(&journal).await;
    let mark = json!({ "value": "9", "on": LESSON_DAY });
    let own = teacher.put(&marks_of(AIGERIM), &mark).await;
    own.is(200);
    let elsewhere = format!("/api/v1/assessments/{ESSAY}/marks/{YERLAN}");
    teacher.put(&elsewhere, &mark).await.is(403);

    let history = journal.client(&journal.token_of(SCHOOL, SCHOOL.history_teacher()).await);
    history.put(&marks_of(AIGERIM), &mark).await.is(403);
    let essay = history.put(&elsewhere, &mark).await;
    let seen = changes_after(essay.is(200), &history, "mark").await;
    assert_eq!(seen.len(), 1, "a teacher sees the history of the journals they teach");
    assert_eq!(seen[0]["person_id"], json!(YERLAN));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_director_sees_everything_and_gives_no_mark() {
    let journal = school().with_delivery().open().await;
    let director = journal.client(&journal.token_for(Role::Director).await);
    journal.caught_up().await;
    let problem = director.put(&marks_of(AIGERIM), &json!({ "value": "9", "on": LESSON_DAY })).await;
    assert_eq!(problem.is(403).json()["type"], "urn:dayek:problem:forbidden");
    director.get("/api/v1/statistics?by=class").await.is(200);
    let classes = director.get("/api/v1/classes").await.is(200).json();
    assert_eq!(classes["items"][0]["name"], "7А");
    let taught = json!([{
        "subject_id": SCHOOL.algebra(),
        "subject_name": "Алгебра",
        "teacher_ids": [SCHOOL.algebra_teacher()],
    }]);
    assert_eq!(classes["items"][0]["subjects"], taught);
    director.get(&format!("/api/v1/assessments/{CONTROL_WORK}")).await.is(200);
    let roles = format!("/api/v1/people/{}/roles", SCHOOL.algebra_teacher());
    director.post(&roles, &json!({ "role": "director" })).await.is(403);
}
