//! The holidays of a study year: the whole school's, and those of one set of periods.

use super::{AUTUMN_HOLIDAYS, Command, Days, Event, GRADE_1, QUARTERS, Refusal};
use super::{
    after, autumn, autumn_week, changed, day, defined, holiday_changed, holiday_declared, holiday_withdrawn,
    school_days, set_defined, winter, year,
};
use crate::id::PeriodSetId;

fn declare_for(set_id: Option<PeriodSetId>, name: &str, days: Days) -> Command {
    Command::DeclareHoliday {
        holiday_id: AUTUMN_HOLIDAYS,
        name: name.to_owned(),
        days,
        public: false,
        set_id,
    }
}

fn declare(name: &str, days: Days) -> Command {
    declare_for(None, name, days)
}

fn withdraw() -> Command {
    Command::WithdrawHoliday { holiday_id: AUTUMN_HOLIDAYS }
}

fn declared() -> [Event; 2] {
    [defined(), holiday_declared("Autumn", autumn_week(), None)]
}

#[test]
fn a_holiday_is_declared_and_declaring_it_again_changes_nothing() {
    year([defined()]).when(declare("Autumn", autumn_week())).then_expect_events(vec![holiday_declared(
        "Autumn",
        autumn_week(),
        None,
    )]);
    year(declared()).when(declare("Autumn", autumn_week())).then_expect_events(vec![]);
}

#[test]
fn a_holiday_of_one_set_needs_that_set() {
    year([defined(), set_defined(GRADE_1, "Grade 1")])
        .when(declare_for(Some(GRADE_1), "Rest", autumn_week()))
        .then_expect_events(vec![holiday_declared("Rest", autumn_week(), Some(GRADE_1))]);
    year([defined()])
        .when(declare_for(Some(GRADE_1), "Rest", autumn_week()))
        .then_expect_error(Refusal::UnknownPeriodSet);
}

#[test]
fn a_holiday_takes_another_name_or_other_days_and_keeps_what_it_was() {
    let was = ("Autumn", autumn_week());
    for now in [("Күзгі", autumn_week()), ("Autumn", winter()), ("Күзгі", winter())] {
        year(declared()).when(declare(now.0, now.1)).then_expect_events(vec![holiday_changed(was, now)]);
        let [defined, declared] = declared();
        year([defined, declared, holiday_changed(was, now)])
            .when(declare(now.0, now.1))
            .then_expect_events(vec![]);
    }
}

#[test]
fn a_holiday_does_not_become_that_of_others_nor_of_the_country() {
    let refusal = Refusal::OtherHoliday { name: "Autumn".to_owned() };
    let [defined, declared] = declared();
    let given = [defined, set_defined(GRADE_1, "Grade 1"), declared];
    year(given.clone())
        .when(declare_for(Some(GRADE_1), "Autumn", autumn_week()))
        .then_expect_error(refusal.clone());
    year(given)
        .when(Command::DeclareHoliday {
            holiday_id: AUTUMN_HOLIDAYS,
            name: "Autumn".to_owned(),
            days: autumn_week(),
            public: true,
            set_id: None,
        })
        .then_expect_error(refusal);
}

#[test]
fn a_holiday_needs_a_name_and_days_inside_a_year() {
    for nothing in ["", " \t"] {
        year([defined()]).when(declare(nothing, autumn_week())).then_expect_error(Refusal::NameMissing);
    }
    let reversed = Days { first: day(2025, 11, 2), last: day(2025, 11, 1) };
    year([defined()]).when(declare("Autumn", reversed)).then_expect_error(Refusal::EndsBeforeItBegins);
    year([]).when(declare("Autumn", autumn_week())).then_expect_error(Refusal::NotDefined);
    let whole_year = school_days();
    year([defined()])
        .when(declare("Autumn", whole_year))
        .then_expect_events(vec![holiday_declared("Autumn", whole_year, None)]);
    let early = Days { first: day(2025, 8, 31), ..whole_year };
    let late = Days { last: day(2026, 5, 26), ..whole_year };
    for outside in [early, late] {
        year([defined()])
            .when(declare("Autumn", outside))
            .then_expect_error(Refusal::HolidayOutsideYear { name: "Autumn".to_owned() });
    }
}

#[test]
fn a_year_leaves_none_of_its_holidays_out() {
    let until_the_last = Days { last: autumn_week().last, ..school_days() };
    let a_day_less = Days { last: day(2025, 11, 1), ..school_days() };
    let define = |days| Command::Define { name: "2025/26".to_owned(), days, external_id: None };
    year(declared())
        .when(define(until_the_last))
        .then_expect_events(vec![changed(("2025/26", school_days()), ("2025/26", until_the_last))]);
    year(declared()).when(define(a_day_less)).then_expect_error(Refusal::HolidaysLeftOut);
}

#[test]
fn a_holiday_is_withdrawn_and_may_be_declared_again() {
    year(declared()).when(withdraw()).then_expect_events(vec![holiday_withdrawn("Autumn", autumn_week())]);
    year([defined()]).when(withdraw()).then_expect_events(vec![]);
    let [defined, declared] = declared();
    let given = [defined, declared, holiday_withdrawn("Autumn", autumn_week())];
    year(given.clone()).when(withdraw()).then_expect_events(vec![]);
    year(given).when(declare("Autumn", winter())).then_expect_events(vec![holiday_declared(
        "Autumn",
        winter(),
        None,
    )]);
}

#[test]
fn a_holiday_of_the_school_is_everybodys_and_that_of_a_set_is_theirs_alone() {
    let everybodys = after(declared());
    let (before, first, last, next) =
        (autumn().last, autumn_week().first, autumn_week().last, day(2025, 11, 3));
    for set in [None, Some(GRADE_1), Some(QUARTERS)] {
        assert!(everybodys.is_holiday(first, set) && everybodys.is_holiday(last, set));
        assert!(!everybodys.is_holiday(before, set) && !everybodys.is_holiday(next, set));
    }
    let theirs = after([
        defined(),
        set_defined(GRADE_1, "Grade 1"),
        holiday_declared("Rest", autumn_week(), Some(GRADE_1)),
    ]);
    assert!(theirs.is_holiday(first, Some(GRADE_1)));
    assert!(!theirs.is_holiday(first, Some(QUARTERS)) && !theirs.is_holiday(first, None));
    let none = after([
        defined(),
        holiday_declared("Autumn", autumn_week(), None),
        holiday_withdrawn("Autumn", autumn_week()),
    ]);
    assert!(!none.is_holiday(first, None));
}
