//! Given what happened, when a command comes, then events or a refusal; and the stored form.

use chrono::NaiveDate;
use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::{Membership, Order};
use super::{MembershipCommand as Command, MembershipError as Refusal, MembershipEvent as Event};
use crate::access::Role;
use crate::fact::read;
use crate::id::PersonId;
use crate::personal::Personal;

const AIGERIM: PersonId = PersonId(Uuid::from_u128(0xa));

fn membership<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<Membership> {
    TestFramework::<Membership>::with(()).given(Vec::from(given))
}

fn after<const N: usize>(given: [Event; N]) -> Membership {
    let mut membership = Membership::default();
    for event in given {
        membership.absorb(event);
    }
    membership
}

fn order(number: &str) -> Order {
    Order { number: number.to_owned(), date: NaiveDate::from_ymd_opt(2025, 9, 1).unwrap() }
}

fn reason() -> Personal<String> {
    Personal::plain(AIGERIM, "moved to another school".to_owned())
}

fn grant(role: Role) -> Command {
    Command::GrantRole { role, order: None }
}

fn granted(role: Role) -> Event {
    Event::RoleGranted { role, order: None }
}

fn revoke(role: Role) -> Command {
    Command::RevokeRole { role, order: None, reason: None }
}

fn revoked(role: Role) -> Event {
    Event::RoleRevoked { role, order: None, reason: None }
}

#[test]
fn every_role_but_three_is_granted_by_hand() {
    for role in Role::iter() {
        match role {
            Role::ClassLeader | Role::Pupil | Role::Parent => {
                membership([]).when(grant(role)).then_expect_error(Refusal::FollowsFromElsewhere { role });
            }
            Role::Administrator
            | Role::Director
            | Role::DeputyDirector
            | Role::HeadOfStudies
            | Role::Editor
            | Role::Teacher
            | Role::Psychologist
            | Role::Moderator
            | Role::Employee
            | Role::OrgAdministrator
            | Role::OrgLeadership
            | Role::OrgDeputy
            | Role::OrgEditor => {
                membership([]).when(grant(role)).then_expect_events(vec![granted(role)]);
            }
        }
    }
}

#[test]
fn a_role_is_granted_under_an_order() {
    membership([])
        .when(Command::GrantRole { role: Role::Teacher, order: Some(order("12-k")) })
        .then_expect_events(vec![Event::RoleGranted { role: Role::Teacher, order: Some(order("12-k")) }]);
}

#[test]
fn granting_a_held_role_changes_nothing() {
    membership([granted(Role::Teacher)]).when(grant(Role::Teacher)).then_expect_events(vec![]);
}

#[test]
fn granting_a_held_role_changes_nothing_even_where_a_new_grant_is_refused() {
    membership([granted(Role::ClassLeader)]).when(grant(Role::ClassLeader)).then_expect_events(vec![]);
}

#[test]
fn a_person_holds_several_roles_at_once() {
    membership([granted(Role::Teacher)])
        .when(grant(Role::Director))
        .then_expect_events(vec![granted(Role::Director)]);
}

#[test]
fn a_held_role_is_revoked_with_an_order_and_a_reason() {
    membership([granted(Role::Teacher)])
        .when(Command::RevokeRole { role: Role::Teacher, order: Some(order("13-k")), reason: Some(reason()) })
        .then_expect_events(vec![Event::RoleRevoked {
            role: Role::Teacher,
            order: Some(order("13-k")),
            reason: Some(reason()),
        }]);
}

#[test]
fn a_held_role_is_revoked_without_an_order_or_a_reason() {
    membership([granted(Role::Teacher)])
        .when(revoke(Role::Teacher))
        .then_expect_events(vec![revoked(Role::Teacher)]);
}

#[test]
fn revoking_a_role_that_is_not_held_changes_nothing() {
    membership([]).when(revoke(Role::Teacher)).then_expect_events(vec![]);
    membership([granted(Role::Director)]).when(revoke(Role::Teacher)).then_expect_events(vec![]);
    membership([granted(Role::Teacher), revoked(Role::Teacher)])
        .when(revoke(Role::Teacher))
        .then_expect_events(vec![]);
}

#[test]
fn a_revoked_role_may_be_granted_again() {
    membership([granted(Role::Teacher), revoked(Role::Teacher)])
        .when(grant(Role::Teacher))
        .then_expect_events(vec![granted(Role::Teacher)]);
}

#[test]
fn a_role_is_held_from_its_grant_to_its_revocation() {
    assert!(!after([]).holds(Role::Teacher));
    assert!(after([granted(Role::Teacher)]).holds(Role::Teacher));
    assert!(!after([granted(Role::Teacher)]).holds(Role::Director));
    assert!(!after([granted(Role::Teacher), revoked(Role::Teacher)]).holds(Role::Teacher));
}

/// Commands name the grant they act under by this number, so it must be the event's place in the
/// stream, counted from one.
#[test]
fn a_role_is_known_by_the_sequence_of_its_last_grant() {
    let aigerim = after([
        granted(Role::Teacher),
        granted(Role::Director),
        revoked(Role::Teacher),
        granted(Role::Teacher),
        revoked(Role::Director),
        granted(Role::Administrator),
    ]);
    assert_eq!(aigerim.roles().collect::<Vec<_>>(), [(Role::Administrator, 6), (Role::Teacher, 4)]);
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let mut every_event = vec![
        Event::RoleGranted { role: Role::Teacher, order: Some(order("12-k")) },
        Event::RoleRevoked { role: Role::Teacher, order: Some(order("13-k")), reason: Some(reason()) },
        Event::RoleRevoked {
            role: Role::Teacher,
            order: None,
            reason: Some(Personal::Sealed("pii1.x".to_owned())),
        },
        Event::RoleRevoked {
            role: Role::Teacher,
            order: None,
            reason: Some(Personal::Erased { of: AIGERIM }),
        },
        revoked(Role::Teacher),
    ];
    every_event.extend(Role::iter().map(granted));
    let mut rows = Vec::new();
    for event in every_event {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        let row = json.to_string();
        assert_eq!(read::<Membership>(&event.event_version(), &row).unwrap(), event);
        rows.push(row);
    }
    expect![[r#"
        {"order":{"date":"2025-09-01","number":"12-k"},"role":"teacher","type":"role_granted"}
        {"order":{"date":"2025-09-01","number":"13-k"},"reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"moved to another school"},"role":"teacher","type":"role_revoked"}
        {"order":null,"reason":"pii1.x","role":"teacher","type":"role_revoked"}
        {"order":null,"reason":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"role":"teacher","type":"role_revoked"}
        {"order":null,"reason":null,"role":"teacher","type":"role_revoked"}
        {"order":null,"role":"administrator","type":"role_granted"}
        {"order":null,"role":"director","type":"role_granted"}
        {"order":null,"role":"deputy_director","type":"role_granted"}
        {"order":null,"role":"head_of_studies","type":"role_granted"}
        {"order":null,"role":"editor","type":"role_granted"}
        {"order":null,"role":"teacher","type":"role_granted"}
        {"order":null,"role":"class_leader","type":"role_granted"}
        {"order":null,"role":"psychologist","type":"role_granted"}
        {"order":null,"role":"moderator","type":"role_granted"}
        {"order":null,"role":"employee","type":"role_granted"}
        {"order":null,"role":"pupil","type":"role_granted"}
        {"order":null,"role":"parent","type":"role_granted"}
        {"order":null,"role":"org_administrator","type":"role_granted"}
        {"order":null,"role":"org_leadership","type":"role_granted"}
        {"order":null,"role":"org_deputy","type":"role_granted"}
        {"order":null,"role":"org_editor","type":"role_granted"}"#]].assert_eq(&rows.join("\n"));
}
