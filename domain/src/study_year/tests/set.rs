//! Sets of reporting periods: grade 1 has other quarters than the others.

use super::{Command, Days, Event, FIRST_QUARTER, GRADE_1, PeriodKind, QUARTERS, Refusal, SECOND_QUARTER};
use super::{
    after, autumn, autumn_week, day, defined, longer_autumn, period_changed, period_defined, quarter_defined,
    set_defined, winter, year,
};
use crate::id::{PeriodId, PeriodSetId};

fn define_set(name: &str) -> Command {
    Command::DefinePeriodSet { set_id: QUARTERS, name: name.to_owned() }
}

fn define_in(set_id: Option<PeriodSetId>, period_id: PeriodId, name: &str, days: Days) -> Command {
    Command::DefinePeriod {
        period_id,
        kind: PeriodKind::Quarter,
        name: name.to_owned(),
        days,
        external_id: None,
        set_id,
    }
}

/// A year whose first quarter belongs to a set.
fn with_a_quarter() -> [Event; 3] {
    [defined(), set_defined(QUARTERS, "Quarters"), quarter_defined(FIRST_QUARTER, "I", autumn())]
}

fn overlap(name: &str, other: &str) -> Refusal {
    Refusal::PeriodsOverlap { name: name.to_owned(), other: other.to_owned() }
}

#[test]
fn a_set_of_periods_is_defined_renamed_and_renamed_back() {
    let renamed = |from: &str, to: &str| Event::PeriodSetRenamed {
        set_id: QUARTERS,
        from: from.to_owned(),
        to: to.to_owned(),
    };
    year([defined()])
        .when(define_set("Quarters"))
        .then_expect_events(vec![set_defined(QUARTERS, "Quarters")]);
    let given = [defined(), set_defined(QUARTERS, "Quarters")];
    year(given.clone()).when(define_set("Quarters")).then_expect_events(vec![]);
    year(given.clone()).when(define_set("2–11")).then_expect_events(vec![renamed("Quarters", "2–11")]);
    let [defined, set_defined] = given;
    year([defined, set_defined, renamed("Quarters", "2–11")])
        .when(define_set("Quarters"))
        .then_expect_events(vec![renamed("2–11", "Quarters")]);
}

#[test]
fn a_set_needs_a_name_and_a_year() {
    for nothing in ["", " \t"] {
        year([defined()]).when(define_set(nothing)).then_expect_error(Refusal::NameMissing);
    }
    year([]).when(define_set("Quarters")).then_expect_error(Refusal::NotDefined);
}

#[test]
fn a_period_is_defined_in_a_set_there_is() {
    year([defined(), set_defined(QUARTERS, "Quarters")])
        .when(define_in(Some(QUARTERS), FIRST_QUARTER, "I", autumn()))
        .then_expect_events(vec![quarter_defined(FIRST_QUARTER, "I", autumn())]);
    year([defined(), set_defined(QUARTERS, "Quarters")])
        .when(define_in(Some(GRADE_1), FIRST_QUARTER, "I", autumn()))
        .then_expect_error(Refusal::UnknownPeriodSet);
}

#[test]
fn a_period_of_a_set_begins_the_day_after_another_but_not_on_its_last_day() {
    let next = Days { first: day(2025, 10, 27), last: day(2025, 12, 28) };
    year(with_a_quarter())
        .when(define_in(Some(QUARTERS), SECOND_QUARTER, "II", next))
        .then_expect_events(vec![quarter_defined(SECOND_QUARTER, "II", next)]);
    let too_early = Days { first: day(2025, 10, 26), ..next };
    for within in [too_early, autumn()] {
        year(with_a_quarter())
            .when(define_in(Some(QUARTERS), SECOND_QUARTER, "II", within))
            .then_expect_error(overlap("II", "I"));
    }
}

#[test]
fn a_period_of_a_set_is_not_lengthened_into_another() {
    let [defined, set, first] = with_a_quarter();
    let given = [defined, set, first, quarter_defined(SECOND_QUARTER, "II", winter())];
    let into_the_second = Days { last: day(2025, 11, 3), ..autumn() };
    for set_id in [Some(QUARTERS), None] {
        year(given.clone())
            .when(define_in(set_id, FIRST_QUARTER, "I", longer_autumn()))
            .then_expect_events(vec![period_changed(("I", autumn()), ("I", longer_autumn()))]);
        year(given.clone())
            .when(define_in(set_id, FIRST_QUARTER, "I", into_the_second))
            .then_expect_error(overlap("I", "II"));
    }
}

#[test]
fn the_periods_of_different_sets_may_overlap() {
    let [defined, set, first] = with_a_quarter();
    year([defined, set, first, set_defined(GRADE_1, "Grade 1")])
        .when(define_in(Some(GRADE_1), SECOND_QUARTER, "I", autumn()))
        .then_expect_events(vec![Event::PeriodDefined {
            period_id: SECOND_QUARTER,
            kind: PeriodKind::Quarter,
            name: "I".to_owned(),
            days: autumn(),
            external_id: None,
            set_id: Some(GRADE_1),
        }]);
}

#[test]
fn a_period_stays_in_its_set() {
    let other_set = Refusal::OtherSet { name: "I".to_owned() };
    let [defined_year, set, first] = with_a_quarter();
    year([defined_year, set, first, set_defined(GRADE_1, "Grade 1")])
        .when(define_in(Some(GRADE_1), FIRST_QUARTER, "I", autumn()))
        .then_expect_error(other_set.clone());
    year([defined(), set_defined(QUARTERS, "Quarters"), period_defined("I", autumn())])
        .when(define_in(Some(QUARTERS), FIRST_QUARTER, "I", autumn()))
        .then_expect_error(other_set);
    year(with_a_quarter()).when(define_in(None, FIRST_QUARTER, "I", autumn())).then_expect_events(vec![]);
}

#[test]
fn a_year_knows_the_periods_of_a_set_in_the_order_of_their_days() {
    let year = after([
        defined(),
        set_defined(QUARTERS, "Quarters"),
        quarter_defined(FIRST_QUARTER, "II", winter()),
        quarter_defined(SECOND_QUARTER, "I", autumn()),
    ]);
    let of = |set| year.periods_of(set).iter().map(|(_, period)| period.name.as_str()).collect::<Vec<_>>();
    assert_eq!(of(Some(QUARTERS)), ["I", "II"]);
    assert!(of(Some(GRADE_1)).is_empty());
    assert!(of(None).is_empty());
    assert_eq!(after([defined(), period_defined("I", autumn())]).periods_of(None).len(), 1);
}

#[test]
fn a_stretch_of_days_knows_what_it_shares_with_another() {
    assert_eq!(longer_autumn().shared_with(autumn_week()), Some(autumn_week()));
    assert_eq!(autumn().shared_with(autumn_week()), None);
    let last_day = Days { first: autumn().last, last: winter().last };
    let shared = Days { first: autumn().last, last: autumn().last };
    assert_eq!(autumn().shared_with(last_day), Some(shared));
    assert!(autumn().contain(autumn().last) && !autumn().contain(autumn_week().first));
}
