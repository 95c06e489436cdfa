//! A second pair of eyes on the log: every stream read through the framework's own repository must
//! equal what this program reads, positions must be dense, and every event must carry a valid `mac`. And no
//! stream may be parked: what it says is missing from what people see.

use std::collections::HashMap;

use cqrs_es::Aggregate;
use cqrs_es::persist::PersistedEventRepository as _;
use dayek_domain::account::Account;
use dayek_domain::assessment::Assessment;
use dayek_domain::building::Building;
use dayek_domain::id::InstitutionId;
use dayek_domain::iin_claim::IinClaim;
use dayek_domain::institution::Institution;
use dayek_domain::lesson::Lesson;
use dayek_domain::membership::Membership;
use dayek_domain::person::Person;
use dayek_domain::room::Room;
use dayek_domain::school_class::SchoolClass;
use dayek_domain::study_year::StudyYear;
use dayek_domain::subject::Subject;
use dayek_domain::timetable::Timetable;
use dayek_domain::timetable_guard::TimetableGuard;
use postgres_es::PostgresEventRepository;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::log::{Log, LogError, StreamKey};

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    pub institutions: usize,
    pub streams: usize,
    pub events: usize,
    /// Each names institution, stream and sequence.
    pub faults: Vec<String>,
}

/// Faults told one by one.
const TOLD: usize = 100;

/// Checks every stream of every institution.
pub async fn check(log: &Log, progress: &(dyn Fn(usize) + Sync)) -> Result<CheckReport, LogError> {
    let heads: Vec<(Uuid, i64)> =
        sqlx::query_as("SELECT institution_id, last_position FROM institution_head ORDER BY 1")
            .fetch_all(log.pool())
            .await?;
    let mut report = CheckReport { institutions: heads.len(), ..CheckReport::default() };
    for (institution, last_position) in heads {
        positions(log, institution, last_position, &mut report).await?;
        let streams: Vec<(String, Uuid)> = sqlx::query_as(
            "SELECT aggregate_type, aggregate_id::uuid FROM events WHERE institution_id = $1 AND sequence = 1 ORDER BY position",
        )
        .bind(institution)
        .fetch_all(log.pool())
        .await?;
        for (aggregate_type, id) in streams {
            stream(log, InstitutionId(institution), &aggregate_type, id, &mut report).await?;
            report.streams += 1;
            progress(report.streams);
        }
    }
    parked(log, &mut report).await?;
    Ok(report)
}

/// Streams that a read model in use has given up.
async fn parked(log: &Log, report: &mut CheckReport) -> Result<(), LogError> {
    let parked: Vec<(String, Uuid, i64)> = sqlx::query_as(
        "SELECT v.projection, d.institution_id, count(DISTINCT (d.aggregate_type, d.aggregate_id))
         FROM projection_dead_letter d
         JOIN projection_version v ON v.schema_name = d.schema_name AND v.state IN ('building', 'active')
         GROUP BY v.projection, d.institution_id ORDER BY v.projection, d.institution_id",
    )
    .fetch_all(log.pool())
    .await?;
    for (name, institution, streams) in parked {
        report.fault(format!(
            "institution {institution}: the read model {name} has parked streams, {streams} of them; what \
             they say is not shown until it is rebuilt by a release that can read them"
        ));
    }
    Ok(())
}

async fn positions(
    log: &Log,
    institution: Uuid,
    last: i64,
    report: &mut CheckReport,
) -> Result<(), LogError> {
    let (count, highest): (i64, Option<i64>) =
        sqlx::query_as("SELECT count(*), max(position) FROM events WHERE institution_id = $1")
            .bind(institution)
            .fetch_one(log.pool())
            .await?;
    // Positions are unique and start at 1, so as many as the highest means that none is missing. More
    // may have been appended since the head was read.
    if count != highest.unwrap_or_default() || count < last {
        report.fault(format!("institution {institution}: {count} events, but positions up to {last}"));
    }
    Ok(())
}

async fn stream(
    log: &Log,
    institution: InstitutionId,
    aggregate_type: &str,
    id: Uuid,
    report: &mut CheckReport,
) -> Result<(), LogError> {
    match aggregate_type {
        Institution::TYPE => compare::<Institution>(log, institution, id, report).await,
        Person::TYPE => compare::<Person>(log, institution, id, report).await,
        Account::TYPE => compare::<Account>(log, institution, id, report).await,
        Membership::TYPE => compare::<Membership>(log, institution, id, report).await,
        SchoolClass::TYPE => compare::<SchoolClass>(log, institution, id, report).await,
        StudyYear::TYPE => compare::<StudyYear>(log, institution, id, report).await,
        Subject::TYPE => compare::<Subject>(log, institution, id, report).await,
        Lesson::TYPE => compare::<Lesson>(log, institution, id, report).await,
        Assessment::TYPE => compare::<Assessment>(log, institution, id, report).await,
        IinClaim::TYPE => compare::<IinClaim>(log, institution, id, report).await,
        Building::TYPE => compare::<Building>(log, institution, id, report).await,
        Room::TYPE => compare::<Room>(log, institution, id, report).await,
        Timetable::TYPE => compare::<Timetable>(log, institution, id, report).await,
        TimetableGuard::TYPE => compare::<TimetableGuard>(log, institution, id, report).await,
        other => {
            report.fault(format!("institution {institution}: stream {other} {id} is of an unknown type"));
            Ok(())
        }
    }
}

/// Reads a stream both ways and compares it event by event.
async fn compare<A: Aggregate>(
    log: &Log,
    institution: InstitutionId,
    id: Uuid,
    report: &mut CheckReport,
) -> Result<(), LogError> {
    let key = StreamKey::of::<A>(id);
    let named = |sequence: u64| format!("institution {institution}, {key}, event {sequence}");
    let ours = log.read(institution, &key).await?;
    let stock = PostgresEventRepository::new(log.pool().clone());
    let theirs = match stock.get_events::<A>(&id.to_string()).await {
        Ok(theirs) => theirs,
        Err(error) => {
            report.fault(format!("{}: the framework cannot read the stream: {error}", named(1)));
            return Ok(());
        }
    };
    if ours.events.len() != theirs.len() {
        report.fault(format!("{}: we read {}, the framework {}", named(1), ours.events.len(), theirs.len()));
    }
    for (mine, stock) in ours.events.iter().zip(&theirs) {
        let payload: Result<Value, _> = serde_json::from_str(&mine.payload);
        let same = usize::try_from(mine.sequence) == Ok(stock.sequence)
            && mine.event_type == stock.event_type
            && mine.event_version == stock.event_version
            && payload.is_ok_and(|payload| payload == stock.payload);
        if !same {
            report.fault(format!("{}: the framework reads something else", named(mine.sequence)));
        }
        if serde_json::from_value::<A::Event>(stock.payload.clone()).is_err() {
            report.fault(format!("{}: does not read as an event of its stream", named(mine.sequence)));
        }
        if serde_json::from_value::<HashMap<String, String>>(stock.metadata.clone()).is_err() {
            report.fault(format!("{}: its metadata is not a map of texts", named(mine.sequence)));
        }
    }
    for sequence in log.unauthentic(institution, &key).await? {
        report.fault(format!("{}: was not written by this program", named(sequence)));
    }
    report.events += ours.events.len();
    Ok(())
}

impl CheckReport {
    fn fault(&mut self, fault: String) {
        if self.faults.len() < TOLD {
            self.faults.push(fault);
        }
    }
}
