//! The list of those who take the unified national test; names of classes, and the members of groups.

use dayek::usecases::{EnrolPupil, FormClass, RegisterPerson};
use dayek_domain::access::Role;
use dayek_domain::id::{ClassId, PersonId};
use dayek_domain::person::PersonDetails;
use dayek_domain::school_class::{ClassKind, Part};
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, DAULET, OTHER_SCHOOL, SCHOOL, YERLAN, day};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;
use serde_json::json;
use uuid::Uuid;

const CLASS_11A: ClassId = ClassId(Uuid::from_u128((0x55 << 96) | 0x11a));
const GROUP: ClassId = ClassId(Uuid::from_u128((0x55 << 96) | 0xe));
const ARUZHAN: PersonId = PersonId(Uuid::from_u128((0x55 << 96) | 1));
const TIMUR: PersonId = PersonId(Uuid::from_u128((0x55 << 96) | 2));

/// A school with two pupils in 11А, and a group of 7А with nobody in it.
async fn full_school() -> (Journal, Visitor) {
    let journal = school().with_staff().with_delivery().open().await;
    let parts = vec![Part::whole(SCHOOL.class_7a())];
    for (class_id, kind, name, parts) in
        [(CLASS_11A, ClassKind::Class, "11А", vec![]), (GROUP, ClassKind::Group, "Хор", parts)]
    {
        let study_year_id = SCHOOL.study_year();
        journal.run(FormClass { class_id, study_year_id, kind, name: name.to_owned(), parts }).await;
    }
    for (person_id, family_name) in [(ARUZHAN, "Түлекова"), (TIMUR, "Асылов")] {
        let details = PersonDetails { family_name: family_name.to_owned(), ..PersonDetails::default() };
        journal.run(RegisterPerson { person_id, details }).await;
        let (class_id, from) = (CLASS_11A, day(2026, 9, 1));
        journal.run(EnrolPupil { class_id, pupil_id: person_id, from, order: None }).await;
    }
    journal.caught_up().await;
    let administrator = journal.signed_in(Who::Administrator).await;
    (journal, administrator)
}

async fn shows(visitor: &mut Visitor, page: &str, text: &str) -> bool {
    visitor.get(page).await.is(200).text().contains(text)
}

fn ticked(pupil: PersonId) -> String {
    format!("name=\"listed\" value=\"{pupil}\" checked")
}

#[tokio::test(flavor = "multi_thread")]
async fn pupils_of_the_last_grade_are_ticked_and_unticked() {
    let (journal, mut administrator) = full_school().await;
    assert!(shows(&mut administrator, "/people", "href=\"/people/unt\"").await);
    let page = administrator.get("/people/unt").await.is(200).text();
    assert!(page.contains("Түлекова") && page.contains("Асылов"), "{page}");
    assert!(!page.contains(&AIGERIM.to_string()), "{page}");

    let (one, other) = (ARUZHAN.to_string(), TIMUR.to_string());
    let year = SCHOOL.study_year().to_string();
    let shown = [("year", year.as_str()), ("shown", one.as_str()), ("shown", other.as_str())];
    for (listed, here) in [(one.as_str(), [true, false]), (other.as_str(), [false, true])] {
        let fields: Vec<(&str, &str)> = shown.into_iter().chain([("listed", listed)]).collect();
        let answer = administrator.form("/people/unt", &fields).await;
        assert_eq!(answer.is(303).header("location"), Some("/people/unt?done=saved"));
        journal.caught_up().await;
        let page = administrator.get("/people/unt").await.is(200).text();
        assert_eq!([ARUZHAN, TIMUR].map(|pupil| page.contains(&ticked(pupil))), here, "{page}");
        let before = head(journal.pool(), SCHOOL.institution()).await;
        administrator.form("/people/unt", &fields).await.is(303);
        assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    }
    // Who was put on the list and taken off it stands in the history.
    let mut english = administrator.clone().speaking("en");
    assert!(shows(&mut english, "/history?kind=person&action=delete", "takes the national test").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_another_grade_is_put_on_the_list() {
    let (journal, mut administrator) = full_school().await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let (pupil, year) = (AIGERIM.to_string(), SCHOOL.study_year().to_string());
    let form = [("year", year.as_str()), ("shown", pupil.as_str()), ("listed", pupil.as_str())];
    let page = administrator.form("/people/unt", &form).await.is(422).text();
    assert!(page.contains("href=\"#listed\""), "{page}");
    let client = administrator.client();
    let taker = |person: PersonId| format!("/api/v1/study-years/{year}/unt-takers/{person}");
    for person in [AIGERIM, Who::Teacher.person()] {
        let refused = client.put(&taker(person), &json!({ "listed": true })).await.is(422).json();
        assert_eq!(refused["rule"]["code"], "school.not_in_last_grade", "{refused}");
    }
    client.put(&taker(PersonId(Uuid::from_u128(0x404))), &json!({ "listed": true })).await.is(404);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_kept_through_the_api_by_whoever_may_and_by_nobody_else() {
    let (journal, administrator) = full_school().await;
    journal.add_school(OTHER_SCHOOL).await;
    journal.caught_up().await;
    let list = format!("/api/v1/study-years/{}/unt-takers", SCHOOL.study_year());
    let taker = format!("{list}/{ARUZHAN}");
    let client = administrator.client();
    assert_eq!(client.put(&taker, &json!({ "listed": true })).await.is(200).json()["changed"], true);
    assert_eq!(client.put(&taker, &json!({ "listed": true })).await.is(200).json()["changed"], false);
    journal.caught_up().await;
    let listed = client.get(&list).await.is(200).json();
    assert_eq!(listed["items"][0]["pupil_id"], ARUZHAN.to_string());
    assert_eq!(listed["items"][0]["family_name"], "Түлекова");
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));

    let mut teacher = journal.signed_in(Who::Teacher).await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    teacher.client().put(&taker, &json!({ "listed": false })).await.is(403);
    teacher.client().get(&list).await.is(403);
    teacher.get("/people/unt").await.is(403);
    let elsewhere = journal.client(&journal.token_in(OTHER_SCHOOL, Role::Administrator).await);
    elsewhere.put(&taker, &json!({ "listed": false })).await.is(404);
    elsewhere.get(&list).await.is(404);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_is_called_otherwise_on_its_page_and_through_the_api() {
    let (journal, mut administrator) = full_school().await;
    let page = format!("/classes/{}", SCHOOL.class_7a());
    let nameless = administrator.form(&format!("{page}/name"), &[("name", " ")]).await;
    assert!(nameless.is(422).text().contains("id=\"class_name-error\""));
    administrator.form(&format!("{page}/name"), &[("name", "7В")]).await.is(303);
    journal.caught_up().await;
    assert!(shows(&mut administrator, &page, "<h1>7В</h1>").await);
    let path = format!("/api/v1{page}");
    let client = administrator.client();
    assert_eq!(client.put(&path, &json!({ "name": "7В" })).await.is(200).json()["changed"], false);
    client.put(&path, &json!({ "name": "7А" })).await.is(200);
    let unknown = format!("/api/v1/classes/{}", Uuid::from_u128(0x404));
    client.put(&unknown, &json!({ "name": "7А" })).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn pupils_of_its_classes_are_taken_into_a_group_several_at_once() {
    let (journal, mut administrator) = full_school().await;
    let page = format!("/classes/{GROUP}");
    let offered = |pupil: PersonId| format!("name=\"pupil\" value=\"{pupil}\"");
    let text = administrator.get(&page).await.is(200).text();
    assert!(text.contains(&offered(AIGERIM)) && text.contains(&offered(DAULET)), "{text}");
    assert!(!text.contains(&offered(YERLAN)), "{text}");

    let form = format!("{page}/members");
    let nobody = administrator.form(&form, &[("from", "2026-09-10")]).await;
    assert!(nobody.is(422).text().contains("id=\"members-error\""));
    let (one, other) = (AIGERIM.to_string(), DAULET.to_string());
    let both = [("pupil", one.as_str()), ("pupil", other.as_str()), ("from", "2026-09-10")];
    administrator.form(&form, &both).await.is(303);
    journal.caught_up().await;
    let text = administrator.get(&page).await.is(200).text();
    assert!(!text.contains(&offered(AIGERIM)) && !text.contains(&offered(DAULET)), "{text}");
    assert!(text.contains(&format!("{page}/pupils/{AIGERIM}/withdrawal")), "{text}");
    // A class is no group: nobody is offered to it from elsewhere.
    let class = format!("/classes/{}", SCHOOL.class_7a());
    assert!(!shows(&mut administrator, &class, &format!("action=\"{class}/members\"")).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_marks_a_class_has_is_chosen_once_on_the_page_of_classes() {
    let (journal, mut administrator) = full_school().await;
    let class = SCHOOL.class_7a().to_string();
    let mut sent = Vec::new();
    for (kind, status) in [("points", 303), ("points", 303), ("criteria", 422), ("none", 422)] {
        let form = [("class", class.as_str()), ("journal", kind)];
        administrator.form("/setup/classes/settings", &form).await.is(status);
        journal.caught_up().await;
        sent.push(head(journal.pool(), SCHOOL.institution()).await);
    }
    assert!(sent.windows(2).all(|pair| pair[0] == pair[1]), "{sent:?}");
    let mut english = administrator.clone().speaking("en");
    assert!(shows(&mut english, "/setup/classes", "<td>journal with points</td>").await);
}
