//! A thousand writers at one journal, from four processes at once: nothing is lost, nothing doubled.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use dayek::log::{Log, Receipt, Request, StreamKey};
use dayek::refusal::Refusal;
use dayek::usecases::MarkChange;
use dayek_domain::assessment::Assessment;
use dayek_domain::expected::Expected;
use dayek_domain::id::AssessmentId;
use dayek_domain::points::Points;
use dayek_projections::journal::page;
use dayek_tests::dice::Dice;
use dayek_tests::history::{Stored, assert_dense, history, marks_after};
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{SCHOOL, mark, marks};
use futures::future::join_all;
use rust_decimal::Decimal;
use uuid::Uuid;

const WRITERS: u64 = 1_000;
const COLUMNS: u64 = 10;
const PUPILS: u64 = 30;

/// What one writer asked for, and what it was told.
struct Deed {
    request: Uuid,
    asked: Instant,
    answered: Instant,
    answer: Result<Receipt, Refusal>,
}

fn column(number: u64) -> AssessmentId {
    SCHOOL.assessment(100 + u128::from(number))
}

async fn write(log: Log, mut request: Request, number: u64) -> Deed {
    let mut dice = Dice::new(number);
    let pupil_id = SCHOOL.pupil(1 + u128::from(dice.below(PUPILS)));
    let mut change = mark(pupil_id, dice.mark());
    let into = if number.is_multiple_of(5) {
        // Everybody at one column, each having seen what can only be true for few.
        change.expected = Expected::Exactly(dice.one_in(2).then(|| Points::whole(dice.mark())));
        column(0)
    } else {
        column(dice.below(COLUMNS))
    };
    if number.is_multiple_of(7) {
        request.if_match = Some((StreamKey::of::<Assessment>(into), 1 + dice.below(40)));
    }
    if dice.one_in(10) {
        change = MarkChange { value: None, ..change };
    }
    let (id, asked) = (request.request_id, Instant::now());
    let answer = log.execute(request, marks(into, vec![change])).await;
    Deed { request: id, asked, answered: Instant::now(), answer }
}

async fn a_thousand_deeds(journal: &Journal) -> Vec<Deed> {
    for number in 0..COLUMNS {
        journal.run(SCHOOL.plan_algebra(column(number), &format!("column {number}"))).await;
    }
    let processes: Vec<Log> = (0..4).map(|_| journal.another_process()).collect();
    let writers = (0..WRITERS)
        .zip(processes.iter().cycle())
        .map(|(number, process)| tokio::spawn(write(process.clone(), journal.request(), number)));
    join_all(writers).await.into_iter().map(Result::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_writers_lose_nothing_and_double_nothing() {
    let journal = school().with_pupils(u128::from(PUPILS)).open().await;
    let deeds = a_thousand_deeds(&journal).await;
    let events = history(journal.pool(), SCHOOL.institution()).await;

    assert_dense(&events);
    every_answer_is_true(&deeds, &events);
    nobody_is_overtaken_by_the_past(&deeds);
    let cells = marks_after(&events);

    let refused = deeds.iter().filter(|deed| deed.answer.is_err()).count();
    assert!((50..900).contains(&refused), "{refused} refusals: the load is not what it should be");
    assert!(cells.len() > 100, "only {} cells hold a mark", cells.len());

    journal.caught_up().await;
    let (class, subject, period) = (SCHOOL.class_7a(), SCHOOL.algebra(), SCHOOL.quarter(1));
    let shown = page(journal.pool(), SCHOOL.institution().0, class.0, subject.0, period.0).await.unwrap();
    let shown: BTreeMap<_, Decimal> = shown
        .marks
        .into_iter()
        .filter_map(|row| {
            Some(((row.assessment_id, row.pupil_id, u8::try_from(row.number).unwrap()), row.value?))
        })
        .collect();
    let standing: BTreeMap<_, Decimal> =
        cells.into_iter().map(|(cell, points)| (cell, points.decimal())).collect();
    assert_eq!(shown, standing);
}

/// Acknowledged: in the log exactly once, where the receipt says. Refused, or without effect: absent.
fn every_answer_is_true(deeds: &[Deed], events: &[Stored]) {
    let mut by_request: BTreeMap<Uuid, Vec<i64>> = BTreeMap::new();
    for event in events {
        by_request.entry(event.request()).or_default().push(event.position);
    }
    let mut positions = BTreeSet::new();
    for deed in deeds {
        let stored = by_request.remove(&deed.request).unwrap_or_default();
        let acknowledged = deed.answer.as_ref().ok().and_then(|receipt| receipt.positions);
        match acknowledged {
            None => assert!(stored.is_empty(), "{:?} left events at {stored:?}", deed.answer),
            Some((first, last)) => {
                assert_eq!(first, last, "one mark, one event");
                assert_eq!(stored, [i64::try_from(first).unwrap()]);
                assert!(positions.insert(first), "two receipts for position {first}");
            }
        }
        match &deed.answer {
            Ok(_) | Err(Refusal::Busy | Refusal::VersionMoved { .. } | Refusal::ChangedMeanwhile { .. }) => {}
            Err(other) => panic!("a refusal with no ground in this load: {other:?}"),
        }
    }
}

/// Acknowledged before another was asked for: it stands earlier in the log.
fn nobody_is_overtaken_by_the_past(deeds: &[Deed]) {
    let mut done: Vec<(u64, &Deed)> =
        deeds.iter().filter_map(|deed| Some((deed.answer.as_ref().ok()?.positions?.0, deed))).collect();
    done.sort_unstable_by_key(|(position, _)| *position);
    let mut last_asked: Option<Instant> = None;
    for (position, deed) in done {
        let overtaken = last_asked.is_some_and(|asked| deed.answered < asked);
        assert!(!overtaken, "position {position} was acknowledged before an earlier one was asked for");
        last_asked = last_asked.max(Some(deed.asked));
    }
}
