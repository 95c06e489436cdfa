//! Every page there is: who may see it, in every language, and that it shows nothing it should not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use dayek::usecases::{AddSubject, FormClass, MarkChange, RegisterPerson, RevokeRole};
use dayek_domain::access::Role;
use dayek_domain::person::PersonDetails;
use dayek_domain::school_class::ClassKind;
use dayek_tests::client::Answer;
use dayek_tests::history::history;
use dayek_tests::journal::{Journal, school};
use dayek_tests::pages::{FORMS, PAGES, names_something, path, routed, send};
use dayek_tests::routes::operations;
use dayek_tests::school::{AIGERIM, CONTROL_WORK, DAULET, OTHER_SCHOOL, SCHOOL, give, mark, marks};
use dayek_tests::staff::Who;
use expect_test::expect_file;

/// A school with somebody in every role and a mark of Aigerim's.
async fn full_school() -> Journal {
    let journal = school().with_staff().with_delivery().open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    journal
}

#[test]
fn every_page_and_every_form_is_named_in_these_tests() {
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(routed(), (named(&PAGES), named(&FORMS)));
}

/// Routes in their order, each with who is answered how.
#[derive(Default)]
struct Table {
    order: Vec<String>,
    answers: BTreeMap<String, BTreeMap<u16, Vec<&'static str>>>,
}

impl Table {
    fn note(&mut self, route: String, who: &'static str, answer: &Answer) {
        if !self.answers.contains_key(&route) {
            self.order.push(route.clone());
        }
        let of_route = self.answers.entry(route).or_default();
        of_route.entry(answer.status.as_u16()).or_default().push(who);
    }

    fn written(&self) -> String {
        let mut text = String::new();
        for route in &self.order {
            writeln!(text, "{route}").unwrap();
            for (status, who) in &self.answers[route] {
                writeln!(text, "  {status} {}", who.join(", ")).unwrap();
            }
        }
        text
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_see_which_page_and_send_which_form_is_written_down() {
    let mut table = Table::default();
    for who in Who::ALL.map(Some).into_iter().chain([None]) {
        // A school for each of them: what one has changed is not what another finds.
        let journal = full_school().await;
        let (name, mut visitor) = match who {
            Some(who) => (who.name(), journal.signed_in(who).await),
            None => ("nobody", journal.stranger()),
        };
        for template in PAGES {
            let answer = visitor.get(&path(template, SCHOOL)).await;
            table.note(format!("GET {template}"), name, &answer);
        }
        for template in FORMS {
            let answer = send(&mut visitor, template, SCHOOL).await;
            table.note(format!("POST {template}"), name, &answer);
        }
    }
    expect_file!["pages.txt"].assert_eq(&table.written());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_do_what_by_the_api_is_written_down() {
    let mut operations = operations();
    // First what changes nothing.
    operations.sort_by_key(|operation| (operation.changes_something(), operation.path(SCHOOL)));
    let mut table = Table::default();
    for who in Who::ALL {
        let journal = full_school().await;
        let client = journal.signed_in(who).await.client();
        for operation in &operations {
            let answer = operation.ask(&client, SCHOOL).await;
            table.note(format!("{} {}", operation.method, operation.template), who.name(), &answer);
        }
    }
    expect_file!["routes.txt"].assert_eq(&table.written());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_speaks_the_language_that_was_chosen() {
    let journal = full_school().await;
    for who in Who::ALL {
        let visitor = journal.signed_in(who).await;
        for (language, template) in
            ["kk", "ru", "en"].into_iter().flat_map(|one| PAGES.map(|template| (one, template)))
        {
            if template.starts_with("/assets") {
                continue;
            }
            let answer = visitor.clone().speaking(language).get(&path(template, SCHOOL)).await;
            let asked = format!("{template} in {language} for the {}", who.name());
            if answer.status == 303 {
                assert_eq!(template, "/sign-in/code", "{asked}");
                continue;
            }
            assert!([200, 403, 404].contains(&answer.status.as_u16()), "{asked}: {}", answer.status);
            let text = answer.text();
            assert!(text.contains(&format!("<html lang=\"{language}\"")), "{asked}: {text}");
            assert!(!text.contains('⟦'), "{asked}: {text}");
            assert_eq!(text.matches("<h1").count(), 1, "{asked}: {text}");
        }
    }
}

const SCRIPT: &str = "<script>alert(1)</script>";

/// Has the script stand wherever somebody can write something.
async fn write_a_script_everywhere(journal: &Journal) {
    let script = || SCRIPT.to_owned();
    for person_id in [AIGERIM, SCHOOL.algebra_teacher(), SCHOOL.history_teacher(), Who::Parent.person()] {
        let details =
            PersonDetails { family_name: script(), given_name: script(), ..PersonDetails::default() };
        journal.run(RegisterPerson { person_id, details }).await;
    }
    let class = FormClass {
        class_id: SCHOOL.class_7a(),
        study_year_id: SCHOOL.study_year(),
        kind: ClassKind::Class,
        name: script(),
        parts: vec![],
    };
    journal.run(class).await;
    journal.run(AddSubject { subject_id: SCHOOL.algebra(), name: script(), code: None }).await;
    journal.run(SCHOOL.plan_algebra(CONTROL_WORK, SCRIPT)).await;
    let reason = Some(script());
    journal.run(marks(CONTROL_WORK, vec![MarkChange { reason, ..mark(AIGERIM, 7) }])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_has_written_is_never_run_as_a_script() {
    let journal = full_school().await;
    write_a_script_everywhere(&journal).await;
    journal.caught_up().await;
    let mut shown = BTreeSet::new();
    for who in [Who::Administrator, Who::Teacher, Who::ClassLeader, Who::Parent, Who::Pupil] {
        let mut visitor = journal.signed_in(who).await;
        let token = [("label", SCRIPT), ("scope", "read"), ("days", "30")];
        let mut answers = vec![("/tokens", visitor.form("/tokens", &token).await)];
        for template in PAGES {
            answers.push((template, visitor.get(&path(template, SCHOOL)).await));
        }
        let left = [("login", SCRIPT), ("password", SCRIPT)];
        answers.push(("/sign-in", visitor.elsewhere().form("/sign-in", &left).await));
        let searched = format!("/search?q={}", dayek_tests::client::encoded(SCRIPT));
        answers.push(("/search", visitor.get(&searched).await));
        for (template, answer) in answers {
            let text = answer.text();
            assert!(!text.contains("<script>"), "{template} for the {}: {text}", who.name());
            if text.contains("alert(1)") {
                shown.insert(template);
            }
        }
    }
    for page in ["/tokens", "/sign-in", "/search", "/people/{person}", "/pupils/{pupil}", "/classes/{class}"]
    {
        assert!(shown.contains(page), "{page} showed nothing of it, so it was not tried: {shown:?}");
    }
    for page in ["/journals/{class}/{subject}/{period}", "/cells/{assessment}/{pupil}", "/history"] {
        assert!(shown.contains(page), "{page} showed nothing of it, so it was not tried: {shown:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_another_school_is_there() {
    let journal = full_school().await;
    journal.add_school(OTHER_SCHOOL).await;
    journal.caught_up().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let before = history(journal.pool(), OTHER_SCHOOL.institution()).await;
    let mut found = Vec::new();
    for template in PAGES.into_iter().filter(|template| names_something(template)) {
        let answer = administrator.get(&path(template, OTHER_SCHOOL)).await;
        if answer.status != 404 {
            found.push(format!("GET {template}: {}", answer.status));
        }
    }
    for template in FORMS.into_iter().filter(|template| names_something(template)) {
        let answer = send(&mut administrator, template, OTHER_SCHOOL).await;
        if answer.status != 404 {
            found.push(format!("POST {template}: {}", answer.status));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(history(journal.pool(), OTHER_SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn parents_see_the_marks_of_their_child_and_pupils_their_own() {
    let journal = full_school().await;
    journal.run(give(DAULET, 4)).await;
    journal.caught_up().await;
    for who in [Who::Parent, Who::Pupil] {
        let mut visitor = journal.signed_in(who).await;
        let own = visitor.get(&format!("/pupils/{AIGERIM}")).await;
        assert!(own.is(200).text().contains("<b>9</b>"), "the {} does not see the mark", who.name());
        visitor.get(&format!("/pupils/{DAULET}")).await.is(404);
        visitor.get(&format!("/cells/{CONTROL_WORK}/{DAULET}")).await.is(404);
        visitor.get(&path("/journals/{class}/{subject}/{period}", SCHOOL)).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_revoked_opens_no_further_page() {
    let journal = full_school().await;
    let mut director = journal.signed_in(Who::Director).await;
    let api = director.client();
    director.get("/statistics").await.is(200);
    let (class, subject, period) = (SCHOOL.class_7a(), SCHOOL.algebra(), SCHOOL.quarter(1));
    let journal_page = format!("/api/v1/journal?class_id={class}&subject_id={subject}&period_id={period}");
    api.get(&journal_page).await.is(200);
    journal.run(RevokeRole::of(Who::Director.person(), Role::Director)).await;
    director.get("/statistics").await.is(404);
    director.get("/journals").await.is(404);
    api.get(&journal_page).await.is(404);
    assert!(director.is_in().await, "the session itself goes on");
}
