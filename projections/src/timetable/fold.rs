//! A dated lesson as its events leave it.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use dayek_domain::id::PersonId;
use dayek_domain::lesson::{LessonEvent, Slot, Staffing, Times};
use sqlx::FromRow;
use uuid::Uuid;

use crate::delivery::RecordedEvent;

/// A row, with those who teach the lesson beside it.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Lesson {
    pub(super) lesson_id: Uuid,
    pub(super) class_id: Uuid,
    pub(super) subject_id: Uuid,
    pub(super) period_id: Uuid,
    pub(super) date: NaiveDate,
    pub(super) number: i16,
    pub(super) begins: Option<NaiveTime>,
    pub(super) ends: Option<NaiveTime>,
    pub(super) room_id: Option<Uuid>,
    pub(super) slot_id: Option<Uuid>,
    pub(super) cancelled: bool,
    /// Whether others teach it for this once, be it those who teach it regularly by now.
    pub(super) substituted: bool,
    pub(super) joined_with: Option<Uuid>,
    /// The day on which it was scheduled, once it has been moved.
    pub(super) moved_from: Option<NaiveDate>,
    /// Of the last change, or of the cancellation or substitution that stands: who, when and why.
    pub(super) reason: Option<String>,
    pub(super) changed_by: Option<Uuid>,
    pub(super) changed_at: Option<DateTime<Utc>>,
    pub(super) regular: Vec<Uuid>,
    pub(super) teaching: Vec<Uuid>,
}

/// What became of a lesson.
pub(super) enum Fate {
    /// The event says nothing that is shown here.
    AsBefore,
    Changed,
    Withdrawn,
}

impl Lesson {
    /// A lesson as it is scheduled; `None`: the event schedules none.
    pub(super) fn scheduled(event: &RecordedEvent, fact: &LessonEvent) -> Option<Self> {
        let LessonEvent::LessonScheduled {
            class_id,
            subject_id,
            period_id,
            slot,
            teacher_ids,
            room_id,
            times,
            slot_id,
            ..
        } = fact
        else {
            return None;
        };
        let teachers = ids(teacher_ids);
        let (begins, ends) = clock(*times);
        Some(Self {
            lesson_id: event.stream_id,
            class_id: class_id.0,
            subject_id: subject_id.0,
            period_id: period_id.0,
            date: slot.date,
            number: i16::from(slot.number),
            begins,
            ends,
            room_id: room_id.map(|id| id.0),
            slot_id: slot_id.map(|id| id.0),
            cancelled: false,
            substituted: false,
            joined_with: None,
            moved_from: None,
            reason: None,
            changed_by: None,
            changed_at: None,
            regular: teachers.clone(),
            teaching: teachers,
        })
    }

    pub(super) fn take(&mut self, event: &RecordedEvent, fact: &LessonEvent) -> Fate {
        // A cancellation or substitution is reported with its own reason, whatever is changed besides.
        let reported = self.cancelled || self.regular != self.teaching;
        match fact {
            LessonEvent::LessonScheduled { .. }
            | LessonEvent::AttendanceRecorded { .. }
            | LessonEvent::AttendanceCleared { .. } => return Fate::AsBefore,
            LessonEvent::LessonWithdrawn { .. } => return Fate::Withdrawn,
            LessonEvent::LessonMoved { from, to, reason, times } => {
                self.stand_at(*to, *times);
                self.moved_from = self.moved_from.or(Some(from.date));
                if !reported {
                    self.tell(event, reason.as_ref());
                }
            }
            LessonEvent::RoomChanged { to, reason, .. } => {
                self.room_id = to.map(|id| id.0);
                if !reported {
                    self.tell(event, reason.as_ref());
                }
            }
            LessonEvent::LessonJoined { with, reason } => {
                self.joined_with = Some(with.0);
                if !reported {
                    self.tell(event, reason.as_ref());
                }
            }
            LessonEvent::LessonCancelled { reason } => {
                self.cancelled = true;
                self.tell(event, reason.as_ref());
            }
            LessonEvent::LessonRestored { reason } => {
                self.cancelled = false;
                self.tell(event, reason.as_ref());
            }
            LessonEvent::TeacherSubstituted { to, reason, .. } => {
                self.substituted = true;
                self.teaching = ids(to);
                self.tell(event, reason.as_ref());
            }
            LessonEvent::SubstitutionEnded { .. } => {
                self.substituted = false;
                self.teaching.clone_from(&self.regular);
                self.tell(event, None);
            }
            LessonEvent::LessonReplanned { from, to } => self.plan_anew(from, to),
        }
        Fate::Changed
    }

    /// Everybody with a part in it, each with their duty.
    pub(super) fn duties(&self) -> impl Iterator<Item = (Uuid, &'static str)> {
        let regular = self
            .regular
            .iter()
            .map(|teacher| (*teacher, if self.teaching.contains(teacher) { "regular" } else { "replaced" }));
        let others = self.teaching.iter().filter(|teacher| !self.regular.contains(teacher));
        regular.chain(others.map(|teacher| (*teacher, "substitute")))
    }

    fn stand_at(&mut self, slot: Slot, times: Option<Times>) {
        self.date = slot.date;
        self.number = i16::from(slot.number);
        (self.begins, self.ends) = clock(times);
    }

    /// What was changed by hand stays as it is.
    fn plan_anew(&mut self, from: &Staffing, to: &Staffing) {
        if self.room_id == from.room_id.map(|id| id.0) {
            self.room_id = to.room_id.map(|id| id.0);
        }
        if (self.begins, self.ends) == clock(from.times) {
            (self.begins, self.ends) = clock(to.times);
        }
        self.regular = ids(&to.teacher_ids);
        if !self.substituted {
            self.teaching.clone_from(&self.regular);
        }
    }

    fn tell(&mut self, event: &RecordedEvent, reason: Option<&String>) {
        self.reason = reason.cloned();
        self.changed_by = event.author.person_id;
        self.changed_at = Some(event.recorded_at);
    }
}

fn clock(times: Option<Times>) -> (Option<NaiveTime>, Option<NaiveTime>) {
    (times.map(|times| times.begins), times.map(|times| times.ends))
}

/// In one order, and none twice, so that they can be compared.
fn ids(people: &[PersonId]) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = people.iter().map(|person| person.0).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
