//! The stays of pupils in a class: enrolling, withdrawing, and who belongs to it on a day.

use chrono::NaiveDate;

use super::super::Enrolment;
use super::{AIGERIM, Command, DAULET, Event, Refusal};
use super::{
    after, class, enrol, enrolled, formed, moved, order, reason, september, withdraw, withdrawal_moved,
    withdrawn,
};

/// From the 1st to the 10th.
fn left_once() -> [Event; 3] {
    [formed(), enrolled(AIGERIM, Some(1)), withdrawn(10)]
}

/// From the 1st to the 10th and from the 20th on.
fn came_back() -> [Event; 4] {
    let [formed, came, left] = left_once();
    [formed, came, left, enrolled(AIGERIM, Some(20))]
}

/// From the 1st to the 10th and from the 20th to the 25th.
fn left_twice() -> [Event; 5] {
    let [formed, came, left, came_back] = came_back();
    [formed, came, left, came_back, withdrawn(25)]
}

#[test]
fn a_pupil_is_enrolled_from_a_day_or_from_an_unknown_day() {
    for from in [Some(1), None] {
        class([formed()]).when(enrol(AIGERIM, from)).then_expect_events(vec![enrolled(AIGERIM, from)]);
    }
}

#[test]
fn enrolling_a_pupil_again_from_the_same_day_changes_nothing() {
    for from in [Some(1), None] {
        class([formed(), enrolled(AIGERIM, from)]).when(enrol(AIGERIM, from)).then_expect_events(vec![]);
    }
}

#[test]
fn another_first_day_moves_the_open_stay() {
    for (was, now) in [(Some(1), Some(8)), (Some(8), Some(1)), (Some(1), None), (None, Some(1))] {
        class([formed(), enrolled(AIGERIM, was)])
            .when(enrol(AIGERIM, now))
            .then_expect_events(vec![moved(was, now)]);
        class([formed(), enrolled(AIGERIM, was), moved(was, now)])
            .when(enrol(AIGERIM, now))
            .then_expect_events(vec![]);
    }
}

#[test]
fn pupils_are_enrolled_each_for_themselves() {
    class([formed(), enrolled(AIGERIM, None)])
        .when(enrol(DAULET, None))
        .then_expect_events(vec![enrolled(DAULET, None)]);
}

#[test]
fn a_pupil_is_withdrawn_with_a_reason() {
    class([formed(), enrolled(AIGERIM, Some(1))])
        .when(Command::WithdrawPupil {
            pupil_id: AIGERIM,
            on: september(20),
            reason: Some(reason()),
            order: None,
        })
        .then_expect_events(vec![Event::PupilWithdrawn {
            pupil_id: AIGERIM,
            on: september(20),
            reason: Some(reason()),
            order: None,
        }]);
}

#[test]
fn a_pupil_may_leave_on_the_first_day_but_not_on_the_day_before() {
    let given = [formed(), enrolled(AIGERIM, Some(8))];
    class(given.clone()).when(withdraw(8)).then_expect_events(vec![withdrawn(8)]);
    class(given).when(withdraw(7)).then_expect_error(Refusal::LeavesBeforeComing { pupil_id: AIGERIM });
}

#[test]
fn the_first_day_that_counts_is_the_moved_one() {
    let given = [formed(), enrolled(AIGERIM, Some(1)), moved(Some(1), Some(8))];
    class(given).when(withdraw(7)).then_expect_error(Refusal::LeavesBeforeComing { pupil_id: AIGERIM });
}

#[test]
fn a_pupil_who_came_on_an_unknown_day_may_leave_on_any() {
    class([formed(), enrolled(AIGERIM, None)]).when(withdraw(1)).then_expect_events(vec![withdrawn(1)]);
}

#[test]
fn a_stranger_is_not_withdrawn() {
    class([formed(), enrolled(DAULET, None)])
        .when(withdraw(1))
        .then_expect_error(Refusal::NotAMember { pupil_id: AIGERIM });
}

#[test]
fn withdrawing_a_pupil_again_with_the_same_day_changes_nothing_whatever_the_reason() {
    for reason in [None, Some(reason())] {
        class([formed(), enrolled(AIGERIM, Some(1)), withdrawn(20)])
            .when(Command::WithdrawPupil { pupil_id: AIGERIM, on: september(20), reason, order: None })
            .then_expect_events(vec![]);
    }
}

#[test]
fn withdrawing_a_pupil_again_with_another_day_corrects_the_last_day() {
    for first in [Some(1), None] {
        for other in [19, 21] {
            let given = [formed(), enrolled(AIGERIM, first), withdrawn(20)];
            class(given).when(withdraw(other)).then_expect_events(vec![withdrawal_moved(20, other, None)]);
        }
    }
}

#[test]
fn a_corrected_last_day_again_changes_nothing_and_the_old_one_corrects_back() {
    let given = [formed(), enrolled(AIGERIM, Some(1)), withdrawn(20), withdrawal_moved(20, 22, None)];
    class(given.clone()).when(withdraw(22)).then_expect_events(vec![]);
    class(given).when(withdraw(20)).then_expect_events(vec![withdrawal_moved(22, 20, None)]);
}

#[test]
fn the_reason_for_correcting_a_last_day_is_kept() {
    class([formed(), enrolled(AIGERIM, Some(1)), withdrawn(20)])
        .when(Command::WithdrawPupil {
            pupil_id: AIGERIM,
            on: september(22),
            reason: Some(reason()),
            order: None,
        })
        .then_expect_events(vec![withdrawal_moved(20, 22, Some(reason()))]);
}

#[test]
fn a_corrected_last_day_may_be_the_first_day_but_not_the_day_before() {
    let given = [formed(), enrolled(AIGERIM, Some(8)), withdrawn(20)];
    class(given.clone()).when(withdraw(8)).then_expect_events(vec![withdrawal_moved(20, 8, None)]);
    class(given).when(withdraw(7)).then_expect_error(Refusal::LeavesBeforeComing { pupil_id: AIGERIM });
}

#[test]
fn only_the_last_day_of_the_last_stay_is_corrected() {
    let given = left_twice();
    class(given.clone()).when(withdraw(27)).then_expect_events(vec![withdrawal_moved(25, 27, None)]);
    for of_the_first in [10, 12] {
        class(given.clone())
            .when(withdraw(of_the_first))
            .then_expect_error(Refusal::LeavesBeforeComing { pupil_id: AIGERIM });
    }
}

#[test]
fn a_pupil_who_left_may_come_back_and_leave_again() {
    class(left_once()).when(enrol(AIGERIM, Some(20))).then_expect_events(vec![enrolled(AIGERIM, Some(20))]);
    class(came_back()).when(withdraw(25)).then_expect_events(vec![withdrawn(25)]);
    class(came_back())
        .when(withdraw(19))
        .then_expect_error(Refusal::LeavesBeforeComing { pupil_id: AIGERIM });
}

#[test]
fn a_pupil_comes_back_the_day_after_the_last_one_but_not_on_it() {
    class(left_once()).when(enrol(AIGERIM, Some(11))).then_expect_events(vec![enrolled(AIGERIM, Some(11))]);
    for within in [Some(10), Some(2), None] {
        class(left_once())
            .when(enrol(AIGERIM, within))
            .then_expect_error(Refusal::StaysOverlap { pupil_id: AIGERIM });
    }
}

#[test]
fn a_stay_that_would_swallow_an_earlier_one_is_refused() {
    class([formed(), enrolled(AIGERIM, Some(8)), withdrawn(10)])
        .when(enrol(AIGERIM, Some(7)))
        .then_expect_error(Refusal::StaysOverlap { pupil_id: AIGERIM });
}

#[test]
fn a_pupil_who_was_there_since_an_unknown_day_comes_back_after_the_last_one() {
    let given = [formed(), enrolled(AIGERIM, None), withdrawn(10)];
    class(given.clone()).when(enrol(AIGERIM, Some(11))).then_expect_events(vec![enrolled(AIGERIM, Some(11))]);
    for within in [10, 1] {
        class(given.clone())
            .when(enrol(AIGERIM, Some(within)))
            .then_expect_error(Refusal::StaysOverlap { pupil_id: AIGERIM });
    }
}

#[test]
fn the_first_day_of_a_second_stay_is_moved_up_to_the_first_stay_but_not_into_it() {
    for now in [11, 19, 21] {
        class(came_back())
            .when(enrol(AIGERIM, Some(now)))
            .then_expect_events(vec![moved(Some(20), Some(now))]);
    }
    for within in [Some(10), Some(2), None] {
        class(came_back())
            .when(enrol(AIGERIM, within))
            .then_expect_error(Refusal::StaysOverlap { pupil_id: AIGERIM });
    }
}

#[test]
fn a_stay_overlaps_none_of_several_earlier_ones() {
    class(left_twice()).when(enrol(AIGERIM, Some(26))).then_expect_events(vec![enrolled(AIGERIM, Some(26))]);
    for within in [10, 15, 25] {
        class(left_twice())
            .when(enrol(AIGERIM, Some(within)))
            .then_expect_error(Refusal::StaysOverlap { pupil_id: AIGERIM });
    }
}

#[test]
fn the_last_day_that_counts_is_the_corrected_one() {
    for (corrected, next) in [(8, 9), (12, 13)] {
        let [formed, came, left] = left_once();
        let given = [formed, came, left, withdrawal_moved(10, corrected, None)];
        class(given.clone())
            .when(enrol(AIGERIM, Some(next)))
            .then_expect_events(vec![enrolled(AIGERIM, Some(next))]);
        class(given)
            .when(enrol(AIGERIM, Some(corrected)))
            .then_expect_error(Refusal::StaysOverlap { pupil_id: AIGERIM });
    }
}

#[test]
fn a_pupil_who_left_does_not_silently_stay_out_when_enrolled_from_the_same_day_again() {
    for (given, from) in [
        (left_once().to_vec(), Some(1)),
        (vec![formed(), enrolled(AIGERIM, None), withdrawn(10)], None),
        (left_twice().to_vec(), Some(20)),
    ] {
        let class = after(given);
        let again = Command::EnrolPupil { pupil_id: AIGERIM, from: from.map(september), order: None };
        assert_eq!(class.decide(again), Err(Refusal::StaysOverlap { pupil_id: AIGERIM }));
    }
}

fn record(from: Option<u32>, to: Option<u32>) -> Command {
    Command::RecordStay { pupil_id: AIGERIM, from: from.map(september), to: to.map(september) }
}

#[test]
fn a_recorded_stay_comes_in_whole_and_said_again_changes_nothing() {
    class([formed()])
        .when(record(Some(1), Some(10)))
        .then_expect_events(vec![enrolled(AIGERIM, Some(1)), withdrawn(10)]);
    class(left_once()).when(record(Some(1), Some(10))).then_expect_events(vec![]);
    class(left_once()).when(record(Some(1), None)).then_expect_events(vec![]);
    class(left_twice()).when(record(Some(1), Some(10))).then_expect_events(vec![]);
}

#[test]
fn a_recorded_stay_ends_an_open_one_and_corrects_the_last_day() {
    class([formed(), enrolled(AIGERIM, Some(1))])
        .when(record(Some(1), Some(10)))
        .then_expect_events(vec![withdrawn(10)]);
    class(left_once())
        .when(record(Some(1), Some(12)))
        .then_expect_events(vec![withdrawal_moved(10, 12, None)]);
    class([formed()])
        .when(record(Some(8), Some(7)))
        .then_expect_error(Refusal::LeavesBeforeComing { pupil_id: AIGERIM });
}

#[test]
fn the_stays_of_one_pupil_do_not_bind_another() {
    class(left_once()).when(enrol(DAULET, Some(5))).then_expect_events(vec![enrolled(DAULET, Some(5))]);
    class(left_once()).when(enrol(DAULET, Some(1))).then_expect_events(vec![enrolled(DAULET, Some(1))]);
}

#[test]
fn a_stay_holds_its_first_and_last_day_and_no_other() {
    let class = after([formed(), enrolled(AIGERIM, Some(8)), withdrawn(10)]);
    assert_eq!(class.enrolment_on(AIGERIM, september(7)), Enrolment::OutsideStay);
    assert_eq!(class.enrolment_on(AIGERIM, september(8)), Enrolment::Member);
    assert_eq!(class.enrolment_on(AIGERIM, september(10)), Enrolment::Member);
    assert_eq!(class.enrolment_on(AIGERIM, september(11)), Enrolment::OutsideStay);
    assert_eq!(class.enrolment_on(DAULET, september(8)), Enrolment::Stranger);
}

#[test]
fn a_stay_holds_its_days_up_to_the_corrected_last_one() {
    for corrected in [9, 12] {
        let class = after([
            formed(),
            enrolled(AIGERIM, Some(8)),
            withdrawn(10),
            withdrawal_moved(10, corrected, None),
        ]);
        assert_eq!(class.enrolment_on(AIGERIM, september(corrected)), Enrolment::Member);
        assert_eq!(class.enrolment_on(AIGERIM, september(corrected + 1)), Enrolment::OutsideStay);
    }
}

#[test]
fn a_corrected_last_day_leaves_the_earlier_stays_alone() {
    let [formed, came, left, came_back, left_again] = left_twice();
    let class = after([formed, came, left, came_back, left_again, withdrawal_moved(25, 22, None)]);
    for (day, enrolment) in [
        (1, Enrolment::Member),
        (10, Enrolment::Member),
        (11, Enrolment::OutsideStay),
        (20, Enrolment::Member),
        (22, Enrolment::Member),
        (23, Enrolment::OutsideStay),
    ] {
        assert_eq!(class.enrolment_on(AIGERIM, september(day)), enrolment, "on the {day}th");
    }
}

#[test]
fn a_stay_without_a_known_beginning_or_end_has_none() {
    let since_ever = after([formed(), enrolled(AIGERIM, None), withdrawn(10)]);
    assert_eq!(since_ever.enrolment_on(AIGERIM, NaiveDate::MIN), Enrolment::Member);
    assert_eq!(since_ever.enrolment_on(AIGERIM, september(11)), Enrolment::OutsideStay);
    let still_here = after([formed(), enrolled(AIGERIM, Some(8))]);
    assert_eq!(still_here.enrolment_on(AIGERIM, september(7)), Enrolment::OutsideStay);
    assert_eq!(still_here.enrolment_on(AIGERIM, NaiveDate::MAX), Enrolment::Member);
}

#[test]
fn between_two_stays_a_pupil_is_outside() {
    let class = after(came_back());
    for (day, enrolment) in [
        (10, Enrolment::Member),
        (11, Enrolment::OutsideStay),
        (19, Enrolment::OutsideStay),
        (20, Enrolment::Member),
    ] {
        assert_eq!(class.enrolment_on(AIGERIM, september(day)), enrolment, "on the {day}th");
    }
}

#[test]
fn the_orders_by_which_a_pupil_comes_and_leaves_are_kept() {
    let (pupil_id, order) = (AIGERIM, Some(order()));
    let came = Event::PupilEnrolled { pupil_id, from: Some(september(1)), order: order.clone() };
    class([formed()])
        .when(Command::EnrolPupil { pupil_id, from: Some(september(1)), order: order.clone() })
        .then_expect_events(vec![came.clone()]);
    class([formed(), came])
        .when(Command::WithdrawPupil { pupil_id, on: september(20), reason: None, order: order.clone() })
        .then_expect_events(vec![Event::PupilWithdrawn { pupil_id, on: september(20), reason: None, order }]);
}
