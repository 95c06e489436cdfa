//! Timetables in a calendar program.

use dayek::usecases::RevokeRole;
use dayek_domain::access::Role;
use dayek_tests::client::Client;
use dayek_tests::journal::Journal;
use dayek_tests::school::{AIGERIM, DAULET, OTHER_SCHOOL, SCHOOL};
use dayek_tests::staff::Who;
use icalendar::{
    Calendar, CalendarDateTime, Component as _, DatePerhapsTime, Event, EventLike as _, EventStatus,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{CLASS_8A, Extra, ROOM_13, at, items, this_year, today};

const FEEDS: &str = "/api/v1/calendar-feeds";

async fn client_of(journal: &Journal, who: Who) -> Client {
    journal.client(&journal.token_of(SCHOOL, who.person()).await)
}

/// Makes an address; its id and where it is read.
async fn made(client: &Client, of: &str, id: Uuid) -> (String, String) {
    let made = client.post(FEEDS, &json!({ "of": of, "id": id })).await.is(201).json();
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("feed_id"), text("address"))
}

/// What a calendar program sees, which shows no token.
async fn read(journal: &Journal, address: &str) -> Vec<Event> {
    journal.caught_up().await;
    let answer = journal.anonymous().get(address).await;
    assert_eq!(answer.is(200).header("content-type"), Some("text/calendar; charset=utf-8"));
    assert!(answer.header("cache-control").unwrap().starts_with("private"));
    let calendar: Calendar = answer.text().parse().unwrap();
    calendar.components.iter().filter_map(|component| component.as_event().cloned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_has_the_own_lessons_in_a_calendar_and_the_cancelled_ones_too() {
    let (journal, administrator) = this_year().await;
    let first = Extra { room: Some(ROOM_13), ..Extra::today(61, 1) };
    let second = Extra::today(62, 2);
    first.add(&administrator).await;
    let path = second.add(&administrator).await;
    administrator.post(&format!("{path}/cancellation"), &json!({ "reason": "frost" })).await.is(200);
    let teacher = client_of(&journal, Who::Teacher).await;
    let (_, address) = made(&teacher, "teacher", SCHOOL.algebra_teacher().0).await;

    let events = read(&journal, &address).await;
    let told: Vec<_> =
        events.iter().map(|event| (event.get_uid().unwrap().to_owned(), event.get_status())).collect();
    let id = |lesson: &Extra| lesson.id().to_string();
    assert_eq!(
        told,
        [(id(&first), Some(EventStatus::Confirmed)), (id(&second), Some(EventStatus::Cancelled))]
    );
    assert_eq!(events[0].get_summary(), Some("Алгебра · 8А"));
    assert_eq!(events[0].get_location().unwrap().replace("\\,", ","), "13, физика");
    let begins = CalendarDateTime::WithTimezone {
        date_time: today().and_time(at("08:00")),
        tzid: "Asia/Almaty".to_owned(),
    };
    assert_eq!(events[0].get_start(), Some(DatePerhapsTime::DateTime(begins)));
    let text = journal.anonymous().get(&address).await.text();
    assert!(text.contains("BEGIN:VTIMEZONE\r\nTZID:Asia/Almaty\r\n"), "{text}");
    assert!(text.contains("LOCATION:13\\, физика\r\n"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_that_another_gives_is_in_the_calendar_of_the_other() {
    let (journal, administrator) = this_year().await;
    let path = Extra::today(61, 1).add(&administrator).await;
    let substitute = json!({ "teacher_ids": [SCHOOL.history_teacher()] });
    administrator.post(&format!("{path}/substitute"), &substitute).await.is(200);
    for (who, lessons) in [(Who::Teacher, 0), (Who::OtherTeacher, 1)] {
        let client = client_of(&journal, who).await;
        let (_, address) = made(&client, "teacher", who.person().0).await;
        assert_eq!(read(&journal, &address).await.len(), lessons, "{}", who.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_has_the_lessons_of_the_own_child_without_its_name_and_of_no_other() {
    let (journal, administrator) = this_year().await;
    Extra::today(61, 1).add(&administrator).await;
    journal.caught_up().await;
    let parent = client_of(&journal, Who::Parent).await;
    let (_, address) = made(&parent, "pupil", AIGERIM.0).await;
    assert_eq!(read(&journal, &address).await.len(), 1);
    let text = journal.anonymous().get(&address).await.text().replace("\r\n ", "");
    assert!(!text.contains("Айгерім") && !text.contains("Аққайыңова"), "{text}");
    for (of, id) in [("pupil", DAULET.0), ("class", CLASS_8A.0), ("room", ROOM_13.0)] {
        parent.post(FEEDS, &json!({ "of": of, "id": id })).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_was_taken_back_or_guessed_shows_nothing() {
    let (journal, _administrator) = this_year().await;
    let teacher = client_of(&journal, Who::Teacher).await;
    let (id, address) = made(&teacher, "class", CLASS_8A.0).await;
    read(&journal, &address).await;
    let listed = items(&teacher.get(FEEDS).await.is(200).json());
    assert_eq!((&listed[0]["feed_id"], &listed[0]["of"]), (&json!(id), &json!("class")));
    assert_eq!(listed.len(), 1);

    let parts: Vec<&str> = address.strip_suffix(".ics").unwrap().splitn(3, '_').collect();
    let [school, feed, secret] = parts.as_slice() else { panic!("the form of an address has changed") };
    let guessed = secret.chars().rev().collect::<String>();
    for wrong in
        [format!("{school}_{feed}_{guessed}.ics"), format!("{school}_{feed}.ics"), "/calendar/x".to_owned()]
    {
        journal.anonymous().get(&wrong).await.is(404);
    }
    let revocation = format!("{FEEDS}/{id}/revocation");
    let other = client_of(&journal, Who::OtherTeacher).await;
    other.post(&revocation, &json!({})).await.is(404);
    read(&journal, &address).await;
    teacher.post(&revocation, &json!({})).await.is(204);
    journal.anonymous().get(&address).await.is(404);
    assert_eq!(items(&teacher.get(FEEDS).await.is(200).json()), Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_shows_nothing_once_its_maker_may_not_see_the_lessons() {
    let (journal, _administrator) = this_year().await;
    let employee = client_of(&journal, Who::Employee).await;
    let (_, address) = made(&employee, "room", ROOM_13.0).await;
    read(&journal, &address).await;
    journal.run(RevokeRole::of(Who::Employee.person(), Role::Employee)).await;
    journal.anonymous().get(&address).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_told_once_and_made_for_nothing_of_another_school() {
    let (journal, _administrator) = this_year().await;
    let teacher = client_of(&journal, Who::Teacher).await;
    let once = teacher.with("idempotency-key", "calendar-1");
    let (id, _) = made(&once, "class", CLASS_8A.0).await;
    let again = once.post(FEEDS, &json!({ "of": "class", "id": CLASS_8A })).await.is(201).json();
    assert_eq!((&again["feed_id"], &again["address"]), (&json!(id), &Value::Null));

    journal.add_school(OTHER_SCHOOL).await;
    let stranger = journal.client(&journal.token_in(OTHER_SCHOOL, Role::Administrator).await);
    journal.caught_up().await;
    for (of, id) in [
        ("class", CLASS_8A.0),
        ("room", ROOM_13.0),
        ("teacher", SCHOOL.algebra_teacher().0),
        ("pupil", AIGERIM.0),
    ] {
        stranger.post(FEEDS, &json!({ "of": of, "id": id })).await.is(404);
    }
}
