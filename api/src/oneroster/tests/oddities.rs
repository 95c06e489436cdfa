//! What is accepted, and told.

use super::super::Place;
use super::school;

#[test]
fn a_result_before_the_pupil_joined_is_told() {
    let files = school().edit("enrollments.csv", "student,,2025-09-01", "student,,2025-09-22");
    assert_eq!(files.warnings(), [("result_before_enrolment", 1)]);
    let place = Place { file: "results.csv".to_owned(), row: Some(2), field: Some("scoreDate".to_owned()) };
    assert_eq!(files.read().unwrap().warnings[0].examples, [place]);
    let same_day = school().edit("enrollments.csv", "student,,2025-09-01", "student,,2025-09-21");
    assert_eq!(same_day.warnings(), []);
}

#[test]
fn a_pupil_without_a_begin_date_is_told_and_a_teacher_is_not() {
    let files = school().edit("enrollments.csv", "student,,2025-09-01", "student,,");
    assert_eq!(files.warnings(), [("pupil_without_begin_date", 1)]);
}

#[test]
fn a_result_before_the_work_was_assigned_is_told() {
    let files = school().edit("results.csv", "9.5,,2025-09-21", "9.5,,2025-09-09");
    assert_eq!(files.warnings(), [("result_before_assign_date", 1)]);
    assert_eq!(school().edit("results.csv", "9.5,,2025-09-21", "9.5,,2025-09-10").warnings(), []);
}

#[test]
fn a_result_outside_the_grading_period_is_told() {
    let files = school().edit("results.csv", "9.5,,2025-09-21", "9.5,,2025-10-27");
    assert_eq!(files.warnings(), [("result_outside_grading_period", 1)]);
    assert_eq!(school().edit("results.csv", "9.5,,2025-09-21", "9.5,,2025-10-26").warnings(), []);
}

#[test]
fn a_pupil_in_two_classes_of_a_course_is_told_once() {
    let files = school()
        .row("enrollments.csv", "en-3,,,7b,s7,st-1,student,,2025-09-01,")
        .row("enrollments.csv", "en-4,,,7b,s7,st-1,student,,2025-10-01,")
        .row("enrollments.csv", "en-5,,,7b,s7,t-1,teacher,,,");
    assert_eq!(files.warnings(), [("pupil_in_two_classes_of_a_course", 1)]);
}

#[test]
fn a_line_item_without_a_result_is_told() {
    let row = "li-2,,,Test 2,,2025-09-10,2025-09-20,7a,test,q1,year,s7,0,10";
    assert_eq!(school().row("lineItems.csv", row).warnings(), [("line_item_without_result", 1)]);
}

#[test]
fn school_years_that_overlap_are_told() {
    let next = "next,,,2026/27,schoolYear,2026-05-25,2027-05-25,,2027";
    assert_eq!(school().row("academicSessions.csv", next).warnings(), [("overlapping_school_years", 1)]);
    let later = "next,,,2026/27,schoolYear,2026-05-26,2027-05-25,,2027";
    assert_eq!(school().row("academicSessions.csv", later).warnings(), []);
}

#[test]
fn a_result_without_a_score_is_told() {
    let files = school().edit("results.csv", "fully graded,7", "not submitted,");
    assert_eq!(files.warnings(), [("result_without_score", 1)]);
}

#[test]
fn a_result_of_a_pupil_not_in_the_class_is_told_when_all_enrolments_are_known() {
    let files = school().edit("enrollments.csv", "student,false", "proctor,false");
    assert_eq!(files.warnings(), [("pupil_not_enrolled_in_class", 1)]);
    let absent = school().without("enrollments.csv").edit(
        "manifest.csv",
        "file.enrollments,bulk",
        "file.enrollments,absent",
    );
    assert_eq!(absent.warnings(), []);
}

#[test]
fn of_many_only_five_are_shown() {
    let mut files = school();
    for number in 2..9 {
        let row = format!("li-{number},,,Test,,2025-09-10,2025-09-20,7a,test,q1,year,s7,0,10");
        files = files.row("lineItems.csv", &row);
    }
    let warnings = files.read().unwrap().warnings;
    assert_eq!((warnings[0].count, warnings[0].examples.len()), (7, 5));
}

#[test]
fn a_text_that_no_event_may_hold_is_made_fit_and_told() {
    let long = "ә".repeat(5_000);
    let files = school().edit("lineItems.csv", "Test 1", "Test\u{1b} 1\u{85}");
    let files = files.edit("results.csv", "well done", &long);
    assert_eq!(files.warnings(), [("unfit_text", 2)]);
    let bundle = files.read().unwrap();
    assert_eq!(bundle.line_items[0].data.title, "Test 1");
    let comment = bundle.results[0].comment.unwrap();
    assert_eq!(bundle.symbols.get(comment).chars().count(), 3_900);
    // Names still lead to one another.
    let renamed = school().edit("users.csv", "st-2", "st\u{1}-2").edit("results.csv", "st-2", "st\u{1}-2");
    assert_eq!(renamed.warnings(), [("unfit_text", 2)]);
    // Several lines are a text like any other.
    let lines = school().edit("results.csv", "well done", "\"well\r\n\tdone\"");
    assert_eq!(lines.warnings(), []);
}
