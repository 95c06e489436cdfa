//! Administrators: more than three are warned of, and the last one is not lost by mistake.

use super::{Refusal, Role};
use super::{grant_beside, granted, granted_as_one_of, membership, revoke_beside, revoked, revoked_leaving};

const ADMINISTRATORS: [Role; 2] = [Role::Administrator, Role::OrgAdministrator];

#[test]
fn a_fourth_administrator_is_granted_with_a_warning_and_the_third_without() {
    for role in ADMINISTRATORS {
        for (others, warning) in [(0, None), (2, None), (3, Some(4)), (4, Some(5))] {
            membership([])
                .when(grant_beside(role, others))
                .then_expect_events(vec![granted_as_one_of(role, warning)]);
        }
    }
}

#[test]
fn a_held_administrator_granted_again_warns_of_nothing() {
    for role in ADMINISTRATORS {
        membership([granted(role)]).when(grant_beside(role, 3)).then_expect_events(vec![]);
    }
}

#[test]
fn many_holders_of_another_role_are_not_warned_of() {
    for role in [Role::Director, Role::Editor, Role::OrgEmployee] {
        membership([]).when(grant_beside(role, 3)).then_expect_events(vec![granted(role)]);
    }
}

#[test]
fn the_last_administrator_is_not_revoked_by_mistake() {
    for role in ADMINISTRATORS {
        membership([granted(role)])
            .when(revoke_beside(role, 0, false))
            .then_expect_error(Refusal::LastAdministrator);
    }
}

#[test]
fn the_last_administrator_is_revoked_with_a_warning_if_it_is_known_that_nobody_is_left() {
    for role in ADMINISTRATORS {
        membership([granted(role)])
            .when(revoke_beside(role, 0, true))
            .then_expect_events(vec![revoked_leaving(role, Some(0))]);
    }
}

#[test]
fn an_administrator_beside_another_is_revoked_without_a_warning() {
    for role in ADMINISTRATORS {
        for leaves_none in [false, true] {
            membership([granted(role)])
                .when(revoke_beside(role, 1, leaves_none))
                .then_expect_events(vec![revoked(role)]);
        }
    }
}

#[test]
fn somebody_who_is_no_administrator_is_never_the_last_one() {
    for role in ADMINISTRATORS {
        membership([]).when(revoke_beside(role, 0, false)).then_expect_events(vec![]);
        membership([granted(role), revoked_leaving(role, Some(0))])
            .when(revoke_beside(role, 0, true))
            .then_expect_events(vec![]);
    }
}

#[test]
fn the_last_holder_of_another_role_is_revoked_without_a_warning() {
    for leaves_none in [false, true] {
        membership([granted(Role::Director)])
            .when(revoke_beside(Role::Director, 0, leaves_none))
            .then_expect_events(vec![revoked(Role::Director)]);
    }
}
