//! What is changed by forms on the page of a class and on the page of a pupil, and who notices it.

use dayek::usecases::RegisterPerson;
use dayek_domain::person::PersonDetails;
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::pages::{FORMS, send};
use dayek_tests::school::{AIGERIM, DAULET, OTHER_SCHOOL, SCHOOL, give};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;

async fn full_school() -> (Journal, Visitor) {
    let journal = school().with_staff().with_delivery().open().await;
    journal.caught_up().await;
    let administrator = journal.signed_in(Who::Administrator).await;
    (journal, administrator)
}

async fn shows(visitor: &mut Visitor, page: &str, text: &str) -> bool {
    visitor.get(page).await.is(200).text().contains(text)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_appointed_class_leader_finds_the_class_at_home() {
    let (journal, mut administrator) = full_school().await;
    let mut employee = journal.signed_in(Who::Employee).await;
    let page = format!("/classes/{}", SCHOOL.class_7b());
    let form = format!("{page}/leader");
    let link = format!("href=\"{page}\"");
    let person = Who::Employee.person().to_string();
    assert!(shows(&mut administrator, &page, &format!("<option value=\"{person}\">")).await);
    assert!(!shows(&mut employee, "/", &link).await);

    let order = [("person", person.as_str()), ("order_number", "17-ж"), ("order_date", "2026-09-01")];
    let answer = administrator.form(&form, &order).await;
    assert_eq!(answer.is(303).header("location"), Some(format!("{page}?done=saved").as_str()));
    journal.caught_up().await;
    assert!(shows(&mut employee, "/", &link).await);
    assert!(shows(&mut administrator, &page, &format!("<option value=\"{person}\" selected>")).await);

    administrator.form(&form, &[("person", "")]).await.is(303);
    journal.caught_up().await;
    assert!(!shows(&mut employee, "/", &link).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_psychologists_are_offered_to_serve_a_class() {
    let (_journal, mut administrator) = full_school().await;
    let page = administrator.get(&format!("/classes/{}", SCHOOL.class_7b())).await.is(200).text();
    let (_, select) = page.split_once("<select id=\"psychologist\"").unwrap();
    let (select, _) = select.split_once("</select>").unwrap();
    assert!(select.contains(&Who::Psychologist.person().to_string()), "{select}");
    assert!(!select.contains(&Who::Employee.person().to_string()), "{select}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_assigned_a_subject_has_its_journal_until_taken_off() {
    let (journal, mut administrator) = full_school().await;
    let mut employee = journal.signed_in(Who::Employee).await;
    let (class, algebra) = (SCHOOL.class_7b(), SCHOOL.algebra());
    let teacher = Who::Employee.person().to_string();
    let link = format!("href=\"/journals/{class}/{algebra}/");
    let subject = algebra.to_string();
    let assigned = [("subject", subject.as_str()), ("teacher", teacher.as_str())];
    administrator.form(&format!("/classes/{class}/teachers"), &assigned).await.is(303);
    journal.caught_up().await;
    assert!(shows(&mut employee, "/", &link).await);

    let removal = format!("/classes/{class}/teachers/{algebra}/{teacher}/removal");
    assert!(shows(&mut administrator, &format!("/classes/{class}"), &removal).await);
    administrator.form(&removal, &[]).await.is(303);
    journal.caught_up().await;
    assert!(!shows(&mut employee, "/", &link).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_without_a_class_comes_into_one_and_leaves_it() {
    let (journal, mut administrator) = full_school().await;
    let person_id = SCHOOL.pupil(200);
    let details = PersonDetails { family_name: "Шыршаев".to_owned(), ..PersonDetails::default() };
    journal.run(RegisterPerson { person_id, details }).await;
    journal.caught_up().await;
    let page = format!("/classes/{}", SCHOOL.class_7b());
    let pupil = person_id.to_string();
    assert!(shows(&mut administrator, &page, &format!("<option value=\"{pupil}\">")).await);
    // Aigerim is in a class already.
    assert!(!shows(&mut administrator, &page, &format!("<option value=\"{AIGERIM}\">")).await);

    let form = format!("{page}/pupils");
    let refused = administrator.form(&form, &[("pupil", &pupil), ("from", "soon")]).await;
    assert!(refused.is(422).text().contains("id=\"from-error\""));
    administrator.form(&form, &[("pupil", &pupil), ("from", "2026-09-10")]).await.is(303);
    journal.caught_up().await;

    let withdrawal = format!("{form}/{pupil}/withdrawal");
    let before = head(journal.pool(), SCHOOL.institution()).await;
    administrator.form(&withdrawal, &[("on", "2026-09-09"), ("reason", "")]).await.is(422);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    let moved_away = [("on", "2026-09-20"), ("reason", "көшіп кетті")];
    administrator.form(&withdrawal, &moved_away).await.is(303);
    journal.caught_up().await;
    let list = format!("/api/v1/classes/{}/pupils", SCHOOL.class_7b());
    let list = administrator.client().get(&list).await.is(200).json();
    let stays = list["items"].as_array().unwrap();
    let stay = stays.iter().find(|stay| stay["pupil_id"] == pupil.as_str()).unwrap();
    assert_eq!(stay["from"], "2026-09-10");
    assert_eq!(stay["to"], "2026-09-20");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_comes_back_with_what_was_typed_and_writes_nothing() {
    let (journal, mut administrator) = full_school().await;
    let form = format!("/classes/{}/leader", SCHOOL.class_7b());
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let employee = Who::Employee.person().to_string();
    let no_day = administrator.form(&form, &[("person", &employee), ("order_number", "17-ж")]).await;
    let text = no_day.is(422).text();
    assert!(text.contains("id=\"leader_order_date-error\"") && text.contains("value=\"17-ж\""), "{text}");
    assert!(text.contains(&format!("<option value=\"{employee}\" selected>")), "{text}");

    let strangers = [Who::Parent.person(), OTHER_SCHOOL.algebra_teacher()].map(|person| person.to_string());
    for person in &strangers {
        let refused = administrator.form(&form, &[("person", person)]).await;
        assert!(refused.is(422).text().contains("id=\"leader-error\""), "{person}");
    }
    administrator.form(&form, &[("person", "somebody")]).await.is(422);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_has_none_of_these_forms_and_is_refused_all_of_them() {
    let (journal, _administrator) = full_school().await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let class = format!("/classes/{}", SCHOOL.class_7a());
    assert!(!shows(&mut teacher, &class, &format!("action=\"{class}")).await);
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let of_class = FORMS.into_iter().filter(|template| template.starts_with("/classes/{class}/"));
    let mut tried = 0;
    for template in of_class {
        send(&mut teacher, template, SCHOOL).await.is(403);
        tried += 1;
    }
    assert_eq!(tried, 9);
    send(&mut teacher, "/people/{person}/guardians", SCHOOL).await.is(404);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_sees_the_marks_of_the_child_while_linked() {
    let (journal, mut administrator) = full_school().await;
    journal.run(give(DAULET, 4)).await;
    let mut parent = journal.signed_in(Who::Parent).await;
    let (page, marks) = (format!("/people/{DAULET}"), format!("/pupils/{DAULET}"));
    let guardian = Who::Parent.person().to_string();
    parent.get(&marks).await.is(404);
    let radio = format!("value=\"{guardian}\" required");
    assert!(shows(&mut administrator, &format!("{page}?guardian=Parent"), &radio).await);
    assert!(!shows(&mut administrator, &format!("{page}?guardian=Auditor"), &radio).await);

    let form = format!("{page}/guardians");
    let no_kinship = administrator.form(&form, &[("guardian", &guardian), ("q", "parent")]).await;
    let text = no_kinship.is(422).text();
    assert!(text.contains("id=\"kinship-error\""), "{text}");
    assert!(text.contains(&format!("{radio} checked>")), "{text}");
    let father = [("guardian", guardian.as_str()), ("kinship", "father"), ("q", "parent")];
    administrator.form(&form, &father).await.is(303);
    journal.caught_up().await;
    assert!(shows(&mut parent, &marks, "<b>4</b>").await);
    // Each is linked from the page of the other.
    assert!(shows(&mut administrator, &page, &format!("href=\"/people/{guardian}\"")).await);
    assert!(shows(&mut administrator, &format!("/people/{guardian}"), &format!("href=\"{page}\"")).await);
    assert!(shows(&mut parent, &format!("/people/{guardian}"), &format!("href=\"{marks}\"")).await);

    let removal = format!("{form}/{guardian}/removal");
    administrator.form(&removal, &[("reason", "сот шешімі")]).await.is(303);
    journal.caught_up().await;
    parent.get(&marks).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_another_school_becomes_a_guardian() {
    let (journal, mut administrator) = full_school().await;
    journal.add_school(OTHER_SCHOOL).await;
    journal.caught_up().await;
    let other = OTHER_SCHOOL.algebra_teacher().to_string();
    let linked = [("guardian", other.as_str()), ("kinship", "father")];
    administrator.form(&format!("/people/{AIGERIM}/guardians"), &linked).await.is(404);
    let searched = format!("/people/{AIGERIM}?guardian={}", dayek_tests::client::encoded("Көкшетеров"));
    assert!(!shows(&mut administrator, &searched, &format!("value=\"{other}\"")).await);
    let ours = SCHOOL.algebra_teacher();
    assert!(shows(&mut administrator, &searched, &format!("value=\"{ours}\"")).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_leader_looks_for_no_guardians() {
    let (journal, _administrator) = full_school().await;
    let mut leader = journal.signed_in(Who::ClassLeader).await;
    let searched = format!("/people/{AIGERIM}?guardian=parent");
    assert!(!shows(&mut leader, &searched, "guardian_name").await);
    assert!(!shows(&mut leader, &searched, "name=\"kinship\"").await);
}
