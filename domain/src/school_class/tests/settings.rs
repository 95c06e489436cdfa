//! What is chosen for a class: its kind of marks, its reporting periods, its bells.

use super::{Command, Event, FIRST_SHIFT, JournalKind, QUARTERS, Refusal, SECOND_SHIFT};
use super::{after, class, formed};
use crate::id::{BellScheduleId, PeriodSetId};

fn choose_kind(kind: JournalKind) -> Command {
    Command::ChooseJournalKind { kind }
}

fn choose_set(set_id: Option<PeriodSetId>) -> Command {
    Command::ChoosePeriodSet { set_id }
}

fn choose_bells(bell_schedule_id: BellScheduleId) -> Command {
    Command::ChooseBellSchedule { bell_schedule_id }
}

fn set_chosen(from: Option<PeriodSetId>, to: Option<PeriodSetId>) -> Event {
    Event::PeriodSetChosen { from, to }
}

#[test]
fn what_marks_a_class_has_is_chosen_once_and_stays() {
    for (kind, other) in
        [(JournalKind::Points, JournalKind::Criteria), (JournalKind::Criteria, JournalKind::Points)]
    {
        let chosen = Event::JournalKindChosen { from: None, kind };
        class([formed()]).when(choose_kind(kind)).then_expect_events(vec![chosen.clone()]);
        class([formed(), chosen.clone()]).when(choose_kind(kind)).then_expect_events(vec![]);
        class([formed(), chosen]).when(choose_kind(other)).then_expect_error(Refusal::JournalKindFixed);
    }
}

#[test]
fn a_class_follows_a_set_of_periods_and_may_follow_none_again() {
    class([formed()]).when(choose_set(None)).then_expect_events(vec![]);
    class([formed()])
        .when(choose_set(Some(QUARTERS)))
        .then_expect_events(vec![set_chosen(None, Some(QUARTERS))]);
    let given = [formed(), set_chosen(None, Some(QUARTERS))];
    class(given.clone()).when(choose_set(Some(QUARTERS))).then_expect_events(vec![]);
    class(given).when(choose_set(None)).then_expect_events(vec![set_chosen(Some(QUARTERS), None)]);
}

#[test]
fn a_class_goes_by_a_bell_schedule_and_may_change_the_shift() {
    let chosen = |from, to| Event::BellScheduleChosen { from, to };
    class([formed()]).when(choose_bells(FIRST_SHIFT)).then_expect_events(vec![chosen(None, FIRST_SHIFT)]);
    let given = [formed(), chosen(None, FIRST_SHIFT)];
    class(given.clone()).when(choose_bells(FIRST_SHIFT)).then_expect_events(vec![]);
    class(given)
        .when(choose_bells(SECOND_SHIFT))
        .then_expect_events(vec![chosen(Some(FIRST_SHIFT), SECOND_SHIFT)]);
}

#[test]
fn a_class_knows_what_was_chosen_for_it() {
    let class = after([formed()]);
    assert_eq!((class.journal_kind(), class.period_set(), class.bell_schedule()), (None, None, None));
    let class = after([
        formed(),
        Event::JournalKindChosen { from: None, kind: JournalKind::Criteria },
        set_chosen(None, Some(QUARTERS)),
        Event::BellScheduleChosen { from: None, to: FIRST_SHIFT },
    ]);
    assert_eq!(class.journal_kind(), Some(JournalKind::Criteria));
    assert_eq!((class.period_set(), class.bell_schedule()), (Some(QUARTERS), Some(FIRST_SHIFT)));
}

#[test]
fn the_kinds_of_journal_keep_their_stored_names() {
    for (kind, stored) in [(JournalKind::Points, "points"), (JournalKind::Criteria, "criteria")] {
        assert_eq!(serde_json::to_value(kind).unwrap(), stored);
        assert_eq!(kind.as_ref(), stored);
        assert_eq!(stored.parse::<JournalKind>(), Ok(kind));
    }
}
