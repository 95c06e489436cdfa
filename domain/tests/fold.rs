//! Every stream, whatever is asked of it: the state is the fold of the events, a refusal leaves no
//! trace, a repeat changes nothing, and the same question gets the same answer.
//!
//! Ids, days and names come from small pools, so that repeats, conflicts and refusals are frequent.

#[path = "fold/lessons.rs"]
mod lessons;
#[path = "fold/people.rs"]
mod people;
#[path = "fold/timetables.rs"]
mod timetables;
#[path = "fold/years.rs"]
mod years;

use std::fmt::Debug;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use chrono::{NaiveDate, NaiveTime};
use cqrs_es::event_sink::EventSink;
use dayek_domain::account::Account;
use dayek_domain::assessment::{Assessment, AssessmentCommand, AssessmentPlan, Circumstances, PupilStatus};
use dayek_domain::building::Building;
use dayek_domain::expected::Expected;
use dayek_domain::id::{CategoryId, ClassId, InstitutionId, PeriodId, PersonId, StudyYearId, SubjectId};
use dayek_domain::iin_claim::IinClaim;
use dayek_domain::institution::{
    Function, Institution, InstitutionCommand, InstitutionKind, MarkKind, Profile,
};
use dayek_domain::lesson::Lesson;
use dayek_domain::membership::{Membership, Order};
use dayek_domain::person::Person;
use dayek_domain::personal::Personal;
use dayek_domain::points::Points;
use dayek_domain::room::Room;
use dayek_domain::school_class::{Enrolment, SchoolClass};
use dayek_domain::stream::Stream;
use dayek_domain::study_year::{Days, StudyYear};
use dayek_domain::subject::{Subject, SubjectCommand};
use dayek_domain::timetable::Timetable;
use dayek_domain::timetable_guard::TimetableGuard;
use proptest::arbitrary::any;
use proptest::collection::vec;
use proptest::option;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError};
use proptest::{prop_assert_eq, prop_oneof, proptest};
use uuid::Uuid;

use lessons::{lesson_command, school_class_command};
use people::{account_command, iin_claim_command, membership_command, person_command};
use timetables::{building_command, room_command, timetable_command, timetable_guard_command};
use years::study_year_command;

/// A decision waits for nothing, so its future is ready at once.
fn block_on<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("a decision waits for something"),
    }
}

/// What the store does with a command: the events are applied as they are written.
async fn handle<S: Stream>(state: &mut S, command: S::Command) -> Result<Vec<S::Event>, S::Error> {
    let sink = EventSink::<S>::default();
    state.handle(command, &(), &sink).await?;
    Ok(sink.collect().await)
}

fn fold<S: Stream>(events: &[S::Event]) -> S {
    let mut state = S::default();
    for event in events {
        state.apply(event.clone());
    }
    state
}

/// Sends the commands one after the other.
///
/// That an accepted command sent again changes nothing holds for every command of every stream, but
/// only at once: after another command in between it is a new wish. A role granted, revoked and
/// granted with the same words is held again, and so is a section closed and opened or a leader
/// dismissed and appointed; a mark set to 9, to 8 and to 9 is 9, unless the asker says in `expected`
/// what they saw.
fn is_the_fold_of_its_events<S>(commands: Vec<S::Command>) -> Result<(), TestCaseError>
where
    S: Stream + Clone + Debug + PartialEq,
    S::Error: PartialEq,
{
    let mut state = S::default();
    let mut log: Vec<S::Event> = Vec::new();
    for command in commands {
        let before = state.clone();
        let decided = before.decide(command.clone());
        prop_assert_eq!(&decided, &before.decide(command.clone()), "the same question, another answer");

        let handled = block_on(handle(&mut state, command.clone()));
        prop_assert_eq!(&decided, &handled, "handled otherwise than decided");
        match handled {
            Ok(events) => {
                log.extend(events);
                prop_assert_eq!(&state, &fold::<S>(&log), "the state is not the fold of its events");
                prop_assert_eq!(state.decide(command), Ok(Vec::new()), "a repeat changes something");
            }
            Err(_refusal) => prop_assert_eq!(&state, &before, "a refusal left a trace"),
        }
    }
    Ok(())
}

fn id<I: From<Uuid> + Debug>() -> impl Strategy<Value = I> {
    (1_u8..4).prop_map(|n| I::from(Uuid::from_u128(n.into())))
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (0_u64..5).prop_map(|n| NaiveDate::default() + chrono::Days::new(n))
}

fn days() -> impl Strategy<Value = Days> {
    (date(), date()).prop_map(|(first, last)| Days { first, last })
}

/// Of the first hours of a day.
fn clock() -> impl Strategy<Value = NaiveTime> {
    (0_u32..4).prop_map(|hour| NaiveTime::default() + chrono::TimeDelta::hours(hour.into()))
}

/// Two names and two of which nothing is left.
fn name() -> impl Strategy<Value = String> {
    select(vec!["A", "B", "", " "]).prop_map(str::to_owned)
}

fn points() -> impl Strategy<Value = Points> {
    (0_i32..4).prop_map(Points::whole)
}

fn words() -> impl Strategy<Value = Option<String>> {
    option::of(name())
}

fn note() -> impl Strategy<Value = Option<Personal<String>>> {
    option::of((id::<PersonId>(), name()).prop_map(|(of, words)| Personal::plain(of, words)))
}

fn order() -> impl Strategy<Value = Option<Order>> {
    option::of((name(), date()).prop_map(|(number, date)| Order { number, date }))
}

fn enrolment() -> impl Strategy<Value = Enrolment> {
    select(vec![Enrolment::Member, Enrolment::OutsideStay, Enrolment::Stranger])
}

/// Nothing said, an empty cell seen, or a value seen.
fn seen<T: Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Expected<T>> {
    option::of(option::of(value)).prop_map(|seen| seen.map_or(Expected::Anything, Expected::Exactly))
}

fn institution_command() -> impl Strategy<Value = InstitutionCommand> {
    let kind = select(vec![InstitutionKind::General, InstitutionKind::Governing]);
    let parent_id = option::of(id::<InstitutionId>());
    let time_zone = select(vec!["Asia/Almaty", "Asia/Oral", " "]).prop_map(str::to_owned);
    prop_oneof![
        (kind, name(), parent_id, time_zone, words()).prop_map(
            |(kind, name, parent_id, time_zone, external_id)| InstitutionCommand::Register {
                kind,
                name,
                parent_id,
                time_zone,
                external_id
            }
        ),
        (id::<CategoryId>(), name(), option::of(points())).prop_map(|(category_id, title, weight)| {
            InstitutionCommand::DefineCategory { category_id, title, weight }
        }),
        (id::<InstitutionId>(), option::of(id::<InstitutionId>()))
            .prop_map(|(own_id, parent_id)| InstitutionCommand::PlaceUnder { own_id, parent_id }),
        (id::<InstitutionId>(), id::<InstitutionId>()).prop_map(|(own_id, institution_id)| {
            InstitutionCommand::AdmitSubordinate { own_id, institution_id }
        }),
        id::<InstitutionId>()
            .prop_map(|institution_id| InstitutionCommand::ReleaseSubordinate { institution_id }),
        name().prop_map(|name| InstitutionCommand::Rename { name }),
        (words(), words()).prop_map(|(full_name, email)| InstitutionCommand::ChangeProfile {
            profile: Profile { full_name, email, ..Profile::default() }
        }),
        (select(vec![Function::ParentsRoom, Function::Wall]), any::<bool>())
            .prop_map(|(function, on)| InstitutionCommand::SwitchFunction { function, on }),
        (select(vec![MarkKind::Five, MarkKind::Ten]), any::<bool>())
            .prop_map(|(kind, on)| InstitutionCommand::SwitchMarkKind { kind, on }),
    ]
}

fn subject_command() -> impl Strategy<Value = SubjectCommand> {
    (name(), words(), words()).prop_map(|(name, code, external_id)| SubjectCommand::Add {
        name,
        code,
        external_id,
    })
}

fn plan() -> impl Strategy<Value = AssessmentPlan> {
    let mostly_one = || select(vec![1_u128, 1, 1, 1, 2]);
    let journal = (mostly_one(), mostly_one(), mostly_one());
    (journal, id::<PeriodId>(), name(), words(), date(), points(), points()).prop_map(
        |((class, subject, year), period_id, title, description, due_on, least, most)| AssessmentPlan {
            class_id: ClassId(Uuid::from_u128(class)),
            subject_id: SubjectId(Uuid::from_u128(subject)),
            study_year_id: StudyYearId(Uuid::from_u128(year)),
            period_id,
            lesson_id: None,
            category_id: None,
            title,
            description,
            assigned_on: NaiveDate::default(),
            due_on,
            least,
            most,
            external_id: None,
        },
    )
}

fn circumstances() -> impl Strategy<Value = Circumstances> {
    (enrolment(), any::<bool>(), any::<bool>()).prop_map(|(enrolment, period_closed, by_import)| {
        Circumstances { enrolment, period_closed, by_import }
    })
}

fn assessment_command() -> impl Strategy<Value = AssessmentCommand> {
    let number = || select(vec![0_u8, 1, 1, 2, 2, 3]);
    let status = select(vec![PupilStatus::Exempt, PupilStatus::Submitted]);
    prop_oneof![
        (plan(), any::<bool>(), any::<bool>()).prop_map(|(plan, period_closed, by_import)| {
            AssessmentCommand::Plan { plan, period_closed, by_import }
        }),
        (id::<PersonId>(), number(), points(), date(), seen(points()), note(), circumstances()).prop_map(
            |(pupil_id, number, value, on, expected, reason, circumstances)| AssessmentCommand::SetMark {
                pupil_id,
                number,
                value,
                on,
                expected,
                reason,
                circumstances
            }
        ),
        (id::<PersonId>(), number(), seen(points()), note(), circumstances()).prop_map(
            |(pupil_id, number, expected, reason, circumstances)| AssessmentCommand::WithdrawMark {
                pupil_id,
                number,
                expected,
                reason,
                circumstances
            }
        ),
        (id::<PersonId>(), status, circumstances()).prop_map(|(pupil_id, status, circumstances)| {
            AssessmentCommand::SetStatus { pupil_id, status, circumstances }
        }),
        (id::<PersonId>(), circumstances()).prop_map(|(pupil_id, circumstances)| {
            AssessmentCommand::ClearStatus { pupil_id, circumstances }
        }),
    ]
}

proptest! {
    // A failure prints the shortest commands that show it; they belong into a test with a name, not
    // into a file of seeds.
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn an_institution_is_the_fold_of_its_events(commands in vec(institution_command(), 0..40)) {
        is_the_fold_of_its_events::<Institution>(commands)?;
    }

    #[test]
    fn a_person_is_the_fold_of_their_events(commands in vec(person_command(), 0..40)) {
        is_the_fold_of_its_events::<Person>(commands)?;
    }

    #[test]
    fn a_claim_is_the_fold_of_its_events(commands in vec(iin_claim_command(), 0..40)) {
        is_the_fold_of_its_events::<IinClaim>(commands)?;
    }

    #[test]
    fn an_account_is_the_fold_of_its_events(commands in vec(account_command(), 0..40)) {
        is_the_fold_of_its_events::<Account>(commands)?;
    }

    #[test]
    fn a_membership_is_the_fold_of_its_events(commands in vec(membership_command(), 0..40)) {
        is_the_fold_of_its_events::<Membership>(commands)?;
    }

    #[test]
    fn a_class_is_the_fold_of_its_events(commands in vec(school_class_command(), 0..40)) {
        is_the_fold_of_its_events::<SchoolClass>(commands)?;
    }

    #[test]
    fn a_study_year_is_the_fold_of_its_events(commands in vec(study_year_command(), 0..40)) {
        is_the_fold_of_its_events::<StudyYear>(commands)?;
    }

    #[test]
    fn a_subject_is_the_fold_of_its_events(commands in vec(subject_command(), 0..40)) {
        is_the_fold_of_its_events::<Subject>(commands)?;
    }

    #[test]
    fn a_lesson_is_the_fold_of_its_events(commands in vec(lesson_command(), 0..40)) {
        is_the_fold_of_its_events::<Lesson>(commands)?;
    }

    #[test]
    fn an_assessment_is_the_fold_of_its_events(commands in vec(assessment_command(), 0..40)) {
        is_the_fold_of_its_events::<Assessment>(commands)?;
    }

    #[test]
    fn a_building_is_the_fold_of_its_events(commands in vec(building_command(), 0..40)) {
        is_the_fold_of_its_events::<Building>(commands)?;
    }

    #[test]
    fn a_room_is_the_fold_of_its_events(commands in vec(room_command(), 0..40)) {
        is_the_fold_of_its_events::<Room>(commands)?;
    }

    #[test]
    fn a_timetable_is_the_fold_of_its_events(commands in vec(timetable_command(), 0..40)) {
        is_the_fold_of_its_events::<Timetable>(commands)?;
    }

    #[test]
    fn the_guard_of_a_period_is_the_fold_of_its_events(
        commands in vec(timetable_guard_command(), 0..30)
    ) {
        is_the_fold_of_its_events::<TimetableGuard>(commands)?;
    }
}
