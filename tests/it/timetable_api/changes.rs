//! Single lessons are changed: others give them, elsewhere, at another hour, together, or not at all.

use dayek_domain::id::LessonId;
use dayek_tests::client::Client;
use dayek_tests::journal::Journal;
use dayek_tests::school::{AIGERIM, SCHOOL};
use serde_json::{Value, json};

use super::{CLASS_8A, CLASS_8B, Extra, ROOM_12, ROOM_13, days_later, items, shown, this_year, today};

async fn history_teacher(journal: &Journal) -> Client {
    journal.client(&journal.token_of(SCHOOL, SCHOOL.history_teacher()).await)
}

/// Notes somebody as present in a lesson.
async fn note(client: &Client, lesson: LessonId) -> u16 {
    let register = json!({ "marks": [{ "pupil_id": AIGERIM, "code": "present" }] });
    client.post(&format!("/api/v1/lessons/{lesson}/attendance"), &register).await.status.as_u16()
}

fn by_history_teacher() -> Value {
    json!({ "teacher_ids": [SCHOOL.history_teacher()], "reason": "a course" })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_substitute_keeps_the_lesson_and_no_other_and_only_on_its_day() {
    let (journal, administrator) = this_year().await;
    let (given, other) = (Extra::today(61, 1), Extra::today(62, 2));
    let tomorrow = Extra { date: days_later(1), ..Extra::today(63, 1) };
    for lesson in [&given, &other, &tomorrow] {
        lesson.add(&administrator).await;
    }
    let substitute = history_teacher(&journal).await;
    assert_eq!(note(&substitute, given.id()).await, 403, "nobody has asked them yet");
    for lesson in [&given, &tomorrow] {
        let path = format!("/api/v1/lessons/{}/substitute", lesson.id());
        administrator.post(&path, &by_history_teacher()).await.is(200);
    }
    assert_eq!(note(&substitute, given.id()).await, 200);
    assert_eq!(note(&substitute, other.id()).await, 403);
    assert_eq!(note(&substitute, tomorrow.id()).await, 403);

    let lesson = format!("/api/v1/lessons/{}", given.id());
    let told = administrator.get(&lesson).await.is(200).json();
    assert_eq!(told["teacher_ids"], json!([SCHOOL.history_teacher()]));
    assert_eq!(told["regular_teacher_ids"], json!([SCHOOL.algebra_teacher()]));
    administrator.post(&format!("{lesson}/substitute/end"), &json!({})).await.is(200);
    assert_eq!(note(&substitute, given.id()).await, 403, "the teacher is back");
    let told = administrator.get(&lesson).await.is(200).json();
    assert_eq!(told["teacher_ids"], json!([SCHOOL.algebra_teacher()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_free_is_told_by_the_clock_with_those_who_could_substitute() {
    let (journal, administrator) = this_year().await;
    let lesson = Extra { room: Some(ROOM_12), ..Extra::today(61, 1) };
    lesson.add(&administrator).await;
    let free = format!("/api/v1/timetable/free?date={}&number=1", today());
    let free = shown(&journal, &administrator, &free).await;
    assert_eq!(free["hours"], json!([{ "begins": "08:00:00", "ends": "08:45:00" }]));
    let teachers: Vec<&Value> =
        free["teachers"].as_array().unwrap().iter().map(|teacher| &teacher["teacher_id"]).collect();
    assert_eq!(teachers, [&json!(SCHOOL.history_teacher())]);
    assert_eq!(free["teachers"][0]["subjects"], json!(["Тарих"]));
    let rooms: Vec<&Value> = free["rooms"].as_array().unwrap().iter().map(|room| &room["room_id"]).collect();
    assert_eq!(rooms, [&json!(ROOM_13)]);

    let absent = SCHOOL.algebra_teacher();
    let path = format!("/api/v1/timetable/substitutes?teacher_id={absent}&date={}", today());
    let lessons = items(&shown(&journal, &administrator, &path).await);
    assert_eq!(lessons.len(), 1);
    assert_eq!(lessons[0]["lesson_id"], json!(lesson.id()));
    let candidates = json!([{
        "teacher_id": SCHOOL.history_teacher(), "name": "Көкшетеров Болат", "teaches_subject": false, "lessons": 0,
    }]);
    assert_eq!(lessons[0]["candidates"], candidates);
    let teacher = history_teacher(&journal).await;
    teacher.get(&path).await.is(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_is_moved_cancelled_and_takes_place_after_all() {
    let (journal, administrator) = this_year().await;
    let path = Extra::today(61, 1).add(&administrator).await;
    let to = json!({
        "date": days_later(1), "number": 3, "begins": "10:00", "ends": "10:45", "reason": "a holiday",
    });
    administrator.put(&format!("{path}/slot"), &to).await.is(200);
    let half = json!({ "date": days_later(1), "number": 4, "begins": "11:00" });
    let refused = administrator.put(&format!("{path}/slot"), &half).await.is(422).json();
    assert_eq!(refused["errors"][0]["pointer"], "/ends");
    administrator.post(&format!("{path}/cancellation"), &json!({ "reason": "frost" })).await.is(200);

    let week = format!("/api/v1/timetable?class_id={CLASS_8A}&from={}&to={}", today(), days_later(6));
    let lesson = items(&shown(&journal, &administrator, &week).await).remove(0);
    assert_eq!((&lesson["cancelled"], &lesson["reason"]), (&json!(true), &json!("frost")));
    assert_eq!((&lesson["moved_from"], &lesson["date"]), (&json!(today()), &json!(days_later(1))));
    assert_eq!((&lesson["number"], &lesson["begins"]), (&json!(3), &json!("10:00:00")));

    administrator.post(&format!("{path}/restore"), &json!({})).await.is(200);
    let told = administrator.get(&path).await.is(200).json();
    assert_eq!((&told["cancelled"], &told["withdrawn"]), (&json!(false), &json!(false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_holds_one_lesson_at_an_hour() {
    let (journal, administrator) = this_year().await;
    let first = Extra { room: Some(ROOM_12), ..Extra::today(61, 1) };
    first.add(&administrator).await;
    let teacher = SCHOOL.history_teacher();
    let second = Extra { class_id: CLASS_8B, teacher, room: Some(ROOM_12), ..Extra::today(62, 1) };
    let refused = second.ask(&administrator).await.is(422).json();
    assert_eq!(refused["rule"]["code"], "timetable_guard.clashes");
    let second = Extra { room: Some(ROOM_13), ..second };
    let path = second.add(&administrator).await;
    let taken = json!({ "room_id": ROOM_12 });
    administrator.post(&format!("{path}/room"), &taken).await.is(422);
    administrator.post(&format!("{path}/room"), &json!({ "room_id": null })).await.is(200);
    assert_eq!(administrator.get(&path).await.is(200).json()["room_id"], Value::Null);
    let day = format!("/api/v1/timetable?room_id={ROOM_12}&from={}&to={}", today(), today());
    assert_eq!(items(&shown(&journal, &administrator, &day).await).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_lessons_of_one_hour_are_held_together_by_the_teacher_of_one() {
    let (_journal, administrator) = this_year().await;
    let first = Extra { room: Some(ROOM_12), ..Extra::today(61, 1) };
    first.add(&administrator).await;
    let teacher = SCHOOL.history_teacher();
    let second = Extra { class_id: CLASS_8B, teacher, ..Extra::today(62, 1) };
    let path = second.add(&administrator).await;
    let together = json!({ "with": first.id(), "reason": "the teacher is ill" });
    administrator.post(&format!("{path}/join"), &together).await.is(200);
    let told = administrator.get(&path).await.is(200).json();
    assert_eq!(told["teacher_ids"], json!([SCHOOL.algebra_teacher()]));
    assert_eq!((&told["joined_with"], &told["room_id"]), (&json!(first.id()), &json!(ROOM_12)));

    let later = Extra { class_id: CLASS_8B, teacher, ..Extra::today(63, 2) };
    let path = later.add(&administrator).await;
    let refused = administrator.post(&format!("{path}/join"), &together).await.is(422).json();
    assert_eq!(refused["rule"]["code"], "school.not_at_one_time");
}
