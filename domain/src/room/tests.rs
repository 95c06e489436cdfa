//! Given what happened, when a command comes, then events or a refusal; and the stored form.

use chrono::NaiveDate;
use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::Room;
use super::{RoomCommand as Command, RoomError as Refusal, RoomEvent as Event};
use crate::fact::read;
use crate::id::BuildingId;

const MAIN: BuildingId = BuildingId(Uuid::from_u128(0xb));

/// Name, building and seats.
type Said = (&'static str, Option<BuildingId>, Option<u16>);

const PHYSICS: Said = ("Физика кабинеті", Some(MAIN), Some(28));

fn room<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<Room> {
    TestFramework::<Room>::with(()).given(Vec::from(given))
}

fn june(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

fn add((name, building_id, seats): Said) -> Command {
    Command::Add { name: name.to_owned(), building_id, seats }
}

fn added((name, building_id, seats): Said) -> Event {
    Event::RoomAdded { name: name.to_owned(), building_id, seats }
}

fn changed(from: Said, to: Said) -> Event {
    Event::RoomChanged {
        from_name: from.0.to_owned(),
        from_building_id: from.1,
        from_seats: from.2,
        name: to.0.to_owned(),
        building_id: to.1,
        seats: to.2,
    }
}

fn retire(day: u32) -> Command {
    Command::Retire { on: june(day) }
}

fn retired(day: u32) -> Event {
    Event::RoomRetired { on: june(day) }
}

#[test]
fn a_room_is_added_in_a_building_or_in_none() {
    for said in [PHYSICS, ("101", None, None)] {
        room([]).when(add(said)).then_expect_events(vec![added(said)]);
        room([added(said)]).when(add(said)).then_expect_events(vec![]);
    }
}

#[test]
fn a_room_without_a_name_is_refused() {
    for nothing in ["", " \t"] {
        room([]).when(add((nothing, None, None))).then_expect_error(Refusal::NameMissing);
        room([added(PHYSICS)]).when(add((nothing, None, None))).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn a_room_takes_another_name_building_or_number_of_seats_and_keeps_what_it_was() {
    let (name, building_id, seats) = PHYSICS;
    for now in [("101", building_id, seats), (name, None, seats), (name, building_id, Some(30))] {
        room([added(PHYSICS)]).when(add(now)).then_expect_events(vec![changed(PHYSICS, now)]);
        room([added(PHYSICS), changed(PHYSICS, now)]).when(add(now)).then_expect_events(vec![]);
        room([added(PHYSICS), changed(PHYSICS, now)])
            .when(add(PHYSICS))
            .then_expect_events(vec![changed(now, PHYSICS)]);
    }
}

#[test]
fn a_room_is_retired_and_the_day_may_be_corrected() {
    room([added(PHYSICS)]).when(retire(1)).then_expect_events(vec![retired(1)]);
    room([added(PHYSICS), retired(1)]).when(retire(1)).then_expect_events(vec![]);
    room([added(PHYSICS), retired(1)]).when(retire(2)).then_expect_events(vec![retired(2)]);
    room([]).when(retire(1)).then_expect_error(Refusal::NotAdded);
}

#[test]
fn a_retired_room_is_not_changed() {
    room([added(PHYSICS), retired(1)]).when(add(("101", None, None))).then_expect_error(Refusal::Retired);
    room([added(PHYSICS), retired(1)]).when(add(PHYSICS)).then_expect_events(vec![]);
}

#[test]
fn a_room_serves_until_the_day_before_it_is_retired() {
    let mut physics = Room::default();
    assert!(!physics.exists() && !physics.serves_on(june(1)));
    assert_eq!(physics.building_id(), None);
    physics.absorb(added(PHYSICS));
    assert!(physics.exists() && physics.serves_on(june(1)));
    assert_eq!(physics.building_id(), Some(MAIN));
    physics.absorb(retired(2));
    assert!(physics.exists() && physics.serves_on(june(1)) && !physics.serves_on(june(2)));
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let every_event = [
        added(PHYSICS),
        added(("101", None, None)),
        changed(PHYSICS, ("101", None, None)),
        changed(("101", None, None), PHYSICS),
        retired(1),
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Room>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"building_id":"00000000-0000-0000-0000-00000000000b","name":"Физика кабинеті","seats":28,"type":"room_added"}
        {"building_id":null,"name":"101","seats":null,"type":"room_added"}
        {"building_id":null,"from_building_id":"00000000-0000-0000-0000-00000000000b","from_name":"Физика кабинеті","from_seats":28,"name":"101","seats":null,"type":"room_changed"}
        {"building_id":"00000000-0000-0000-0000-00000000000b","from_building_id":null,"from_name":"101","from_seats":null,"name":"Физика кабинеті","seats":28,"type":"room_changed"}
        {"on":"2026-06-01","type":"room_retired"}"#]].assert_eq(&rows.join("\n"));
}
