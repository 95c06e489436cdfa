//! The policy as one text, and what must hold between its parts. Against the seed it is held by
//! `tests/seed.rs`.

use std::collections::BTreeSet;

use expect_test::expect_file;
use strum::IntoEnumIterator as _;

use super::{Action, Level, Reach, Role, Section, matrix, readable};
use crate::institution::InstitutionKind;

/// Whether the role has the right, by itself or as one of the staff.
fn has(role: Role, action: Action) -> bool {
    action.rights().iter().any(|right| right.role == role || Some(right.role) == role.base())
}

/// This is what a director would be asked to agree to: a change of policy is a change of this text.
#[test]
fn the_policy_reads_as_written() {
    expect_file!["policy.txt"].assert_eq(&readable());
}

#[test]
fn every_action_is_somebodys_and_no_right_is_out_of_place() {
    for action in Action::iter() {
        assert!(!action.rights().is_empty(), "nobody may {action:?}");
        let distinct: BTreeSet<_> = action.rights().iter().map(|right| (right.role, right.reach)).collect();
        assert_eq!(distinct.len(), action.rights().len(), "{action:?} has the same right twice");
        for right in action.rights() {
            match right.reach {
                Reach::OpenedSection => assert!(right.role.has_sections(), "{action:?}: {right:?}"),
                Reach::Subordinate => {
                    assert!(right.role.exists_in(InstitutionKind::Governing), "{action:?}: {right:?}");
                }
                Reach::OwnClass | Reach::Taught | Reach::OwnChild | Reach::ChildsClass => {
                    assert!(right.role.exists_in(InstitutionKind::General), "{action:?}: {right:?}");
                }
                Reach::OwnAccount | Reach::Institution => {}
            }
        }
    }
}

#[test]
fn an_auditor_writes_nothing() {
    for row in matrix().filter(|row| row.role == Role::Auditor && row.reach != Reach::OwnAccount) {
        let code = row.action.as_ref();
        assert!(code.starts_with("view_") || code.starts_with("report_"), "an auditor may {code}");
    }
}

/// Such a report names pupils class by class, so a wider right to it would be a way around.
#[test]
fn whoever_reads_a_report_with_names_may_view_the_pages_of_classes() {
    for report in [Action::ReportChangeHistory, Action::ReportAveragePupils] {
        for right in report.rights() {
            assert!(has(right.role, Action::ViewClassPages), "{report:?}: {right:?}");
        }
    }
}

#[test]
fn each_section_opens_what_its_editors_have_a_right_to() {
    let mut opened = BTreeSet::new();
    for section in Section::iter() {
        for action in Level::iter().flat_map(|level| section.actions(level)) {
            assert!(opened.insert(*action), "{action:?} stands twice in the sections");
            let by_section = |role| {
                action.rights().iter().any(|right| right.role == role && right.reach == Reach::OpenedSection)
            };
            let editors: Vec<Role> = Role::iter().filter(|role| section.opens_to(*role)).collect();
            assert!(editors.into_iter().any(by_section), "no editor has a right to {action:?}");
        }
    }
    for row in matrix().filter(|row| row.reach == Reach::OpenedSection) {
        let opens = row.action.section().is_some_and(|(section, _)| section.opens_to(row.role));
        assert!(opens, "nothing can be opened to {:?} for {:?}", row.role, row.action);
    }
}

#[test]
fn what_a_thing_is_seen_through_is_its_own_view() {
    for action in Action::iter() {
        let view = action.seen_through();
        assert_eq!(view.seen_through(), view, "{action:?}");
    }
}
