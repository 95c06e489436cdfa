//! The timetable from the second quarter on: bells, holidays, rooms, a week for each class, published. The
//! first quarter's lessons stand as they were recorded when there was no timetable.

use chrono::NaiveTime;
use dayek_domain::access::Role;
use dayek_domain::id::{BellScheduleId, ClassId, PersonId, StudyYearId, SubjectId, TimetableId};
use dayek_domain::study_year::{Bell, BellSchedule, CALENDAR_2026_2027, Named};
use dayek_domain::timetable::{PlannedSlot, TimetablePlace, Week, Weekday};

use super::school::{CLASSES, SUBJECTS, administrator, quarter, teacher_key};
use super::{Loader, TIMETABLE};
use crate::fet_import::holiday_name;
use crate::log::{Actor, UseCase};
use crate::refusal::Refusal;
use crate::usecases::{
    AddBuilding, AddRoom, All, ChooseBellSchedule, DeclareHoliday, DraftTimetable, GrantRole, PlanSlot,
    PublishTimetables, SetBells,
};

/// Hour and minute of the beginnings; a lesson lasts 45 minutes.
const BELLS: [(u32, u32); 6] = [(8, 0), (8, 55), (9, 50), (10, 50), (11, 45), (12, 40)];
const LENGTH: u32 = 45 * 60;
const DAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
/// One for each subject, in the same order.
const ROOMS: [(&str, u16); 4] = [("201", 28), ("202", 28), ("203", 28), ("Информатика кабинеті", 16)];

/// Counts its steps by itself, so that a school loaded by an earlier release gets its timetable too.
struct Steps<'a> {
    loader: &'a Loader<'a>,
    done: usize,
}

impl Steps<'_> {
    async fn ask(&mut self, use_case: impl UseCase) -> Result<(), Refusal> {
        self.done += 1;
        let key = format!("{TIMETABLE}/{}", self.done);
        self.loader.ask_under(&key, administrator(self.loader), use_case).await?;
        Ok(())
    }
}

pub(super) async fn hang_up(loader: &Loader<'_>) -> Result<(), Refusal> {
    let mut steps = Steps { loader, done: 0 };
    days_and_rooms(&mut steps).await?;
    for (number, span) in CALENDAR_2026_2027.quarters.into_iter().enumerate().skip(1) {
        let mut timetable_ids = Vec::with_capacity(CLASSES.len());
        for (order, (class, name, _)) in CLASSES.into_iter().enumerate() {
            let timetable_id: TimetableId = loader.id(&format!("timetable {class}/{number}"));
            let place = TimetablePlace {
                class_id: loader.id(class),
                study_year_id: loader.id("year"),
                period_id: quarter(loader, number),
                bell_schedule_id: loader.id("bells"),
            };
            steps.ask(DraftTimetable { timetable_id, place, name: name.to_owned() }).await?;
            steps.ask(All(week(loader, class, order, number))).await?;
            timetable_ids.push(timetable_id);
        }
        steps.ask(PublishTimetables { timetable_ids, from: span.days().first }).await?;
    }
    // Granting again what is held changes nothing, but its receipt marks the end.
    let last = GrantRole::of(loader.id("administrator"), Role::Administrator);
    loader.ask_under(TIMETABLE, Actor::System, last).await?;
    Ok(())
}

async fn days_and_rooms(steps: &mut Steps<'_>) -> Result<(), Refusal> {
    let loader = steps.loader;
    let study_year_id: StudyYearId = loader.id("year");
    let bell_schedule_id: BellScheduleId = loader.id("bells");
    let order = CALENDAR_2026_2027;
    let holiday = |named: Named, public: bool| DeclareHoliday {
        study_year_id,
        holiday_id: loader.id(&format!("holiday {}", named.code)),
        name: holiday_name(named.code).to_owned(),
        days: named.span.days(),
        public,
        set_id: None,
    };
    let of_school = order.holidays.into_iter().map(|named| holiday(named, false));
    let of_country = order.public.into_iter().map(|named| holiday(named, true));
    steps.ask(All(of_school.chain(of_country).collect())).await?;
    let schedule = BellSchedule { name: "1-ауысым".to_owned(), bells: bells() };
    steps.ask(SetBells { study_year_id, bell_schedule_id, schedule }).await?;
    for (class, _, _) in &CLASSES {
        steps.ask(ChooseBellSchedule { class_id: loader.id(class), bell_schedule_id }).await?;
    }
    let name = "Бас ғимарат".to_owned();
    steps.ask(AddBuilding { building_id: loader.id("building"), name, address: None }).await?;
    let rooms = SUBJECTS.iter().zip(ROOMS).map(|((subject, _), (name, seats))| AddRoom {
        room_id: loader.id(&room_key(subject)),
        name: name.to_owned(),
        building_id: Some(loader.id("building")),
        seats: Some(seats),
    });
    steps.ask(All(rooms.collect())).await
}

fn bells() -> Vec<Bell> {
    let bell = |(number, (hour, minute)): (u8, (u32, u32))| {
        let seconds = hour * 3600 + minute * 60;
        let at = |seconds| NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default();
        Bell { number, begins: at(seconds), ends: at(seconds + LENGTH) }
    };
    (1..).zip(BELLS).map(bell).collect()
}

/// Every subject once a day, each day at another hour; the second class has them two hours later than the
/// first, so that no teacher is needed twice.
fn week(loader: &Loader<'_>, class: &str, order: usize, number: usize) -> Vec<PlanSlot> {
    let class_id: ClassId = loader.id(class);
    let mut slots = Vec::new();
    for (day, weekday) in DAYS.into_iter().enumerate() {
        for (hour, lesson) in (0..SUBJECTS.len()).zip(1_u8..) {
            let (subject, _) = SUBJECTS[(hour + day + 2 * order) % SUBJECTS.len()];
            let subject_id: SubjectId = loader.id(subject);
            let teacher_id: PersonId = loader.id(&teacher_key(subject));
            let place = format!("slot {class_id}/{number}/{}/{lesson}", weekday.as_ref());
            slots.push(PlanSlot {
                timetable_id: loader.id(&format!("timetable {class}/{number}")),
                slot_id: loader.id(&place),
                slot: PlannedSlot {
                    weekday,
                    number: lesson,
                    week: Week::Every,
                    subject_id,
                    teacher_ids: vec![teacher_id],
                    room_id: Some(loader.id(&room_key(subject))),
                },
            });
        }
    }
    slots
}

fn room_key(subject: &str) -> String {
    format!("room of {subject}")
}
