//! Given what happened, when a command comes, then events or a refusal; and the stored form.

use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;

use super::Building;
use super::{BuildingCommand as Command, BuildingError as Refusal, BuildingEvent as Event};
use crate::fact::read;

fn building<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<Building> {
    TestFramework::<Building>::with(()).given(Vec::from(given))
}

fn text(value: Option<&str>) -> Option<String> {
    value.map(str::to_owned)
}

fn add(name: &str, address: Option<&str>) -> Command {
    Command::Add { name: name.to_owned(), address: text(address) }
}

fn added(name: &str, address: Option<&str>) -> Event {
    Event::BuildingAdded { name: name.to_owned(), address: text(address) }
}

fn changed(from: (&str, Option<&str>), to: (&str, Option<&str>)) -> Event {
    Event::BuildingChanged {
        from_name: from.0.to_owned(),
        from_address: text(from.1),
        name: to.0.to_owned(),
        address: text(to.1),
    }
}

#[test]
fn a_building_is_added_with_an_address_or_without() {
    for address in [Some("Абай көшесі, 1"), None] {
        building([])
            .when(add("Негізгі ғимарат", address))
            .then_expect_events(vec![added("Негізгі ғимарат", address)]);
    }
}

#[test]
fn a_building_without_a_name_is_refused() {
    for nothing in ["", " \t"] {
        building([]).when(add(nothing, None)).then_expect_error(Refusal::NameMissing);
        building([added("A", None)]).when(add(nothing, None)).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn adding_the_same_building_again_changes_nothing() {
    for address in [Some("Абай көшесі, 1"), None] {
        building([added("A", address)]).when(add("A", address)).then_expect_events(vec![]);
    }
}

#[test]
fn a_building_takes_another_name_or_address_and_keeps_what_it_was() {
    let was = ("A", Some("Абай көшесі, 1"));
    for now in [("B", was.1), ("A", Some("Абай көшесі, 2")), ("A", None)] {
        building([added(was.0, was.1)]).when(add(now.0, now.1)).then_expect_events(vec![changed(was, now)]);
        building([added(was.0, was.1), changed(was, now)]).when(add(now.0, now.1)).then_expect_events(vec![]);
        building([added(was.0, was.1), changed(was, now)])
            .when(add(was.0, was.1))
            .then_expect_events(vec![changed(now, was)]);
    }
}

#[test]
fn a_building_says_that_it_is_there() {
    let mut building = Building::default();
    assert!(!building.exists());
    building.absorb(added("A", None));
    assert!(building.exists());
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let every_event =
        [added("A", Some("Абай көшесі, 1")), added("A", None), changed(("A", None), ("B", Some("Абай, 2")))];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Building>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"address":"Абай көшесі, 1","name":"A","type":"building_added"}
        {"address":null,"name":"A","type":"building_added"}
        {"address":"Абай, 2","from_address":null,"from_name":"A","name":"B","type":"building_changed"}"#]]
    .assert_eq(&rows.join("\n"));
}
