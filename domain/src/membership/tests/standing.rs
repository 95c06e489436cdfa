//! What a membership alone gives to somebody who asks.

use cqrs_es::Aggregate as _;
use strum::IntoEnumIterator as _;

use super::super::Membership;
use super::{AIGERIM, Event, Level, Role, Section};
use super::{after, closed, granted, opened, revoked};
use crate::access::{Grant, Hold, Over};

/// Given by the event with this sequence in Aigerim's membership.
fn hold(role: Role, over: Over, sequence: u64) -> Hold {
    Hold { role, over, grant: Grant { stream: Membership::TYPE, id: AIGERIM.0, sequence } }
}

fn everywhere(role: Role, sequence: u64) -> Hold {
    hold(role, Over::Institution, sequence)
}

fn holds<const N: usize>(given: [Event; N]) -> Vec<Hold> {
    after(given).standing(AIGERIM, false).holds().to_vec()
}

#[test]
fn somebody_without_roles_holds_nothing() {
    assert_eq!(holds([]), []);
    assert_eq!(holds([granted(Role::Director), revoked(Role::Director)]), []);
    assert_eq!(after([]).standing(AIGERIM, true).person(), AIGERIM);
}

#[test]
fn a_director_is_an_employee_as_well_by_the_same_grant() {
    assert_eq!(
        holds([granted(Role::Employee), revoked(Role::Employee), granted(Role::Director)]),
        [everywhere(Role::Employee, 3), everywhere(Role::Director, 3)]
    );
}

#[test]
fn an_employee_is_nothing_besides() {
    assert_eq!(holds([granted(Role::Employee)]), [everywhere(Role::Employee, 1)]);
}

#[test]
fn the_base_category_is_held_once_however_many_roles_have_it() {
    assert_eq!(
        holds([granted(Role::Director), granted(Role::Moderator)]),
        [everywhere(Role::Employee, 1), everywhere(Role::Director, 1), everywhere(Role::Moderator, 2)]
    );
}

#[test]
fn somebody_of_a_governing_organisation_has_its_own_base_category() {
    assert_eq!(
        holds([granted(Role::OrgDeputy)]),
        [everywhere(Role::OrgEmployee, 1), everywhere(Role::OrgDeputy, 1)]
    );
}

#[test]
fn an_auditor_is_no_employee() {
    assert_eq!(holds([granted(Role::Auditor)]), [everywhere(Role::Auditor, 1)]);
}

/// Over which class is said by the class alone.
#[test]
fn a_teacher_of_early_records_counts_as_an_employee() {
    assert_eq!(holds([granted(Role::Teacher)]), [everywhere(Role::Employee, 1)]);
    assert!(!after([granted(Role::Teacher)]).standing(AIGERIM, true).has(Role::Teacher));
    assert_eq!(holds([granted(Role::Teacher), revoked(Role::Teacher)]), []);
}

#[test]
fn an_editor_holds_each_opened_section_by_the_event_that_opened_it() {
    let over = |section, level| Over::Section { section, level };
    assert_eq!(
        holds([
            granted(Role::Editor),
            opened(Section::People, None, Level::View),
            opened(Section::Journals, None, Level::View),
            opened(Section::Classes, None, Level::Edit),
            opened(Section::Journals, Some(Level::View), Level::Edit),
            closed(Section::Classes, Level::Edit),
        ]),
        [
            everywhere(Role::Employee, 1),
            everywhere(Role::Editor, 1),
            hold(Role::Editor, over(Section::Journals, Level::Edit), 5),
            hold(Role::Editor, over(Section::People, Level::View), 2),
        ]
    );
}

#[test]
fn a_revoked_editor_holds_no_section() {
    let given = [granted(Role::Editor), opened(Section::Journals, None, Level::Edit), revoked(Role::Editor)];
    assert_eq!(holds(given), []);
}

#[test]
fn an_administrator_is_dormant_until_a_second_factor_is_proved() {
    for role in [Role::Administrator, Role::OrgAdministrator] {
        let aigerim = after([granted(role)]);
        assert_eq!(aigerim.standing(AIGERIM, false).dormant().collect::<Vec<_>>(), [role]);
        assert_eq!(aigerim.standing(AIGERIM, true).dormant().count(), 0);
    }
}

#[test]
fn the_staff_of_a_school_is_employed_and_nobody_else() {
    for role in Role::iter() {
        let employed = match role {
            Role::Administrator
            | Role::Director
            | Role::DeputyDirector
            | Role::HeadOfStudies
            | Role::Editor
            | Role::Teacher
            | Role::ClassLeader
            | Role::Psychologist
            | Role::Moderator
            | Role::Employee => true,
            Role::Pupil
            | Role::Parent
            | Role::OrgAdministrator
            | Role::OrgLeadership
            | Role::OrgDeputy
            | Role::OrgEditor
            | Role::OrgEmployee
            | Role::Auditor => false,
        };
        assert_eq!(after([granted(role)]).is_employed(), employed, "{}", role.as_ref());
        assert!(!after([granted(role), revoked(role)]).is_employed(), "{}", role.as_ref());
    }
    assert!(!after([]).is_employed());
}
