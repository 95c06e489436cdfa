//! What publishing would lead to, for showing before it is done. Changes nothing.

use chrono::NaiveDate;
use dayek_domain::id::{LessonId, TimetableId};
use dayek_domain::lesson::Lesson;
use dayek_domain::timetable_guard::{Clash, TimetableGuard};

use super::publish::Planned;
use crate::log::{Log, Request};
use crate::refusal::Refusal;

/// What publishing comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Why it would be refused.
    pub clashes: Vec<Clash>,
    /// How many lessons the timetables have in their days.
    pub lessons: usize,
    /// How many lessons of an earlier plan would go.
    pub withdrawn: usize,
    /// Lessons that the plan has no place for, and in which somebody has written: they stay.
    pub kept: Vec<LessonId>,
}

/// Looks at what publishing these timetables from a day on would lead to.
pub async fn preview(
    log: &Log,
    request: &Request,
    timetable_ids: &[TimetableId],
    from: NaiveDate,
) -> Result<Preview, Refusal> {
    let mut work = log.look(request);
    let mut preview = Preview::default();
    let mut planned = Vec::with_capacity(timetable_ids.len());
    for timetable_id in timetable_ids {
        planned.push(Planned::of(&mut work, *timetable_id, from).await?);
    }
    let Some(first) = planned.first() else { return Ok(preview) };
    let guard = work.look_at::<TimetableGuard>(first.place.study_year_id).await?.clone();
    let timetables: Vec<_> = planned.iter().map(|planned| planned.taken.clone()).collect();
    preview.clashes = guard.clashes(&timetables, first.first_week);
    for planned in &planned {
        preview.lessons += planned.lessons.len();
        let dropped = planned.dropped(&guard);
        let with_marks = work.lessons_with_marks(&dropped).await?;
        for lesson_id in dropped {
            let lesson = work.look_at::<Lesson>(lesson_id).await?;
            if lesson.place().is_none() || lesson.is_withdrawn() {
                continue;
            }
            if lesson.has_entries() || with_marks.contains(&lesson_id) {
                preview.kept.push(lesson_id);
            } else {
                preview.withdrawn += 1;
            }
        }
    }
    Ok(preview)
}
