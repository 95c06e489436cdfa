//! Going from one institution to another, from one study year to another, and being told no in one's own
//! language.

use dayek::usecases::{DefineStudyYear, FormClass};
use dayek_domain::access::Role;
use dayek_domain::id::{ClassId, StudyYearId};
use dayek_domain::school_class::ClassKind;
use dayek_domain::study_year::Days;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, CONTROL_WORK, LESSON_DAY, OTHER_SCHOOL, SCHOOL, day};
use dayek_tests::staff::Who;
use dayek_tests::visitor::{PASSWORD, Visitor};
use serde_json::json;
use uuid::Uuid;

/// A teacher who works in two schools.
async fn teacher_of_two() -> (Journal, Visitor, Visitor) {
    let journal = school().open().await;
    journal.add_school(OTHER_SCHOOL).await;
    journal.caught_up().await;
    let here = journal.visitor(SCHOOL.algebra_teacher()).await;
    let there = journal.visitor_in(OTHER_SCHOOL, OTHER_SCHOOL.algebra_teacher()).await;
    (journal, here, there)
}

fn of(login: &str) -> [(&str, &str); 3] {
    [("own_password", PASSWORD), ("login", login), ("password", PASSWORD)]
}

/// The link that stands on a page.
fn link_on(page: &str) -> Option<String> {
    let rest = page.split("name=\"place\" value=\"").nth(1)?;
    rest.split('"').next().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_of_two_schools_goes_from_one_to_the_other_and_back() {
    let (_journal, mut here, there) = teacher_of_two().await;
    assert_eq!(link_on(&here.get("/").await.text()), None);
    here.form("/account/places", &of(&there.login)).await.is(303);
    let link = link_on(&here.get("/").await.text()).unwrap();
    let stolen = here.session().unwrap().to_owned();

    assert_eq!(here.form("/place", &[("place", &link)]).await.is(303).header("location"), Some("/"));
    let me = here.client().get("/api/v1/me").await;
    assert_eq!(me.is(200).json()["person_id"], OTHER_SCHOOL.algebra_teacher().to_string());
    let mut left = here.elsewhere().with_session(&stolen);
    assert!(!left.is_in().await, "the session of the school that was left is over");

    // The way back is there without proving anything again.
    let back = link_on(&here.get("/").await.text()).unwrap();
    here.form("/place", &[("place", &back)]).await.is(303);
    let me = here.client().get("/api/v1/me").await;
    assert_eq!(me.is(200).json()["person_id"], SCHOOL.algebra_teacher().to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_taken_off_leads_nowhere_from_either_side() {
    let (_journal, mut here, mut there) = teacher_of_two().await;
    here.form("/account/places", &of(&there.login)).await.is(303);
    let link = link_on(&here.get("/").await.text()).unwrap();
    there.form(&format!("/account/places/{link}/removal"), &[]).await.is(303);
    for visitor in [&mut here, &mut there] {
        visitor.form("/place", &[("place", &link)]).await.is(404);
        assert_eq!(link_on(&visitor.get("/").await.text()), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_goes_through_a_link_of_somebody_else() {
    let (journal, mut here, there) = teacher_of_two().await;
    here.form("/account/places", &of(&there.login)).await.is(303);
    let link = link_on(&here.get("/").await.text()).unwrap();
    let mut pupil = journal.visitor(AIGERIM).await;
    pupil.form("/place", &[("place", &link)]).await.is(404);
    pupil.form(&format!("/account/places/{link}/removal"), &[]).await.is(404);
    assert_eq!(link_on(&here.get("/").await.text()), Some(link));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_is_linked_only_by_whoever_can_use_it() {
    let (journal, mut here, there) = teacher_of_two().await;
    let wrong = [
        ("own_password", PASSWORD),
        ("login", there.login.as_str()),
        ("password", "this is not the password"),
    ];
    here.form("/account/places", &wrong).await.is(422);
    // Another sign-in at the same school is no other place.
    let colleague = journal.visitor(SCHOOL.history_teacher()).await;
    here.form("/account/places", &of(&colleague.login)).await.is(422);
    assert_eq!(link_on(&here.get("/").await.text()), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_there_is_asked_for_when_linking_and_when_coming() {
    let (_journal, mut here, there) = teacher_of_two().await;
    let there = there.with_second_factor().await;
    here.form("/account/places", &of(&there.login)).await.is(422);
    let code = there.code(1);
    let fields = [
        ("own_password", PASSWORD),
        ("login", there.login.as_str()),
        ("password", PASSWORD),
        ("code", code.as_str()),
    ];
    here.form("/account/places", &fields).await.is(303);
    let link = link_on(&here.get("/").await.text()).unwrap();
    here.form("/place", &[("place", &link)]).await.is(303);
    assert_eq!(here.get("/").await.is(303).header("location"), Some("/sign-in/code"));
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_show_the_study_year_that_was_chosen() {
    let journal = school().with_staff().open().await;
    let past = StudyYearId(Uuid::from_u128(0x2025));
    let year = DefineStudyYear {
        study_year_id: past,
        name: "2025/2026".to_owned(),
        days: Days { first: day(2025, 9, 1), last: day(2026, 5, 25) },
        periods: vec![],
    };
    journal.run(year).await;
    let class = FormClass {
        class_id: ClassId(Uuid::from_u128(0x6a)),
        study_year_id: past,
        kind: ClassKind::Class,
        name: "6А".to_owned(),
        parts: vec![],
    };
    journal.run(class).await;
    journal.caught_up().await;
    let mut director = journal.signed_in(Who::Director).await;
    let now = director.get("/classes").await.is(200).text();
    assert!(now.contains("7А") && !now.contains("6А"), "{now}");

    let chosen = [("year", past.to_string()), ("back", "/classes".to_owned())];
    let chosen = chosen.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(director.form("/study-year", &chosen).await.is(303).header("location"), Some("/classes"));
    let then = director.get("/classes").await.is(200).text();
    assert!(then.contains("6А") && !then.contains("7А"), "{then}");
    assert!(!director.get("/journals").await.is(200).text().contains("Алгебра</td>"));

    let unknown = Uuid::from_u128(0x2099).to_string();
    director.form("/study-year", &[("year", &unknown), ("back", "/")]).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_of_the_school_is_told_in_the_readers_language() {
    let journal = school().open().await;
    journal.caught_up().await;
    let teacher = journal.visitor(SCHOOL.algebra_teacher()).await;
    for (language, says) in
        [("kk", "аралығында емес"), ("ru", "не лежит между"), ("en", "does not lie between")]
    {
        let mut reader = teacher.clone().speaking(language);
        let page = format!("/journals/{}/{}/{}", SCHOOL.class_7a(), SCHOOL.algebra(), SCHOOL.quarter(1));
        let (column, pupil) = (CONTROL_WORK.to_string(), AIGERIM.to_string());
        let fields = [("assessment", column.as_str()), ("pupil", pupil.as_str()), ("value", "11")];
        let refused = reader.form(&page, &fields).await;
        assert!(refused.is(422).text().contains(says), "{}", refused.text());
        // The script of the page is told the same, and which rule it is.
        let cell = format!("/api/v1/assessments/{CONTROL_WORK}/marks/{AIGERIM}");
        let refused = reader.client().put(&cell, &json!({ "value": "11", "on": LESSON_DAY })).await;
        let problem = refused.is(422).json();
        assert!(problem["detail"].as_str().unwrap().contains(says), "{problem}");
        assert_eq!(problem["rule"]["code"], "assessment.out_of_range");
        assert_eq!(problem["rule"]["values"]["most"], "10");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_cannot_be_read_is_answered_with_a_page() {
    let journal = school().with_staff().open().await;
    journal.caught_up().await;
    let mut director = journal.signed_in(Who::Director).await;
    for address in ["/journals?nothing=1", "/statistics?by=moon", "/pupils/none"] {
        let answer = director.get(address).await;
        assert!(answer.status.is_client_error(), "{address}");
        assert!(answer.text().contains("<main id=\"main\""), "{address}: {}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_see_a_page_keeps_their_own_sections() {
    let journal = school().with_staff().open().await;
    journal.caught_up().await;
    let mut moderator = journal.signed_in(Who::Moderator).await;
    let refused = moderator.get("/invitations").await;
    let text = refused.is(404).text();
    assert!(text.contains("href=\"/journals\"") && text.contains("/account"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_was_left_open_links_nothing() {
    let (_journal, mut here, there) = teacher_of_two().await;
    for _ in 0..5 {
        let fields = [
            ("own_password", "this is not the password"),
            ("login", there.login.as_str()),
            ("password", PASSWORD),
        ];
        let refused = here.form("/account/places", &fields).await;
        assert!(refused.is(422).text().contains("id=\"own_password-error\""), "{}", refused.text());
    }
    // It is counted like the password itself.
    here.form("/account/places", &of(&there.login)).await.is(422);
    assert_eq!(link_on(&here.get("/").await.text()), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_the_links_on_both_sides() {
    let (_journal, mut here, mut there) = teacher_of_two().await;
    here.form("/account/places", &of(&there.login)).await.is(303);
    let link = link_on(&there.get("/").await.text()).unwrap();
    let fields = [("current", PASSWORD), ("new", "жеті рет өлшеп, бір рет кес")];
    here.form("/account/password", &fields).await.is(303);
    for visitor in [&mut here, &mut there] {
        assert_eq!(link_on(&visitor.get("/").await.text()), None);
        visitor.form("/place", &[("place", &link)]).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_blocked_or_restored_is_linked_with_nobody_any_more() {
    for restores in [false, true] {
        let (journal, mut here, mut there) = teacher_of_two().await;
        here.form("/account/places", &of(&there.login)).await.is(303);
        assert!(link_on(&there.get("/").await.text()).is_some());
        let person = SCHOOL.algebra_teacher();
        if restores {
            let code = journal.invite(SCHOOL, person).await;
            let mut owner = journal.stranger();
            owner.login = "owner".to_owned();
            owner.join(&code).await.is(303);
        } else {
            let administrator = journal.client(&journal.token_for(Role::Administrator).await);
            let path = format!("/api/v1/people/{person}/account/block");
            administrator.post(&path, &json!({})).await.is(200);
        }
        assert_eq!(link_on(&there.get("/").await.text()), None, "restored: {restores}");
        let rows: i64 =
            sqlx::query_scalar("SELECT count(*) FROM linked_place").fetch_one(journal.pool()).await.unwrap();
        assert_eq!(rows, 0, "restored: {restores}");
    }
}
