//! Delivery: exactly once in effect wherever it is broken off, the same rows however events are cut
//! into batches, and an event that cannot be read stops its own stream alone.

use std::pin::Pin;
use std::task::{Context, Poll};

use dayek::log::StreamKey;
use dayek_domain::assessment::{Assessment, AssessmentEvent};
use dayek_domain::points::Points;
use dayek_projections::delivery::{Active, DeliveryError, Projection, Step, ensure_active, rebuild, step};
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, checkpoint, school};
use dayek_tests::raw;
use dayek_tests::school::{AIGERIM, CONTROL_WORK, ESSAY, LESSON_DAY, SCHOOL, YERLAN, give, mark, marks};
use dayek_tests::term::live_through;
use sqlx::Connection as _;
use uuid::Uuid;

/// A future that is broken off after so many polls.
struct AtMost<F> {
    polls: u32,
    future: Pin<Box<F>>,
}

impl<F: Future> Future for AtMost<F> {
    /// `None`: it was not at its end by then.
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        match self.future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            // Its last poll: nothing will wake it any more.
            Poll::Pending if self.polls == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

fn at_most<F: Future>(polls: u32, future: F) -> AtMost<F> {
    AtMost { polls, future: Box::pin(future) }
}

/// Waits until whoever still holds the claim has let it go.
async fn claim_is_free(journal: &Journal, schema: &str) {
    let mut transaction = journal.runner_pool().begin().await.unwrap();
    sqlx::query("SELECT 1 FROM projection_checkpoint WHERE schema_name = $1 FOR UPDATE")
        .bind(schema)
        .execute(&mut *transaction)
        .await
        .unwrap();
    transaction.rollback().await.unwrap();
}

async fn nothing_differs_from_a_rebuild(journal: &Journal, projection: &dyn Projection) {
    let built = rebuild(journal.runner_pool(), projection, true, &|_| ()).await.unwrap();
    assert_eq!(built.differences, Some(vec![]), "{}", projection.name());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_is_broken_off_anywhere_has_its_whole_effect_or_none() {
    let journal = school().open().await;
    live_through(&journal).await;
    let mut broken_off = 0;
    for projection in dayek_projections::all() {
        for _ in 0..5 {
            broken_off += break_off_until_applied(&journal, projection.as_ref()).await;
        }
        journal.deliver(projection.as_ref(), 3).await;
        nothing_differs_from_a_rebuild(&journal, projection.as_ref()).await;
    }
    // A wait that is over at once is no point to break off at, so a fast server leaves few of them.
    assert!(broken_off >= 20, "broken off at {broken_off} points only");
}

/// Breaks the step of the next three events off one poll later each time, until it gets through. Answers how often.
async fn break_off_until_applied(journal: &Journal, projection: &dyn Projection) -> u32 {
    let institution = SCHOOL.institution().0;
    let Active { schema, .. } = ensure_active(journal.runner_pool(), projection).await.unwrap();
    let mut broken_off = 0;
    for polls in 1.. {
        claim_is_free(journal, &schema).await;
        let before = checkpoint(journal.runner_pool(), &schema, institution).await;
        let stepping = step(journal.runner_pool(), projection, &schema, institution, Some(before + 3));
        let outcome = at_most(polls, stepping).await.map(Result::unwrap);
        claim_is_free(journal, &schema).await;
        let after = checkpoint(journal.runner_pool(), &schema, institution).await;
        assert!([before, before + 3].contains(&after), "from {before} to {after}");
        match outcome {
            Some(done @ Step::Applied { .. }) => {
                assert_eq!(done, Step::Applied { position: before + 3, events: 3 });
                break;
            }
            // The claim of the one before was taken only after it was broken off, and is let go again.
            Some(Step::Idle) => {}
            None => broken_off += 1,
        }
    }
    broken_off
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_the_same_however_events_are_cut_into_batches() {
    for at_a_time in [1, 2, 7] {
        let journal = school().open().await;
        live_through(&journal).await;
        for projection in dayek_projections::all() {
            journal.deliver(projection.as_ref(), at_a_time).await;
            nothing_differs_from_a_rebuild(&journal, projection.as_ref()).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_notices_a_row_that_somebody_has_changed() {
    let journal = school().open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    let projection = dayek_projections::journal::Journal;
    let Active { schema, .. } = ensure_active(journal.runner_pool(), &projection).await.unwrap();
    sqlx::raw_sql(&format!("UPDATE {schema}.journal_mark SET value = 10"))
        .execute(journal.runner_pool())
        .await
        .unwrap();
    let built = rebuild(journal.runner_pool(), &projection, true, &|_| ()).await.unwrap();
    let [difference] = built.differences.unwrap().try_into().unwrap();
    assert_eq!((difference.table, difference.only_live, difference.only_rebuilt), ("journal_mark", 1, 1));
    assert_eq!(ensure_active(journal.runner_pool(), &projection).await.unwrap().schema, schema);
}

/// An event of a version that this program does not know, as a newer one might have left it.
async fn an_event_from_the_future(journal: &Journal) -> i64 {
    let mut admin = journal.database.admin().await;
    let mut transaction = admin.begin().await.unwrap();
    let event = AssessmentEvent::MarkGiven {
        pupil_id: AIGERIM,
        number: 1,
        value: Points::whole(9),
        on: LESSON_DAY,
        reason: None,
    };
    let key = StreamKey::of::<Assessment>(CONTROL_WORK);
    let (_, position, _) = raw::append(&mut transaction, SCHOOL.institution(), &key, 1, &[event]).await;
    sqlx::raw_sql("ALTER TABLE events DISABLE TRIGGER ALL").execute(&mut *transaction).await.unwrap();
    sqlx::query("UPDATE events SET event_version = '99' WHERE position = $1")
        .bind(position)
        .execute(&mut *transaction)
        .await
        .unwrap();
    sqlx::raw_sql(
        "ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_never_changed;
         ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_never_removed",
    )
    .execute(&mut *transaction)
    .await
    .unwrap();
    transaction.commit().await.unwrap();
    position.unwrap()
}

async fn parked(journal: &Journal, schema: &str) -> Vec<(i64, Uuid)> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT position, aggregate_id FROM projection_dead_letter WHERE schema_name = $1 ORDER BY position",
    )
    .bind(schema)
    .fetch_all(journal.pool())
    .await
    .unwrap();
    rows.into_iter().map(|(position, stream)| (position, stream.parse().unwrap())).collect()
}

/// Tries until the reader gives the event up.
async fn try_in_vain(journal: &Journal, projection: &dyn Projection, schema: &str) {
    for _ in 0..5 {
        let tried = step(journal.runner_pool(), projection, schema, SCHOOL.institution().0, None).await;
        assert!(matches!(tried, Err(DeliveryError::Apply { .. })), "{tried:?}");
        assert!(parked(journal, schema).await.is_empty());
        waits_for_its_time(journal, projection, schema).await;
    }
}

/// A failed step is not tried again at once; then its time comes.
async fn waits_for_its_time(journal: &Journal, projection: &dyn Projection, schema: &str) {
    let postponed =
        "UPDATE projection_checkpoint SET retry_at = retry_at + interval '1 hour' WHERE schema_name = $1";
    sqlx::query(postponed).bind(schema).execute(journal.runner_pool()).await.unwrap();
    let waits = step(journal.runner_pool(), projection, schema, SCHOOL.institution().0, None).await.unwrap();
    assert_eq!(waits, Step::Idle);
    let come = "UPDATE projection_checkpoint SET retry_at = now() WHERE schema_name = $1";
    sqlx::query(come).bind(schema).execute(journal.runner_pool()).await.unwrap();
}

async fn shown_in_the_journal(journal: &Journal) -> Vec<(Uuid, Uuid)> {
    sqlx::query_as("SELECT assessment_id, pupil_id FROM read.journal_mark ORDER BY 1, 2")
        .fetch_all(journal.pool())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_event_parks_its_stream_and_lets_the_others_go_on() {
    let journal = school().open().await;
    journal.caught_up().await;
    let projection = dayek_projections::journal::Journal;
    let Active { schema, .. } = ensure_active(journal.runner_pool(), &projection).await.unwrap();
    let unreadable = an_event_from_the_future(&journal).await;
    // The same stream goes on, in the same batch, and so does another one.
    let key = StreamKey::of::<Assessment>(CONTROL_WORK);
    let changed = AssessmentEvent::MarkChanged {
        pupil_id: AIGERIM,
        number: 1,
        from: Points::whole(9),
        to: Points::whole(10),
        on: LESSON_DAY,
        reason: None,
    };
    let mut connection = journal.pool().acquire().await.unwrap();
    raw::append(&mut connection, SCHOOL.institution(), &key, 2, std::slice::from_ref(&changed)).await;
    drop(connection);
    journal.run(marks(ESSAY, vec![mark(YERLAN, 7)])).await;

    try_in_vain(&journal, &projection, &schema).await;
    let last = head(journal.pool(), SCHOOL.institution()).await;
    let given_up =
        step(journal.runner_pool(), &projection, &schema, SCHOOL.institution().0, None).await.unwrap();
    assert_eq!(given_up, Step::Applied { position: last, events: 3 });
    let waiting = [(unreadable, CONTROL_WORK.0), (unreadable + 1, CONTROL_WORK.0)];
    assert_eq!(parked(&journal, &schema).await, waiting);
    assert_eq!(shown_in_the_journal(&journal).await, [(ESSAY.0, YERLAN.0)]);

    // What comes later is delivered as ever, and waits if it is of that stream.
    let mut connection = journal.pool().acquire().await.unwrap();
    raw::append(&mut connection, SCHOOL.institution(), &key, 3, &[changed]).await;
    drop(connection);
    journal.run(marks(ESSAY, vec![mark(YERLAN, 8)])).await;
    journal.deliver(&projection, i64::MAX).await;
    let waiting =
        [(unreadable, CONTROL_WORK.0), (unreadable + 1, CONTROL_WORK.0), (unreadable + 3, CONTROL_WORK.0)];
    assert_eq!(parked(&journal, &schema).await, waiting);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_over_an_unreadable_event_is_refused_and_the_old_build_stays() {
    let journal = school().open().await;
    journal.caught_up().await;
    an_event_from_the_future(&journal).await;
    let projection = dayek_projections::journal::Journal;
    let Active { schema, .. } = ensure_active(journal.runner_pool(), &projection).await.unwrap();
    try_in_vain(&journal, &projection, &schema).await;
    step(journal.runner_pool(), &projection, &schema, SCHOOL.institution().0, None).await.unwrap();

    let refused = rebuild(journal.runner_pool(), &projection, true, &|_| ()).await;
    assert!(matches!(refused, Err(DeliveryError::Apply { .. })), "{refused:?}");
    assert_eq!(ensure_active(journal.runner_pool(), &projection).await.unwrap().schema, schema);
    let builds: Vec<(String,)> =
        sqlx::query_as("SELECT schema_name FROM projection_version WHERE projection = $1")
            .bind(projection.name())
            .fetch_all(journal.pool())
            .await
            .unwrap();
    assert_eq!(builds, [(schema,)], "the unfinished build was left behind");
}
