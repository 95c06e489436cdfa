//! Requests that no page of the program made: from other sites, without a word of where from, too large.

use dayek_domain::access::Role;
use dayek_tests::client::Client;
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::pages::{FORMS, path};
use dayek_tests::school::{AIGERIM, CONTROL_WORK, LESSON_DAY, SCHOOL};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;
use serde_json::json;

async fn administrator() -> (Journal, Visitor) {
    let journal = school().with_staff().open().await;
    journal.caught_up().await;
    let administrator = journal.signed_in(Who::Administrator).await;
    (journal, administrator)
}

/// The browser of somebody who is signed in, as other sites make it send things.
fn misled(visitor: &Visitor) -> [Client; 4] {
    let client = visitor.with_cookies();
    [
        client.with("sec-fetch-site", "cross-site"),
        client.with("sec-fetch-site", "same-site"),
        client.with("origin", "https://other.example").with("host", "dayek.example"),
        client,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_is_taken_that_another_site_has_sent() {
    let (journal, mut administrator) = administrator().await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let grant = format!("/people/{}/roles", Who::Employee.person());
    for client in misled(&administrator) {
        client.form_from_elsewhere(&grant, &[("role", "psychologist")]).await.is(403);
        for template in FORMS {
            client.form_from_elsewhere(&path(template, SCHOOL), &[]).await.is(403);
        }
    }
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    assert!(administrator.is_in().await, "nobody was signed out");
    administrator.form(&grant, &[("role", "psychologist")]).await.is(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_of_a_page_changes_nothing_by_the_api_for_another_site() {
    let (journal, administrator) = administrator().await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let mark = json!({ "value": "9", "on": LESSON_DAY });
    let cell = format!("/api/v1/assessments/{CONTROL_WORK}/marks/{AIGERIM}");
    for client in misled(&administrator) {
        client.put(&cell, &mark).await.is(403);
    }
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    administrator.client().put(&cell, &mark).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_with_a_token_need_not_say_where_it_comes_from() {
    let (journal, administrator) = administrator().await;
    let token = journal.token_for(Role::Administrator).await;
    let mark = json!({ "value": "9", "on": LESSON_DAY });
    let cell = format!("/api/v1/assessments/{CONTROL_WORK}/marks/{AIGERIM}");
    journal.client(&token).put(&cell, &mark).await.is(200);
    // With a cookie beside it, it may be a browser.
    let both = administrator.with_cookies().with("authorization", &format!("Bearer {token}"));
    both.put(&cell, &mark).await.is(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_too_large_is_refused_before_it_is_read() {
    let (journal, mut administrator) = administrator().await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let endless = "a".repeat(1024 * 1024 + 1);
    for form in ["/sign-in", "/join", "/account/password", "/tokens", "/invitations"] {
        administrator.form(form, &[("login", &endless)]).await.is(413);
    }
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_what_a_browser_may_do_with_it() {
    let (_journal, mut administrator) = administrator().await;
    for page in ["/", "/account", "/sign-in", "/there/is/no/such/page"] {
        let answer = administrator.get(page).await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'self'"), "{page}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{page}: {policy}");
        assert!(!policy.contains("unsafe-"), "{page}: {policy}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{page}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{page}");
        let inline =
            answer.text().split("<script").skip(1).any(|tag| !tag.starts_with(" type=\"module\" src="));
        assert!(!inline, "{page} has a script in it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_a_language_leads_to_no_other_site() {
    let (_journal, mut administrator) = administrator().await;
    for back in [
        "//other.example",
        "https://other.example/",
        "/\\other.example",
        "other",
        "/мектеп",
        "/a\nb",
        "/a\u{0}",
    ] {
        let answer = administrator.form("/language", &[("language", "ru"), ("back", back)]).await;
        assert_eq!(answer.is(303).header("location"), Some("/"), "{back}");
    }
}
