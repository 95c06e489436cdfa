//! What a decision relied on may not change under it: between look-up and append another command is
//! let in, and the first one must be decided again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dayek::log::{Request, StreamKey, UseCase, Work};
use dayek::refusal::Refusal;
use dayek::usecases::{ChangeMarks, ClosePeriod, MoveLesson, RevokeRole, WithdrawPupil};
use dayek_domain::access::Role;
use dayek_domain::expected::Expected;
use dayek_domain::fact::Fact;
use dayek_domain::lesson::{Lesson, LessonEvent, Slot};
use dayek_tests::history::history;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{
    AIGERIM, CONTROL_WORK, DAULET, LESSON, SCHOOL, day, give, mark_over, marks, move_lesson,
};
use dayek_tests::wait::within;
use tokio::sync::Notify;

/// Stops a use case after its first decision, until it is let go on.
#[derive(Default)]
struct Gate {
    decided: AtomicU32,
    reached: Notify,
    open: Notify,
}

impl Gate {
    async fn pass(&self) {
        if self.decided.fetch_add(1, Ordering::SeqCst) == 0 {
            self.reached.notify_one();
            self.open.notified().await;
        }
    }
}

struct Stopped<U> {
    steps: U,
    gate: Arc<Gate>,
}

impl<U: UseCase> UseCase for Stopped<U> {
    fn writes(&self) -> Vec<StreamKey> {
        self.steps.writes()
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        self.steps.looks_at()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let decision = self.steps.decide(work).await;
        self.gate.pass().await;
        decision
    }
}

/// Runs a use case with another one let in after its first decision. Answers with what became of the
/// first, and how often it was decided.
async fn with_another_let_in<U: UseCase, V: UseCase>(
    journal: &Journal,
    request: Request,
    steps: U,
    other: V,
) -> (Result<(), Refusal>, u32) {
    let gate = Arc::new(Gate::default());
    let log = journal.log().clone();
    let stopped = Stopped { steps, gate: Arc::clone(&gate) };
    let first = tokio::spawn(async move { log.execute(request, stopped).await });
    within("the first decision", gate.reached.notified()).await;
    // As from another process: nothing but the database stands between the two.
    let elsewhere = journal.another_process();
    let let_in = elsewhere.execute(journal.request(), other);
    within("the other command", let_in).await.unwrap();
    gate.open.notify_one();
    let outcome = within("the end of the first command", first).await.unwrap();
    (outcome.map(|_| ()), gate.decided.load(Ordering::SeqCst))
}

async fn marks_given(journal: &Journal) -> usize {
    let events = history(journal.pool(), SCHOOL.institution()).await;
    events.iter().filter(|event| event.event_type.starts_with("mark_")).count()
}

fn teachers(journal: &Journal) -> Request {
    journal.request_of(SCHOOL.algebra_teacher())
}

fn nine() -> ChangeMarks {
    give(AIGERIM, 9)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_was_revoked_meanwhile_gives_no_mark() {
    let journal = school().open().await;
    let person_id = SCHOOL.algebra_teacher();
    let revoked = RevokeRole::of(person_id, Role::Employee);
    let (outcome, decided) = with_another_let_in(&journal, teachers(&journal), nine(), revoked).await;
    assert!(matches!(outcome, Err(Refusal::NotFound)), "{outcome:?}");
    assert_eq!(decided, 2);
    assert_eq!(marks_given(&journal).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_was_closed_meanwhile_takes_no_mark() {
    let journal = school().open().await;
    let closed = ClosePeriod { study_year_id: SCHOOL.study_year(), period_id: SCHOOL.quarter(1) };
    let (outcome, decided) = with_another_let_in(&journal, teachers(&journal), nine(), closed).await;
    assert!(
        matches!(&outcome, Err(Refusal::Rule(rule)) if rule.code == "assessment.period_closed"),
        "{outcome:?}"
    );
    assert_eq!(decided, 2);
    assert_eq!(marks_given(&journal).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_who_was_withdrawn_meanwhile_is_given_no_mark() {
    let journal = school().open().await;
    let withdrawn = WithdrawPupil {
        class_id: SCHOOL.class_7a(),
        pupil_id: AIGERIM,
        on: day(2026, 9, 10),
        reason: None,
        order: None,
    };
    let (outcome, decided) = with_another_let_in(&journal, teachers(&journal), nine(), withdrawn).await;
    assert!(
        matches!(&outcome, Err(Refusal::Rule(rule)) if rule.code == "assessment.not_a_member"),
        "{outcome:?}"
    );
    assert_eq!(decided, 2);
    assert_eq!(marks_given(&journal).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_that_was_changed_meanwhile_is_not_overwritten_unseen() {
    let journal = school().open().await;
    journal.run(give(AIGERIM, 5)).await;
    let over_five = marks(CONTROL_WORK, vec![mark_over(AIGERIM, Some(5), 9)]);
    let (outcome, decided) =
        with_another_let_in(&journal, teachers(&journal), over_five, give(AIGERIM, 7)).await;
    let Err(Refusal::ChangedMeanwhile { current, .. }) = outcome else { panic!("{outcome:?}") };
    assert_eq!((current.as_deref(), decided), (Some("7"), 2));
    assert_eq!(marks_given(&journal).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_another_cell_is_not_shown_as_a_conflict() {
    let journal = school().open().await;
    let over_nothing = marks(CONTROL_WORK, vec![mark_over(AIGERIM, None, 9)]);
    let (outcome, decided) =
        with_another_let_in(&journal, teachers(&journal), over_nothing, give(DAULET, 7)).await;
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(decided, 2);
    assert_eq!(marks_given(&journal).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_that_was_moved_meanwhile_is_not_moved_back_unseen() {
    let journal = school().open().await;
    let moved = journal.run(move_lesson(day(2026, 9, 16), "a holiday")).await;
    assert_eq!(moved.version_of(&StreamKey::of::<Lesson>(LESSON)), Some(2));
    let expected = Expected::Exactly(Some(slot_of_the_lesson(&journal).await));
    let back = MoveLesson { expected, ..move_lesson(day(2026, 9, 15), "no holiday after all") };
    let there = move_lesson(day(2026, 9, 17), "an excursion");
    let (outcome, decided) = with_another_let_in(&journal, journal.request(), back, there).await;
    assert!(matches!(outcome, Err(Refusal::ChangedMeanwhile { .. })), "{outcome:?}");
    assert_eq!(decided, 2);
}

async fn slot_of_the_lesson(journal: &Journal) -> Slot {
    let events = history(journal.pool(), SCHOOL.institution()).await;
    let last = events.iter().rfind(|event| event.aggregate_type == "lesson").unwrap();
    let Fact::Lesson(LessonEvent::LessonMoved { to, .. }) = last.fact() else {
        panic!("the lesson was not moved");
    };
    to
}
