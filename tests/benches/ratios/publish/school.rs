//! A school of 40 classes, each with 30 lessons a week of 10 teachers, in quarters of 8 weeks.

use chrono::{Days as After, NaiveDate, NaiveTime};
use dayek::log::{Actor, Receipt, Request, UseCase};
use dayek::store::Store;
use dayek::usecases::{
    AddPeople, AddRoom, AddSubject, All, DefineStudyYear, DraftTimetable, FormClass, Newcomer, Place,
    PlanSlot, RegisterInstitution, SetBells,
};
use dayek_domain::id::{
    BellScheduleId, ClassId, InstitutionId, PeriodId, PersonId, RoomId, SlotId, StudyYearId, SubjectId,
    TimetableId,
};
use dayek_domain::institution::InstitutionKind;
use dayek_domain::person::PersonDetails;
use dayek_domain::school_class::ClassKind;
use dayek_domain::study_year::{Bell, BellSchedule, Days, PeriodKind};
use dayek_domain::timetable::{PlannedSlot, TimetablePlace, Week, Weekday};
use uuid::Uuid;

use crate::asked::ROUNDS;
use crate::marks::{day, fixed_id};

pub(super) const CLASSES: u64 = 40;
const TEACHERS: u64 = 60;
const SUBJECTS: u64 = 10;
const HOURS: u64 = 6;
const WEEKDAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
const DAYS_OF_QUARTER: u64 = 8 * 7;

pub(super) struct School<'a> {
    store: &'a Store,
    id: InstitutionId,
}

impl<'a> School<'a> {
    pub(super) async fn found(store: &'a Store) -> Self {
        let school = Self { store, id: InstitutionId(fixed_id(0x60, 0)) };
        store.log.open_institution(school.id).await.unwrap();
        let institution = RegisterInstitution {
            institution_id: school.id,
            kind: InstitutionKind::General,
            name: "school".to_owned(),
            parent_id: None,
            time_zone: "Asia/Almaty".to_owned(),
            external_id: None,
        };
        school.ask(institution).await;
        school.years().await;
        let subject = |number| AddSubject {
            subject_id: SubjectId(fixed_id(0x64, number)),
            name: format!("subject {number}"),
            code: None,
        };
        school.ask(All((0..SUBJECTS).map(subject).collect())).await;
        let teacher = |number| Newcomer {
            person_id: PersonId(fixed_id(0x65, number)),
            details: PersonDetails { family_name: format!("Invented {number}"), ..PersonDetails::default() },
            place: Place::Employee { order: None },
        };
        school.ask(AddPeople { people: (0..TEACHERS).map(teacher).collect() }).await;
        let room = |number| AddRoom {
            room_id: RoomId(fixed_id(0x66, number)),
            name: format!("{number}"),
            building_id: None,
            seats: None,
        };
        school.ask(All((0..CLASSES).map(room).collect())).await;
        let class = |number| FormClass {
            class_id: ClassId(fixed_id(0x67, number)),
            study_year_id: year_id(),
            kind: ClassKind::Class,
            name: format!("class {number}"),
            parts: vec![],
        };
        school.ask(All((0..CLASSES).map(class).collect())).await;
        school
    }

    pub(super) const fn id(&self) -> Uuid {
        self.id.0
    }

    pub(super) async fn ask(&self, use_case: impl UseCase) -> Receipt {
        let request = Request { actor: Actor::System, ..Request::of_system(self.id, Uuid::nil()) };
        self.store.log.execute(request, use_case).await.unwrap()
    }

    async fn years(&self) {
        let quarter = |number: usize| {
            let number = number as u64;
            let first = first_day() + After::new(number * DAYS_OF_QUARTER);
            let days = Days { first, last: first + After::new(DAYS_OF_QUARTER - 1) };
            (PeriodId(fixed_id(0x62, number)), PeriodKind::Quarter, format!("{number}"), days)
        };
        let year = DefineStudyYear {
            study_year_id: year_id(),
            name: "2026/2027".to_owned(),
            days: Days { first: first_day(), last: day(2027, 8, 31) },
            periods: (0..ROUNDS).map(quarter).collect(),
        };
        self.ask(year).await;
        let bell = |number: u8| {
            let at = |minute| NaiveTime::from_hms_opt(7 + u32::from(number), minute, 0).unwrap();
            Bell { number, begins: at(0), ends: at(45) }
        };
        let schedule = BellSchedule { name: "shift".to_owned(), bells: (1..=6).map(bell).collect() };
        let bells = SetBells { study_year_id: year_id(), bell_schedule_id: bells_id(), schedule };
        self.ask(bells).await;
    }

    /// Plans the weeks of all classes for a quarter.
    pub(super) async fn plan(&self, quarter: usize) -> Vec<TimetableId> {
        let quarter = quarter as u64;
        let mut timetables = Vec::new();
        for class in 0..CLASSES {
            let number = quarter * CLASSES + class;
            let timetable_id = TimetableId(fixed_id(0x68, number));
            let place = TimetablePlace {
                class_id: ClassId(fixed_id(0x67, class)),
                study_year_id: year_id(),
                period_id: PeriodId(fixed_id(0x62, quarter)),
                bell_schedule_id: bells_id(),
            };
            self.ask(DraftTimetable { timetable_id, place, name: format!("class {class}") }).await;
            let slot = |(hour, weekday): (u64, Weekday)| PlanSlot {
                timetable_id,
                slot_id: SlotId(fixed_id(0x69, number * 100 + hour)),
                slot: taught(class, hour, weekday),
            };
            let hours = WEEKDAYS.into_iter().flat_map(|weekday| (0..HOURS).map(move |_| weekday));
            self.ask(All((0..).zip(hours).map(slot).collect())).await;
            timetables.push(timetable_id);
        }
        timetables
    }
}

/// At one hour every class has another teacher, and the room is its own.
fn taught(class: u64, hour: u64, weekday: Weekday) -> PlannedSlot {
    let subject = hour % SUBJECTS;
    PlannedSlot {
        weekday,
        number: u8::try_from(hour % HOURS + 1).unwrap(),
        week: Week::Every,
        subject_id: SubjectId(fixed_id(0x64, subject)),
        teacher_ids: vec![PersonId(fixed_id(0x65, (class + 13 * subject) % TEACHERS))],
        room_id: Some(RoomId(fixed_id(0x66, class))),
    }
}

/// Publishing from here on means: from the first day of whatever quarter it is.
pub(super) fn first_day() -> NaiveDate {
    day(2026, 9, 7)
}

fn year_id() -> StudyYearId {
    StudyYearId(fixed_id(0x61, 0))
}

fn bells_id() -> BellScheduleId {
    BellScheduleId(fixed_id(0x63, 0))
}
