//! What somebody finds first: the first page, the search, and the small things they do there.

use dayek_domain::lesson::AttendanceCode;
use dayek_tests::client::encoded;
use dayek_tests::journal::{Journal, school};
use dayek_tests::pages::path;
use dayek_tests::school::{AIGERIM, DAULET, SALTANAT, SCHOOL, YERLAN, give, note};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;

async fn full_school() -> Journal {
    let journal = school().with_staff().with_delivery().open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    journal
}

async fn page(visitor: &mut Visitor, path: &str) -> String {
    visitor.get(path).await.is(200).text()
}

/// Whether the search leads to this page.
async fn finds(visitor: &mut Visitor, q: &str, href: &str) -> bool {
    let found = page(visitor, &format!("/search?q={}", encoded(q))).await;
    found.contains(&format!("<li><a href=\"{href}\">"))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_nothing_of_their_own_finds_at_home_what_is_open_to_them() {
    let journal = full_school().await;
    for who in [Who::Auditor, Who::Editor, Who::Moderator] {
        let mut visitor = journal.signed_in(who).await;
        let home = page(&mut visitor, "/").await;
        assert!(home.contains("<h3><a href=\"/journals\">"), "{}: {home}", who.name());
        assert!(!home.contains("ештеңе ашылмаған"), "{}: {home}", who.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_without_a_second_factor_is_not_sent_to_the_administrator() {
    let journal = full_school().await;
    let mut administrator = journal.visitor(Who::Administrator.person()).await;
    let home = page(&mut administrator, "/").await;
    assert!(home.contains("/account#second-factor"), "{home}");
    assert!(!home.contains("әкімшісіне хабарласыңыз"), "{home}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_and_a_parent_find_the_last_marks_with_their_subjects_at_home() {
    let journal = full_school().await;
    for who in [Who::Pupil, Who::Parent] {
        let mut visitor = journal.signed_in(who).await;
        let home = page(&mut visitor, "/").await;
        assert!(home.contains("<b>9</b><span>Алгебра</span>"), "{}: {home}", who.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_sees_at_home_into_which_period_a_journal_opens() {
    let journal = full_school().await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let home = page(&mut teacher, "/").await;
    assert!(home.contains("<td>Алгебра</td><td>1-тоқсан</td>"), "{home}");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_classes_are_found_however_their_names_are_written() {
    let journal = full_school().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let person = format!("/people/{AIGERIM}");
    for q in ["Айгерім Аққайыңова", "аққайыңова айгерім", "айгер"] {
        assert!(finds(&mut administrator, q, &person).await, "{q}");
    }
    assert!(!finds(&mut administrator, "Айгерім Байтерекұлы", &person).await);
    let class = format!("/classes/{}", SCHOOL.class_7a());
    for q in ["7а", "7 А", "7 «А»"] {
        assert!(finds(&mut administrator, q, &class).await, "{q}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_leads_everybody_to_pages_that_are_open_to_them() {
    let journal = full_school().await;
    let (aigerim, daulet) = (format!("/pupils/{AIGERIM}"), format!("/pupils/{DAULET}"));
    let teacher_page = format!("/people/{}", SCHOOL.algebra_teacher());
    let class = format!("/classes/{}", SCHOOL.class_7a());
    for who in [Who::Director, Who::Auditor, Who::Teacher] {
        let mut visitor = journal.signed_in(who).await;
        assert!(finds(&mut visitor, "Аққайыңова", &aigerim).await, "{}", who.name());
        visitor.get(&aigerim).await.is(200);
    }
    for who in [Who::Director, Who::Auditor] {
        let mut visitor = journal.signed_in(who).await;
        assert!(finds(&mut visitor, "Гүлнар", &teacher_page).await, "{}", who.name());
        visitor.get(&teacher_page).await.is(200);
    }
    let mut colleague = journal.signed_in(Who::OtherTeacher).await;
    assert!(!finds(&mut colleague, "Гүлнар", &teacher_page).await);
    colleague.get(&teacher_page).await.is(404);

    let mut parent = journal.signed_in(Who::Parent).await;
    assert!(finds(&mut parent, "Аққайыңова", &aigerim).await, "their own child");
    assert!(!finds(&mut parent, "Дәулет", &daulet).await);
    assert!(finds(&mut parent, "Дәулет", &class).await, "in the list of the child's class");
    let others = page(&mut parent, &format!("/search?q={}", encoded("Сексеуілов"))).await;
    assert!(!others.contains("Ерлан") && !others.contains(&YERLAN.to_string()), "{others}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_is_counted_without_saying_he_or_she() {
    let journal = full_school().await;
    journal.run(note(AIGERIM, Some(AttendanceCode::Late))).await;
    journal.caught_up().await;
    let mut parent = journal.signed_in(Who::Parent).await.speaking("ru");
    let marks = page(&mut parent, &format!("/pupils/{AIGERIM}")).await;
    assert!(marks.contains("<td>Опоздания: 1</td>"), "{marks}");
    assert!(marks.contains("<td class=\"number\">9,00</td>"), "{marks}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pupils_of_several_classes_stand_in_statistics_with_their_class() {
    let journal = full_school().await;
    let mut director = journal.signed_in(Who::Director).await.speaking("ru");
    let all = page(&mut director, "/statistics?by=pupil").await;
    assert!(all.contains("<caption>Отметки по ученикам</caption>"), "{all}");
    assert!(all.contains("<td>7А</td>") && all.contains(">9,00<"), "{all}");
    let of_class = format!("/statistics?by=pupil&class={}", SCHOOL.class_7a());
    let of_class = page(&mut director, &of_class).await;
    assert!(of_class.contains("<caption>Отметки по ученикам: 7А</caption>"), "{of_class}");
    assert!(!of_class.contains("<td>7А</td>"), "{of_class}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_mistypes_the_current_password_is_told_that_it_is_this_one() {
    let journal = full_school().await;
    let mut employee = journal.signed_in(Who::Employee).await.speaking("ru");
    let sent = [("current", "не тот пароль"), ("new", "жаңа құпиясөз таудай")];
    let refused = employee.form("/account/password", &sent).await;
    assert!(refused.is(422).text().contains("Нынешний пароль введён неверно."), "{}", refused.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_stands_once_on_the_page_of_a_person_with_what_it_follows_from() {
    let journal = full_school().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let own = page(&mut administrator, &format!("/people/{}", Who::Administrator.person())).await;
    assert_eq!(own.matches("<th scope=\"row\">қызметкер").count(), 1, "{own}");
    let director = page(&mut administrator, &format!("/people/{}", Who::Director.person())).await;
    assert!(director.contains("басқа рөл бойынша"), "{director}");
    let teacher = page(&mut administrator, &format!("/people/{}", SCHOOL.algebra_teacher())).await;
    assert!(teacher.contains("сынып бойынша"), "{teacher}");
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_pupil_nor_who_is_linked_already_is_offered_as_a_guardian() {
    let journal = full_school().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let offered = |person: &dyn std::fmt::Display| format!("name=\"guardian\" value=\"{person}\"");
    let mother = page(&mut administrator, &format!("/people/{AIGERIM}?guardian=parent")).await;
    assert!(!mother.contains(&offered(&Who::Parent.person())), "{mother}");
    let searched = format!("/people/{AIGERIM}?guardian={}", encoded("Салтанат"));
    let pupil = page(&mut administrator, &searched).await;
    assert!(!pupil.contains(&offered(&SALTANAT)), "{pupil}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_invited_stands_apart_and_can_have_the_sheet_printed_again() {
    let journal = full_school().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let employee = Who::Employee.person().to_string();
    let again = format!("href=\"/invitations/sheet?person={employee}\"");
    assert!(!page(&mut administrator, "/invitations").await.contains(&again));
    administrator.form("/invitations", &[("person", &employee)]).await.is(303);
    journal.caught_up().await;
    let invitations = page(&mut administrator, "/invitations").await;
    assert!(invitations.contains(&again), "{invitations}");
    let waiting: Vec<&str> = invitations
        .split("data-waiting>")
        .skip(1)
        .filter_map(|rest| rest.split("</ul>").next())
        .filter(|list| list.contains(&employee))
        .collect();
    assert_eq!(waiting.len(), 1, "{invitations}");
    let sheet = page(&mut administrator, &format!("/invitations/sheet?person={employee}")).await;
    assert!(sheet.contains("class=\"invite\""), "{sheet}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_has_nobody_to_enrol_cannot_be_sent() {
    let journal = full_school().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let class = page(&mut administrator, &format!("/classes/{}", SCHOOL.class_7b())).await;
    assert_eq!(class.matches("<button class=\"main\" disabled>").count(), 1, "{class}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_is_told_where_the_columns_of_an_empty_journal_come_from() {
    let journal = full_school().await;
    let here = path("/journals/{class}/{subject}/{period}", SCHOOL);
    let empty = here.replace(&SCHOOL.quarter(1).to_string(), &SCHOOL.quarter(2).to_string());
    assert_ne!(here, empty);
    let mut teacher = journal.signed_in(Who::Teacher).await;
    assert!(page(&mut teacher, &empty).await.contains("импорт немесе API"));
    let mut director = journal.signed_in(Who::Director).await;
    assert!(!page(&mut director, &empty).await.contains("импорт немесе API"));
}
