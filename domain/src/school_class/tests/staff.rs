//! The leader and the psychologist of a class, and what a class gives to somebody who asks.

use cqrs_es::Aggregate as _;
use uuid::Uuid;

use super::super::SchoolClass;
use super::{AIGERIM, ALGEBRA, Command, DAULET, Event, GULNARA, PHYSICS, PersonId};
use super::{
    after, appoint, appointed, assign_psychologist, assigned, class, dismissed, enrolled, formed, moved,
    order, psychologist_assigned, psychologist_unassigned, september, unassigned, withdrawn,
};
use crate::access::{Grant, Hold, Over, Role, Standing};
use crate::id::ClassId;

const CLASS_7A: ClassId = ClassId(Uuid::from_u128(0x7a));

/// By which Gulnara and Daulet are employed.
const EMPLOYMENT: Grant = Grant { stream: "membership", id: Uuid::nil(), sequence: 1 };

fn dismiss() -> Command {
    Command::DismissLeader { order: None }
}

fn unassign_psychologist() -> Command {
    Command::UnassignPsychologist { order: None }
}

/// Given by the event with this sequence in the class.
fn hold(role: Role, over: Over, sequence: u64) -> Hold {
    Hold { role, over, grant: Grant { stream: SchoolClass::TYPE, id: CLASS_7A.0, sequence } }
}

fn over_class(role: Role, sequence: u64) -> Hold {
    hold(role, Over::Class(CLASS_7A), sequence)
}

fn over_algebra(sequence: u64) -> Hold {
    hold(Role::Teacher, Over::Journal { class_id: CLASS_7A, subject_id: ALGEBRA }, sequence)
}

fn over_physics(sequence: u64) -> Hold {
    hold(Role::Teacher, Over::Journal { class_id: CLASS_7A, subject_id: PHYSICS }, sequence)
}

/// What the class gives to somebody employed, on a day of September.
fn gives<const N: usize>(given: [Event; N], person: PersonId, day: u32) -> Vec<Hold> {
    let mut standing = Standing::of(person, false);
    standing.add(Role::Employee, Over::Institution, EMPLOYMENT);
    after(given).add_to(&mut standing, CLASS_7A, september(day));
    standing.holds().iter().filter(|hold| hold.grant != EMPLOYMENT).cloned().collect()
}

/// What the class gives to somebody who is not of the staff.
fn gives_outsider<const N: usize>(given: [Event; N], person: PersonId, day: u32) -> Vec<Hold> {
    let mut standing = Standing::of(person, false);
    after(given).add_to(&mut standing, CLASS_7A, september(day));
    standing.holds().to_vec()
}

#[test]
fn a_leader_is_appointed_under_an_order_or_without() {
    for order in [Some(order()), None] {
        class([formed()])
            .when(Command::AppointLeader { leader_id: GULNARA, order: order.clone() })
            .then_expect_events(vec![Event::LeaderAppointed { from: None, leader_id: GULNARA, order }]);
    }
}

#[test]
fn appointing_the_leader_again_changes_nothing_whatever_the_order() {
    for order in [Some(order()), None] {
        class([formed(), appointed(None, GULNARA)])
            .when(Command::AppointLeader { leader_id: GULNARA, order })
            .then_expect_events(vec![]);
    }
}

/// Invariant 4.
#[test]
fn another_leader_takes_the_place_of_the_one_there_is() {
    let given = [formed(), appointed(None, GULNARA)];
    class(given).when(appoint(DAULET)).then_expect_events(vec![appointed(Some(GULNARA), DAULET)]);
    let given = [formed(), appointed(None, GULNARA), appointed(Some(GULNARA), DAULET)];
    class(given.clone()).when(appoint(DAULET)).then_expect_events(vec![]);
    class(given).when(appoint(GULNARA)).then_expect_events(vec![appointed(Some(DAULET), GULNARA)]);
}

#[test]
fn the_leader_there_is_now_is_dismissed_under_an_order_or_without() {
    for order in [Some(order()), None] {
        class([formed(), appointed(None, GULNARA), appointed(Some(GULNARA), DAULET)])
            .when(Command::DismissLeader { order: order.clone() })
            .then_expect_events(vec![Event::LeaderDismissed { leader_id: DAULET, order }]);
    }
}

#[test]
fn dismissing_changes_nothing_in_a_class_without_a_leader() {
    class([formed()]).when(dismiss()).then_expect_events(vec![]);
    class([formed(), psychologist_assigned(None, GULNARA)]).when(dismiss()).then_expect_events(vec![]);
    class([formed(), appointed(None, GULNARA), dismissed(GULNARA)])
        .when(dismiss())
        .then_expect_events(vec![]);
}

#[test]
fn a_dismissed_leader_may_be_appointed_again() {
    class([formed(), appointed(None, GULNARA), dismissed(GULNARA)])
        .when(appoint(GULNARA))
        .then_expect_events(vec![appointed(None, GULNARA)]);
}

#[test]
fn a_psychologist_is_assigned_under_an_order_or_without() {
    for order in [Some(order()), None] {
        class([formed()])
            .when(Command::AssignPsychologist { psychologist_id: GULNARA, order: order.clone() })
            .then_expect_events(vec![Event::PsychologistAssigned {
                from: None,
                psychologist_id: GULNARA,
                order,
            }]);
    }
}

#[test]
fn assigning_the_psychologist_again_changes_nothing_whatever_the_order() {
    for order in [Some(order()), None] {
        class([formed(), psychologist_assigned(None, GULNARA)])
            .when(Command::AssignPsychologist { psychologist_id: GULNARA, order })
            .then_expect_events(vec![]);
    }
}

/// Invariant 4.
#[test]
fn another_psychologist_takes_the_place_of_the_one_there_is() {
    let (first, then) = (psychologist_assigned(None, GULNARA), psychologist_assigned(Some(GULNARA), DAULET));
    class([formed(), first.clone()]).when(assign_psychologist(DAULET)).then_expect_events(vec![then.clone()]);
    class([formed(), first.clone(), then.clone()])
        .when(assign_psychologist(DAULET))
        .then_expect_events(vec![]);
    class([formed(), first, then])
        .when(assign_psychologist(GULNARA))
        .then_expect_events(vec![psychologist_assigned(Some(DAULET), GULNARA)]);
}

#[test]
fn the_psychologist_there_is_now_is_unassigned_under_an_order_or_without() {
    for order in [Some(order()), None] {
        class([formed(), psychologist_assigned(None, GULNARA), psychologist_assigned(Some(GULNARA), DAULET)])
            .when(Command::UnassignPsychologist { order: order.clone() })
            .then_expect_events(vec![Event::PsychologistUnassigned { psychologist_id: DAULET, order }]);
    }
}

#[test]
fn unassigning_changes_nothing_in_a_class_without_a_psychologist() {
    class([formed()]).when(unassign_psychologist()).then_expect_events(vec![]);
    class([formed(), appointed(None, GULNARA)]).when(unassign_psychologist()).then_expect_events(vec![]);
    class([formed(), psychologist_assigned(None, GULNARA), psychologist_unassigned(GULNARA)])
        .when(unassign_psychologist())
        .then_expect_events(vec![]);
}

#[test]
fn an_unassigned_psychologist_may_be_assigned_again() {
    class([formed(), psychologist_assigned(None, GULNARA), psychologist_unassigned(GULNARA)])
        .when(assign_psychologist(GULNARA))
        .then_expect_events(vec![psychologist_assigned(None, GULNARA)]);
}

#[test]
fn a_class_knows_its_leader_and_its_psychologist() {
    assert_eq!(after([formed()]).leader(), None);
    assert_eq!(after([formed()]).psychologist(), None);
    let class = after([formed(), appointed(None, GULNARA), psychologist_assigned(None, DAULET)]);
    assert_eq!(class.leader(), Some(GULNARA));
    assert_eq!(class.psychologist(), Some(DAULET));
    let class = after([
        formed(),
        appointed(None, GULNARA),
        psychologist_assigned(None, DAULET),
        dismissed(GULNARA),
        psychologist_unassigned(DAULET),
    ]);
    assert_eq!(class.leader(), None);
    assert_eq!(class.psychologist(), None);
}

/// Everything that only staff can be: Gulnara all of it, Daulet the physics of another.
fn staffed() -> [Event; 6] {
    [
        formed(),
        assigned(GULNARA, PHYSICS),
        assigned(DAULET, PHYSICS),
        appointed(None, GULNARA),
        assigned(GULNARA, ALGEBRA),
        psychologist_assigned(None, GULNARA),
    ]
}

#[test]
fn an_employee_holds_what_the_class_says_of_them_each_by_its_own_event() {
    assert_eq!(
        gives(staffed(), GULNARA, 1),
        [
            over_algebra(5),
            over_physics(2),
            over_class(Role::ClassLeader, 4),
            over_class(Role::Psychologist, 6)
        ]
    );
    assert_eq!(gives(staffed(), DAULET, 1), [over_physics(3)]);
    assert_eq!(gives(staffed(), AIGERIM, 1), []);
}

#[test]
fn somebody_who_is_not_employed_holds_nothing_that_only_staff_can_be() {
    for person in [GULNARA, DAULET] {
        assert_eq!(gives_outsider(staffed(), person, 1), []);
    }
}

#[test]
fn a_teacher_who_was_assigned_again_holds_the_subject_by_the_last_assignment() {
    let again =
        [formed(), assigned(GULNARA, ALGEBRA), unassigned(GULNARA, ALGEBRA), assigned(GULNARA, ALGEBRA)];
    assert_eq!(gives(again, GULNARA, 1), [over_algebra(4)]);
    let no_more = [formed(), assigned(GULNARA, ALGEBRA), unassigned(GULNARA, ALGEBRA)];
    assert_eq!(gives(no_more, GULNARA, 1), []);
}

#[test]
fn a_leader_or_psychologist_holds_the_class_until_another_comes_or_they_go() {
    let replaced = || {
        [
            formed(),
            appointed(None, GULNARA),
            psychologist_assigned(None, GULNARA),
            appointed(Some(GULNARA), DAULET),
            psychologist_assigned(Some(GULNARA), DAULET),
        ]
    };
    assert_eq!(gives(replaced(), GULNARA, 1), []);
    assert_eq!(
        gives(replaced(), DAULET, 1),
        [over_class(Role::ClassLeader, 4), over_class(Role::Psychologist, 5)]
    );
    let gone = [
        formed(),
        appointed(None, GULNARA),
        psychologist_assigned(None, GULNARA),
        dismissed(GULNARA),
        psychologist_unassigned(GULNARA),
    ];
    assert_eq!(gives(gone, GULNARA, 1), []);
}

#[test]
fn a_pupil_holds_the_class_on_the_days_of_the_stay_only() {
    let given = || [formed(), enrolled(AIGERIM, Some(8)), withdrawn(10)];
    for outside in [7, 11] {
        assert_eq!(gives_outsider(given(), AIGERIM, outside), [], "on the {outside}th");
    }
    for within in [8, 10] {
        assert_eq!(
            gives_outsider(given(), AIGERIM, within),
            [over_class(Role::Pupil, 2)],
            "on the {within}th"
        );
    }
    assert_eq!(gives_outsider(given(), DAULET, 8), []);
}

#[test]
fn a_moved_first_day_counts_and_the_enrolment_stays_the_reason() {
    let given = || [formed(), enrolled(AIGERIM, Some(1)), moved(Some(1), Some(8))];
    assert_eq!(gives_outsider(given(), AIGERIM, 7), []);
    assert_eq!(gives_outsider(given(), AIGERIM, 8), [over_class(Role::Pupil, 2)]);
}

#[test]
fn a_pupil_who_came_back_holds_the_class_by_the_second_enrolment() {
    let given = || [formed(), enrolled(AIGERIM, Some(1)), withdrawn(10), enrolled(AIGERIM, Some(20))];
    assert_eq!(gives_outsider(given(), AIGERIM, 19), []);
    assert_eq!(gives_outsider(given(), AIGERIM, 20), [over_class(Role::Pupil, 4)]);
}

#[test]
fn an_employee_who_is_a_pupil_of_the_class_as_well_holds_both() {
    let given = [formed(), assigned(GULNARA, ALGEBRA), enrolled(GULNARA, None)];
    assert_eq!(gives(given, GULNARA, 1), [over_algebra(2), over_class(Role::Pupil, 3)]);
}
