//! Given what happened, when a command comes, then events or a refusal; and the stored form.

use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::IinClaim;
use super::{IinClaimCommand as Command, IinClaimError as Refusal, IinClaimEvent as Event};
use crate::fact::read;
use crate::id::PersonId;

const AIGERIM: PersonId = PersonId(Uuid::from_u128(0xa));
const DAULET: PersonId = PersonId(Uuid::from_u128(0xd));

fn claim<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<IinClaim> {
    TestFramework::<IinClaim>::with(()).given(Vec::from(given))
}

const fn claimed(person_id: PersonId) -> Event {
    Event::IinClaimed { person_id }
}

const fn released(person_id: PersonId) -> Event {
    Event::IinReleased { person_id }
}

#[test]
fn a_number_that_nobody_bears_is_claimed_once() {
    claim([]).when(Command::Claim { person_id: AIGERIM }).then_expect_events(vec![claimed(AIGERIM)]);
    claim([claimed(AIGERIM)]).when(Command::Claim { person_id: AIGERIM }).then_expect_events(vec![]);
}

#[test]
fn a_number_is_not_borne_by_two_people() {
    claim([claimed(AIGERIM)])
        .when(Command::Claim { person_id: DAULET })
        .then_expect_error(Refusal::BorneByAnother);
}

#[test]
fn a_number_that_was_given_back_may_be_claimed_by_another() {
    claim([claimed(AIGERIM)])
        .when(Command::Release { person_id: AIGERIM })
        .then_expect_events(vec![released(AIGERIM)]);
    claim([claimed(AIGERIM), released(AIGERIM)])
        .when(Command::Claim { person_id: DAULET })
        .then_expect_events(vec![claimed(DAULET)]);
}

#[test]
fn nobody_gives_back_what_another_bears() {
    claim([claimed(AIGERIM)]).when(Command::Release { person_id: DAULET }).then_expect_events(vec![]);
    claim([]).when(Command::Release { person_id: DAULET }).then_expect_events(vec![]);
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let rows = [claimed(AIGERIM), released(AIGERIM)].map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<IinClaim>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"person_id":"00000000-0000-0000-0000-00000000000a","type":"iin_claimed"}
        {"person_id":"00000000-0000-0000-0000-00000000000a","type":"iin_released"}"#]]
    .assert_eq(&rows.join("\n"));
}
