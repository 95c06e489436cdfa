//! The kinds of work an institution defines, with their weights.

use uuid::Uuid;

use super::{CONTROL_WORK, Command, Event, Institution, Refusal};
use super::{changed, defined, institution, registered, three};
use crate::id::CategoryId;
use crate::points::Points;

const HOMEWORK: CategoryId = CategoryId(Uuid::from_u128(0xc2));

fn define(title: &str, weight: Option<Points>) -> Command {
    Command::DefineCategory { category_id: CONTROL_WORK, title: title.to_owned(), weight }
}

#[test]
fn a_category_of_work_is_defined_with_a_weight_or_without() {
    institution([registered()])
        .when(define("Control work", Some(three())))
        .then_expect_events(vec![defined("Control work", Some(three()))]);
    institution([registered()])
        .when(define("Control work", None))
        .then_expect_events(vec![defined("Control work", None)]);
}

#[test]
fn an_institution_that_is_not_registered_has_no_categories_of_work() {
    institution([]).when(define("Control work", Some(three()))).then_expect_error(Refusal::NotRegistered);
}

#[test]
fn a_category_of_work_without_a_title_is_refused() {
    for nothing in ["", " \t"] {
        institution([registered()])
            .when(define(nothing, Some(three())))
            .then_expect_error(Refusal::CategoryTitleMissing);
        institution([registered(), defined("Control work", Some(three()))])
            .when(define(nothing, Some(three())))
            .then_expect_error(Refusal::CategoryTitleMissing);
    }
}

#[test]
fn defining_the_same_category_again_changes_nothing() {
    institution([registered(), defined("Control work", Some(three()))])
        .when(define("Control work", Some(three())))
        .then_expect_events(vec![]);
}

#[test]
fn a_weight_written_with_more_zeros_is_the_same_weight() {
    institution([registered(), defined("Control work", Some(three()))])
        .when(define("Control work", Some("3.00".parse().unwrap())))
        .then_expect_events(vec![]);
}

#[test]
fn a_category_takes_another_title_or_weight_and_keeps_what_it_was() {
    let was = ("Control work", Some(three()));
    for now in [
        ("Test", Some(three())),
        ("Control work", Some(Points::whole(4))),
        ("Control work", None),
        ("Test", None),
    ] {
        institution([registered(), defined(was.0, was.1)])
            .when(define(now.0, now.1))
            .then_expect_events(vec![changed(was, now)]);
        institution([registered(), defined(was.0, was.1), changed(was, now)])
            .when(define(now.0, now.1))
            .then_expect_events(vec![]);
    }
}

#[test]
fn categories_are_told_apart_by_their_id_even_under_one_title() {
    let homework = Command::DefineCategory {
        category_id: HOMEWORK,
        title: "Control work".to_owned(),
        weight: Some(three()),
    };
    institution([registered(), defined("Control work", Some(three()))]).when(homework).then_expect_events(
        vec![Event::CategoryDefined {
            category_id: HOMEWORK,
            title: "Control work".to_owned(),
            weight: Some(three()),
        }],
    );
}

#[test]
fn an_institution_knows_the_categories_of_work_it_has_defined() {
    let mut school = Institution::default();
    assert!(!school.has_category(CONTROL_WORK));
    for event in [registered(), defined("Control work", None)] {
        school.absorb(event);
    }
    assert!(school.has_category(CONTROL_WORK));
    assert!(!school.has_category(HOMEWORK));
}
