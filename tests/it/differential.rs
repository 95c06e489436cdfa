//! The framework's own PostgreSQL store beside ours: it reads our table as we do, and the same
//! commands lead to the same events and the same conflicts in both.

use std::collections::{BTreeSet, HashMap};

use cqrs_es::persist::{PersistedEventRepository as _, PersistenceError, SerializedEvent};
use cqrs_es::{Aggregate, AggregateError, CqrsFramework, DomainEvent as _, EventEnvelope, EventStore as _};
use dayek::log::{FrameworkStore, Log, StreamKey};
use dayek::vault::{SealPlace, open_value, sealed_persons};
use dayek_domain::account::Account;
use dayek_domain::assessment::{Assessment, AssessmentCommand, Circumstances};
use dayek_domain::building::Building;
use dayek_domain::expected::Expected;
use dayek_domain::institution::Institution;
use dayek_domain::lesson::{AttendanceCode, Lesson, LessonCommand, LessonEvent, LessonPlace, Slot, Staffing};
use dayek_domain::membership::Membership;
use dayek_domain::person::Person;
use dayek_domain::personal::Personal;
use dayek_domain::points::Points;
use dayek_domain::room::Room;
use dayek_domain::school_class::{Enrolment, SchoolClass};
use dayek_domain::stream::Stream;
use dayek_domain::study_year::StudyYear;
use dayek_domain::subject::Subject;
use dayek_domain::timetable::Timetable;
use dayek_domain::timetable_guard::TimetableGuard;
use dayek_tests::history::history;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, DAULET, LESSON_DAY, SCHOOL, day};
use dayek_tests::server::empty_database;
use dayek_tests::term::live_through;
use postgres_es::{PostgresEventRepository, postgres_cqrs};
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

/// What the framework expects of its table.
const TABLE_OF_THE_FRAMEWORK: &str = "CREATE TABLE events (
    aggregate_type text NOT NULL, aggregate_id text NOT NULL, sequence bigint NOT NULL,
    event_type text NOT NULL, event_version text NOT NULL, payload json NOT NULL, metadata json NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence))";

async fn table_of_the_framework() -> PgPool {
    let pool = empty_database().await.admin_pool().await;
    sqlx::raw_sql(TABLE_OF_THE_FRAMEWORK).execute(&pool).await.unwrap();
    pool
}

async fn reads_alike<A: Aggregate>(log: &Log, framework: &PostgresEventRepository, id: Uuid) -> usize {
    let theirs = framework.get_events::<A>(&id.to_string()).await.unwrap();
    let ours = log.read(SCHOOL.institution(), &StreamKey::of::<A>(id)).await.unwrap();
    assert_eq!(theirs.len(), ours.events.len());
    for (theirs, ours) in theirs.iter().zip(&ours.events) {
        assert_eq!(theirs.aggregate_type, A::TYPE);
        assert_eq!(theirs.aggregate_id, id.to_string());
        assert_eq!(u64::try_from(theirs.sequence).unwrap(), ours.sequence);
        assert_eq!(theirs.event_type, ours.event_type);
        assert_eq!(theirs.event_version, ours.event_version);
        assert_eq!(theirs.payload, serde_json::from_str::<Value>(&ours.payload).unwrap());
    }
    theirs.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_framework_reads_every_stream_of_a_school_as_we_do() {
    let journal = school().open().await;
    live_through(&journal).await;
    let events = history(journal.pool(), SCHOOL.institution()).await;
    let streams: BTreeSet<(&str, Uuid)> =
        events.iter().map(|event| (event.aggregate_type.as_str(), event.stream_id())).collect();
    let framework = PostgresEventRepository::new(journal.pool().clone());
    let log = journal.log();
    let mut read = 0;
    for (stream, id) in streams {
        read += match stream {
            Institution::TYPE => reads_alike::<Institution>(log, &framework, id).await,
            Person::TYPE => reads_alike::<Person>(log, &framework, id).await,
            Account::TYPE => reads_alike::<Account>(log, &framework, id).await,
            Membership::TYPE => reads_alike::<Membership>(log, &framework, id).await,
            SchoolClass::TYPE => reads_alike::<SchoolClass>(log, &framework, id).await,
            StudyYear::TYPE => reads_alike::<StudyYear>(log, &framework, id).await,
            Subject::TYPE => reads_alike::<Subject>(log, &framework, id).await,
            Lesson::TYPE => reads_alike::<Lesson>(log, &framework, id).await,
            Assessment::TYPE => reads_alike::<Assessment>(log, &framework, id).await,
            Building::TYPE => reads_alike::<Building>(log, &framework, id).await,
            Room::TYPE => reads_alike::<Room>(log, &framework, id).await,
            Timetable::TYPE => reads_alike::<Timetable>(log, &framework, id).await,
            TimetableGuard::TYPE => reads_alike::<TimetableGuard>(log, &framework, id).await,
            other => panic!("a stream that this test does not know: {other}"),
        };
    }
    assert_eq!(read, events.len());
}

fn our_store<A: Stream>(journal: &Journal) -> FrameworkStore<A> {
    FrameworkStore::new(journal.log().clone(), journal.request())
}

/// Sends the same commands to both stores and compares answers, then everything that is loaded.
async fn both_lead_to_the_same<A: Stream>(commands: Vec<A::Command>)
where
    A::Error: PartialEq,
{
    let journal = school().open().await;
    let pool = table_of_the_framework().await;
    let theirs = postgres_cqrs::<A>(pool.clone(), vec![], ());
    let ours = CqrsFramework::new(our_store::<A>(&journal), vec![], ());
    let id = Uuid::from_u128(0xd1ff);
    let text = id.to_string();
    for command in commands {
        match (theirs.execute(&text, command.clone()).await, ours.execute(&text, command).await) {
            (Ok(()), Ok(())) => {}
            (Err(AggregateError::UserError(theirs)), Err(AggregateError::UserError(ours))) => {
                assert_eq!(theirs, ours);
            }
            (theirs, ours) => panic!("they: {theirs:?}, we: {ours:?}"),
        }
    }
    let theirs = PostgresEventRepository::new(pool).get_events::<A>(&text).await.unwrap();
    let ours = opened::<A>(&journal, id).await;
    assert!(ours.len() >= 3);
    assert_eq!(theirs.len(), ours.len());
    for ((theirs, ours), sequence) in theirs.into_iter().zip(ours).zip(1..) {
        assert_eq!(theirs.event_type, ours.event_type());
        assert_eq!(theirs.event_version, ours.event_version());
        let theirs = EventEnvelope::<A>::try_from(theirs).unwrap();
        assert_eq!(theirs.sequence, sequence);
        assert_eq!(theirs.payload, ours);
    }
}

/// What stands in our log, personal values opened.
async fn opened<A: Stream>(journal: &Journal, id: Uuid) -> Vec<A::Event> {
    let history = journal.log().read(SCHOOL.institution(), &StreamKey::of::<A>(id)).await.unwrap();
    let mut events = Vec::new();
    for event in history.events {
        let mut value: Value = serde_json::from_str(&event.payload).unwrap();
        let mut people = Vec::new();
        sealed_persons(&value, &mut people);
        let keys =
            journal.log().person_keys().fetch(journal.pool(), SCHOOL.institution(), &people).await.unwrap();
        let place = SealPlace {
            institution: SCHOOL.institution(),
            aggregate_type: A::TYPE.to_owned(),
            aggregate_id: id.to_string(),
            sequence: event.sequence,
            event_type: event.event_type,
        };
        open_value(&mut value, &place, &keys).unwrap();
        events.push(serde_json::from_value(value).unwrap());
    }
    events
}

fn lesson_commands() -> Vec<LessonCommand> {
    let place = LessonPlace {
        class_id: SCHOOL.class_7a(),
        subject_id: SCHOOL.algebra(),
        study_year_id: SCHOOL.study_year(),
        period_id: SCHOOL.quarter(1),
    };
    let slot = Slot { date: LESSON_DAY, number: 2 };
    let to = Slot { date: day(2026, 9, 16), number: 3 };
    let noted = |pupil_id, code| LessonCommand::RecordAttendance {
        pupil_id,
        code,
        enrolment: Enrolment::Member,
        expected: Expected::Anything,
    };
    vec![
        noted(AIGERIM, AttendanceCode::Ill),
        LessonCommand::Schedule { place, slot, staffing: Staffing::default() },
        LessonCommand::Schedule { place, slot: to, staffing: Staffing::default() },
        noted(AIGERIM, AttendanceCode::Ill),
        noted(AIGERIM, AttendanceCode::Late),
        noted(AIGERIM, AttendanceCode::Late),
        LessonCommand::Move {
            to,
            times: None,
            reason: Some("frost".to_owned()),
            expected: Expected::Exactly(Some(slot)),
        },
        LessonCommand::ClearAttendance { pupil_id: AIGERIM, expected: Expected::Anything },
        LessonCommand::Cancel { reason: None },
        noted(DAULET, AttendanceCode::Present),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_commands_to_a_lesson_lead_to_the_same_events() {
    both_lead_to_the_same::<Lesson>(lesson_commands()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_commands_to_a_column_lead_to_the_same_events_though_ours_are_sealed() {
    let circumstances =
        Circumstances { enrolment: Enrolment::Member, period_closed: false, by_import: false };
    let set = |value, reason: &str| AssessmentCommand::SetMark {
        pupil_id: AIGERIM,
        number: 1,
        value: Points::whole(value),
        on: LESSON_DAY,
        expected: Expected::Anything,
        reason: Some(Personal::plain(AIGERIM, reason.to_owned())),
        circumstances,
    };
    let plan = SCHOOL.algebra_plan("БЖБ");
    both_lead_to_the_same::<Assessment>(vec![
        set(9, "too early"),
        AssessmentCommand::Plan { plan, period_closed: false, by_import: false },
        set(9, "answered well"),
        set(11, "answered better"),
        set(10, "checked again"),
        AssessmentCommand::WithdrawMark {
            pupil_id: AIGERIM,
            number: 1,
            expected: Expected::Anything,
            reason: None,
            circumstances,
        },
    ])
    .await;
}

fn as_the_framework_stores(id: &str, sequence: usize, event: &LessonEvent) -> SerializedEvent {
    let envelope = EventEnvelope::<Lesson> {
        aggregate_id: id.to_owned(),
        sequence,
        payload: event.clone(),
        metadata: HashMap::new(),
    };
    SerializedEvent::try_from(&envelope).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_have_loaded_the_same_version_one_is_told_of_the_conflict_in_both_stores() {
    let journal = school().open().await;
    let framework = PostgresEventRepository::new(table_of_the_framework().await);
    let ours = our_store::<Lesson>(&journal);
    let id = Uuid::from_u128(0xd1ff).to_string();
    let scheduled = lesson_commands().swap_remove(1);
    let event = Lesson::default().decide(scheduled).unwrap().swap_remove(0);

    let first = ours.load_aggregate(&id).await.unwrap();
    let second = ours.load_aggregate(&id).await.unwrap();
    ours.commit(vec![event.clone()], first, HashMap::new()).await.unwrap();
    let conflict = ours.commit(vec![event.clone()], second, HashMap::new()).await.unwrap_err();
    assert!(matches!(conflict, AggregateError::AggregateConflict), "{conflict:?}");

    let stored = as_the_framework_stores(&id, 1, &event);
    framework.persist::<Lesson>(std::slice::from_ref(&stored), None).await.unwrap();
    let conflict = framework.persist::<Lesson>(&[stored], None).await.unwrap_err();
    assert!(matches!(conflict, PersistenceError::OptimisticLockError), "{conflict:?}");

    assert_eq!(framework.get_events::<Lesson>(&id).await.unwrap().len(), 1);
    assert_eq!(ours.load_events(&id).await.unwrap().len(), 1);
}
