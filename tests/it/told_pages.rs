//! What the pages say of rights and of changes: in words and days, not in codes.

use dayek::usecases::GrantRole;
use dayek_domain::access::Role;
use dayek_domain::membership::Order;
use dayek_tests::journal::{Journal, school};
use dayek_tests::pages::path;
use dayek_tests::school::{AIGERIM, CONTROL_WORK, DAULET, SCHOOL, day, give};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;

async fn full_school() -> (Journal, Visitor) {
    let journal = school().with_staff().with_delivery().open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    let administrator = journal.signed_in(Who::Administrator).await.speaking("ru");
    (journal, administrator)
}

async fn page(visitor: &mut Visitor, path: &str) -> String {
    visitor.get(path).await.is(200).text()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_names_too_little_is_answered_with_what_to_name() {
    let (_journal, mut administrator) = full_school().await;
    let ask = format!("/people/{}/access?action=give_marks", SCHOOL.algebra_teacher());
    let (class, subject) = (SCHOOL.class_7a(), SCHOOL.algebra());
    for (asked, told) in [
        (ask.clone(), "Выберите класс и предмет"),
        (format!("{ask}&class={class}"), "Выберите предмет"),
        (format!("{ask}&class={class}&subject={subject}"), "Да, можно"),
        (format!("{ask}&class={}&subject={subject}", SCHOOL.class_7b()), "Нет, нельзя"),
    ] {
        let answer = page(&mut administrator, &asked).await;
        assert!(answer.contains(told), "{asked}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_event_behind_a_right_is_told_in_words() {
    let (_journal, mut administrator) = full_school().await;
    let (class, subject) = (SCHOOL.class_7a(), SCHOOL.algebra());
    let teacher = SCHOOL.algebra_teacher();
    for (who, asked, told) in [
        (
            teacher,
            format!("give_marks&class={class}&subject={subject}"),
            "назначение учителем: 7А, Алгебра, ".to_owned(),
        ),
        (
            teacher,
            format!("give_marks&class={class}&subject={subject}"),
            format!("href=\"/classes/{class}\""),
        ),
        (Who::Administrator.person(), "give_marks".to_owned(), "выдача роли «администратор», ".to_owned()),
        (Who::Parent.person(), format!("view_diary&about={AIGERIM}"), "Аққайыңова Айгерім".to_owned()),
    ] {
        let answer = page(&mut administrator, &format!("/people/{who}/access?action={asked}")).await;
        assert!(answer.contains("Да, можно") && answer.contains(&told), "{asked}: {told}: {answer}");
        assert!(answer.contains("Требование "), "{answer}");
        assert!(!answer.contains("school_class") && !answer.contains("membership"), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_of_a_mark_says_by_what_appointment_it_was_given() {
    let (journal, mut administrator) = full_school().await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let (column, pupil) = (CONTROL_WORK.to_string(), DAULET.to_string());
    let fields = [("assessment", column.as_str()), ("pupil", pupil.as_str()), ("value", "8")];
    teacher.form(&path("/journals/{class}/{subject}/{period}", SCHOOL), &fields).await.is(303);
    journal.caught_up().await;
    let story = page(&mut administrator, &format!("/cells/{CONTROL_WORK}/{DAULET}")).await;
    assert!(story.contains("назначение учителем: 7А, Алгебра, "), "{story}");
    assert!(story.contains("поставлена") && !story.contains("school_class"), "{story}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_change_history_writes_days_and_names_as_people_do() {
    let (journal, mut administrator) = full_school().await;
    let order = Some(Order { number: "№ 12-Қ".to_owned(), date: day(2026, 9, 1) });
    journal.run(GrantRole { order, ..GrantRole::of(Who::Employee.person(), Role::Moderator) }).await;
    journal.caught_up().await;
    for (kind, told) in [
        ("assessment", vec!["Бақылау жұмысы, шкала 1–10, 15.09.2026"]),
        ("schedule", vec!["15.09.2026, 2-й урок"]),
        ("study_year", vec!["<th scope=\"row\">2026/2027<", "2026/2027, 01.09.2026 – 25.05.2027"]),
        ("period", vec!["<th scope=\"row\">1-тоқсан<", "1-тоқсан, 01.09.2026 – 25.10.2026"]),
        ("institution", vec!["<th scope=\"row\">№ 1 жалпы"]),
        ("roster", vec!["01.09.2026"]),
        ("guardian", vec!["Аққайыңова Айгерім · Қызметов parent"]),
        ("role", vec!["приказ № 12-Қ", "выдана"]),
        ("mark", vec!["поставлена"]),
        ("account", vec!["приглашение"]),
    ] {
        let text = page(&mut administrator, &format!("/history?kind={kind}")).await;
        for word in told {
            assert!(text.contains(word), "{kind}: {word} is missing: {text}");
        }
        assert!(!text.contains("2026-09-") && !text.contains("№ №"), "{kind}: {text}");
        assert!(!text.contains("<th scope=\"row\"><br>"), "{kind}: a row says nothing of what it is about");
    }
}
