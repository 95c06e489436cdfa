//! Six weeks of teaching: lessons, who was there, marks, and the corrections that follow.

use chrono::{Days, NaiveDate};
use dayek_domain::assessment::AssessmentPlan;
use dayek_domain::expected::Expected;
use dayek_domain::id::{AssessmentId, LessonId, PersonId};
use dayek_domain::lesson::{AttendanceCode, LessonPlace, Slot};
use dayek_domain::points::Points;
use sha2::{Digest as _, Sha256};

use super::school::{CLASSES, SUBJECTS, administrator, day, pupil_key, quarter, teacher};
use super::{DemoSchool, Loader};
use crate::refusal::Refusal;
use crate::usecases::{
    AttendanceChange, CancelLesson, ChangeAttendance, ChangeMarks, MarkChange, MoveLesson, PlanAssessment,
    ScheduleLesson,
};

const WEEKS: u64 = 6;
/// Two lessons a week of every subject.
const LESSONS: u64 = WEEKS * 2;

pub(super) fn described(loader: &Loader<'_>) -> DemoSchool {
    let (class, _, pupils) = &CLASSES[0];
    DemoSchool {
        institution: loader.institution,
        administrator: loader.id("administrator"),
        class: loader.id(class),
        subject: loader.id(SUBJECTS[0].0),
        period: quarter(loader, 0),
        assessment: loader.id(&column_key(class, SUBJECTS[0].0, LESSONS - 1)),
        pupils: (0..pupils.len()).map(|number| loader.id(&pupil_key(class, number))).collect(),
        sign_ins: Vec::new(),
    }
}

pub(super) async fn teach(
    loader: &mut Loader<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<(), Refusal> {
    let of = CLASSES.len() * SUBJECTS.len() * 12;
    let mut done = 0;
    for lesson in 0..LESSONS {
        for (class, _, pupils) in &CLASSES {
            for (order, (subject, _)) in SUBJECTS.iter().enumerate() {
                let taught = Taught { class, subject, order, lesson, pupils: pupils.len() };
                taught.take_place(loader).await?;
                done += 1;
                progress(done, of);
            }
        }
    }
    Ok(())
}

/// One lesson of the demo.
struct Taught<'a> {
    class: &'a str,
    subject: &'a str,
    order: usize,
    lesson: u64,
    pupils: usize,
}

impl Taught<'_> {
    async fn take_place(&self, loader: &mut Loader<'_>) -> Result<(), Refusal> {
        let lesson_id: LessonId = loader.id(&format!("lesson {}", self.column()));
        let slot = self.slot();
        let place = LessonPlace {
            class_id: loader.id(self.class),
            subject_id: loader.id(self.subject),
            study_year_id: loader.id("year"),
            period_id: quarter(loader, 0),
        };
        loader.ask(administrator(loader), ScheduleLesson { lesson_id, place, slot }).await?;
        if self.lesson == 7 && self.subject == "informatics" {
            let reason = Some("мұғалім семинарда".to_owned());
            loader.ask(administrator(loader), CancelLesson { lesson_id, reason }).await?;
            return Ok(());
        }
        if self.lesson == 4 && self.subject == "history" {
            let to = Slot { date: slot.date + Days::new(1), number: 6 };
            let reason = Some("мектептегі байқау".to_owned());
            let expected = Expected::Exactly(Some(slot));
            let moved = MoveLesson { lesson_id, to, times: None, reason, expected };
            loader.ask(administrator(loader), moved).await?;
        }
        self.attendance(loader, lesson_id).await?;
        self.marks(loader, lesson_id, place, slot.date).await
    }

    async fn attendance(&self, loader: &mut Loader<'_>, lesson_id: LessonId) -> Result<(), Refusal> {
        let absent = (0..self.pupils).filter(|pupil| self.dice("attendance", *pupil).is_multiple_of(16));
        let changes: Vec<AttendanceChange> = absent
            .map(|pupil| AttendanceChange {
                pupil_id: loader.id(&pupil_key(self.class, pupil)),
                code: Some(match self.dice("why", pupil) % 4 {
                    0 => AttendanceCode::Late,
                    1 => AttendanceCode::Absent,
                    2 => AttendanceCode::Excused,
                    _ => AttendanceCode::Ill,
                }),
                expected: Expected::Anything,
            })
            .collect();
        let first = changes.first().copied();
        loader.ask(teacher(loader, self.subject), ChangeAttendance { lesson_id, changes }).await?;
        if let Some(change) = first.filter(|_| self.lesson.is_multiple_of(3)) {
            // Somebody brings a note the next day.
            let changes = vec![AttendanceChange { code: Some(AttendanceCode::Excused), ..change }];
            loader.ask(teacher(loader, self.subject), ChangeAttendance { lesson_id, changes }).await?;
        }
        Ok(())
    }

    async fn marks(
        &self,
        loader: &mut Loader<'_>,
        lesson_id: LessonId,
        place: LessonPlace,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        let assessment_id: AssessmentId = loader.id(&self.column());
        let plan = AssessmentPlan {
            class_id: place.class_id,
            subject_id: place.subject_id,
            study_year_id: place.study_year_id,
            period_id: place.period_id,
            lesson_id: Some(lesson_id),
            category_id: None,
            title: format!("Сабақ {}", self.lesson + 1),
            description: None,
            assigned_on: on,
            due_on: on,
            least: Points::whole(1),
            most: Points::whole(10),
            external_id: None,
        };
        let author = teacher(loader, self.subject);
        loader.ask(author, PlanAssessment { assessment_id, plan }).await?;
        let marked: Vec<usize> =
            (0..self.pupils).filter(|pupil| self.dice("asked", *pupil).is_multiple_of(2)).collect();
        let changes = marked.iter().map(|pupil| self.mark(loader, *pupil, 0)).collect();
        loader.ask(author, ChangeMarks { assessment_id, on, changes }).await?;
        let Some(pupil) = marked.first() else { return Ok(()) };
        if self.lesson % 4 == 1 {
            let reason = Some("жұмыс қайта тексерілді".to_owned());
            let changes = vec![MarkChange { reason, ..self.mark(loader, *pupil, 1) }];
            loader.ask(author, ChangeMarks { assessment_id, on, changes }).await?;
        }
        if self.lesson % 6 == 5 {
            let reason = Some("басқа оқушыға қойылған".to_owned());
            let changes = vec![MarkChange { value: None, reason, ..self.mark(loader, *pupil, 0) }];
            loader.ask(author, ChangeMarks { assessment_id, on, changes }).await?;
        }
        Ok(())
    }

    fn mark(&self, loader: &Loader<'_>, pupil: usize, more: i32) -> MarkChange {
        let pupil_id: PersonId = loader.id(&pupil_key(self.class, pupil));
        let value = 5 + i32::from(self.dice("mark", pupil) % 5) + more;
        MarkChange {
            pupil_id,
            number: 1,
            value: Some(Points::whole(value)),
            expected: Expected::Anything,
            reason: None,
        }
    }

    fn slot(&self) -> Slot {
        let week = self.lesson / 2;
        // Tuesdays and Thursdays, the first class before the second.
        let weekday = if self.lesson.is_multiple_of(2) { 0 } else { 2 };
        let number = u8::try_from(self.order + 1).unwrap_or(1);
        Slot { date: day(2026, 9, 1) + Days::new(week * 7 + weekday), number }
    }

    fn column(&self) -> String {
        column_key(self.class, self.subject, self.lesson)
    }

    /// The same throw on every start.
    fn dice(&self, what: &str, pupil: usize) -> u8 {
        Sha256::digest(format!("{what}/{}/{pupil}", self.column()))[0]
    }
}

fn column_key(class: &str, subject: &str, lesson: u64) -> String {
    format!("{class}/{subject}/{lesson}")
}
