//! What publishing the plan of a class would come to: its load, what it clashes with, how many lessons.

use chrono::NaiveDate;
use dayek_domain::timetable::{ceiling, weekly_halves};
use dayek_projections::directory::ClassRow;
use dayek_projections::timetable::{self, Of};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::names::Names;
use super::plan::Plan;
use super::told::{clash_sentences, tell};
use super::{day, weekday, written};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::statistics::mark;
use crate::pages::views::Ahead;
use crate::pages::visitor::Visitor;
use crate::pages::words::Words;
use crate::usecases::timetable::preview;

/// The day from which a plan would be published unless another is chosen.
pub(super) fn first_day(first: NaiveDate, last: NaiveDate, today: NaiveDate) -> NaiveDate {
    if first <= today && today <= last { today } else { first }
}

pub(super) async fn ahead(
    app: &App,
    visitor: &Visitor,
    plan: &Plan,
    from: Option<&str>,
) -> Result<Ahead, Refused> {
    let words = visitor.words;
    let period = &plan.period;
    let usual = first_day(period.first_day, period.last_day, visitor.time.today());
    let begin = from.and_then(day).unwrap_or(usual);
    let ids = plan.drafted();
    let request = visitor.caller.request(None, None);
    let mut why_not = without_teacher(words, plan);
    let looked = preview(&app.log, &request, &ids, begin).await;
    let (mut clashes, mut kept) = (vec![], vec![]);
    let (mut lessons, mut withdrawn) = (0, 0);
    match looked {
        Ok(preview) => {
            clashes = clash_sentences(app, visitor, &preview.clashes).await?;
            lessons = preview.lessons;
            withdrawn = preview.withdrawn;
            let ids: Vec<Uuid> = preview.kept.iter().map(|lesson| lesson.0).collect();
            kept = named(app, visitor, plan, ids).await?;
        }
        Err(refusal) => why_not.extend(tell(app, visitor, refusal).await?.sentences),
    }
    let slots = plan.members.iter().flat_map(|member| member.timetable.slots()).map(|(_, slot)| slot);
    let halves = weekly_halves(slots);
    Ok(Ahead {
        action: format!("{}/publication", plan.action()),
        from: from.map_or_else(|| usual.to_string(), str::to_owned),
        load: words.t1("timetable-load", "lessons", &in_lessons(words, halves)),
        overload: overload(words, &plan.class, halves),
        why_not,
        clashes,
        lessons: lessons.to_string(),
        withdrawn: withdrawn.to_string(),
        kept,
    })
}

/// The lessons of the week that nobody teaches yet.
fn without_teacher(words: &Words, plan: &Plan) -> Vec<String> {
    let slots = plan.members.iter().flat_map(|member| member.timetable.slots());
    let lonely = slots.map(|(_, slot)| slot).filter(|slot| slot.teacher_ids.is_empty());
    let told = lonely.map(|slot| {
        let (day, number) = (weekday(words, slot.weekday), slot.number.to_string());
        words.ta("timetable-no-teacher-at", &[("day", &day), ("number", &number)])
    });
    told.collect()
}

async fn named(app: &App, visitor: &Visitor, plan: &Plan, ids: Vec<Uuid>) -> Result<Vec<String>, Refused> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let institution = visitor.caller.institution();
    let (first, last) = (plan.period.first_day, plan.period.last_day);
    let rows = timetable::lessons(&app.pool, institution.0, &Of::Lessons(ids), first, last).await?;
    let names = Names::of_lessons(app, visitor, &rows).await?;
    let told = rows.iter().map(|row| {
        let what = format!("{} · {}", names.class(row.class_id), names.subject(row.subject_id));
        format!("{what}, {}, {}", written(row.date), row.number)
    });
    Ok(told.collect())
}

pub(super) fn in_lessons(words: &Words, halves: u32) -> String {
    mark(words, Decimal::new(i64::from(halves) * 5, 1).normalize())
}

/// A warning where the load is above the ceiling of the grade in the name of the class.
fn overload(words: &Words, class: &ClassRow, halves: u32) -> Option<String> {
    let digits: String = class.name.chars().take_while(char::is_ascii_digit).collect();
    let ceiling = ceiling(digits.parse().ok()?)?;
    (halves > ceiling.kazakh.min(ceiling.russian)).then(|| {
        let (kazakh, russian) = (in_lessons(words, ceiling.kazakh), in_lessons(words, ceiling.russian));
        words.ta("timetable-overload", &[("kazakh", &kazakh), ("russian", &russian)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::Language;

    fn class(name: &str) -> ClassRow {
        ClassRow {
            class_id: Uuid::nil(),
            name: name.to_owned(),
            kind: "class".to_owned(),
            study_year_id: Uuid::nil(),
            study_year: String::new(),
            external_id: None,
            period_set_id: None,
            bell_schedule_id: None,
            journal_kind: None,
        }
    }

    #[test]
    fn a_load_above_the_ceiling_is_told_with_the_ceiling() {
        let words = Words::of(Language::Kk);
        assert_eq!(overload(words, &class("1А"), 39), None);
        let told = overload(words, &class("1А"), 40).unwrap();
        assert!(told.contains("19,5") && told.contains("20,5"), "{told}");
        assert_eq!(overload(words, &class("11Б"), 100), None);
    }

    #[test]
    fn publishing_begins_today_in_a_period_that_goes_on() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (first, last) = (day("2026-11-02"), day("2026-12-27"));
        assert_eq!(first_day(first, last, day("2026-11-25")), day("2026-11-25"));
        assert_eq!(first_day(first, last, day("2026-10-01")), first);
        assert_eq!(first_day(first, last, day("2027-01-15")), first);
    }
}
