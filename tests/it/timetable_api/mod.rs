//! The timetable through the API: from an empty week to dated lessons, their changes, the report on them,
//! and what a calendar program shows.

mod attacks;
mod calendars;
mod changes;
mod planning;
mod report;
mod rights;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use dayek::clock;
use dayek::usecases::{AddRoom, DeclareHoliday, DefineStudyYear, FormClass, SetBells};
use dayek_domain::access::Role;
use dayek_domain::id::{
    BellScheduleId, ClassId, HolidayId, LessonId, PeriodId, PersonId, RoomId, StudyYearId, SubjectId,
};
use dayek_domain::school_class::ClassKind;
use dayek_domain::study_year::{Bell, BellSchedule, Days, PeriodKind};
use dayek_tests::client::{Answer, Client};
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, SCHOOL, day};
use serde_json::{Value, json};
use uuid::Uuid;

const BELLS: BellScheduleId = BellScheduleId(Uuid::from_u128((0x71 << 96) | 1));
const ROOM_12: RoomId = RoomId(Uuid::from_u128((0x71 << 96) | 0x12));
const ROOM_13: RoomId = RoomId(Uuid::from_u128((0x71 << 96) | 0x13));
/// Wednesday and Thursday of the first quarter.
const HOLIDAY: Days = Days { first: day(2026, 9, 30), last: day(2026, 10, 1) };

/// The study year that is going on while the test runs, its one period, and two classes in it.
const THIS_YEAR: StudyYearId = StudyYearId(Uuid::from_u128((0x72 << 96) | 1));
const THIS_PERIOD: PeriodId = PeriodId(Uuid::from_u128((0x72 << 96) | 2));
/// Aigerim is a pupil of it.
const CLASS_8A: ClassId = ClassId(Uuid::from_u128((0x72 << 96) | 0x8a));
const CLASS_8B: ClassId = ClassId(Uuid::from_u128((0x72 << 96) | 0x8b));

fn at(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    clock::today(Some("Asia/Almaty"))
}

fn days_later(days: i64) -> NaiveDate {
    today() + TimeDelta::days(days)
}

/// The small school with bells, rooms, a holiday, and somebody in every role; its administrator asks.
async fn ground() -> (Journal, Client) {
    let journal = school().with_staff().with_delivery().open().await;
    let bells = [("08:00", "08:45"), ("08:55", "09:40"), ("09:50", "10:35"), ("10:45", "11:30")];
    let bells = (1_u8..).zip(bells).map(|(number, (begins, ends))| Bell {
        number,
        begins: at(begins),
        ends: at(ends),
    });
    let schedule = BellSchedule { name: "1-ауысым".to_owned(), bells: bells.collect() };
    let study_year_id = SCHOOL.study_year();
    journal.run(SetBells { study_year_id, bell_schedule_id: BELLS, schedule }).await;
    let holiday = DeclareHoliday {
        study_year_id,
        holiday_id: HolidayId(Uuid::from_u128((0x71 << 96) | 2)),
        name: "Мектеп күні".to_owned(),
        days: HOLIDAY,
        public: false,
        set_id: None,
    };
    journal.run(holiday).await;
    for (room_id, name) in [(ROOM_12, "12"), (ROOM_13, "13, физика")] {
        journal.run(AddRoom { room_id, name: name.to_owned(), building_id: None, seats: Some(30) }).await;
    }
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    journal.caught_up().await;
    (journal, administrator)
}

/// The same with a year around today and two classes in it.
async fn this_year() -> (Journal, Client) {
    let (journal, administrator) = ground().await;
    let days = Days { first: days_later(-40), last: days_later(40) };
    let year = DefineStudyYear {
        study_year_id: THIS_YEAR,
        name: "қазіргі жыл".to_owned(),
        days,
        periods: vec![(THIS_PERIOD, PeriodKind::Semester, "қазіргі семестр".to_owned(), days)],
    };
    journal.run(year).await;
    for (class_id, name) in [(CLASS_8A, "8А"), (CLASS_8B, "8Б")] {
        let (study_year_id, kind) = (THIS_YEAR, ClassKind::Class);
        journal.run(FormClass { class_id, study_year_id, kind, name: name.to_owned(), parts: vec![] }).await;
    }
    let enrolment = json!({ "pupil_id": AIGERIM, "from": days.first });
    administrator.post(&format!("/api/v1/classes/{CLASS_8A}/pupils"), &enrolment).await.is(200);
    journal.caught_up().await;
    (journal, administrator)
}

/// A lesson that no timetable has.
struct Extra {
    lesson: u128,
    class_id: ClassId,
    date: NaiveDate,
    number: u8,
    teacher: PersonId,
    room: Option<RoomId>,
}

impl Extra {
    /// Of 8А in algebra, today, by its teacher.
    fn today(lesson: u128, number: u8) -> Self {
        let teacher = SCHOOL.algebra_teacher();
        Self { lesson, class_id: CLASS_8A, date: today(), number, teacher, room: None }
    }

    const fn id(&self) -> LessonId {
        SCHOOL.lesson(self.lesson)
    }

    async fn ask(&self, client: &Client) -> Answer {
        let begins = at("08:00") + TimeDelta::hours(i64::from(self.number) - 1);
        let lesson = json!({
            "lesson_id": self.id(),
            "class_id": self.class_id,
            "subject_id": SCHOOL.algebra(),
            "study_year_id": THIS_YEAR,
            "period_id": THIS_PERIOD,
            "date": self.date,
            "number": self.number,
            "teacher_ids": [self.teacher],
            "room_id": self.room,
            "begins": begins,
            "ends": begins + TimeDelta::minutes(45),
        });
        client.post("/api/v1/lessons", &lesson).await
    }

    async fn add(&self, client: &Client) -> String {
        self.ask(client).await.is(201);
        format!("/api/v1/lessons/{}", self.id())
    }
}

/// A lesson of the week: day, number, subject, teacher.
type Slot = (&'static str, u8, SubjectId, PersonId);

fn timetable(number: u128) -> Uuid {
    Uuid::from_u128((0x73 << 96) | number)
}

fn slot(timetable: u128, number: usize) -> String {
    let (of, number) = (self::timetable(timetable), u128::try_from(number).unwrap());
    let slot = Uuid::from_u128((0x74 << 96) | (timetable << 64) | number);
    format!("/api/v1/timetables/{of}/slots/{slot}")
}

/// Drafts a timetable of a class for the first quarter, with these lessons.
async fn plan(client: &Client, number: u128, class_id: ClassId, slots: &[Slot]) {
    let draft = json!({
        "class_id": class_id,
        "study_year_id": SCHOOL.study_year(),
        "period_id": SCHOOL.quarter(1),
        "bell_schedule_id": BELLS,
        "name": "1-тоқсан",
    });
    client.put(&format!("/api/v1/timetables/{}", timetable(number)), &draft).await.is(200);
    for (place, planned) in slots.iter().enumerate() {
        client.put(&slot(number, place), &planned_slot(*planned)).await.is(200);
    }
}

fn planned_slot((weekday, number, subject_id, teacher): Slot) -> Value {
    json!({ "weekday": weekday, "number": number, "subject_id": subject_id, "teacher_ids": [teacher] })
}

fn from(number: u128, first: NaiveDate) -> Value {
    json!({ "timetable_ids": [timetable(number)], "from": first })
}

/// What the read models show once they have taken everything in.
async fn shown(journal: &Journal, client: &Client, path: &str) -> Value {
    journal.caught_up().await;
    client.get(path).await.is(200).json()
}

fn items(shown: &Value) -> Vec<Value> {
    shown["items"].as_array().unwrap().clone()
}
