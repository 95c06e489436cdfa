//! What does not outlive a new beginning: links with sign-ins elsewhere, and tokens.

use super::{Command, Event, FIRST, REPORTS, Refusal, SECOND, TIMETABLE};
use super::{account, activate, activated, after, blocked, changed, invited, issued, linked, note_change};
use super::{restored, revoked, unlinked};

fn link() -> Command {
    Command::LinkPlace { link_id: FIRST }
}

#[test]
fn a_sign_in_elsewhere_is_linked_and_unlinked_once() {
    let unlink = Command::UnlinkPlace { link_id: FIRST };
    account([]).when(link()).then_expect_events(vec![linked(FIRST)]);
    account([linked(FIRST)]).when(link()).then_expect_events(vec![]);
    account([linked(FIRST)]).when(unlink.clone()).then_expect_events(vec![unlinked(FIRST)]);
    account([linked(FIRST), unlinked(FIRST)]).when(unlink).then_expect_events(vec![]);
}

/// Invariant 4.
#[test]
fn whoever_comes_with_a_restored_code_finds_no_token_and_no_link_of_before() {
    account([invited(FIRST), activated(FIRST), issued(REPORTS, "Reports"), linked(FIRST), restored(SECOND)])
        .when(activate(SECOND))
        .then_expect_events(vec![revoked(REPORTS), unlinked(FIRST), activated(SECOND)]);
}

/// Invariant 4.
#[test]
fn a_new_password_ends_the_links_and_takes_the_tokens_if_its_owner_wants_it_so() {
    let given = || [issued(REPORTS, "Reports"), linked(FIRST)];
    account(given()).when(note_change(SECOND)).then_expect_events(vec![unlinked(FIRST), changed(SECOND)]);
    account(given())
        .when(Command::NotePasswordChange { change_id: SECOND, takes_tokens: true })
        .then_expect_events(vec![revoked(REPORTS), unlinked(FIRST), changed(SECOND)]);
}

/// Invariant 2.
#[test]
fn blocking_takes_the_links_off() {
    account([issued(TIMETABLE, "Timetable"), linked(SECOND), linked(FIRST)])
        .when(Command::Block { reason: None })
        .then_expect_events(vec![revoked(TIMETABLE), unlinked(FIRST), unlinked(SECOND), blocked()]);
    assert_eq!(after([linked(FIRST), unlinked(FIRST), blocked()]).links().count(), 0);
}

/// Invariant 2.
#[test]
fn a_blocked_account_gets_no_link_and_no_second_factor() {
    for command in [link(), Command::EnableSecondFactor] {
        account([blocked()]).when(command.clone()).then_expect_error(Refusal::Blocked);
        account([linked(FIRST), Event::SecondFactorEnabled, blocked()])
            .when(command)
            .then_expect_error(Refusal::Blocked);
    }
    account([blocked(), Event::AccountUnblocked]).when(link()).then_expect_events(vec![linked(FIRST)]);
}
