//! Shutting somebody out, and letting them in again.

use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::{AccountState, Command, Event, FIRST, REPORTS, Refusal, SECOND, TIMETABLE, TokenScope};
use super::{account, activated, after, blocked, invited, issued, reason, restored, revoked, withdrawn};

fn block() -> Command {
    Command::Block { reason: None }
}

fn issue(token_id: Uuid) -> Command {
    let label = "Timetable".to_owned();
    Command::IssueToken { token_id, label, scope: TokenScope::Read, expires_at: None }
}

#[test]
fn an_account_is_blocked_with_a_reason_or_without() {
    for reason in [Some(reason()), None] {
        account([])
            .when(Command::Block { reason: reason.clone() })
            .then_expect_events(vec![Event::AccountBlocked { reason }]);
    }
}

#[test]
fn blocking_a_blocked_account_changes_nothing_whatever_the_reason() {
    for reason in [Some(reason()), None] {
        account([blocked()]).when(Command::Block { reason }).then_expect_events(vec![]);
    }
}

#[test]
fn a_blocked_account_is_unblocked_and_may_be_blocked_again() {
    account([blocked()]).when(Command::Unblock).then_expect_events(vec![Event::AccountUnblocked]);
    account([blocked(), Event::AccountUnblocked]).when(block()).then_expect_events(vec![blocked()]);
}

#[test]
fn unblocking_an_account_that_is_not_blocked_changes_nothing() {
    account([]).when(Command::Unblock).then_expect_events(vec![]);
    account([blocked(), Event::AccountUnblocked]).when(Command::Unblock).then_expect_events(vec![]);
}

/// Invariant 2.
#[test]
fn whoever_is_blocked_loses_every_token_they_hold_and_no_other() {
    account([issued(REPORTS, "Reports"), issued(TIMETABLE, "Timetable")])
        .when(block())
        .then_expect_events(vec![revoked(TIMETABLE), revoked(REPORTS), blocked()]);
    account([issued(REPORTS, "Reports"), issued(TIMETABLE, "Timetable"), revoked(TIMETABLE)])
        .when(block())
        .then_expect_events(vec![revoked(REPORTS), blocked()]);
}

/// Invariant 2.
#[test]
fn the_open_invitation_of_whoever_is_blocked_is_withdrawn_first() {
    for open in [invited(FIRST), restored(FIRST)] {
        account([open, issued(TIMETABLE, "Timetable")]).when(block()).then_expect_events(vec![
            withdrawn(FIRST),
            revoked(TIMETABLE),
            blocked(),
        ]);
    }
    account([invited(FIRST), activated(FIRST)]).when(block()).then_expect_events(vec![blocked()]);
}

/// Invariant 3.
#[test]
fn unblocking_brings_no_token_and_no_invitation_back() {
    let once_blocked =
        [invited(FIRST), issued(TIMETABLE, "Timetable"), withdrawn(FIRST), revoked(TIMETABLE), blocked()];
    account(once_blocked.clone()).when(Command::Unblock).then_expect_events(vec![Event::AccountUnblocked]);
    let [first, second, third, fourth, fifth] = once_blocked;
    let again = after([first, second, third, fourth, fifth, Event::AccountUnblocked]);
    assert_eq!(again.held_tokens().count(), 0);
    assert_eq!(again.open_invitation(), None);
}

/// Invariant 2.
#[test]
fn a_blocked_account_issues_no_token_until_it_is_unblocked() {
    account([blocked()]).when(issue(TIMETABLE)).then_expect_error(Refusal::Blocked);
    account([issued(TIMETABLE, "Timetable"), revoked(TIMETABLE), blocked()])
        .when(issue(TIMETABLE))
        .then_expect_error(Refusal::Blocked);
    account([blocked(), Event::AccountUnblocked])
        .when(issue(TIMETABLE))
        .then_expect_events(vec![issued(TIMETABLE, "Timetable")]);
}

#[test]
fn a_second_factor_is_taken_off_a_blocked_account_as_well() {
    account([Event::SecondFactorEnabled, blocked()])
        .when(Command::RemoveSecondFactor)
        .then_expect_events(vec![Event::SecondFactorRemoved]);
}

#[test]
fn an_account_says_how_far_its_person_has_come() {
    assert_eq!(after([]).state(), AccountState::None);
    assert_eq!(after([invited(FIRST)]).state(), AccountState::Invited);
    assert_eq!(after([invited(FIRST), withdrawn(FIRST)]).state(), AccountState::Withdrawn);
    assert_eq!(after([invited(FIRST), activated(FIRST)]).state(), AccountState::Active);
    assert_eq!(after([invited(FIRST), activated(FIRST), restored(SECOND)]).state(), AccountState::Invited);
    assert_eq!(
        after([invited(FIRST), activated(FIRST), restored(SECOND), withdrawn(SECOND)]).state(),
        AccountState::Active
    );
    assert_eq!(after([invited(FIRST), activated(FIRST), blocked()]).state(), AccountState::Blocked);
}

#[test]
fn whoever_is_unblocked_is_where_they_were_before() {
    let unblocked = || Event::AccountUnblocked;
    assert_eq!(after([blocked(), unblocked()]).state(), AccountState::None);
    assert_eq!(
        after([invited(FIRST), withdrawn(FIRST), blocked(), unblocked()]).state(),
        AccountState::Withdrawn
    );
    assert_eq!(
        after([invited(FIRST), activated(FIRST), blocked(), unblocked()]).state(),
        AccountState::Active
    );
}

#[test]
fn the_states_of_an_account_keep_their_names() {
    for state in AccountState::iter() {
        let name = match state {
            AccountState::None => "none",
            AccountState::Invited => "invited",
            AccountState::Withdrawn => "withdrawn",
            AccountState::Active => "active",
            AccountState::Blocked => "blocked",
        };
        assert_eq!(serde_json::to_value(state).unwrap(), name);
        assert_eq!(state.as_ref(), name);
    }
}
