//! A governing organisation and the schools below it: what it sees of them, and that both have to say so.

use dayek::usecases::{AdmitSubordinate, PlaceUnder, WithdrawPupil};
use dayek_domain::access::Role;
use dayek_tests::client::{Answer, Client};
use dayek_tests::journal::{Journal, school};
use dayek_tests::organisation::{DEPARTMENT, DEPARTMENT_NAME, OFFICE, OTHER_DEPARTMENT, officer};
use dayek_tests::school::{AIGERIM, CONTROL_WORK, DAULET, SCHOOL, School, day, mark, marks, no_mark};
use dayek_tests::staff::Who;
use serde_json::{Value, json};

/// As it is set up.
const SCHOOL_NAME: &str = "№ 1 жалпы білім беретін мектеп";

/// A school with two marks, and a department that has nothing to do with it yet.
async fn school_and_department() -> Journal {
    let journal = school().with_delivery().open().await;
    journal.add_organisation(DEPARTMENT).await;
    journal.run(marks(CONTROL_WORK, vec![mark(AIGERIM, 9), mark(DAULET, 7)])).await;
    journal
}

async fn client_of(journal: &Journal, organisation: School, role: Role) -> Client {
    journal.client(&journal.token_of(organisation, officer(organisation, role)).await)
}

async fn admit(office: &Client) -> Answer {
    office.put(&format!("/api/v1/network/{}", SCHOOL.institution()), &json!({})).await
}

async fn release(office: &Client) -> Answer {
    office.post(&format!("/api/v1/network/{}/release", SCHOOL.institution()), &json!({})).await
}

async fn place(administrator: &Client, parent: Option<School>) -> Answer {
    let parent_id = parent.map(School::institution);
    administrator.put("/api/v1/institution/parent", &json!({ "parent_id": parent_id })).await
}

async fn network(journal: &Journal, reader: &Client) -> Value {
    journal.caught_up().await;
    reader.get("/api/v1/network").await.is(200).json()
}

/// The department says it, and the school says it.
async fn both_say_so(journal: &Journal) {
    let (organisation_id, institution_id) = (DEPARTMENT.institution(), SCHOOL.institution());
    journal.run_in(DEPARTMENT, AdmitSubordinate { organisation_id, institution_id }).await;
    journal.run(PlaceUnder { institution_id, parent_id: Some(organisation_id) }).await;
    journal.caught_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_sees_a_school_only_after_both_have_said_so() {
    let journal = school_and_department().await;
    let office = client_of(&journal, DEPARTMENT, Role::OrgAdministrator).await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    let nothing = json!({ "items": [], "unconfirmed": [] });
    assert_eq!(network(&journal, &office).await, nothing);

    assert_eq!(admit(&office).await.is(200).json()["changed"], true);
    let shown = network(&journal, &office).await;
    assert_eq!(shown, json!({ "items": [], "unconfirmed": [SCHOOL.institution()] }));

    place(&administrator, Some(DEPARTMENT)).await.is(200);
    let shown = network(&journal, &office).await;
    assert_eq!(shown["items"][0]["institution_id"], json!(SCHOOL.institution()));
    assert_eq!(shown["unconfirmed"], json!([]));
    assert_eq!(admit(&office).await.is(200).json()["changed"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_school_says_alone_shows_an_organisation_nothing() {
    let journal = school_and_department().await;
    let office = client_of(&journal, DEPARTMENT, Role::OrgAdministrator).await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    place(&administrator, Some(DEPARTMENT)).await.is(200);
    assert_eq!(network(&journal, &office).await, json!({ "items": [], "unconfirmed": [] }));
    place(&administrator, Some(SCHOOL)).await.is(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_of_a_school_are_what_the_school_has() {
    let journal = school_and_department().await;
    both_say_so(&journal).await;
    let office = client_of(&journal, DEPARTMENT, Role::OrgAdministrator).await;
    let figures = |pupils: i64, marks: i64| {
        json!([{
            "institution_id": SCHOOL.institution(), "name": SCHOOL_NAME, "kind": "general",
            "classes": 2, "pupils": pupils, "staff": 2, "marks": marks, "below": null,
        }])
    };
    assert_eq!(network(&journal, &office).await["items"], figures(7, 2));
    let (class_id, on) = (SCHOOL.class_7a(), day(2026, 10, 1));
    journal.run(WithdrawPupil { class_id, pupil_id: AIGERIM, on, reason: None, order: None }).await;
    journal.run(marks(CONTROL_WORK, vec![no_mark(DAULET)])).await;
    assert_eq!(network(&journal, &office).await["items"], figures(6, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_that_was_released_or_has_left_is_not_seen_any_more() {
    let journal = school_and_department().await;
    both_say_so(&journal).await;
    let office = client_of(&journal, DEPARTMENT, Role::OrgAdministrator).await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    release(&office).await.is(200);
    assert_eq!(network(&journal, &office).await, json!({ "items": [], "unconfirmed": [] }));
    assert_eq!(release(&office).await.is(200).json()["changed"], false);

    admit(&office).await.is(200);
    assert_eq!(network(&journal, &office).await["items"][0]["name"], SCHOOL_NAME);
    place(&administrator, None).await.is(200);
    assert_eq!(network(&journal, &office).await["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_the_school_and_no_other_organisation_sees_the_network() {
    let journal = school_and_department().await;
    journal.add_organisation(OTHER_DEPARTMENT).await;
    both_say_so(&journal).await;
    for role in [Role::Director, Role::Administrator, Role::Employee] {
        let somebody = journal.client(&journal.token_for(role).await);
        somebody.get("/api/v1/network").await.is(404);
    }
    let director = journal.client(&journal.token_for(Role::Director).await);
    admit(&director).await.is(404);
    place(&director, Some(OTHER_DEPARTMENT)).await.is(404);

    let other = client_of(&journal, OTHER_DEPARTMENT, Role::OrgAdministrator).await;
    assert_eq!(network(&journal, &other).await, json!({ "items": [], "unconfirmed": [] }));
    admit(&other).await.is(200);
    // What the other department says of itself, and not a word about the school.
    let shown = network(&journal, &other).await;
    assert_eq!(shown, json!({ "items": [], "unconfirmed": [SCHOOL.institution()] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_has_no_institutions_below_it() {
    let journal = school_and_department().await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    let path = format!("/api/v1/network/{}", DEPARTMENT.institution());
    let refused = administrator.put(&path, &json!({})).await;
    assert_eq!(refused.is(422).json()["type"], "urn:dayek:problem:rule");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_administrator_of_an_organisation_sees_marks_and_says_who_belongs_to_it() {
    let journal = school_and_department().await;
    both_say_so(&journal).await;
    for role in [Role::OrgLeadership, Role::OrgDeputy, Role::OrgEditor] {
        let officer = client_of(&journal, DEPARTMENT, role).await;
        let shown = network(&journal, &officer).await;
        assert_eq!(shown["items"][0]["pupils"], 7, "{role:?}");
        assert_eq!(shown["items"][0]["marks"], Value::Null, "{role:?}");
        admit(&officer).await.is(404);
        release(&officer).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_of_an_organisation_sees_its_network_and_its_members_first() {
    let journal = school_and_department().await;
    both_say_so(&journal).await;
    for role in OFFICE {
        let mut visitor = journal.visitor_in(DEPARTMENT, officer(DEPARTMENT, role)).await;
        let home = visitor.get("/").await.is(200).text();
        assert!(home.contains("href=\"/network\""), "{role:?}: {home}");
        assert!(home.contains("<dd>7</dd>"), "{role:?} does not see how many pupils there are: {home}");
        assert!(home.contains("Бөлімбаев org_deputy"), "{role:?} does not see who else is there: {home}");
        assert!(!home.contains("class=\"empty\""), "{role:?}: {home}");
        let page = visitor.get("/network").await.is(200).text();
        assert!(page.contains(SCHOOL_NAME), "{role:?}: {page}");
        // The administrator's rights are asleep without a second factor.
        assert!(!page.contains("action=\"/network"), "{role:?}: {page}");
        let sees_people = role == Role::OrgEditor;
        visitor.get("/people").await.is(if sees_people { 200 } else { 404 });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_admits_and_releases_a_school_on_the_page() {
    let journal = school_and_department().await;
    journal.caught_up().await;
    let officer = officer(DEPARTMENT, Role::OrgAdministrator);
    let mut office = journal.visitor_in(DEPARTMENT, officer).await.with_second_factor().await;
    let (institution_id, id) = (SCHOOL.institution(), SCHOOL.institution().to_string());
    for wrong in ["none".to_owned(), DEPARTMENT.institution().to_string()] {
        let refused = office.form("/network", &[("institution", &wrong)]).await;
        assert!(refused.is(422).text().contains("id=\"institution-error\""), "{wrong}");
    }
    let admitted = office.form("/network", &[("institution", &id)]).await;
    assert_eq!(admitted.is(303).header("location"), Some("/network?done=saved"));
    journal.caught_up().await;
    let page = office.get("/network").await.is(200).text();
    assert!(page.contains(&id) && !page.contains(SCHOOL_NAME), "{page}");

    journal.run(PlaceUnder { institution_id, parent_id: Some(DEPARTMENT.institution()) }).await;
    journal.caught_up().await;
    let page = office.get("/network").await.is(200).text();
    assert!(page.contains(SCHOOL_NAME) && page.contains("<td class=\"number\">7</td>"), "{page}");

    office.form(&format!("/network/{id}/release"), &[]).await.is(303);
    journal.caught_up().await;
    assert!(!office.get("/network").await.is(200).text().contains(&id));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_is_offered_its_own_roles_and_no_classes() {
    let journal = school_and_department().await;
    journal.caught_up().await;
    let head = officer(DEPARTMENT, Role::OrgAdministrator);
    let mut office = journal.visitor_in(DEPARTMENT, head).await.with_second_factor().await;
    let people = office.get("/people").await.is(200).text();
    assert!(people.contains("Бөлімбаев org_editor") && !people.contains("name=\"class\""), "{people}");
    let person = officer(DEPARTMENT, Role::OrgDeputy);
    let page = office.get(&format!("/people/{person}")).await.is(200).text();
    assert!(page.contains("value=\"org_editor\"") && !page.contains("value=\"psychologist\""), "{page}");
    office.get("/invitations").await.is(200);
    office.get("/search?q=org").await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_is_released_only_after_the_organisation_has_been_told_what_that_means() {
    let journal = school_and_department().await;
    both_say_so(&journal).await;
    let head = officer(DEPARTMENT, Role::OrgAdministrator);
    let mut office = journal.visitor_in(DEPARTMENT, head).await.with_second_factor().await;
    let release = format!("/network/{}/release", SCHOOL.institution());
    let page = office.get("/network").await.is(200).text();
    let (before, form) = page.split_once(&format!("action=\"{release}\">")).unwrap();
    assert!(
        before.rsplit_once("<details class=\"fold\">").is_some_and(|(_, fold)| !fold.contains("</details>"))
    );
    assert!(form.starts_with("<p>"), "{form}");
    office.form(&release, &[]).await.is(303);
    journal.caught_up().await;
    assert!(!office.get("/network").await.is(200).text().contains(SCHOOL_NAME));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_names_an_organisation_once_it_says_itself_that_the_school_is_its_own() {
    let journal = school().with_staff().with_delivery().open().await;
    journal.add_organisation(DEPARTMENT).await;
    let (organisation_id, institution_id) = (DEPARTMENT.institution(), SCHOOL.institution());
    journal.run(PlaceUnder { institution_id, parent_id: Some(organisation_id) }).await;
    journal.caught_up().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let page = administrator.get("/history?kind=institution").await.is(200).text();
    assert!(page.contains(&organisation_id.to_string()) && !page.contains(DEPARTMENT_NAME), "{page}");
    journal.run_in(DEPARTMENT, AdmitSubordinate { organisation_id, institution_id }).await;
    journal.caught_up().await;
    let page = administrator.get("/history?kind=institution").await.is(200).text();
    assert!(page.contains(DEPARTMENT_NAME), "{page}");
}
