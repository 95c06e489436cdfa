//! What is asked of buildings and rooms, of timetables, and of what guards them.

use dayek_domain::building::BuildingCommand;
use dayek_domain::id::{
    BellScheduleId, BuildingId, ClassId, LessonId, PeriodId, PersonId, RoomId, SlotId, StudyYearId, SubjectId,
};
use dayek_domain::room::RoomCommand;
use dayek_domain::school_class::Part;
use dayek_domain::timetable::{PlannedSlot, TimetableCommand, TimetablePlace, Week, Weekday};
use dayek_domain::timetable_guard::{Dated, Occupied, Taken, TimetableGuardCommand};
use proptest::collection::vec;
use proptest::option;
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::Strategy;
use uuid::Uuid;

use super::{clock, date, days, id, name, words};

pub(super) fn building_command() -> impl Strategy<Value = BuildingCommand> {
    (name(), words()).prop_map(|(name, address)| BuildingCommand::Add { name, address })
}

pub(super) fn room_command() -> impl Strategy<Value = RoomCommand> {
    prop_oneof![
        4 => (name(), option::of(id::<BuildingId>()), option::of(1_u16..3))
            .prop_map(|(name, building_id, seats)| RoomCommand::Add { name, building_id, seats }),
        1 => date().prop_map(|on| RoomCommand::Retire { on }),
    ]
}

fn teachers() -> impl Strategy<Value = Vec<PersonId>> {
    vec(id::<PersonId>(), 0..3)
}

/// The days of the pool begin on a Thursday.
fn weekday() -> impl Strategy<Value = Weekday> {
    select(vec![Weekday::Thursday, Weekday::Friday, Weekday::Sunday])
}

fn week() -> impl Strategy<Value = Week> {
    select(vec![Week::Every, Week::Every, Week::Odd, Week::Even])
}

fn planned_slot() -> impl Strategy<Value = PlannedSlot> {
    let number = select(vec![0_u8, 1, 15, 16]);
    (weekday(), number, week(), id::<SubjectId>(), teachers(), option::of(id::<RoomId>())).prop_map(
        |(weekday, number, week, subject_id, teacher_ids, room_id)| PlannedSlot {
            weekday,
            number,
            week,
            subject_id,
            teacher_ids,
            room_id,
        },
    )
}

pub(super) fn timetable_command() -> impl Strategy<Value = TimetableCommand> {
    let mostly_one = select(vec![1_u128, 1, 1, 2]);
    let place = (mostly_one, id::<BellScheduleId>()).prop_map(|(class, bell_schedule_id)| TimetablePlace {
        class_id: ClassId(Uuid::from_u128(class)),
        study_year_id: StudyYearId::default(),
        period_id: PeriodId::default(),
        bell_schedule_id,
    });
    prop_oneof![
        2 => (place, name()).prop_map(|(place, name)| TimetableCommand::Draft { place, name }),
        4 => (id::<SlotId>(), planned_slot())
            .prop_map(|(slot_id, slot)| TimetableCommand::PlanSlot { slot_id, slot }),
        1 => id::<SlotId>().prop_map(|slot_id| TimetableCommand::RemoveSlot { slot_id }),
        2 => (days(), 0_u32..2)
            .prop_map(|(days, lessons)| TimetableCommand::NotePublished { days, lessons }),
    ]
}

fn occupied() -> impl Strategy<Value = Occupied> {
    let when = (weekday(), week(), clock(), clock());
    (id::<SlotId>(), when, vec(id::<PersonId>(), 0..2), option::of(id::<RoomId>())).prop_map(
        |(slot_id, (weekday, week, begins, ends), teacher_ids, room_id)| Occupied {
            slot_id,
            weekday,
            week,
            number: 1,
            begins,
            ends,
            subject_id: SubjectId::default(),
            teacher_ids,
            room_id,
        },
    )
}

fn taken() -> impl Strategy<Value = Taken> {
    (id::<ClassId>(), days(), vec(occupied(), 0..3)).prop_map(|(class_id, days, slots)| Taken {
        class_id,
        parts: vec![Part::whole(class_id)],
        days,
        slots,
    })
}

fn dated() -> impl Strategy<Value = Dated> {
    let held = (vec(id::<PersonId>(), 0..2), option::of(id::<RoomId>()));
    (id::<ClassId>(), date(), clock(), clock(), held, option::of(id::<LessonId>())).prop_map(
        |(class_id, date, begins, ends, (teacher_ids, room_id), joined_with)| Dated {
            date,
            number: 1,
            begins,
            ends,
            class_id,
            parts: vec![Part::whole(class_id)],
            teacher_ids,
            room_id,
            joined_with,
        },
    )
}

pub(super) fn timetable_guard_command() -> impl Strategy<Value = TimetableGuardCommand> {
    let slot_id = || option::of(id::<SlotId>());
    prop_oneof![
        2 => (vec(taken(), 0..3), date())
            .prop_map(|(timetables, first_week)| TimetableGuardCommand::Take { timetables, first_week }),
        2 => (id::<LessonId>(), slot_id(), date(), dated()).prop_map(|(lesson_id, slot_id, on, to)| {
            TimetableGuardCommand::Place { lesson_id, slot_id, on, to }
        }),
        1 => (id::<LessonId>(), slot_id(), date()).prop_map(|(lesson_id, slot_id, on)| {
            TimetableGuardCommand::Free { lesson_id, slot_id, on }
        }),
    ]
}
