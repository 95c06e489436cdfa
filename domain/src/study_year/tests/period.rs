//! The reporting periods of a study year: defining, closing and reopening them.

use super::{Command, Days, Event, FIRST_QUARTER, PeriodKind, Refusal, SECOND_QUARTER, StudyYear};
use super::{
    after, autumn, changed, closed, day, defined, first_quarter, longer_autumn, period_changed,
    period_defined, reopened, school_days, year,
};

fn define_period_as(kind: PeriodKind, name: &str, days: Days) -> Command {
    Command::DefinePeriod {
        period_id: FIRST_QUARTER,
        kind,
        name: name.to_owned(),
        days,
        external_id: None,
        set_id: None,
    }
}

fn define_period(name: &str, days: Days) -> Command {
    define_period_as(PeriodKind::Quarter, name, days)
}

fn close() -> Command {
    Command::ClosePeriod { period_id: FIRST_QUARTER }
}

fn reopen(reason: &str) -> Command {
    Command::ReopenPeriod { period_id: FIRST_QUARTER, reason: reason.to_owned() }
}

fn closed_quarter() -> [Event; 3] {
    [defined(), period_defined("I", autumn()), closed()]
}

#[test]
fn a_period_is_defined() {
    year([defined()])
        .when(define_period("I", autumn()))
        .then_expect_events(vec![period_defined("I", autumn())]);
}

#[test]
fn a_year_that_is_not_defined_has_no_periods() {
    year([]).when(define_period("I", autumn())).then_expect_error(Refusal::NotDefined);
}

#[test]
fn a_period_may_last_one_day_but_does_not_end_before_it_begins() {
    let one_day = Days { first: day(2025, 9, 1), last: day(2025, 9, 1) };
    let reversed = Days { first: day(2025, 9, 2), last: day(2025, 9, 1) };
    year([defined()])
        .when(define_period("I", one_day))
        .then_expect_events(vec![period_defined("I", one_day)]);
    year([defined()]).when(define_period("I", reversed)).then_expect_error(Refusal::EndsBeforeItBegins);
}

#[test]
fn a_period_may_fill_its_year() {
    year([defined()])
        .when(define_period("I", school_days()))
        .then_expect_events(vec![period_defined("I", school_days())]);
}

#[test]
fn a_period_does_not_begin_a_day_before_its_year_nor_end_a_day_after_it() {
    let early = Days { first: day(2025, 8, 31), ..school_days() };
    let late = Days { last: day(2026, 5, 26), ..school_days() };
    for outside in [early, late] {
        year([defined()])
            .when(define_period("I", outside))
            .then_expect_error(Refusal::PeriodOutsideYear { name: "I".to_owned() });
        year(first_quarter())
            .when(define_period("I", outside))
            .then_expect_error(Refusal::PeriodOutsideYear { name: "I".to_owned() });
    }
}

#[test]
fn a_period_is_measured_by_the_changed_days_of_its_year() {
    let longer = Days { last: day(2026, 5, 31), ..school_days() };
    year([defined(), changed(("2025/26", school_days()), ("2025/26", longer))])
        .when(define_period("I", longer))
        .then_expect_events(vec![period_defined("I", longer)]);
}

#[test]
fn defining_the_same_period_again_changes_nothing() {
    year(first_quarter()).when(define_period("I", autumn())).then_expect_events(vec![]);
    year(closed_quarter()).when(define_period("I", autumn())).then_expect_events(vec![]);
}

#[test]
fn a_period_takes_another_name_or_other_days_and_keeps_what_it_was() {
    let was = ("I", autumn());
    for now in [("1", autumn()), ("I", longer_autumn()), ("1", longer_autumn())] {
        let [defined, period_defined] = first_quarter();
        year(first_quarter())
            .when(define_period(now.0, now.1))
            .then_expect_events(vec![period_changed(was, now)]);
        year([defined, period_defined, period_changed(was, now)])
            .when(define_period(now.0, now.1))
            .then_expect_events(vec![]);
    }
}

#[test]
fn a_period_of_another_system_keeps_its_kind_and_id_and_may_share_a_name_and_days() {
    year(first_quarter())
        .when(Command::DefinePeriod {
            period_id: SECOND_QUARTER,
            kind: PeriodKind::GradingPeriod,
            name: "I".to_owned(),
            days: autumn(),
            external_id: Some("session-2".to_owned()),
            set_id: None,
        })
        .then_expect_events(vec![Event::PeriodDefined {
            period_id: SECOND_QUARTER,
            kind: PeriodKind::GradingPeriod,
            name: "I".to_owned(),
            days: autumn(),
            external_id: Some("session-2".to_owned()),
            set_id: None,
        }]);
}

#[test]
fn a_period_without_a_name_is_refused() {
    for nothing in ["", " \t"] {
        year([defined()]).when(define_period(nothing, autumn())).then_expect_error(Refusal::NameMissing);
        year(first_quarter()).when(define_period(nothing, autumn())).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn a_period_does_not_become_another_kind() {
    for name in ["I", "1"] {
        for kind in [PeriodKind::Term, PeriodKind::HalfYear] {
            let refusal = Refusal::OtherKind { name: name.to_owned() };
            let command = define_period_as(kind, name, autumn());
            year(first_quarter()).when(command.clone()).then_expect_error(refusal.clone());
            year(closed_quarter()).when(command).then_expect_error(refusal);
        }
    }
}

#[test]
fn a_period_keeps_its_kind_when_its_name_and_days_are_corrected() {
    let [defined, period_defined] = first_quarter();
    let given = [defined, period_defined, period_changed(("I", autumn()), ("1", longer_autumn()))];
    year(given.clone())
        .when(define_period_as(PeriodKind::Term, "1", longer_autumn()))
        .then_expect_error(Refusal::OtherKind { name: "1".to_owned() });
    assert_eq!(after(given).period(FIRST_QUARTER).map(|period| period.kind), Some(PeriodKind::Quarter));
}

#[test]
fn a_period_is_closed() {
    year(first_quarter()).when(close()).then_expect_events(vec![closed()]);
}

#[test]
fn closing_a_closed_period_changes_nothing() {
    year(closed_quarter()).when(close()).then_expect_events(vec![]);
}

#[test]
fn a_period_nobody_defined_is_neither_closed_nor_reopened() {
    year([]).when(close()).then_expect_error(Refusal::UnknownPeriod);
    year([defined()]).when(close()).then_expect_error(Refusal::UnknownPeriod);
    year([defined()]).when(reopen("a late mark")).then_expect_error(Refusal::UnknownPeriod);
    year(closed_quarter())
        .when(Command::ClosePeriod { period_id: SECOND_QUARTER })
        .then_expect_error(Refusal::UnknownPeriod);
}

#[test]
fn a_closed_period_is_reopened_with_a_reason() {
    for reason in ["a late mark", "x"] {
        year(closed_quarter()).when(reopen(reason)).then_expect_events(vec![reopened(reason)]);
    }
}

#[test]
fn a_closed_period_is_not_reopened_without_a_reason() {
    for nothing in ["", " \t"] {
        year(closed_quarter()).when(reopen(nothing)).then_expect_error(Refusal::ReasonMissing);
    }
}

#[test]
fn reopening_an_open_period_changes_nothing_whatever_the_reason() {
    let [defined, period_defined, closed] = closed_quarter();
    let given = [defined, period_defined, closed, reopened("a late mark")];
    for reason in ["a late mark", "another", ""] {
        year(first_quarter()).when(reopen(reason)).then_expect_events(vec![]);
        year(given.clone()).when(reopen(reason)).then_expect_events(vec![]);
    }
}

#[test]
fn a_reopened_period_may_be_closed_again() {
    let [defined, period_defined, closed_first] = closed_quarter();
    year([defined, period_defined, closed_first, reopened("a late mark")])
        .when(close())
        .then_expect_events(vec![closed()]);
}

#[test]
fn a_period_is_open_until_it_is_closed_and_after_it_is_reopened() {
    let is_closed = |year: StudyYear| year.period(FIRST_QUARTER).map(|period| period.closed);
    let [defined, period_defined, closed] = closed_quarter();
    assert_eq!(is_closed(after([])), None);
    assert_eq!(is_closed(after(first_quarter())), Some(false));
    assert_eq!(is_closed(after(closed_quarter())), Some(true));
    assert_eq!(is_closed(after([defined, period_defined, closed, reopened("a late mark")])), Some(false));
}

#[test]
fn a_period_keeps_being_closed_when_its_name_is_corrected() {
    let [defined, period_defined, closed] = closed_quarter();
    let year = after([defined, period_defined, closed, period_changed(("I", autumn()), ("1", autumn()))]);
    let period = year.period(FIRST_QUARTER).unwrap();
    assert_eq!((period.name.as_str(), period.days, period.closed), ("1", autumn(), true));
}

#[test]
fn the_kinds_of_period_keep_their_stored_names() {
    for (kind, stored) in [
        (PeriodKind::Quarter, "quarter"),
        (PeriodKind::HalfYear, "half_year"),
        (PeriodKind::Trimester, "trimester"),
        (PeriodKind::Semester, "semester"),
        (PeriodKind::Module, "module"),
        (PeriodKind::Term, "term"),
        (PeriodKind::GradingPeriod, "grading_period"),
    ] {
        assert_eq!(serde_json::to_value(kind).unwrap(), stored);
        assert_eq!(kind.as_ref(), stored);
        assert_eq!(stored.parse::<PeriodKind>(), Ok(kind));
    }
}
