//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod anew;
mod block;
mod token;

use chrono::{DateTime, NaiveDate, Utc};
use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::{Account, AccountState, TokenScope};
use super::{AccountCommand as Command, AccountError as Refusal, AccountEvent as Event};
use crate::fact::read;
use crate::id::PersonId;
use crate::personal::Personal;

const AIGERIM: PersonId = PersonId(Uuid::from_u128(0xa));

const FIRST: Uuid = Uuid::from_u128(0x11);
const SECOND: Uuid = Uuid::from_u128(0x12);

const TIMETABLE: Uuid = Uuid::from_u128(0x71);
const REPORTS: Uuid = Uuid::from_u128(0x72);

fn account<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<Account> {
    TestFramework::<Account>::with(()).given(Vec::from(given))
}

fn after<const N: usize>(given: [Event; N]) -> Account {
    let mut account = Account::default();
    for event in given {
        account.absorb(event);
    }
    account
}

fn september(day: u32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(2025, 9, day).and_then(|date| date.and_hms_opt(18, 30, 0)).unwrap().and_utc()
}

fn reason() -> Personal<String> {
    Personal::plain(AIGERIM, "the telephone was lost".to_owned())
}

fn invite(invitation_id: Uuid) -> Command {
    Command::Invite { invitation_id, expires_at: september(8), restores: false }
}

fn invited(invitation_id: Uuid) -> Event {
    Event::InvitationIssued { invitation_id, expires_at: september(8) }
}

fn restore(invitation_id: Uuid) -> Command {
    Command::Invite { invitation_id, expires_at: september(8), restores: true }
}

fn restored(invitation_id: Uuid) -> Event {
    Event::AccessRestored { invitation_id, expires_at: september(8) }
}

fn withdrawn(invitation_id: Uuid) -> Event {
    Event::InvitationWithdrawn { invitation_id }
}

fn activate(invitation_id: Uuid) -> Command {
    Command::Activate { invitation_id }
}

fn activated(invitation_id: Uuid) -> Event {
    Event::AccountActivated { invitation_id }
}

fn note_change(change_id: Uuid) -> Command {
    Command::NotePasswordChange { change_id, takes_tokens: false }
}

fn changed(change_id: Uuid) -> Event {
    Event::PasswordChanged { change_id }
}

fn blocked() -> Event {
    Event::AccountBlocked { reason: None }
}

fn issued(token_id: Uuid, label: &str) -> Event {
    Event::TokenIssued { token_id, label: label.to_owned(), scope: TokenScope::Read, expires_at: None }
}

fn revoked(token_id: Uuid) -> Event {
    Event::TokenRevoked { token_id }
}

fn linked(link_id: Uuid) -> Event {
    Event::PlaceLinked { link_id }
}

fn unlinked(link_id: Uuid) -> Event {
    Event::PlaceUnlinked { link_id }
}

#[test]
fn a_person_is_invited_until_a_day() {
    account([]).when(invite(FIRST)).then_expect_events(vec![invited(FIRST)]);
}

#[test]
fn somebody_who_cannot_get_in_any_more_has_their_access_restored() {
    account([invited(FIRST), activated(FIRST)])
        .when(restore(SECOND))
        .then_expect_events(vec![restored(SECOND)]);
}

#[test]
fn an_open_invitation_issued_again_changes_nothing() {
    for given in [invited(FIRST), restored(FIRST)] {
        for restores in [false, true] {
            for expires_at in [september(8), september(9)] {
                account([given.clone()])
                    .when(Command::Invite { invitation_id: FIRST, expires_at, restores })
                    .then_expect_events(vec![]);
            }
        }
    }
}

/// Invariant 1.
#[test]
fn a_new_invitation_takes_the_place_of_the_open_one() {
    for open in [invited(FIRST), restored(FIRST)] {
        account([open.clone()])
            .when(invite(SECOND))
            .then_expect_events(vec![withdrawn(FIRST), invited(SECOND)]);
        account([open]).when(restore(SECOND)).then_expect_events(vec![withdrawn(FIRST), restored(SECOND)]);
    }
}

#[test]
fn an_invitation_that_was_used_or_withdrawn_is_not_withdrawn_for_a_new_one() {
    account([invited(FIRST), activated(FIRST)])
        .when(invite(SECOND))
        .then_expect_events(vec![invited(SECOND)]);
    account([invited(FIRST), withdrawn(FIRST)])
        .when(invite(SECOND))
        .then_expect_events(vec![invited(SECOND)]);
}

/// Invariant 1.
#[test]
fn a_used_invitation_is_not_issued_a_second_time() {
    for again in [invite(FIRST), restore(FIRST)] {
        account([invited(FIRST), activated(FIRST)]).when(again.clone()).then_expect_error(Refusal::NotOpen);
        account([invited(FIRST), activated(FIRST), restored(SECOND)])
            .when(again)
            .then_expect_error(Refusal::NotOpen);
    }
}

#[test]
fn an_open_invitation_is_withdrawn() {
    for open in [invited(FIRST), restored(FIRST)] {
        account([open]).when(Command::WithdrawInvitation).then_expect_events(vec![withdrawn(FIRST)]);
    }
}

#[test]
fn withdrawing_changes_nothing_when_no_invitation_is_open() {
    account([]).when(Command::WithdrawInvitation).then_expect_events(vec![]);
    for over in [withdrawn(FIRST), activated(FIRST)] {
        account([invited(FIRST), over]).when(Command::WithdrawInvitation).then_expect_events(vec![]);
    }
}

#[test]
fn a_person_comes_with_the_code_of_an_open_invitation() {
    for open in [invited(FIRST), restored(FIRST)] {
        account([open]).when(activate(FIRST)).then_expect_events(vec![activated(FIRST)]);
    }
    account([invited(FIRST), withdrawn(FIRST), invited(SECOND)])
        .when(activate(SECOND))
        .then_expect_events(vec![activated(SECOND)]);
}

/// Invariant 1.
#[test]
fn coming_again_with_a_used_code_changes_nothing() {
    account([invited(FIRST), activated(FIRST)]).when(activate(FIRST)).then_expect_events(vec![]);
    account([invited(FIRST), activated(FIRST), restored(SECOND)])
        .when(activate(FIRST))
        .then_expect_events(vec![]);
}

/// Invariant 1.
#[test]
fn a_code_that_was_never_issued_or_was_withdrawn_lets_nobody_in() {
    account([]).when(activate(FIRST)).then_expect_error(Refusal::NotOpen);
    account([invited(SECOND)]).when(activate(FIRST)).then_expect_error(Refusal::NotOpen);
    account([invited(FIRST), withdrawn(FIRST)]).when(activate(FIRST)).then_expect_error(Refusal::NotOpen);
    account([invited(FIRST), withdrawn(FIRST), invited(SECOND)])
        .when(activate(FIRST))
        .then_expect_error(Refusal::NotOpen);
}

/// Invariant 2.
#[test]
fn nobody_is_invited_to_a_blocked_account() {
    for command in [invite(SECOND), restore(SECOND), invite(FIRST), restore(FIRST)] {
        account([blocked()]).when(command.clone()).then_expect_error(Refusal::Blocked);
        account([invited(FIRST), blocked()]).when(command).then_expect_error(Refusal::Blocked);
    }
}

/// Invariant 2.
#[test]
fn nobody_gets_into_a_blocked_account() {
    account([blocked()]).when(activate(FIRST)).then_expect_error(Refusal::Blocked);
    account([invited(FIRST), blocked()]).when(activate(FIRST)).then_expect_error(Refusal::Blocked);
    account([invited(FIRST), activated(FIRST), blocked()])
        .when(activate(FIRST))
        .then_expect_error(Refusal::Blocked);
}

/// Invariant 2.
#[test]
fn an_unblocked_account_takes_invitations_and_codes_again() {
    let given = [invited(FIRST), blocked(), Event::AccountUnblocked];
    account(given.clone()).when(activate(FIRST)).then_expect_events(vec![activated(FIRST)]);
    account(given).when(invite(SECOND)).then_expect_events(vec![withdrawn(FIRST), invited(SECOND)]);
}

#[test]
fn the_open_invitation_of_a_blocked_account_is_withdrawn() {
    account([invited(FIRST), blocked()])
        .when(Command::WithdrawInvitation)
        .then_expect_events(vec![withdrawn(FIRST)]);
}

#[test]
fn each_change_of_the_password_is_noted_once() {
    account([]).when(note_change(FIRST)).then_expect_events(vec![changed(FIRST)]);
    account([changed(FIRST)]).when(note_change(FIRST)).then_expect_events(vec![]);
    account([changed(FIRST)]).when(note_change(SECOND)).then_expect_events(vec![changed(SECOND)]);
    account([changed(FIRST), changed(SECOND)]).when(note_change(SECOND)).then_expect_events(vec![]);
}

#[test]
fn a_second_factor_is_enabled_and_removed() {
    let (enabled, removed) = (Event::SecondFactorEnabled, Event::SecondFactorRemoved);
    account([]).when(Command::EnableSecondFactor).then_expect_events(vec![enabled.clone()]);
    account([enabled.clone()]).when(Command::RemoveSecondFactor).then_expect_events(vec![removed.clone()]);
    account([enabled.clone(), removed]).when(Command::EnableSecondFactor).then_expect_events(vec![enabled]);
}

#[test]
fn enabling_an_enabled_second_factor_and_removing_a_missing_one_change_nothing() {
    let (enabled, removed) = (Event::SecondFactorEnabled, Event::SecondFactorRemoved);
    account([enabled.clone()]).when(Command::EnableSecondFactor).then_expect_events(vec![]);
    account([]).when(Command::RemoveSecondFactor).then_expect_events(vec![]);
    account([enabled, removed]).when(Command::RemoveSecondFactor).then_expect_events(vec![]);
}

/// A code on paper is no way around it.
#[test]
fn a_restored_access_keeps_its_second_factor() {
    let aigerim = after([Event::SecondFactorEnabled, restored(FIRST), activated(FIRST)]);
    assert!(aigerim.has_second_factor());
    assert!(!after([Event::SecondFactorEnabled, Event::SecondFactorRemoved]).has_second_factor());
}

#[test]
fn an_account_knows_whether_anybody_has_ever_come() {
    assert!(!after([]).is_activated());
    assert!(!after([invited(FIRST)]).is_activated());
    assert!(after([invited(FIRST), activated(FIRST)]).is_activated());
    assert!(after([invited(FIRST), activated(FIRST), restored(SECOND)]).is_activated());
}

#[test]
fn an_account_knows_which_invitation_is_open_and_which_was_used() {
    assert_eq!(after([]).open_invitation(), None);
    assert_eq!(after([invited(FIRST)]).open_invitation(), Some(FIRST));
    assert_eq!(after([invited(FIRST), withdrawn(FIRST)]).open_invitation(), None);
    let aigerim = after([invited(FIRST), activated(FIRST), restored(SECOND)]);
    assert_eq!(aigerim.open_invitation(), Some(SECOND));
    assert!(aigerim.was_used(FIRST));
    assert!(!aigerim.was_used(SECOND));
}

#[test]
fn an_account_is_blocked_until_it_is_unblocked() {
    assert!(!after([]).is_blocked());
    assert!(after([blocked()]).is_blocked());
    assert!(!after([blocked(), Event::AccountUnblocked]).is_blocked());
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let blocked_because = |reason| Event::AccountBlocked { reason };
    let every_event = [
        invited(FIRST),
        restored(FIRST),
        withdrawn(FIRST),
        activated(FIRST),
        changed(FIRST),
        Event::SecondFactorEnabled,
        Event::SecondFactorRemoved,
        blocked(),
        blocked_because(Some(reason())),
        blocked_because(Some(Personal::Sealed("pii1.x".to_owned()))),
        blocked_because(Some(Personal::Erased { of: AIGERIM })),
        Event::AccountUnblocked,
        issued(TIMETABLE, "Timetable"),
        Event::TokenIssued {
            token_id: REPORTS,
            label: "Reports «Ә»".to_owned(),
            scope: TokenScope::ReadAndWrite,
            expires_at: Some(september(30)),
        },
        revoked(TIMETABLE),
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Account>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"expires_at":"2025-09-08T18:30:00Z","invitation_id":"00000000-0000-0000-0000-000000000011","type":"invitation_issued"}
        {"expires_at":"2025-09-08T18:30:00Z","invitation_id":"00000000-0000-0000-0000-000000000011","type":"access_restored"}
        {"invitation_id":"00000000-0000-0000-0000-000000000011","type":"invitation_withdrawn"}
        {"invitation_id":"00000000-0000-0000-0000-000000000011","type":"account_activated"}
        {"change_id":"00000000-0000-0000-0000-000000000011","type":"password_changed"}
        {"type":"second_factor_enabled"}
        {"type":"second_factor_removed"}
        {"reason":null,"type":"account_blocked"}
        {"reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"the telephone was lost"},"type":"account_blocked"}
        {"reason":"pii1.x","type":"account_blocked"}
        {"reason":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"type":"account_blocked"}
        {"type":"account_unblocked"}
        {"expires_at":null,"label":"Timetable","scope":"read","token_id":"00000000-0000-0000-0000-000000000071","type":"token_issued"}
        {"expires_at":"2025-09-30T18:30:00Z","label":"Reports «Ә»","scope":"read_and_write","token_id":"00000000-0000-0000-0000-000000000072","type":"token_issued"}
        {"token_id":"00000000-0000-0000-0000-000000000071","type":"token_revoked"}"#]].assert_eq(&rows.join("\n"));
}
