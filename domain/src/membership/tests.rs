//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod administrator;
mod kind;
mod section;
mod standing;

use chrono::NaiveDate;
use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::{Membership, Order};
use super::{MembershipCommand as Command, MembershipError as Refusal, MembershipEvent as Event};
use crate::access::{Level, Role, Section};
use crate::fact::read;
use crate::id::PersonId;
use crate::institution::InstitutionKind;
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
    grant_beside(role, 0)
}

/// So many others are administrators of the same kind.
fn grant_beside(role: Role, others: u32) -> Command {
    Command::GrantRole { role, order: None, reason: None, institution: None, others }
}

fn grant_in(kind: InstitutionKind, role: Role) -> Command {
    Command::GrantRole { role, order: None, reason: None, institution: Some(kind), others: 0 }
}

fn granted(role: Role) -> Event {
    granted_as_one_of(role, None)
}

fn granted_as_one_of(role: Role, administrators: Option<u32>) -> Event {
    Event::RoleGranted { role, order: None, reason: None, administrators }
}

fn revoke(role: Role) -> Command {
    revoke_beside(role, 1, false)
}

fn revoke_beside(role: Role, others: u32, leaves_none: bool) -> Command {
    Command::RevokeRole { role, order: None, reason: None, others, leaves_none }
}

fn revoked(role: Role) -> Event {
    revoked_leaving(role, None)
}

fn revoked_leaving(role: Role, administrators: Option<u32>) -> Event {
    Event::RoleRevoked { role, order: None, reason: None, administrators }
}

/// A section opened to a school's editor.
fn opened(section: Section, from: Option<Level>, level: Level) -> Event {
    Event::SectionOpenedToEditor { role: Role::Editor, section, from, level, order: None }
}

fn closed(section: Section, from: Level) -> Event {
    Event::SectionClosedToEditor { role: Role::Editor, section, from, order: None, reason: None }
}

#[test]
fn every_role_but_four_is_granted_by_hand() {
    for role in Role::iter() {
        match role {
            Role::Teacher | Role::ClassLeader | Role::Pupil | Role::Parent => {
                membership([]).when(grant(role)).then_expect_error(Refusal::FollowsFromElsewhere { role });
            }
            Role::Administrator
            | Role::Director
            | Role::DeputyDirector
            | Role::HeadOfStudies
            | Role::Editor
            | Role::Psychologist
            | Role::Moderator
            | Role::Employee
            | Role::OrgAdministrator
            | Role::OrgLeadership
            | Role::OrgDeputy
            | Role::OrgEditor
            | Role::OrgEmployee
            | Role::Auditor => {
                membership([]).when(grant(role)).then_expect_events(vec![granted(role)]);
            }
        }
    }
}

#[test]
fn a_role_is_granted_under_an_order_and_with_a_reason() {
    membership([])
        .when(Command::GrantRole {
            role: Role::Employee,
            order: Some(order("12-k")),
            reason: Some(reason()),
            institution: Some(InstitutionKind::General),
            others: 0,
        })
        .then_expect_events(vec![Event::RoleGranted {
            role: Role::Employee,
            order: Some(order("12-k")),
            reason: Some(reason()),
            administrators: None,
        }]);
}

#[test]
fn granting_a_held_role_changes_nothing() {
    membership([granted(Role::Employee)]).when(grant(Role::Employee)).then_expect_events(vec![]);
    membership([granted(Role::Administrator)])
        .when(grant_beside(Role::Administrator, 3))
        .then_expect_events(vec![]);
}

/// Early records granted the teacher by hand.
#[test]
fn granting_a_held_role_changes_nothing_even_where_a_new_grant_is_refused() {
    for role in [Role::Teacher, Role::ClassLeader] {
        membership([granted(role)]).when(grant(role)).then_expect_events(vec![]);
        membership([granted(role), revoked(role)])
            .when(grant(role))
            .then_expect_error(Refusal::FollowsFromElsewhere { role });
    }
    membership([granted(Role::Psychologist)])
        .when(grant_in(InstitutionKind::Preschool, Role::Psychologist))
        .then_expect_events(vec![]);
}

#[test]
fn a_person_holds_several_roles_at_once() {
    membership([granted(Role::Employee)])
        .when(grant(Role::Director))
        .then_expect_events(vec![granted(Role::Director)]);
}

#[test]
fn a_held_role_is_revoked_with_an_order_and_a_reason() {
    membership([granted(Role::Employee)])
        .when(Command::RevokeRole {
            role: Role::Employee,
            order: Some(order("13-k")),
            reason: Some(reason()),
            others: 0,
            leaves_none: false,
        })
        .then_expect_events(vec![Event::RoleRevoked {
            role: Role::Employee,
            order: Some(order("13-k")),
            reason: Some(reason()),
            administrators: None,
        }]);
}

/// The teacher stands in early records only.
#[test]
fn a_held_role_is_revoked_without_an_order_or_a_reason() {
    for role in [Role::Employee, Role::Teacher] {
        membership([granted(role)]).when(revoke(role)).then_expect_events(vec![revoked(role)]);
    }
}

#[test]
fn revoking_a_role_that_is_not_held_changes_nothing() {
    membership([]).when(revoke(Role::Employee)).then_expect_events(vec![]);
    membership([granted(Role::Director)]).when(revoke(Role::Employee)).then_expect_events(vec![]);
    membership([granted(Role::Employee), revoked(Role::Employee)])
        .when(revoke(Role::Employee))
        .then_expect_events(vec![]);
    membership([]).when(revoke_beside(Role::Administrator, 0, false)).then_expect_events(vec![]);
}

#[test]
fn a_revoked_role_may_be_granted_again() {
    membership([granted(Role::Employee), revoked(Role::Employee)])
        .when(grant(Role::Employee))
        .then_expect_events(vec![granted(Role::Employee)]);
}

#[test]
fn a_role_is_held_from_its_grant_to_its_revocation() {
    assert!(!after([]).holds(Role::Employee));
    assert!(after([granted(Role::Employee)]).holds(Role::Employee));
    assert!(!after([granted(Role::Employee)]).holds(Role::Director));
    assert!(!after([granted(Role::Employee), revoked(Role::Employee)]).holds(Role::Employee));
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
    let sealed = || Some(Personal::Sealed("pii1.x".to_owned()));
    let erased = || Some(Personal::Erased { of: AIGERIM });
    let granted_because = |number: Option<&str>, reason| Event::RoleGranted {
        role: Role::Psychologist,
        order: number.map(order),
        reason,
        administrators: None,
    };
    let revoked_because = |number: Option<&str>, reason| Event::RoleRevoked {
        role: Role::Teacher,
        order: number.map(order),
        reason,
        administrators: None,
    };
    let closed_because = |number: Option<&str>, reason| Event::SectionClosedToEditor {
        role: Role::OrgEditor,
        section: Section::Announcements,
        from: Level::Edit,
        order: number.map(order),
        reason,
    };
    let mut every_event = vec![
        Event::RoleGranted {
            role: Role::Teacher,
            order: Some(order("12-k")),
            reason: None,
            administrators: None,
        },
        revoked_because(Some("13-k"), Some(reason())),
        revoked_because(None, sealed()),
        revoked_because(None, erased()),
        revoked(Role::Teacher),
    ];
    every_event.extend(Role::iter().map(granted));
    every_event.extend([
        granted_because(Some("14-k"), Some(reason())),
        granted_because(None, sealed()),
        granted_because(None, erased()),
        granted_as_one_of(Role::Administrator, Some(4)),
        revoked_leaving(Role::Administrator, Some(0)),
        Event::SectionOpenedToEditor {
            role: Role::OrgEditor,
            section: Section::People,
            from: None,
            level: Level::View,
            order: Some(order("15-k")),
        },
        opened(Section::People, Some(Level::View), Level::Edit),
        closed(Section::People, Level::View),
        closed_because(Some("16-k"), Some(reason())),
        closed_because(None, sealed()),
        closed_because(None, erased()),
    ]);
    every_event.extend(Section::iter().map(|section| opened(section, None, Level::View)));
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
        {"order":null,"role":"org_editor","type":"role_granted"}
        {"order":null,"role":"org_employee","type":"role_granted"}
        {"order":null,"role":"auditor","type":"role_granted"}
        {"order":{"date":"2025-09-01","number":"14-k"},"reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"moved to another school"},"role":"psychologist","type":"role_granted"}
        {"order":null,"reason":"pii1.x","role":"psychologist","type":"role_granted"}
        {"order":null,"reason":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"role":"psychologist","type":"role_granted"}
        {"administrators":4,"order":null,"role":"administrator","type":"role_granted"}
        {"administrators":0,"order":null,"reason":null,"role":"administrator","type":"role_revoked"}
        {"from":null,"level":"view","order":{"date":"2025-09-01","number":"15-k"},"role":"org_editor","section":"people","type":"section_opened_to_editor"}
        {"from":"view","level":"edit","order":null,"role":"editor","section":"people","type":"section_opened_to_editor"}
        {"from":"view","order":null,"reason":null,"role":"editor","section":"people","type":"section_closed_to_editor"}
        {"from":"edit","order":{"date":"2025-09-01","number":"16-k"},"reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"moved to another school"},"role":"org_editor","section":"announcements","type":"section_closed_to_editor"}
        {"from":"edit","order":null,"reason":"pii1.x","role":"org_editor","section":"announcements","type":"section_closed_to_editor"}
        {"from":"edit","order":null,"reason":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"role":"org_editor","section":"announcements","type":"section_closed_to_editor"}
        {"from":null,"level":"view","order":null,"role":"editor","section":"journals","type":"section_opened_to_editor"}
        {"from":null,"level":"view","order":null,"role":"editor","section":"timetable","type":"section_opened_to_editor"}
        {"from":null,"level":"view","order":null,"role":"editor","section":"people","type":"section_opened_to_editor"}
        {"from":null,"level":"view","order":null,"role":"editor","section":"classes","type":"section_opened_to_editor"}
        {"from":null,"level":"view","order":null,"role":"editor","section":"directory","type":"section_opened_to_editor"}
        {"from":null,"level":"view","order":null,"role":"editor","section":"announcements","type":"section_opened_to_editor"}"#]].assert_eq(&rows.join("\n"));
}
