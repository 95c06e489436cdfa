//! Whose timetable a pupil and a parent see.

use dayek_domain::id::PersonId;
use dayek_tests::client::Client;
use dayek_tests::journal::Journal;
use dayek_tests::school::{AIGERIM, DAULET, SCHOOL};
use dayek_tests::staff::Who;
use serde_json::json;

use super::{CLASS_8A, CLASS_8B, Extra, ROOM_12, days_later, items, shown, this_year, today};

fn of(whose: &str) -> String {
    format!("/api/v1/timetable?{whose}from={}&to={}", today(), days_later(6))
}

async fn client_of(journal: &Journal, person: PersonId) -> Client {
    journal.client(&journal.token_of(SCHOOL, person).await)
}

/// The class of Aigerim and nothing else.
async fn sees_the_class_of_aigerim(journal: &Journal, client: &Client, lesson: &Extra) {
    for whose in [format!("class_id={CLASS_8A}&"), format!("pupil_id={AIGERIM}&")] {
        let lessons = items(&shown(journal, client, &of(&whose)).await);
        assert!(lessons.iter().any(|row| row["lesson_id"] == json!(lesson.id())), "{whose}");
        assert!(lessons.iter().all(|row| row["class_id"] != json!(CLASS_8B)), "{whose}");
    }
    for whose in [
        String::new(),
        format!("class_id={CLASS_8B}&"),
        format!("pupil_id={DAULET}&"),
        format!("teacher_id={}&", SCHOOL.algebra_teacher()),
        format!("room_id={ROOM_12}&"),
    ] {
        client.get(&of(&whose)).await.is(404);
    }
    client.get(&format!("/api/v1/timetable/free?date={}&number=1", today())).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_sees_the_timetable_of_the_own_class_and_a_parent_that_of_the_childs() {
    let (journal, administrator) = this_year().await;
    let lesson = Extra::today(61, 1);
    lesson.add(&administrator).await;
    Extra { class_id: CLASS_8B, ..Extra::today(62, 2) }.add(&administrator).await;
    journal.caught_up().await;
    let pupil = client_of(&journal, AIGERIM).await;
    sees_the_class_of_aigerim(&journal, &pupil, &lesson).await;
    let parent = client_of(&journal, Who::Parent.person()).await;
    sees_the_class_of_aigerim(&journal, &parent, &lesson).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_staff_sees_every_timetable_a_week_of_all_and_two_months_of_one() {
    let (journal, administrator) = this_year().await;
    let lesson = Extra { room: Some(ROOM_12), ..Extra::today(61, 1) };
    lesson.add(&administrator).await;
    journal.caught_up().await;
    let employee = client_of(&journal, Who::Employee.person()).await;
    let teacher = SCHOOL.algebra_teacher();
    for whose in [String::new(), format!("teacher_id={teacher}&"), format!("room_id={ROOM_12}&")] {
        let lessons = items(&shown(&journal, &employee, &of(&whose)).await);
        assert!(lessons.iter().any(|row| row["lesson_id"] == json!(lesson.id())), "{whose}");
    }
    for (path, parameter) in [
        (format!("/api/v1/timetable?from={}&to={}", today(), days_later(7)), "to"),
        (format!("/api/v1/timetable?class_id={CLASS_8A}&from={}&to={}", today(), days_later(62)), "to"),
        (of(&format!("class_id={CLASS_8A}&teacher_id={teacher}&")), "query"),
    ] {
        let refused = employee.get(&path).await.is(422).json();
        assert_eq!(refused["errors"][0]["parameter"], parameter, "{path}");
    }
}
