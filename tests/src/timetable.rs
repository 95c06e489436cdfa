//! A school that plans by the week: bells, rooms, a group, a timetable, and what becomes of its lessons.
//!
//! Streams are told what to do past the use cases, so that every event there is can be had.

use chrono::NaiveTime;
use dayek::log::{StreamKey, UseCase, Work};
use dayek::refusal::Refusal;
use dayek_domain::building::{Building, BuildingCommand};
use dayek_domain::expected::Expected;
use dayek_domain::id::{
    BellScheduleId, BuildingId, ClassId, HolidayId, LessonId, PeriodSetId, RoomId, SlotId, StudyYearId,
    TimetableId,
};
use dayek_domain::lesson::{Lesson, LessonCommand, LessonPlace, Slot, Staffing, Times};
use dayek_domain::room::{Room, RoomCommand};
use dayek_domain::school_class::{ClassKind, JournalKind, Part, SchoolClass, SchoolClassCommand};
use dayek_domain::study_year::{Bell, BellSchedule, Days, PeriodKind, StudyYear, StudyYearCommand};
use dayek_domain::timetable::{PlannedSlot, Timetable, TimetableCommand, TimetablePlace, Week, Weekday};
use uuid::Uuid;

use crate::journal::Journal;
use crate::school::{QUARTERS, SCHOOL, day};

const fn id(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128((1 << 96) | (kind << 64) | number)
}

pub const BELLS: BellScheduleId = BellScheduleId(id(0x20, 1));
pub const SHORT_BELLS: BellScheduleId = BellScheduleId(id(0x20, 2));
pub const QUARTER_SET: PeriodSetId = PeriodSetId(id(0x21, 1));
pub const AUTUMN: HolidayId = HolidayId(id(0x22, 1));
pub const MAIN_BUILDING: BuildingId = BuildingId(id(0x23, 1));
pub const ROOM_12: RoomId = RoomId(id(0x24, 12));
pub const ROOM_13: RoomId = RoomId(id(0x24, 13));
/// The first half of 7А in English, with all of 7Б.
pub const GROUP: ClassId = ClassId(id(0x25, 1));
/// The timetable of 7А in the first quarter.
pub const TIMETABLE: TimetableId = TimetableId(id(0x26, 1));
/// Algebra on Mondays.
pub const MONDAYS: SlotId = SlotId(id(0x27, 1));
pub const TUESDAYS: SlotId = SlotId(id(0x27, 2));
/// A Monday of the first quarter.
pub const MONDAY: chrono::NaiveDate = day(2026, 9, 7);

/// What a stream is told.
#[derive(Debug, Clone)]
pub enum Said {
    Year(StudyYearId, StudyYearCommand),
    Class(ClassId, SchoolClassCommand),
    Building(BuildingId, BuildingCommand),
    Room(RoomId, RoomCommand),
    Timetable(TimetableId, TimetableCommand),
    Lesson(LessonId, LessonCommand),
}

/// Tells streams what to do, one after the other, and appends all of it at once. Nobody asks whether it
/// is permitted.
#[derive(Debug, Clone)]
pub struct Told(pub Vec<Said>);

impl UseCase for Told {
    fn writes(&self) -> Vec<StreamKey> {
        let key = |said: &Said| match said {
            Said::Year(id, _) => StreamKey::of::<StudyYear>(*id),
            Said::Class(id, _) => StreamKey::of::<SchoolClass>(*id),
            Said::Building(id, _) => StreamKey::of::<Building>(*id),
            Said::Room(id, _) => StreamKey::of::<Room>(*id),
            Said::Timetable(id, _) => StreamKey::of::<Timetable>(*id),
            Said::Lesson(id, _) => StreamKey::of::<Lesson>(*id),
        };
        let mut keys: Vec<StreamKey> = self.0.iter().map(key).collect();
        keys.sort();
        keys.dedup();
        keys
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        for said in self.0.clone() {
            match said {
                Said::Year(id, command) => work.handle::<StudyYear>(id, command).await?,
                Said::Class(id, command) => work.handle::<SchoolClass>(id, command).await?,
                Said::Building(id, command) => work.handle::<Building>(id, command).await?,
                Said::Room(id, command) => work.handle::<Room>(id, command).await?,
                Said::Timetable(id, command) => work.handle::<Timetable>(id, command).await?,
                Said::Lesson(id, command) => work.handle::<Lesson>(id, command).await?,
            };
        }
        Ok(())
    }
}

pub const fn lesson(number: u128) -> LessonId {
    LessonId(id(0x28, number))
}

fn at(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

pub fn times(hour: u32) -> Times {
    Times { begins: at(hour, 0), ends: at(hour, 45) }
}

fn schedule(name: &str, minutes: u32) -> BellSchedule {
    let bells = [(1, 8), (2, 9), (3, 10)];
    let bell = |(number, hour)| Bell { number, begins: at(hour, 0), ends: at(hour, minutes) };
    BellSchedule { name: name.to_owned(), bells: bells.map(bell).to_vec() }
}

pub fn algebra(weekday: Weekday) -> PlannedSlot {
    PlannedSlot {
        weekday,
        number: 2,
        week: Week::Every,
        subject_id: SCHOOL.algebra(),
        teacher_ids: vec![SCHOOL.algebra_teacher()],
        room_id: Some(ROOM_12),
    }
}

/// What the timetable has its lesson staffed with.
pub fn staffing() -> Staffing {
    Staffing {
        teacher_ids: vec![SCHOOL.algebra_teacher()],
        room_id: Some(ROOM_12),
        times: Some(times(9)),
        slot_id: Some(MONDAYS),
    }
}

/// A lesson of 7А in algebra.
pub fn scheduled(lesson_id: LessonId, date: chrono::NaiveDate) -> Said {
    let place = LessonPlace {
        class_id: SCHOOL.class_7a(),
        subject_id: SCHOOL.algebra(),
        study_year_id: SCHOOL.study_year(),
        period_id: SCHOOL.quarter(1),
    };
    let slot = Slot { date, number: 2 };
    Said::Lesson(lesson_id, LessonCommand::Schedule { place, slot, staffing: staffing() })
}

/// Others teach a lesson this once.
pub fn substituted(lesson_id: LessonId) -> Said {
    let command = LessonCommand::SubstituteTeacher {
        teacher_ids: vec![SCHOOL.history_teacher()],
        reason: Some("a course".to_owned()),
    };
    Said::Lesson(lesson_id, command)
}

/// The year gets its bells, holidays and rooms, the classes what they follow: every event of them.
pub async fn the_frame_is_set_up(journal: &Journal) {
    journal.run(Told(the_year())).await;
    journal.run(Told(the_rooms())).await;
    journal.run(Told(the_classes())).await;
}

fn the_year() -> Vec<Said> {
    use StudyYearCommand as Command;
    let set = |name: &str| Command::DefinePeriodSet { set_id: QUARTER_SET, name: name.to_owned() };
    let holiday = |holiday_id, name: &str, last| Command::DeclareHoliday {
        holiday_id,
        name: name.to_owned(),
        days: Days { first: day(2026, 10, 26), last },
        public: false,
        set_id: Some(QUARTER_SET),
    };
    let bells = |bell_schedule_id, schedule| Command::SetBellSchedule { bell_schedule_id, schedule };
    let short = |to| Command::SetDayBells { date: MONDAY, bell_schedule_id: BELLS, to };
    let mistaken = HolidayId(id(0x22, 2));
    let commands = [
        set("Кварталдар"),
        set("Тоқсандар"),
        Command::DefinePeriod {
            period_id: SCHOOL.quarter(5),
            kind: PeriodKind::Quarter,
            name: "Бірінші тоқсан".to_owned(),
            days: QUARTERS[0],
            external_id: None,
            set_id: Some(QUARTER_SET),
        },
        holiday(AUTUMN, "Күзгі демалыс", day(2026, 10, 30)),
        holiday(AUTUMN, "Күзгі каникул", day(2026, 11, 1)),
        holiday(mistaken, "Қате", day(2026, 10, 27)),
        Command::WithdrawHoliday { holiday_id: mistaken },
        bells(BELLS, schedule("Негізгі", 40)),
        bells(BELLS, schedule("Негізгі", 45)),
        bells(SHORT_BELLS, schedule("Қысқа күн", 30)),
        short(Some(SHORT_BELLS)),
        short(None),
        short(Some(SHORT_BELLS)),
    ];
    commands.into_iter().map(|command| Said::Year(SCHOOL.study_year(), command)).collect()
}

fn the_rooms() -> Vec<Said> {
    let building = |address: Option<&str>| {
        let (name, address) = ("Негізгі ғимарат".to_owned(), address.map(str::to_owned));
        Said::Building(MAIN_BUILDING, BuildingCommand::Add { name, address })
    };
    let room = |room_id, name: &str, seats| {
        let name = name.to_owned();
        Said::Room(room_id, RoomCommand::Add { name, building_id: Some(MAIN_BUILDING), seats })
    };
    let old = RoomId(id(0x24, 1));
    vec![
        building(None),
        building(Some("Абай көшесі, 1")),
        room(ROOM_12, "12", None),
        room(ROOM_12, "12", Some(30)),
        room(ROOM_13, "13", Some(16)),
        room(old, "1", None),
        Said::Room(old, RoomCommand::Retire { on: day(2026, 9, 1) }),
    ]
}

fn the_classes() -> Vec<Said> {
    use SchoolClassCommand as Command;
    let half = Part {
        class_id: SCHOOL.class_7a(),
        division: Some("ағылшын тілі".to_owned()),
        part: Some("1".to_owned()),
    };
    let formed = Command::Form {
        study_year_id: SCHOOL.study_year(),
        kind: ClassKind::Group,
        name: "7 ағылшын 1".to_owned(),
        external_id: None,
        parts: vec![half.clone()],
    };
    let of_7a = [
        Command::ChooseJournalKind { kind: JournalKind::Points },
        Command::ChoosePeriodSet { set_id: Some(QUARTER_SET) },
        Command::ChooseBellSchedule { bell_schedule_id: BELLS },
    ];
    let composed = Command::ComposeGroup { parts: vec![half, Part::whole(SCHOOL.class_7b())] };
    let of_7a = of_7a.map(|command| Said::Class(SCHOOL.class_7a(), command));
    of_7a.into_iter().chain([Said::Class(GROUP, formed), Said::Class(GROUP, composed)]).collect()
}

/// A week is planned, and planned otherwise, and published: every event of a timetable.
pub async fn a_week_is_planned(journal: &Journal) {
    let draft = |name: &str, bell_schedule_id| TimetableCommand::Draft {
        place: TimetablePlace {
            class_id: SCHOOL.class_7a(),
            study_year_id: SCHOOL.study_year(),
            period_id: SCHOOL.quarter(1),
            bell_schedule_id,
        },
        name: name.to_owned(),
    };
    let planned = |slot_id, slot| TimetableCommand::PlanSlot { slot_id, slot };
    let mistaken = SlotId(id(0x27, 3));
    let commands = [
        draft("7А", SHORT_BELLS),
        draft("7А, бірінші тоқсан", BELLS),
        planned(MONDAYS, PlannedSlot { room_id: None, ..algebra(Weekday::Monday) }),
        planned(MONDAYS, algebra(Weekday::Monday)),
        planned(TUESDAYS, PlannedSlot { week: Week::Odd, ..algebra(Weekday::Tuesday) }),
        planned(mistaken, algebra(Weekday::Friday)),
        TimetableCommand::RemoveSlot { slot_id: mistaken },
        TimetableCommand::NotePublished { days: QUARTERS[0], lessons: 12 },
    ];
    let said = commands.into_iter().map(|command| Said::Timetable(TIMETABLE, command));
    journal.run(Told(said.collect())).await;
}

/// Lessons are moved, substituted, joined, cancelled, restored, replanned and withdrawn.
pub async fn lessons_change(journal: &Journal) {
    use LessonCommand as Command;
    let reason = || Some("frost".to_owned());
    journal.run(Told((1..=4).map(|number| scheduled(lesson(number), MONDAY)).collect())).await;
    let first = [
        Command::Move {
            to: Slot { date: day(2026, 9, 8), number: 3 },
            times: Some(times(10)),
            reason: reason(),
            expected: Expected::Anything,
        },
        Command::ChangeRoom { room_id: Some(ROOM_13), reason: reason() },
        Command::Join { with: lesson(2), reason: reason() },
        Command::Cancel { reason: reason() },
        Command::Restore { reason: reason() },
    ];
    journal.run(Told(first.map(|command| Said::Lesson(lesson(1), command)).to_vec())).await;
    journal.run(Told(vec![substituted(lesson(2)), substituted(lesson(3))])).await;
    let both = Staffing {
        teacher_ids: vec![SCHOOL.algebra_teacher(), SCHOOL.history_teacher()],
        room_id: Some(ROOM_13),
        ..staffing()
    };
    let replanned = Command::Replan { slot: Slot { date: MONDAY, number: 2 }, staffing: both };
    let last = [
        Said::Lesson(lesson(2), replanned.clone()),
        Said::Lesson(lesson(3), Command::EndSubstitution),
        Said::Lesson(lesson(3), Command::Withdraw { reason: reason() }),
        Said::Lesson(lesson(4), Command::Withdraw { reason: None }),
    ];
    journal.run(Told(last.to_vec())).await;
    journal.run(Told(vec![Said::Lesson(lesson(4), replanned)])).await;
}
