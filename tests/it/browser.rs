//! The pages in a real browser: with the keyboard, on a telephone, without scripts, for everybody.

use std::path::Path;

use dayek_domain::id::PersonId;
use dayek_domain::points::Points;
use dayek_tests::browser::{Browser, ENTER, ESCAPE, Site};
use dayek_tests::history::{head, history, marks_after};
use dayek_tests::journal::{Journal, school};
use dayek_tests::pages::{PAGES, path};
use dayek_tests::school::{AIGERIM, CONTROL_WORK, DAULET, LESSON_DAY, SCHOOL, give};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;
use serde_json::json;

async fn open() -> (Journal, Site) {
    let journal = school().with_staff().with_delivery().open().await;
    journal.caught_up().await;
    let site = journal.site().await;
    (journal, site)
}

/// A browser of somebody who is signed in.
async fn browser_of(journal: &Journal, site: &Site, who: Who) -> Browser {
    let visitor = journal.signed_in(who).await;
    let browser = site.browser().await;
    browser.sign_in(&visitor).await;
    browser
}

fn algebra() -> String {
    path("/journals/{class}/{subject}/{period}", SCHOOL)
}

fn cell(pupil: PersonId) -> String {
    format!("td[data-assessment='{CONTROL_WORK}'][data-pupil='{pupil}']")
}

/// The mark a pupil has in the log.
async fn mark_of(journal: &Journal, pupil: PersonId) -> Option<Points> {
    let events = history(journal.pool(), SCHOOL.institution()).await;
    marks_after(&events).get(&(CONTROL_WORK.0, pupil.0, 1)).copied()
}

/// Waits until a cell says that it is saved.
async fn saved(browser: &Browser, pupil: PersonId) {
    browser.find(&format!("{}[data-state='saved']", cell(pupil))).await;
}

/// Writes a mark of a pupil by the API, as the script of another page does.
async fn write_elsewhere(visitor: &Visitor, pupil: PersonId, value: &str) {
    let address = format!("/api/v1/assessments/{CONTROL_WORK}/marks/{pupil}");
    visitor.client().put(&address, &json!({ "value": value, "on": LESSON_DAY })).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_signs_in_by_the_form_and_leaves_by_the_button() {
    let (journal, site) = open().await;
    let browser = browser_of(&journal, &site, Who::Teacher).await;
    browser.goto(&algebra()).await;
    browser.find("#journal").await;
    browser.click("details.who summary").await;
    browser.click("form[action='/sign-out'] button").await;
    browser.find("form[action='/sign-in']").await;
    browser.goto(&algebra()).await;
    assert_eq!(browser.path().await, "/sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_gives_marks_to_a_column_with_the_keyboard_alone() {
    let (journal, site) = open().await;
    let browser = browser_of(&journal, &site, Who::Teacher).await;
    browser.goto(&algebra()).await;
    browser.tab_to(&cell(AIGERIM)).await;
    for keys in ["9", ENTER, "8", ENTER] {
        browser.press(keys).await;
    }
    saved(&browser, AIGERIM).await;
    saved(&browser, DAULET).await;
    assert_eq!(mark_of(&journal, AIGERIM).await, Some(Points::whole(9)));
    assert_eq!(mark_of(&journal, DAULET).await, Some(Points::whole(8)));

    journal.caught_up().await;
    browser.goto(&algebra()).await;
    browser.shows(&cell(AIGERIM), "9").await;
    browser.shows(&cell(DAULET), "8").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_gives_up_what_was_typed() {
    let (journal, site) = open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    let browser = browser_of(&journal, &site, Who::Teacher).await;
    browser.goto(&algebra()).await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    browser.tab_to(&cell(AIGERIM)).await;
    browser.press("7").await;
    browser.find(&format!("{} input", cell(AIGERIM))).await;
    browser.press(ESCAPE).await;
    assert!(!browser.has(&format!("{} input", cell(AIGERIM))).await);
    browser.shows(&cell(AIGERIM), "9").await;
    assert!(browser.has(&format!("{}:focus", cell(AIGERIM))).await, "the cell keeps the focus");
    assert!(!browser.has(&format!("{}[data-state]", cell(AIGERIM))).await);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_out_of_range_is_said_to_be_one_and_not_sent() {
    let (journal, site) = open().await;
    let browser = browser_of(&journal, &site, Who::Teacher).await;
    browser.goto(&algebra()).await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    browser.tab_to(&cell(AIGERIM)).await;
    for keys in ["11", ENTER] {
        browser.press(keys).await;
    }
    browser.find(&format!("{}[data-state='failed'][aria-invalid='true']", cell(AIGERIM))).await;
    assert!(!browser.text("#journal-status").await.is_empty(), "those who hear the page are told");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_slower_sees_both_marks_and_chooses() {
    let (journal, site) = open().await;
    let administrator = journal.signed_in(Who::Administrator).await;
    let browser = browser_of(&journal, &site, Who::Teacher).await;
    browser.goto(&algebra()).await;
    write_elsewhere(&administrator, AIGERIM, "7").await;
    write_elsewhere(&administrator, DAULET, "5").await;

    browser.tab_to(&cell(AIGERIM)).await;
    browser.press("9").await;
    browser.press(ENTER).await;
    browser.shows("dialog[open] [data-field='theirs']", "7").await;
    browser.shows("dialog[open] [data-field='mine']", "9").await;
    let who = browser.text("dialog[open] [data-field='who']").await;
    assert!(who.contains(Who::Administrator.name()), "{who}");
    assert!(!browser.text("dialog[open] [data-field='when']").await.is_empty());
    browser.click("dialog[open] button[value='theirs']").await;
    browser.shows(&cell(AIGERIM), "7").await;
    assert_eq!(mark_of(&journal, AIGERIM).await, Some(Points::whole(7)));
    assert!(!browser.has("dialog[open]").await);

    browser.click(&cell(DAULET)).await;
    browser.press("8").await;
    browser.press(ENTER).await;
    browser.shows("dialog[open] [data-field='theirs']", "5").await;
    browser.click("dialog[open] button[value='mine']").await;
    saved(&browser, DAULET).await;
    browser.shows(&cell(DAULET), "8").await;
    assert_eq!(mark_of(&journal, DAULET).await, Some(Points::whole(8)));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_slower_than_in_their_own_other_window_is_told_so() {
    let (journal, site) = open().await;
    let teacher = journal.signed_in(Who::Teacher).await;
    let browser = site.browser().await;
    browser.sign_in(&teacher).await;
    browser.goto(&algebra()).await;
    write_elsewhere(&teacher, AIGERIM, "7").await;
    browser.tab_to(&cell(AIGERIM)).await;
    browser.press("9").await;
    browser.press(ENTER).await;
    browser.shows("dialog[open] [data-field='theirs']", "7").await;
    let own = browser.run("return document.getElementById('journal').dataset.ownTitle").await;
    assert_eq!(Some(browser.text("dialog[open] h2").await.as_str()), own.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_of_a_mark_is_read_from_its_cell() {
    let (journal, site) = open().await;
    let browser = browser_of(&journal, &site, Who::Administrator).await;
    browser.goto(&algebra()).await;
    browser.tab_to(&cell(AIGERIM)).await;
    browser.press("9").await;
    browser.press(ENTER).await;
    saved(&browser, AIGERIM).await;
    browser.click(&cell(AIGERIM)).await;
    browser.press("6").await;
    browser.press(ENTER).await;
    browser.find(&format!("{}[data-state='saved'][data-value='6']", cell(AIGERIM))).await;
    journal.caught_up().await;
    browser.click(&cell(AIGERIM)).await;
    browser.click("#journal-history").await;
    browser.find("ol.timeline").await;
    assert_eq!(browser.path().await, format!("/cells/{CONTROL_WORK}/{AIGERIM}"));
    assert_eq!(browser.text("ol.timeline > li:first-child del").await, "9");
    assert_eq!(browser.text("ol.timeline > li:first-child ins").await, "6");
    assert_eq!(browser.text("ol.timeline > li:last-child ins").await, "9");
    let by = browser.text("ol.timeline > li:first-child strong").await;
    assert!(by.contains(Who::Administrator.name()), "{by}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_works_from_the_click_that_grants_it_to_the_click_that_revokes_it() {
    const HISTORY: &str = "nav.sections a[href='/history']";
    let (journal, site) = open().await;
    let administrator = browser_of(&journal, &site, Who::Administrator).await;
    let employee = browser_of(&journal, &site, Who::Employee).await;
    let person = format!("/people/{}", Who::Employee.person());
    assert!(!employee.has(HISTORY).await);

    administrator.goto(&person).await;
    administrator.choose(&format!("form[action='{person}/roles'] select"), "auditor").await;
    administrator.click(&format!("form[action='{person}/roles'] button")).await;
    administrator.find(".notice.good").await;
    employee.goto("/").await;
    assert!(employee.has(HISTORY).await, "the role counts on the next page");
    employee.click(HISTORY).await;
    employee.find("form[action='/history']").await;

    administrator.goto(&person).await;
    let revocation = format!("form[action='{person}/roles/auditor/revocation']");
    administrator.click(&format!("details:has({revocation}) summary")).await;
    administrator.click(&format!("{revocation} button")).await;
    administrator.find(".notice.good").await;
    employee.goto("/history").await;
    assert!(!employee.has("form[action='/history']").await);
    employee.goto("/").await;
    assert!(!employee.has(HISTORY).await);
}

/// Every page that is looked at in a browser.
fn pages() -> impl Iterator<Item = &'static str> {
    PAGES.into_iter().filter(|template| !template.starts_with("/assets"))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_is_wider_than_a_telephone() {
    let (journal, site) = open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    for who in [Who::Administrator, Who::Parent] {
        let browser = browser_of(&journal, &site, who).await;
        browser.client.set_window_size(390, 844).await.unwrap();
        assert_eq!(browser.run("return innerWidth").await, 390);
        let mut wide = Vec::new();
        for template in pages() {
            browser.goto(&path(template, SCHOOL)).await;
            let width = browser.run("return document.documentElement.scrollWidth").await;
            if width.as_u64().unwrap() > 390 {
                wide.push(format!("{template}: {width}"));
            }
        }
        assert!(wide.is_empty(), "for the {}:\n{}", who.name(), wide.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_is_given_without_any_script() {
    let (journal, site) = open().await;
    let visitor = journal.signed_in(Who::Teacher).await;
    let browser = site.browser_without_scripts().await;
    browser.sign_in(&visitor).await;
    browser.goto(&algebra()).await;
    let form = format!("form[action='{}']", algebra());
    browser.click(&format!("details:has({form}) summary")).await;
    browser.choose(&format!("{form} select[name='assessment']"), &CONTROL_WORK.to_string()).await;
    browser.choose(&format!("{form} select[name='pupil']"), &DAULET.to_string()).await;
    browser.fill(&format!("{form} input[name='value']"), "8").await;
    browser.click(&format!("{form} button")).await;
    browser.find(".notice.good").await;
    assert_eq!(mark_of(&journal, DAULET).await, Some(Points::whole(8)));
}

/// What axe-core finds wrong on the page that is shown, of what keeps people out.
async fn barriers(browser: &Browser, axe: &str) -> Vec<String> {
    const RUN: &str = "
        const done = arguments[arguments.length - 1];
        const bad = (violation) => ['serious', 'critical'].includes(violation.impact);
        const told = ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`;
        axe.run(document).then((found) => done(found.violations.filter(bad).map(told)), (error) => done([String(error)]));
    ";
    browser.run(axe).await;
    let found = browser.client.execute_async(RUN, vec![]).await.unwrap();
    found.as_array().unwrap().iter().map(|barrier| barrier.as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_keeps_anybody_out_who_cannot_see_or_hold_a_mouse() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/axe/package/axe.min.js");
    let axe = std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}; ./dev test puts it there", file.display()));
    let (journal, site) = open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    for who in [Who::Teacher, Who::Administrator, Who::Parent] {
        let browser = browser_of(&journal, &site, who).await;
        let mut found = Vec::new();
        for template in pages() {
            browser.goto(&path(template, SCHOOL)).await;
            let barriers = barriers(&browser, &axe).await;
            found.extend(barriers.iter().map(|barrier| format!("{template}: {barrier}")));
        }
        assert!(found.is_empty(), "for the {}:\n{}", who.name(), found.join("\n"));
    }
}
