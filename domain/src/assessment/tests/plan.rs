//! Planning an assessment, and what may become of its plan.

use uuid::Uuid;

use super::{AIGERIM, AssessmentPlan, Command, DAULET, MONDAY, Refusal};
use super::{
    assessment, control_work, from_to, given_in, mark_given, marked, out_of_range, planned, planned_as,
    replanned, withdrawn,
};
use crate::id::{CategoryId, ClassId, LessonId, PeriodId, StudyYearId, SubjectId};

const OTHER: Uuid = Uuid::from_u128(0xff);

fn plan(plan: AssessmentPlan) -> Command {
    Command::Plan { plan, period_closed: false, by_import: false }
}

fn plan_when_closed(plan: AssessmentPlan) -> Command {
    Command::Plan { plan, period_closed: true, by_import: false }
}

fn import(plan: AssessmentPlan) -> Command {
    Command::Plan { plan, period_closed: false, by_import: true }
}

fn import_when_closed(plan: AssessmentPlan) -> Command {
    Command::Plan { plan, period_closed: true, by_import: true }
}

fn in_another_period() -> AssessmentPlan {
    AssessmentPlan { period_id: PeriodId(OTHER), ..control_work() }
}

/// Everything a plan may become.
fn changed_plans() -> [AssessmentPlan; 9] {
    [
        in_another_period(),
        AssessmentPlan { lesson_id: Some(LessonId(OTHER)), ..control_work() },
        AssessmentPlan { category_id: Some(CategoryId(OTHER)), ..control_work() },
        AssessmentPlan { title: "Test".to_owned(), ..control_work() },
        AssessmentPlan { description: Some("Chapter 2".to_owned()), ..control_work() },
        AssessmentPlan { assigned_on: MONDAY.succ_opt().unwrap(), ..control_work() },
        AssessmentPlan { due_on: MONDAY, ..control_work() },
        AssessmentPlan { external_id: Some("line-item-1".to_owned()), ..control_work() },
        from_to("0", "100"),
    ]
}

/// The places in a journal to which an assessment does not go over.
fn other_journals() -> [AssessmentPlan; 3] {
    [
        AssessmentPlan { class_id: ClassId(OTHER), ..control_work() },
        AssessmentPlan { subject_id: SubjectId(OTHER), ..control_work() },
        AssessmentPlan { study_year_id: StudyYearId(OTHER), ..control_work() },
    ]
}

#[test]
fn an_assessment_is_planned_once() {
    assessment([]).when(plan(control_work())).then_expect_events(vec![planned()]);
    assessment([planned()]).when(plan(control_work())).then_expect_events(vec![]);
}

#[test]
fn an_assessment_without_a_title_is_refused() {
    for title in ["", " \t"] {
        let untitled = || AssessmentPlan { title: title.to_owned(), ..control_work() };
        for command in [plan(untitled()), import_when_closed(untitled())] {
            assessment([]).when(command.clone()).then_expect_error(Refusal::TitleMissing);
            assessment([planned()]).when(command).then_expect_error(Refusal::TitleMissing);
        }
    }
}

#[test]
fn the_least_mark_may_equal_the_most_but_not_exceed_it() {
    let (equal, reversed) = (|| from_to("10", "10"), || from_to("10.0001", "10"));
    assessment([]).when(plan(equal())).then_expect_events(vec![planned_as(equal())]);
    for command in [plan(reversed()), import_when_closed(reversed())] {
        assessment([]).when(command.clone()).then_expect_error(Refusal::BoundsReversed);
        assessment([planned()]).when(command).then_expect_error(Refusal::BoundsReversed);
    }
}

#[test]
fn a_changed_plan_replaces_the_old_one_and_both_are_kept() {
    for now in changed_plans() {
        let (there, back) = (replanned(control_work(), now.clone()), replanned(now.clone(), control_work()));
        assessment([planned()]).when(plan(now.clone())).then_expect_events(vec![there.clone()]);
        assessment([planned(), there.clone()]).when(plan(now)).then_expect_events(vec![]);
        assessment([planned(), there]).when(plan(control_work())).then_expect_events(vec![back]);
    }
}

#[test]
fn an_assessment_goes_over_to_another_period_of_its_year_with_the_marks_in_it() {
    let event = replanned(control_work(), in_another_period());
    assessment(marked("9")).when(plan(in_another_period())).then_expect_events(vec![event]);
}

#[test]
fn an_assessment_does_not_go_over_to_another_class_subject_or_year() {
    for elsewhere in other_journals() {
        for command in
            [plan(elsewhere.clone()), import(elsewhere.clone()), import_when_closed(elsewhere.clone())]
        {
            assessment([planned()]).when(command).then_expect_error(Refusal::OtherJournal);
        }
        assessment([]).when(plan(elsewhere.clone())).then_expect_events(vec![planned_as(elsewhere)]);
    }
}

#[test]
fn the_journal_that_counts_is_the_one_of_the_first_plan() {
    let given = [planned(), replanned(control_work(), in_another_period())];
    for elsewhere in other_journals() {
        assessment(given.clone()).when(plan(elsewhere)).then_expect_error(Refusal::OtherJournal);
    }
}

#[test]
fn nothing_is_planned_in_a_closed_period() {
    assessment([]).when(plan_when_closed(control_work())).then_expect_error(Refusal::PeriodClosed);
}

#[test]
fn a_closed_period_keeps_its_plans_as_they_are() {
    for now in changed_plans() {
        assessment([planned()]).when(plan_when_closed(now.clone())).then_expect_error(Refusal::PeriodClosed);
        assessment(marked("9")).when(plan_when_closed(now)).then_expect_error(Refusal::PeriodClosed);
    }
}

#[test]
fn the_same_plan_again_changes_nothing_even_when_the_period_is_closed_meanwhile() {
    for command in [plan_when_closed, import, import_when_closed] {
        assessment([planned()]).when(command(control_work())).then_expect_events(vec![]);
        let given = [planned(), replanned(control_work(), in_another_period())];
        assessment(given).when(command(in_another_period())).then_expect_events(vec![]);
    }
}

#[test]
fn an_import_plans_in_a_closed_period_as_in_an_open_one() {
    for command in [import, import_when_closed] {
        assessment([]).when(command(control_work())).then_expect_events(vec![planned()]);
        for now in changed_plans() {
            let event = replanned(control_work(), now.clone());
            assessment([planned()]).when(command(now)).then_expect_events(vec![event]);
        }
    }
}

#[test]
fn new_bounds_hold_every_mark_that_stands_and_none_that_was_withdrawn() {
    let [five, seven] = [given_in(DAULET, 1, "5"), given_in(AIGERIM, 2, "7")];
    let given = [planned(), five, seven, mark_given("9"), withdrawn("9", None)];
    for (least, most) in [("5", "10"), ("1", "7"), ("5", "7")] {
        let event = replanned(control_work(), from_to(least, most));
        assessment(given.clone()).when(plan(from_to(least, most))).then_expect_events(vec![event]);
    }
    for (least, most, value) in [("5.0001", "10", "5"), ("1", "6.9999", "7")] {
        let refusal = out_of_range(least, most, value);
        for command in [plan, import, import_when_closed] {
            let narrower = command(from_to(least, most));
            assessment(given.clone()).when(narrower).then_expect_error(refusal.clone());
        }
    }
}
