//! Readers beside writers who roll back, dawdle and overtake one another: no event is missed and none
//! is taken in twice. A reader that follows a sequence number is kept here as the one that fails.

use std::collections::BTreeMap;
use std::sync::Arc;

use dayek::log::StreamKey;
use dayek_domain::assessment::{Assessment, AssessmentEvent};
use dayek_domain::id::PersonId;
use dayek_domain::points::Points;
use dayek_projections::delivery::{Runner, rebuild};
use dayek_tests::dice::Dice;
use dayek_tests::history::{Stored, assert_dense, head, history, marks_after};
use dayek_tests::journal::{Journal, school};
use dayek_tests::raw;
use dayek_tests::school::{AIGERIM, CONTROL_WORK, ESSAY, LESSON_DAY, SCHOOL, School};
use dayek_tests::wait::{until, within};
use futures::future::join_all;
use rust_decimal::Decimal;
use sqlx::{Connection as _, PgPool};
use tokio::sync::watch;
use uuid::Uuid;

const WRITERS: u64 = 16;
const APPENDS: u64 = 80;
const SCHOOLS: [School; 3] = [SCHOOL, School::numbered(3), School::numbered(4)];

fn given(pupil_id: PersonId, value: i32) -> AssessmentEvent {
    AssessmentEvent::MarkGiven {
        pupil_id,
        number: 1,
        value: Points::whole(value),
        on: LESSON_DAY,
        reason: None,
    }
}

fn next(dice: &mut Dice, pupil_id: PersonId, cells: &BTreeMap<PersonId, Points>) -> AssessmentEvent {
    let value = dice.mark();
    match cells.get(&pupil_id) {
        None => given(pupil_id, value),
        Some(from) if dice.one_in(4) => {
            AssessmentEvent::MarkWithdrawn { pupil_id, number: 1, from: *from, reason: None }
        }
        Some(from) => {
            let (from, to) = (*from, Points::whole(value));
            AssessmentEvent::MarkChanged { pupil_id, number: 1, from, to, on: LESSON_DAY, reason: None }
        }
    }
}

/// One writer with a column of its own: appends in open transactions, dawdles in them, rolls back.
async fn write(pool: PgPool, number: u64, committed: Arc<watch::Sender<u64>>) {
    let mut dice = Dice::new(number);
    let school = SCHOOLS[usize::try_from(number).unwrap() % SCHOOLS.len()];
    let column = school.assessment(200 + u128::from(number));
    let key = StreamKey::of::<Assessment>(column);
    let plan = AssessmentEvent::AssessmentPlanned { plan: school.algebra_plan(&format!("column {number}")) };
    let mut version = 0;
    let mut cells: BTreeMap<PersonId, Points> = BTreeMap::new();
    let mut connection = pool.acquire().await.unwrap();
    while version < i64::try_from(APPENDS).unwrap() {
        let pupil_id = school.pupil(1 + u128::from(dice.below(5)));
        let event = if version == 0 { plan.clone() } else { next(&mut dice, pupil_id, &cells) };
        let mut transaction = connection.begin().await.unwrap();
        let (outcome, _, _) =
            raw::append(&mut transaction, school.institution(), &key, version, std::slice::from_ref(&event))
                .await;
        assert_eq!(outcome, "appended");
        for _ in 0..dice.below(50) {
            tokio::task::yield_now().await;
        }
        if dice.one_in(4) {
            transaction.rollback().await.unwrap();
            continue;
        }
        transaction.commit().await.unwrap();
        version += 1;
        committed.send_modify(|count| *count += 1);
        match event {
            AssessmentEvent::MarkGiven { value: to, .. } | AssessmentEvent::MarkChanged { to, .. } => {
                cells.insert(pupil_id, to);
            }
            AssessmentEvent::MarkWithdrawn { .. } => {
                cells.remove(&pupil_id);
            }
            AssessmentEvent::AssessmentPlanned { .. }
            | AssessmentEvent::AssessmentReplanned { .. }
            | AssessmentEvent::StatusSet { .. }
            | AssessmentEvent::StatusCleared { .. } => {}
        }
    }
}

/// Delivers while the writers write, and is stopped in the middle and started again all the time.
async fn deliver_with_restarts(pool: PgPool, committed: watch::Receiver<u64>) -> u32 {
    let mut dice = Dice::new(99);
    let mut restarts = 0;
    let mut waiting = committed.clone();
    loop {
        let all = dayek_projections::all();
        let runner = Runner::start(pool.clone(), all, committed.clone()).await.unwrap();
        let enough = *waiting.borrow_and_update() + 1 + dice.below(20);
        let all_done = waiting.wait_for(|count| *count >= enough).await.is_err();
        runner.stop().await;
        if all_done {
            return restarts;
        }
        restarts += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn read_models_are_the_fold_of_all_events_whatever_writers_and_readers_went_through() {
    let journal = school().open().await;
    for school in &SCHOOLS[1..] {
        journal.add_school(*school).await;
    }
    let committed = Arc::new(watch::Sender::new(0));
    let delivery = tokio::spawn(deliver_with_restarts(journal.runner_pool().clone(), committed.subscribe()));
    let writers = (0..WRITERS)
        .map(|number| tokio::spawn(write(journal.pool().clone(), number, Arc::clone(&committed))));
    let written = within("the writers come to their end", join_all(writers)).await;
    for writer in written {
        writer.unwrap();
    }
    drop(committed);
    let restarts = within("the readers come to their end", delivery).await.unwrap();
    assert!(restarts >= 5, "only {restarts} restarts");

    journal.caught_up().await;
    for school in SCHOOLS {
        let events = history(journal.pool(), school.institution()).await;
        assert_dense(&events);
        the_journal_shows(&journal, school, &events).await;
        the_change_history_holds_every_event_once(&journal, school, &events).await;
    }
    for projection in dayek_projections::all() {
        let built = rebuild(journal.runner_pool(), projection.as_ref(), true, &|_| ()).await.unwrap();
        assert_eq!(built.differences, Some(vec![]), "{}", built.projection);
    }
}

async fn the_journal_shows(journal: &Journal, school: School, events: &[Stored]) {
    let rows: Vec<(Uuid, Uuid, i16, Decimal)> = sqlx::query_as(
        "SELECT assessment_id, pupil_id, number, value FROM read.journal_mark
         WHERE institution_id = $1 AND value IS NOT NULL",
    )
    .bind(school.institution().0)
    .fetch_all(journal.pool())
    .await
    .unwrap();
    let shown: BTreeMap<_, _> = rows
        .into_iter()
        .map(|(column, pupil, number, value)| ((column, pupil, u8::try_from(number).unwrap()), value))
        .collect();
    let folded: BTreeMap<_, _> =
        marks_after(events).into_iter().map(|(cell, points)| (cell, points.decimal())).collect();
    assert_eq!(shown, folded);
    let (counted,): (Option<Decimal>,) =
        sqlx::query_as("SELECT sum(count) FROM read.statistics_tally WHERE institution_id = $1")
            .bind(school.institution().0)
            .fetch_one(journal.pool())
            .await
            .unwrap();
    assert_eq!(counted.unwrap_or_default(), Decimal::from(folded.len()));
}

async fn the_change_history_holds_every_event_once(journal: &Journal, school: School, events: &[Stored]) {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT position FROM read.change_history WHERE institution_id = $1 ORDER BY position",
    )
    .bind(school.institution().0)
    .fetch_all(journal.pool())
    .await
    .unwrap();
    assert!(rows.iter().map(|(position,)| *position).eq(events.iter().map(|event| event.position)));
}

/// What a reader gets that asks for everything after the last number it has seen.
async fn naive_reader(pool: &PgPool, last: &mut i64) -> Vec<String> {
    let rows: Vec<(i64, String)> = sqlx::query_as("SELECT id, note FROM naive WHERE id > $1 ORDER BY id")
        .bind(*last)
        .fetch_all(pool)
        .await
        .unwrap();
    *last = rows.last().map_or(*last, |(id, _)| *id);
    rows.into_iter().map(|(_, note)| note).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_follows_a_sequence_number_loses_what_commits_late() {
    let journal = school().open_empty().await;
    let pool = journal.database.admin_pool().await;
    sqlx::raw_sql(
        "CREATE TABLE naive (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text NOT NULL)",
    )
    .execute(&pool)
    .await
    .unwrap();
    let insert = "INSERT INTO naive (note) VALUES ($1)";
    let mut last = 0;
    let mut slow = pool.begin().await.unwrap();
    sqlx::query(insert).bind("slow").execute(&mut *slow).await.unwrap();
    sqlx::query(insert).bind("fast").execute(&pool).await.unwrap();
    assert_eq!(naive_reader(&pool, &mut last).await, ["fast"]);
    slow.commit().await.unwrap();
    assert_eq!(naive_reader(&pool, &mut last).await, Vec::<String>::new(), "the control must fail");
    let (stored,): (i64,) = sqlx::query_as("SELECT count(*) FROM naive").fetch_one(&pool).await.unwrap();
    assert_eq!(stored, 2);
}

/// The same reader on the log.
async fn reader_of_positions(pool: &PgPool, last: &mut i64) -> Vec<String> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT position, payload->>'value' FROM events WHERE institution_id = $1 AND position > $2
         ORDER BY position",
    )
    .bind(SCHOOL.institution().0)
    .bind(*last)
    .fetch_all(pool)
    .await
    .unwrap();
    *last = rows.last().map_or(*last, |(position, _)| *position);
    rows.into_iter().map(|(_, value)| value).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_follows_positions_loses_nothing_that_commits_late() {
    let journal = school().open().await;
    let pool = journal.pool().clone();
    let mut last = head(&pool, SCHOOL.institution()).await;
    let slow_key = StreamKey::of::<Assessment>(CONTROL_WORK);
    let mut slow = pool.begin().await.unwrap();
    let (outcome, first, _) =
        raw::append(&mut slow, SCHOOL.institution(), &slow_key, 1, &[given(AIGERIM, 4)]).await;
    assert_eq!((outcome.as_str(), first), ("appended", Some(last + 1)));

    let fast = tokio::spawn({
        let pool = pool.clone();
        async move {
            let mut connection = pool.acquire().await.unwrap();
            let key = StreamKey::of::<Assessment>(ESSAY);
            raw::append(&mut connection, SCHOOL.institution(), &key, 1, &[given(AIGERIM, 9)]).await
        }
    });
    until("the fast one waits for its position", || async {
        let (waiting,): (bool,) = sqlx::query_as(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%append_events%')",
        )
        .fetch_one(&pool)
        .await
        .unwrap();
        waiting
    })
    .await;
    assert_eq!(reader_of_positions(&pool, &mut last).await, Vec::<String>::new());
    slow.commit().await.unwrap();
    let (outcome, position, _) = within("the fast one's turn", fast).await.unwrap();
    assert_eq!((outcome.as_str(), position), ("appended", Some(last + 2)));
    assert_eq!(reader_of_positions(&pool, &mut last).await, ["4", "9"]);
}
