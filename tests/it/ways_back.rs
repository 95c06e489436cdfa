//! Links that lead somewhere, and the way back from addresses that lead nowhere.

use dayek_tests::journal::{Journal, school};
use dayek_tests::pages::{FORMS, PAGES, path};
use dayek_tests::school::{AIGERIM, CONTROL_WORK, SCHOOL, give};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;

async fn full_school() -> Journal {
    let journal = school().with_staff().with_delivery().open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    journal
}

/// With a browser, which says that it wants pages.
async fn in_a_browser(journal: &Journal, who: Who) -> Visitor {
    journal.signed_in(who).await.with("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
}

/// Where the links of a page lead, leaving out those that surround every page.
fn links_in(page: &str) -> Vec<String> {
    let main = page.split_once("<main").map_or("", |(_, main)| main);
    let links = main.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|link| format!("/{}", link.replace("&#38;", "&").replace("&amp;", "&"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_told_on_a_page_that_an_address_leads_nowhere() {
    let journal = full_school().await;
    let mut teacher = in_a_browser(&journal, Who::Teacher).await;
    let page = teacher.get("/nosuch").await.is(404).text();
    assert!(page.contains("<main id=\"main\"") && page.contains("href=\"/journals\""), "{page}");
    assert!(page.contains("name=\"back\" value=\"/nosuch\""), "{page}");

    let mut stranger = journal.stranger().with("accept", "text/html").speaking("ru");
    let page = stranger.get("/nosuch").await.is(404).text();
    assert!(page.contains("<html lang=\"ru\"") && page.contains("<h1>"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_are_told_by_a_document_that_an_address_leads_nowhere() {
    let journal = full_school().await;
    let teacher = in_a_browser(&journal, Who::Teacher).await.client();
    for answer in [journal.anonymous().get("/nosuch").await, teacher.get("/api/v1/nosuch").await] {
        assert_eq!(answer.is(404).json()["type"], "urn:dayek:problem:not-found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_opens_the_address_of_a_form_is_led_to_its_page() {
    let journal = full_school().await;
    let mut administrator = in_a_browser(&journal, Who::Administrator).await;
    for template in FORMS.into_iter().filter(|template| !PAGES.contains(template)) {
        let answer = administrator.get(&path(template, SCHOOL)).await;
        let page = answer.is(303).header("location").unwrap().to_owned();
        let status = administrator.get(&page).await.status.as_u16();
        // A school has no network.
        assert_eq!(status, if page == "/network" { 404 } else { 200 }, "{template}: {page}");
    }
    let no_form = journal.anonymous().get("/account/password").await;
    assert_eq!(no_form.is(405).json()["type"], "urn:dayek:problem:method-not-allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_of_a_refused_form_is_changed_on_the_page_it_stands_on() {
    let journal = full_school().await;
    let mut administrator = in_a_browser(&journal, Who::Administrator).await;
    let (person, class) = (Who::Employee.person(), SCHOOL.class_7b());
    for (form, fields, page) in [
        (format!("/people/{person}/roles"), vec![("role", "king")], format!("/people/{person}")),
        (format!("/classes/{class}/leader"), vec![("person", "somebody")], format!("/classes/{class}")),
        (
            "/account/password".to_owned(),
            vec![("current", "this is not the password"), ("new", "жеті рет өлшеп, бір рет кес")],
            "/account".to_owned(),
        ),
    ] {
        let refused = administrator.form(&form, &fields).await.is(422).text();
        assert!(refused.contains(&format!("name=\"back\" value=\"{page}\"")), "{form}: {refused}");
        let chosen = administrator.form("/language", &[("language", "ru"), ("back", &page)]).await;
        assert_eq!(chosen.is(303).header("location"), Some(page.as_str()));
        administrator.get(&page).await.is(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_about_people_and_their_rights_leads_to_what_the_reader_may_not_see() {
    let journal = full_school().await;
    let (class, subject) = (SCHOOL.class_7a(), SCHOOL.algebra());
    for who in Who::ALL {
        let mut visitor = journal.signed_in(who).await;
        let own = format!("/people/{}", who.person());
        let mut dead = Vec::new();
        for page in [
            own.clone(),
            format!("{own}/access?action=give_marks&class={class}&subject={subject}"),
            format!("{own}/access?action=view_diary&about={AIGERIM}"),
            format!("/people/{AIGERIM}"),
            format!("/cells/{CONTROL_WORK}/{AIGERIM}"),
            format!("/classes/{class}"),
        ] {
            let answer = visitor.get(&page).await;
            if answer.status != 200 {
                continue;
            }
            for link in links_in(&answer.text()) {
                if visitor.get(&link).await.status != 200 {
                    dead.push(format!("{page}: {link}"));
                }
            }
        }
        assert!(dead.is_empty(), "for the {}:\n{}", who.name(), dead.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_see_roles_finds_nothing_said_of_them() {
    let journal = full_school().await;
    let page = format!("/people/{AIGERIM}");
    for who in [Who::ClassLeader, Who::Psychologist, Who::Administrator, Who::Director] {
        let text = journal.signed_in(who).await.get(&page).await.is(200).text();
        let sees_roles = matches!(who, Who::Administrator | Who::Director);
        assert_eq!(text.contains("id=\"roles\""), sees_roles, "{}: {text}", who.name());
        assert_eq!(text.contains(&format!("{page}/access")), sees_roles, "{}: {text}", who.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_class_names_a_teacher_before_what_can_be_done() {
    let journal = full_school().await;
    let page = format!("/classes/{}", SCHOOL.class_7a());
    let psychologist = format!("<a href=\"/people/{}\">", Who::Psychologist.person());
    let text = journal.signed_in(Who::Administrator).await.get(&page).await.is(200).text();
    assert!(text.contains("Көкшетеров Гүлнар <details"), "{text}");
    assert!(text.contains(&psychologist), "{text}");
    let text = journal.signed_in(Who::Teacher).await.get(&page).await.is(200).text();
    assert!(!text.contains(&psychologist) && text.contains(Who::Psychologist.name()), "{text}");
}
