//! Giving, changing and withdrawing a mark.

use super::{AIGERIM, CLOSED, Command, DAULET, Event, LEFT, ORDINARY, Refusal, STRANGER};
use super::{
    assessment, changed, control_work, from_to, given_because, given_in, imported, mark_given, marked,
    out_of_range, planned, points, replanned, set, set_under, slip, withdraw, withdraw_under, withdrawn,
};
use crate::expected::Expected;
use crate::id::PersonId;

/// Somebody saw a mark, or `None` in an empty cell, and says why they act.
fn seeing(seen: Option<&str>, mut ask: Command) -> Command {
    if let Command::SetMark { expected, reason, .. } | Command::WithdrawMark { expected, reason, .. } =
        &mut ask
    {
        *expected = Expected::Exactly(seen.map(points));
        *reason = Some(slip());
    }
    ask
}

/// The same into another cell.
fn into_cell(of: PersonId, nth: u8, mut ask: Command) -> Command {
    if let Command::SetMark { pupil_id, number, .. } | Command::WithdrawMark { pupil_id, number, .. } =
        &mut ask
    {
        (*pupil_id, *number) = (of, nth);
    }
    ask
}

fn changed_meanwhile(current: Option<&str>) -> Refusal {
    Refusal::ChangedMeanwhile { pupil_id: AIGERIM, number: 1, current: current.map(points) }
}

#[test]
fn a_mark_lies_between_the_least_and_the_most_of_the_plan_that_stands() {
    for value in ["1", "5.5", "10"] {
        assessment([planned()]).when(set(value)).then_expect_events(vec![mark_given(value)]);
    }
    for value in ["0.9999", "10.0001"] {
        let refusal = out_of_range("1", "10", value);
        assessment([planned()]).when(set(value)).then_expect_error(refusal.clone());
        assessment(marked("9")).when(set(value)).then_expect_error(refusal.clone());
        assessment([planned()]).when(set_under(imported(ORDINARY), value)).then_expect_error(refusal);
    }
    let narrowed = [planned(), replanned(control_work(), from_to("1", "5"))];
    assessment(narrowed).when(set("9")).then_expect_error(out_of_range("1", "5", "9"));
}

#[test]
fn every_pupil_and_every_number_has_a_cell_of_its_own() {
    for (pupil_id, number) in [(AIGERIM, 2), (DAULET, 1), (DAULET, 2)] {
        assessment(marked("9"))
            .when(into_cell(pupil_id, number, set("9")))
            .then_expect_events(vec![given_in(pupil_id, number, "9")]);
    }
}

#[test]
fn a_cell_takes_a_first_and_a_second_mark_and_no_other() {
    for circumstances in [ORDINARY, imported(ORDINARY)] {
        let ask = |number| into_cell(AIGERIM, number, set_under(circumstances, "9"));
        for number in [1, 2] {
            let event = given_in(AIGERIM, number, "9");
            assessment([planned()]).when(ask(number)).then_expect_events(vec![event]);
        }
        for number in [0, 3, u8::MAX] {
            let refusal = Refusal::NoSuchNumber { number };
            assessment([planned()]).when(ask(number)).then_expect_error(refusal.clone());
            assessment(marked("9")).when(ask(number)).then_expect_error(refusal);
        }
    }
}

#[test]
fn the_same_mark_again_changes_nothing_whatever_came_between() {
    let plainly = [set("9"), set("9.00"), set_under(CLOSED, "9"), set_under(STRANGER, "9")];
    let mistaken = [seeing(None, set("9")), seeing(Some("7"), set("9"))];
    for command in plainly.into_iter().chain(mistaken) {
        assessment(marked("9")).when(command).then_expect_events(vec![]);
    }
}

#[test]
fn a_mark_is_given_into_an_empty_cell_with_a_reason_or_without() {
    let emptied = [planned(), mark_given("7"), withdrawn("7", None)];
    for (command, event) in
        [(set("9"), mark_given("9")), (seeing(None, set("9")), given_because(slip(), "9"))]
    {
        assessment([planned()]).when(command.clone()).then_expect_events(vec![event.clone()]);
        assessment(emptied.clone()).when(command).then_expect_events(vec![event]);
    }
}

#[test]
fn another_mark_changes_the_one_that_stands_and_keeps_what_it_was() {
    let corrected = changed("7", "9", Some(slip()));
    assessment(marked("7")).when(seeing(Some("7"), set("9"))).then_expect_events(vec![corrected]);
    assessment(marked("7")).when(set("9")).then_expect_events(vec![changed("7", "9", None)]);
}

#[test]
fn a_mark_written_with_more_zeros_is_the_mark_that_was_seen() {
    let corrected = changed("7", "9", Some(slip()));
    assessment(marked("7")).when(seeing(Some("7.00"), set("9"))).then_expect_events(vec![corrected]);
}

#[test]
fn a_mark_changed_meanwhile_is_neither_overwritten_nor_withdrawn() {
    assessment([planned()]).when(seeing(Some("7"), set("9"))).then_expect_error(changed_meanwhile(None));
    for (seen, command) in
        [(None, set("9")), (Some("7"), set("9")), (None, withdraw()), (Some("7"), withdraw())]
    {
        assessment(marked("8")).when(seeing(seen, command)).then_expect_error(changed_meanwhile(Some("8")));
    }
}

#[test]
fn a_mark_is_withdrawn_with_a_reason_or_without_even_after_the_pupil_left() {
    let event = withdrawn("7", Some(slip()));
    assessment(marked("7")).when(seeing(Some("7"), withdraw())).then_expect_events(vec![event]);
    for circumstances in [ORDINARY, LEFT, STRANGER] {
        let event = withdrawn("7", None);
        assessment(marked("7")).when(withdraw_under(circumstances)).then_expect_events(vec![event]);
    }
}

#[test]
fn a_mark_is_withdrawn_from_its_own_cell_only() {
    for (pupil_id, number) in [(AIGERIM, 2), (DAULET, 1)] {
        let given = [planned(), mark_given("7"), given_in(pupil_id, number, "8")];
        let event = Event::MarkWithdrawn { pupil_id, number, from: points("8"), reason: None };
        assessment(given).when(into_cell(pupil_id, number, withdraw())).then_expect_events(vec![event]);
    }
}

#[test]
fn withdrawing_from_an_empty_cell_changes_nothing_whatever_was_seen() {
    let emptied = [planned(), given_in(AIGERIM, 2, "8"), mark_given("7"), withdrawn("7", None)];
    let no_such_cell = into_cell(AIGERIM, 3, withdraw());
    for command in [withdraw(), withdraw_under(CLOSED), seeing(Some("7"), withdraw()), no_such_cell] {
        assessment([planned()]).when(command.clone()).then_expect_events(vec![]);
        assessment(emptied.clone()).when(command).then_expect_events(vec![]);
    }
}
