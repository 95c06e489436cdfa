//! The tokens under which programs speak for a person.

use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::{Command, REPORTS, Refusal, TIMETABLE, TokenScope};
use super::{Event, account, after, issued, revoked, september};

fn issue(token_id: Uuid, label: &str) -> Command {
    Command::IssueToken { token_id, label: label.to_owned(), scope: TokenScope::Read, expires_at: None }
}

fn revoke(token_id: Uuid) -> Command {
    Command::RevokeToken { token_id }
}

#[test]
fn a_token_is_issued_with_a_name_a_scope_and_a_last_moment() {
    for scope in TokenScope::iter() {
        for expires_at in [Some(september(30)), None] {
            let label = "Timetable".to_owned();
            account([])
                .when(Command::IssueToken { token_id: TIMETABLE, label: label.clone(), scope, expires_at })
                .then_expect_events(vec![Event::TokenIssued {
                    token_id: TIMETABLE,
                    label,
                    scope,
                    expires_at,
                }]);
        }
    }
    account([]).when(issue(TIMETABLE, "T")).then_expect_events(vec![issued(TIMETABLE, "T")]);
}

#[test]
fn a_token_without_a_name_is_refused() {
    for nothing in ["", " \t"] {
        account([]).when(issue(TIMETABLE, nothing)).then_expect_error(Refusal::LabelMissing);
        account([issued(TIMETABLE, "Timetable")])
            .when(issue(TIMETABLE, nothing))
            .then_expect_error(Refusal::LabelMissing);
    }
}

/// Invariant 3.
#[test]
fn a_token_issued_again_changes_nothing_even_when_it_is_revoked() {
    for label in ["Timetable", "Reports"] {
        account([issued(TIMETABLE, "Timetable")]).when(issue(TIMETABLE, label)).then_expect_events(vec![]);
        account([issued(TIMETABLE, "Timetable"), revoked(TIMETABLE)])
            .when(issue(TIMETABLE, label))
            .then_expect_events(vec![]);
    }
}

#[test]
fn tokens_of_the_same_name_are_issued_each_for_itself() {
    account([issued(TIMETABLE, "Timetable")])
        .when(issue(REPORTS, "Timetable"))
        .then_expect_events(vec![issued(REPORTS, "Timetable")]);
}

/// Invariant 3.
#[test]
fn a_token_is_revoked_once() {
    account([issued(TIMETABLE, "Timetable")])
        .when(revoke(TIMETABLE))
        .then_expect_events(vec![revoked(TIMETABLE)]);
    account([issued(TIMETABLE, "Timetable"), revoked(TIMETABLE)])
        .when(revoke(TIMETABLE))
        .then_expect_events(vec![]);
}

#[test]
fn a_token_that_was_never_issued_is_not_revoked() {
    account([]).when(revoke(REPORTS)).then_expect_error(Refusal::NoSuchToken);
    account([issued(TIMETABLE, "Timetable")]).when(revoke(REPORTS)).then_expect_error(Refusal::NoSuchToken);
}

#[test]
fn a_token_counts_from_its_issue_to_its_revocation() {
    assert!(!after([]).knows_token(TIMETABLE));
    assert!(!after([]).holds_token(TIMETABLE));

    let counts = after([issued(TIMETABLE, "Timetable")]);
    assert!(counts.knows_token(TIMETABLE));
    assert!(counts.holds_token(TIMETABLE));
    assert!(!counts.knows_token(REPORTS));

    let over = after([issued(TIMETABLE, "Timetable"), issued(REPORTS, "Reports"), revoked(TIMETABLE)]);
    assert!(over.knows_token(TIMETABLE));
    assert!(!over.holds_token(TIMETABLE));
    assert!(over.holds_token(REPORTS));
}

#[test]
fn the_scopes_of_a_token_keep_their_stored_names() {
    for scope in TokenScope::iter() {
        let stored = match scope {
            TokenScope::Read => "read",
            TokenScope::ReadAndWrite => "read_and_write",
        };
        assert_eq!(serde_json::to_value(scope).unwrap(), stored);
        assert_eq!(scope.as_ref(), stored);
        assert_eq!(stored.parse::<TokenScope>(), Ok(scope));
    }
}
