//! Texts and days no program should be given, and what a way in is worth to somebody who stole one.

use axum::http::StatusCode;
use dayek::check::check;
use dayek::log::StreamKey;
use dayek::refusal::Refusal;
use dayek::usecases::{Duty, EnrolPupil, GrantRole, OpenSection, RegisterProgram, StaffClass};
use dayek_domain::access::{Level, Role, Section};
use dayek_domain::subject::{Subject, SubjectEvent};
use dayek_tests::client::Client;
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::raw;
use dayek_tests::school::{AIGERIM, CONTROL_WORK, LESSON_DAY, SCHOOL, day};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;
use serde_json::json;

async fn staffed() -> Journal {
    let journal = school().with_staff().open().await;
    journal.caught_up().await;
    journal
}

fn mark_of_aigerim() -> String {
    format!("/api/v1/assessments/{CONTROL_WORK}/marks/{AIGERIM}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_cannot_be_kept_is_refused_with_its_place_and_nothing_is_written() {
    let journal = staffed().await;
    let teacher = journal.signed_in(Who::Teacher).await.client();
    let before = head(journal.pool(), SCHOOL.institution()).await;
    for reason in ["a\u{0}b".to_owned(), "\u{1b}[31m".to_owned(), "ә".repeat(1_001)] {
        let mark = json!({ "value": "9", "on": LESSON_DAY, "reason": reason });
        let problem = teacher.put(&mark_of_aigerim(), &mark).await.is(422).json();
        assert_eq!(problem["type"], "urn:dayek:problem:invalid-input");
        assert_eq!(problem["errors"][0]["pointer"], "/reason");
    }
    for on in ["+99999-01-01", "1812-09-07", "2201-01-01"] {
        teacher.put(&mark_of_aigerim(), &json!({ "value": "9", "on": on })).await.is(422);
    }
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    let several_lines = json!({ "value": "9", "on": LESSON_DAY, "reason": "қайта\n\tтексерілді" });
    teacher.put(&mark_of_aigerim(), &several_lines).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_descriptions_and_numbers_of_orders_have_their_lengths() {
    let journal = staffed().await;
    let teacher = journal.signed_in(Who::Teacher).await.client();
    let planned = |title: usize, description: usize| {
        json!({
            "class_id": SCHOOL.class_7a(), "subject_id": SCHOOL.algebra(), "study_year_id": SCHOOL.study_year(),
            "period_id": SCHOOL.quarter(1), "title": "t".repeat(title), "description": "d".repeat(description),
            "assigned_on": "2026-09-08", "due_on": "2026-09-15", "least": "1", "most": "10",
        })
    };
    for (title, description, pointer) in [(201, 0, "/title"), (1, 2_001, "/description")] {
        let refused = teacher.post("/api/v1/assessments", &planned(title, description)).await;
        assert_eq!(refused.is(422).json()["errors"][0]["pointer"], pointer);
    }
    teacher.post("/api/v1/assessments", &planned(200, 2_000)).await.is(201);

    let mut administrator = journal.signed_in(Who::Administrator).await;
    let roles = format!("/people/{}/roles", Who::Employee.person());
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let number = "1".repeat(51);
    let order = [("role", "psychologist"), ("order_number", number.as_str()), ("order_date", "2026-09-01")];
    administrator.form(&roles, &order).await.is(422);
    let order = [("role", "psychologist"), ("order_number", "1\u{0}"), ("order_date", "2026-09-01")];
    administrator.form(&roles, &order).await.is(422);
    let token = [("label", "a\u{7}"), ("scope", "read"), ("days", "30")];
    administrator.form("/tokens", &token).await.is(422);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn days_out_of_reach_are_refused_in_questions() {
    let journal = staffed().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let client = administrator.client();
    let person = Who::Teacher.person();
    for year in ["0001", "2201", "%2B262142"] {
        let moment = format!("{year}-12-31T00:00");
        for field in ["from", "to"] {
            let refused = client.get(&format!("/api/v1/change-history?{field}={year}-01-01")).await;
            assert_eq!(refused.is(422).json()["errors"][0]["parameter"], field);
            administrator.get(&format!("/history?{field}={year}-01-01")).await.is(422);
        }
        let explained =
            format!("/api/v1/access/explain?person_id={person}&action=give_marks&at={moment}:00Z");
        assert_eq!(client.get(&explained).await.is(422).json()["errors"][0]["parameter"], "at");
        administrator.get(&format!("/people/{person}/access?action=give_marks&at={moment}")).await.is(422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nul_in_an_old_log_parks_nothing_and_what_is_parked_is_told() {
    let journal = school().open().await;
    journal.caught_up().await;
    let mut admin = journal.database.admin().await;
    let key = StreamKey::of::<Subject>(SCHOOL.algebra());
    let renamed = SubjectEvent::SubjectRenamed {
        from: "Алгебра".to_owned(),
        from_code: None,
        to: "Алге\u{0}бра".to_owned(),
        to_code: None,
    };
    raw::append(&mut admin, SCHOOL.institution(), &key, 1, &[renamed]).await;
    journal.caught_up().await;
    let parked: i64 = sqlx::query_scalar("SELECT count(*) FROM projection_dead_letter")
        .fetch_one(journal.pool())
        .await
        .unwrap();
    assert_eq!(parked, 0);
    let name: String = sqlx::query_scalar("SELECT name FROM read.subject WHERE subject_id = $1")
        .bind(SCHOOL.algebra().0)
        .fetch_one(journal.pool())
        .await
        .unwrap();
    assert_eq!(name, "Алге\u{fffd}бра");

    sqlx::query(
        "INSERT INTO projection_dead_letter (institution_id, schema_name, position, aggregate_type, aggregate_id, error)
         SELECT $1, schema_name, 1, 'subject', 'x', 'e' FROM projection_version
         WHERE projection = 'journal' AND state = 'active'",
    )
    .bind(SCHOOL.institution().0)
    .execute(journal.runner_pool())
    .await
    .unwrap();
    let report = check(journal.log(), &|_| ()).await.unwrap();
    assert!(report.faults.iter().any(|fault| fault.contains("parked")), "{report:?}");
}

/// An editor who may keep people and classes, and grants no roles.
async fn editor(journal: &Journal) -> Visitor {
    let (person_id, role) = (Who::Editor.person(), Role::Editor);
    for section in [Section::People, Section::Classes] {
        journal.run(OpenSection { person_id, role, section, level: Level::Edit, order: None }).await;
    }
    journal.signed_in(Who::Editor).await
}

async fn restore(client: &Client, who: Who) -> StatusCode {
    client.post(&format!("/api/v1/people/{}/account/restoration", who.person()), &json!({})).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_whoever_holds_a_role_comes_only_from_those_who_grant_roles() {
    let journal = staffed().await;
    // As an old log may have it: somebody of the staff who was enrolled first.
    journal.run(GrantRole::of(AIGERIM, Role::Moderator)).await;
    journal.caught_up().await;
    let leader = journal.signed_in(Who::ClassLeader).await.client();
    let before = head(journal.pool(), SCHOOL.institution()).await;
    assert_eq!(restore(&leader, Who::Pupil).await, 403);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    let administrator = journal.signed_in(Who::Administrator).await.client();
    assert_eq!(restore(&administrator, Who::Pupil).await, 201);
    assert_eq!(restore(&administrator, Who::Director).await, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_with_a_role_and_no_program_is_enrolled_in_a_class() {
    let journal = staffed().await;
    let (class_id, from) = (SCHOOL.class_7b(), day(2026, 9, 10));
    let refused =
        journal.try_run(EnrolPupil { class_id, pupil_id: Who::Director.person(), from, order: None }).await;
    assert!(matches!(&refused, Err(Refusal::Rule(rule)) if rule.code == "school.is_staff"), "{refused:?}");
    let program = SCHOOL.program(77);
    journal.run(RegisterProgram { person_id: program, name: "a program".to_owned() }).await;
    let refused = journal.try_run(EnrolPupil { class_id, pupil_id: program, from, order: None }).await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_makes_themselves_the_leader_of_a_class_unless_they_grant_roles() {
    let journal = staffed().await;
    let editor = editor(&journal).await.client();
    let leader = format!("/api/v1/classes/{}/leader", SCHOOL.class_7b());
    let refused = editor.put(&leader, &json!({ "person_id": Who::Editor.person() })).await;
    assert_eq!(refused.is(422).json()["rule"]["code"], "school.own_appointment");
    editor.put(&leader, &json!({ "person_id": Who::Employee.person() })).await.is(200);
    let administrator = journal.signed_in(Who::Administrator).await.client();
    administrator.put(&leader, &json!({ "person_id": Who::Administrator.person() })).await.is(200);
    // The program itself sets up what it is told.
    let (duty, person_id) = (Duty::ClassLeader, Some(Who::Employee.person()));
    journal.run(StaffClass { class_id: SCHOOL.class_7b(), duty, person_id, order: None }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_offers_a_pupil_no_class_they_may_not_see() {
    let journal = staffed().await;
    let mut pupil = journal.signed_in(Who::Pupil).await;
    let page = pupil.get(&format!("/people/{AIGERIM}/access")).await.is(200).text();
    assert!(page.contains(&SCHOOL.class_7a().to_string()), "{page}");
    assert!(!page.contains(&SCHOOL.class_7b().to_string()), "{page}");
}
