//! Events onto the rows of the change history.
//!
//! Where an assessment or lesson belonged is looked up for the whole batch at once and then followed
//! event by event, so that a row tells the place as it was at that event.

use std::collections::HashMap;

use chrono::NaiveDate;
use dayek_domain::assessment::{AssessmentEvent, AssessmentPlan};
use dayek_domain::fact::Fact;
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_domain::institution::InstitutionEvent;
use dayek_domain::lesson::LessonEvent;
use dayek_domain::points::Points;
use dayek_domain::school_class::SchoolClassEvent;
use dayek_domain::study_year::StudyYearEvent;
use dayek_domain::subject::SubjectEvent;
use sqlx::PgConnection;
use uuid::Uuid;

use super::people;
use super::row::{Change, Kind};
use crate::delivery::{ApplyError, Batch, RecordedEvent};

/// Where an assessment or lesson belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Context {
    class_id: Uuid,
    subject_id: Uuid,
    period_id: Uuid,
    on_day: NaiveDate,
    title: Option<String>,
}

#[derive(Default)]
struct Contexts {
    known: HashMap<Uuid, Context>,
    changed: Vec<Uuid>,
}

pub(super) async fn apply(db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
    let mut contexts = read_contexts(db, batch).await?;
    let mut rows = Vec::with_capacity(batch.events.len());
    for event in batch.events {
        let change = match &event.fact {
            Fact::Institution(fact) => of_institution(fact),
            Fact::Person(fact) => people::of_person(event, fact),
            Fact::Account(fact) => people::of_account(event, fact),
            Fact::Membership(fact) => people::of_membership(event, fact),
            Fact::SchoolClass(fact) => of_class(event, fact),
            Fact::StudyYear(fact) => of_study_year(fact),
            Fact::Subject(fact) => of_subject(event, fact),
            Fact::Lesson(fact) => of_lesson(event, fact, &mut contexts),
            Fact::Assessment(fact) => of_assessment(event, fact, &mut contexts),
        };
        rows.push((event, change));
    }
    write_contexts(db, batch, contexts).await?;
    super::queries::insert(db, batch, &rows).await
}

fn of_institution(fact: &InstitutionEvent) -> Change {
    match fact {
        InstitutionEvent::InstitutionRegistered { name, .. } => Change::of(Kind::Institution).new_value(name),
        InstitutionEvent::InstitutionRenamed { from, to } => {
            Change::of(Kind::Institution).old(from).new_value(to)
        }
        InstitutionEvent::InstitutionPlaced { from, to } => tied("parent", *from, *to),
        InstitutionEvent::TimeZoneChanged { from, to } => {
            let mut change = Change::of(Kind::Institution).old(from).new_value(to);
            change.title = Some("time_zone".to_owned());
            change
        }
        InstitutionEvent::SubordinateAdmitted { institution_id } => {
            tied("subordinate", None, Some(*institution_id))
        }
        InstitutionEvent::SubordinateReleased { institution_id } => {
            tied("subordinate", Some(*institution_id), None)
        }
        InstitutionEvent::CategoryDefined { title, weight, .. } => {
            Change::of(Kind::Category).new_value(weighted(title, *weight))
        }
        InstitutionEvent::CategoryChanged { from_title, from_weight, title, weight, .. } => {
            Change::of(Kind::Category)
                .old(weighted(from_title, *from_weight))
                .new_value(weighted(title, *weight))
        }
    }
}

/// Another institution, and how it stands to this one.
fn tied(how: &str, from: Option<InstitutionId>, to: Option<InstitutionId>) -> Change {
    let mut change = Change::of(Kind::Institution);
    change.title = Some(how.to_owned());
    change.old = from.map(|id| id.to_string());
    change.new = to.map(|id| id.to_string());
    change
}

fn weighted(title: &str, weight: Option<Points>) -> String {
    weight.map_or_else(|| title.to_owned(), |weight| format!("{title} × {weight}"))
}

fn of_class(event: &RecordedEvent, fact: &SchoolClassEvent) -> Change {
    let kind = match fact {
        SchoolClassEvent::ClassFormed { .. } | SchoolClassEvent::ClassRenamed { .. } => Kind::Class,
        SchoolClassEvent::PupilEnrolled { .. }
        | SchoolClassEvent::EnrolmentMoved { .. }
        | SchoolClassEvent::PupilWithdrawn { .. }
        | SchoolClassEvent::WithdrawalMoved { .. } => Kind::Roster,
        SchoolClassEvent::TeacherAssigned { .. } | SchoolClassEvent::TeacherUnassigned { .. } => {
            Kind::Teacher
        }
        SchoolClassEvent::LeaderAppointed { .. }
        | SchoolClassEvent::LeaderDismissed { .. }
        | SchoolClassEvent::PsychologistAssigned { .. }
        | SchoolClassEvent::PsychologistUnassigned { .. } => Kind::ClassStaff,
    };
    let mut change = Change::of(kind);
    change.class_id = Some(event.stream_id);
    match fact {
        SchoolClassEvent::ClassFormed { name, .. } => change.new_value(name),
        SchoolClassEvent::ClassRenamed { from, to } => change.old(from).new_value(to),
        SchoolClassEvent::PupilEnrolled { pupil_id, from } => {
            change.about(*pupil_id).new_value(day_or_unknown(*from))
        }
        SchoolClassEvent::EnrolmentMoved { pupil_id, from, to } => {
            change.about(*pupil_id).old(day_or_unknown(*from)).new_value(day_or_unknown(*to))
        }
        SchoolClassEvent::PupilWithdrawn { pupil_id, on, reason } => {
            change.on_day = Some(*on);
            change.about(*pupil_id).old("enrolled").reason(event, reason.as_ref())
        }
        SchoolClassEvent::WithdrawalMoved { pupil_id, from, to, reason } => {
            change.on_day = Some(*to);
            change
                .about(*pupil_id)
                .old(format!("until {from}"))
                .new_value(format!("until {to}"))
                .reason(event, reason.as_ref())
        }
        SchoolClassEvent::TeacherAssigned { teacher_id, subject_id } => {
            change.subject_id = Some(subject_id.0);
            change.about(*teacher_id).new_value("assigned")
        }
        SchoolClassEvent::TeacherUnassigned { teacher_id, subject_id } => {
            change.subject_id = Some(subject_id.0);
            change.about(*teacher_id).old("assigned")
        }
        SchoolClassEvent::LeaderAppointed { from, leader_id, .. } => {
            staffed(change, "class_leader", *from, Some(*leader_id))
        }
        SchoolClassEvent::LeaderDismissed { leader_id, .. } => {
            staffed(change, "class_leader", Some(*leader_id), None)
        }
        SchoolClassEvent::PsychologistAssigned { from, psychologist_id, .. } => {
            staffed(change, "psychologist", *from, Some(*psychologist_id))
        }
        SchoolClassEvent::PsychologistUnassigned { psychologist_id, .. } => {
            staffed(change, "psychologist", Some(*psychologist_id), None)
        }
    }
}

/// The person the change is about is whoever takes the duty, or leaves it.
fn staffed(mut change: Change, duty: &str, from: Option<PersonId>, to: Option<PersonId>) -> Change {
    change.title = Some(duty.to_owned());
    change.person_id = to.or(from).map(|person| person.0);
    change.old = from.map(|person| person.to_string());
    change.new = to.map(|person| person.to_string());
    change
}

fn day_or_unknown(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "unknown_day".to_owned(), |day| day.to_string())
}

fn of_study_year(fact: &StudyYearEvent) -> Change {
    match fact {
        StudyYearEvent::StudyYearDefined { name, days, .. } => {
            Change::of(Kind::StudyYear).new_value(format!("{name} {days}"))
        }
        StudyYearEvent::StudyYearChanged { from_name, from_days, name, days } => Change::of(Kind::StudyYear)
            .old(format!("{from_name} {from_days}"))
            .new_value(format!("{name} {days}")),
        StudyYearEvent::PeriodDefined { period_id, name, days, .. } => {
            let mut change = Change::of(Kind::Period).new_value(format!("{name} {days}"));
            change.period_id = Some(period_id.0);
            change
        }
        StudyYearEvent::PeriodChanged { period_id, from_name, from_days, name, days } => {
            let change = Change::of(Kind::Period);
            let mut change =
                change.old(format!("{from_name} {from_days}")).new_value(format!("{name} {days}"));
            change.period_id = Some(period_id.0);
            change
        }
        StudyYearEvent::PeriodClosed { period_id } => {
            let mut change = Change::of(Kind::Period).old("open").new_value("closed");
            change.period_id = Some(period_id.0);
            change
        }
        StudyYearEvent::PeriodReopened { period_id, reason } => {
            let mut change = Change::of(Kind::Period).old("closed").new_value("open");
            change.period_id = Some(period_id.0);
            change.reason = Some(reason.clone());
            change
        }
    }
}

fn of_subject(event: &RecordedEvent, fact: &SubjectEvent) -> Change {
    let mut change = Change::of(Kind::Subject);
    change.subject_id = Some(event.stream_id);
    match fact {
        SubjectEvent::SubjectAdded { name, .. } => change.new_value(name),
        SubjectEvent::SubjectRenamed { from, to, .. } => change.old(from).new_value(to),
    }
}

fn of_lesson(event: &RecordedEvent, fact: &LessonEvent, contexts: &mut Contexts) -> Change {
    match fact {
        LessonEvent::LessonScheduled { class_id, subject_id, period_id, slot, .. } => {
            let context = Context {
                class_id: class_id.0,
                subject_id: subject_id.0,
                period_id: period_id.0,
                on_day: slot.date,
                title: None,
            };
            contexts.set(event.stream_id, context);
            contexts.place(event, Change::of(Kind::Schedule).new_value(slot))
        }
        LessonEvent::LessonMoved { from, to, reason } => {
            let mut change = contexts.place(event, Change::of(Kind::Schedule).old(from).new_value(to));
            change.reason.clone_from(reason);
            contexts.move_to(event.stream_id, to.date);
            change
        }
        LessonEvent::LessonCancelled { reason } => {
            let mut change = contexts.place(event, Change::of(Kind::Schedule));
            change.old = change.on_day.map(|day| day.to_string());
            change.new = Some("cancelled".to_owned());
            change.reason.clone_from(reason);
            change
        }
        LessonEvent::AttendanceRecorded { pupil_id, from, to } => {
            let mut change = Change::of(Kind::Attendance).about(*pupil_id).new_value(to.as_ref());
            change.old = from.map(|code| code.as_ref().to_owned());
            contexts.place(event, change)
        }
        LessonEvent::AttendanceCleared { pupil_id, from } => {
            contexts.place(event, Change::of(Kind::Attendance).about(*pupil_id).old(from.as_ref()))
        }
    }
}

fn of_assessment(event: &RecordedEvent, fact: &AssessmentEvent, contexts: &mut Contexts) -> Change {
    match fact {
        AssessmentEvent::AssessmentPlanned { plan } => {
            contexts.set(event.stream_id, context_of(plan));
            contexts.place(event, Change::of(Kind::Assessment).new_value(described(plan)))
        }
        AssessmentEvent::AssessmentReplanned { from, to } => {
            contexts.set(event.stream_id, context_of(to));
            contexts.place(event, Change::of(Kind::Assessment).old(described(from)).new_value(described(to)))
        }
        AssessmentEvent::MarkGiven { pupil_id, number, value, on, reason } => {
            let change =
                Change::of(Kind::Mark).about(*pupil_id).new_value(value).reason(event, reason.as_ref());
            numbered(contexts.place(event, change), *number, Some(*on))
        }
        AssessmentEvent::MarkChanged { pupil_id, number, from, to, on, reason } => {
            let change = Change::of(Kind::Mark)
                .about(*pupil_id)
                .old(from)
                .new_value(to)
                .reason(event, reason.as_ref());
            numbered(contexts.place(event, change), *number, Some(*on))
        }
        AssessmentEvent::MarkWithdrawn { pupil_id, number, from, reason } => {
            let change = Change::of(Kind::Mark).about(*pupil_id).old(from).reason(event, reason.as_ref());
            numbered(contexts.place(event, change), *number, None)
        }
        AssessmentEvent::StatusSet { pupil_id, from, to } => {
            let mut change = Change::of(Kind::Status).about(*pupil_id).new_value(to.as_ref());
            change.old = from.map(|status| status.as_ref().to_owned());
            contexts.place(event, change)
        }
        AssessmentEvent::StatusCleared { pupil_id, from } => {
            contexts.place(event, Change::of(Kind::Status).about(*pupil_id).old(from.as_ref()))
        }
    }
}

fn numbered(mut change: Change, number: u8, on: Option<NaiveDate>) -> Change {
    change.number = Some(i16::from(number));
    change.on_day = on.or(change.on_day);
    change
}

fn context_of(plan: &AssessmentPlan) -> Context {
    Context {
        class_id: plan.class_id.0,
        subject_id: plan.subject_id.0,
        period_id: plan.period_id.0,
        on_day: plan.due_on,
        title: Some(plan.title.clone()),
    }
}

fn described(plan: &AssessmentPlan) -> String {
    format!("{} {}..{} {}", plan.title, plan.least, plan.most, plan.due_on)
}

impl Contexts {
    fn set(&mut self, stream: Uuid, context: Context) {
        self.known.insert(stream, context);
        self.changed.push(stream);
    }

    fn move_to(&mut self, stream: Uuid, day: NaiveDate) {
        if let Some(context) = self.known.get_mut(&stream) {
            context.on_day = day;
            self.changed.push(stream);
        }
    }

    fn place(&self, event: &RecordedEvent, mut change: Change) -> Change {
        if let Some(context) = self.known.get(&event.stream_id) {
            change.class_id = Some(context.class_id);
            change.subject_id = Some(context.subject_id);
            change.period_id = Some(context.period_id);
            change.on_day = Some(context.on_day);
            change.title.clone_from(&context.title);
        }
        change
    }
}

async fn read_contexts(db: &mut PgConnection, batch: &Batch<'_>) -> Result<Contexts, ApplyError> {
    let mut streams: Vec<Uuid> = batch
        .events
        .iter()
        .filter(|event| matches!(event.fact, Fact::Lesson(_) | Fact::Assessment(_)))
        .map(|event| event.stream_id)
        .collect();
    streams.sort_unstable();
    streams.dedup();
    if streams.is_empty() {
        return Ok(Contexts::default());
    }
    let rows: Vec<(Uuid, Uuid, Uuid, Uuid, NaiveDate, Option<String>)> = sqlx::query_as(&batch.sql(
        "SELECT stream_id, class_id, subject_id, period_id, on_day, title FROM {s}.change_history_context
         WHERE institution_id = $1 AND stream_id = ANY($2)",
    ))
    .bind(batch.institution)
    .bind(&streams)
    .fetch_all(db)
    .await?;
    let known = rows.into_iter().map(|(stream, class_id, subject_id, period_id, on_day, title)| {
        (stream, Context { class_id, subject_id, period_id, on_day, title })
    });
    Ok(Contexts { known: known.collect(), changed: Vec::new() })
}

async fn write_contexts(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    mut contexts: Contexts,
) -> Result<(), ApplyError> {
    contexts.changed.sort_unstable();
    contexts.changed.dedup();
    let changed: Vec<(Uuid, &Context)> =
        contexts.changed.iter().filter_map(|stream| Some((*stream, contexts.known.get(stream)?))).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let all = || changed.iter().map(|(_, context)| *context);
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.change_history_context
           (institution_id, stream_id, class_id, subject_id, period_id, on_day, title)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::text[]) u
         ON CONFLICT (institution_id, stream_id) DO UPDATE SET class_id = excluded.class_id,
           subject_id = excluded.subject_id, period_id = excluded.period_id, on_day = excluded.on_day,
           title = excluded.title",
    ))
    .bind(batch.institution)
    .bind(changed.iter().map(|(stream, _)| *stream).collect::<Vec<Uuid>>())
    .bind(all().map(|context| context.class_id).collect::<Vec<Uuid>>())
    .bind(all().map(|context| context.subject_id).collect::<Vec<Uuid>>())
    .bind(all().map(|context| context.period_id).collect::<Vec<Uuid>>())
    .bind(all().map(|context| context.on_day).collect::<Vec<NaiveDate>>())
    .bind(all().map(|context| context.title.as_deref()).collect::<Vec<Option<&str>>>())
    .execute(db)
    .await?;
    Ok(())
}
