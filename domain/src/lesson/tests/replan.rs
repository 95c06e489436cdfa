//! What a changed timetable does to lessons there are already.

use super::{Command, Event, SAULE, Slot, Staffing};
use super::{after, cancelled, lesson, monday, moved, staffed, staffing, tuesday, withdrawn};

fn replan(staffing: Staffing) -> Command {
    Command::Replan { slot: monday(), staffing }
}

fn with_saule() -> Staffing {
    Staffing { teacher_ids: vec![SAULE], ..staffing() }
}

#[test]
fn a_timetable_that_says_the_same_changes_nothing() {
    lesson([staffed()]).when(replan(staffing())).then_expect_events(vec![]);
}

#[test]
fn another_teacher_of_the_timetable_teaches_the_lesson_wherever_it_was_moved() {
    let replanned = Event::LessonReplanned { from: staffing(), to: with_saule() };
    lesson([staffed()]).when(replan(with_saule())).then_expect_events(vec![replanned.clone()]);
    for event in [moved(monday(), tuesday()), cancelled()] {
        let given = [staffed(), event];
        lesson(given).when(replan(with_saule())).then_expect_events(vec![replanned.clone()]);
    }
    let state = after([staffed(), moved(monday(), tuesday()), replanned]);
    assert_eq!(state.teachers(), [SAULE]);
    assert_eq!(state.slot(), Some(tuesday()), "what was moved by hand stays moved");
    assert_eq!(state.origin().map(|(_, on)| on), Some(monday().date));
}

#[test]
fn a_withdrawn_lesson_is_there_again_when_the_timetable_has_it_again() {
    lesson([staffed(), withdrawn()]).when(replan(staffing())).then_expect_events(vec![staffed()]);
    let state = after([staffed(), withdrawn(), staffed()]);
    assert!(!state.is_withdrawn());
    let Slot { date, .. } = monday();
    assert_eq!(state.slot().map(|slot| slot.date), Some(date));
}
