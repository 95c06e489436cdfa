//! What is asked of a class and of its lessons.

use dayek_domain::id::{
    BellScheduleId, ClassId, LessonId, PeriodId, PeriodSetId, PersonId, RoomId, StudyYearId, SubjectId,
};
use dayek_domain::lesson::{AttendanceCode, LessonCommand, LessonPlace, Slot, Staffing, Times};
use dayek_domain::school_class::{ClassKind, JournalKind, Part, SchoolClassCommand};
use proptest::collection::vec;
use proptest::option;
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::{Just, Strategy};

use super::{clock, date, enrolment, id, name, note, order, seen, words};

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let part = (id::<ClassId>(), words(), words()).prop_map(|(class_id, division, part)| Part {
        class_id,
        division,
        part,
    });
    prop_oneof![Just(vec![]), vec(part, 0..3)]
}

pub(super) fn school_class_command() -> impl Strategy<Value = SchoolClassCommand> {
    let kind = select(vec![ClassKind::Class, ClassKind::Group]);
    prop_oneof![
        (id::<StudyYearId>(), kind, name(), words(), parts()).prop_map(
            |(study_year_id, kind, name, external_id, parts)| SchoolClassCommand::Form {
                study_year_id,
                kind,
                name,
                external_id,
                parts
            }
        ),
        (id::<PersonId>(), option::of(date()), order())
            .prop_map(|(pupil_id, from, order)| SchoolClassCommand::EnrolPupil { pupil_id, from, order }),
        (id::<PersonId>(), date(), note(), order()).prop_map(|(pupil_id, on, reason, order)| {
            SchoolClassCommand::WithdrawPupil { pupil_id, on, reason, order }
        }),
        (id::<PersonId>(), id::<SubjectId>()).prop_map(|(teacher_id, subject_id)| {
            SchoolClassCommand::AssignTeacher { teacher_id, subject_id }
        }),
        (id::<PersonId>(), id::<SubjectId>()).prop_map(|(teacher_id, subject_id)| {
            SchoolClassCommand::UnassignTeacher { teacher_id, subject_id }
        }),
        (id::<PersonId>(), order())
            .prop_map(|(leader_id, order)| SchoolClassCommand::AppointLeader { leader_id, order }),
        order().prop_map(|order| SchoolClassCommand::DismissLeader { order }),
        (id::<PersonId>(), order()).prop_map(|(psychologist_id, order)| {
            SchoolClassCommand::AssignPsychologist { psychologist_id, order }
        }),
        order().prop_map(|order| SchoolClassCommand::UnassignPsychologist { order }),
        parts().prop_map(|parts| SchoolClassCommand::ComposeGroup { parts }),
        select(vec![JournalKind::Points, JournalKind::Criteria])
            .prop_map(|kind| SchoolClassCommand::ChooseJournalKind { kind }),
        option::of(id::<PeriodSetId>()).prop_map(|set_id| SchoolClassCommand::ChoosePeriodSet { set_id }),
        id::<BellScheduleId>()
            .prop_map(|bell_schedule_id| SchoolClassCommand::ChooseBellSchedule { bell_schedule_id }),
    ]
}

fn slot() -> impl Strategy<Value = Slot> {
    (date(), 1_u8..3).prop_map(|(date, number)| Slot { date, number })
}

fn times() -> impl Strategy<Value = Times> {
    (clock(), clock()).prop_map(|(begins, ends)| Times { begins, ends })
}

/// Mostly unknown, as in records from elsewhere.
fn staffing() -> impl Strategy<Value = Staffing> {
    let known = (vec(id::<PersonId>(), 0..3), option::of(id::<RoomId>()), option::of(times()))
        .prop_map(|(teacher_ids, room_id, times)| Staffing { teacher_ids, room_id, times, slot_id: None });
    prop_oneof![Just(Staffing::default()), known]
}

pub(super) fn lesson_command() -> impl Strategy<Value = LessonCommand> {
    let place = (id::<ClassId>(), id::<SubjectId>()).prop_map(|(class_id, subject_id)| LessonPlace {
        class_id,
        subject_id,
        study_year_id: StudyYearId::default(),
        period_id: PeriodId::default(),
    });
    let code = || select(vec![AttendanceCode::Present, AttendanceCode::Absent, AttendanceCode::Late]);
    prop_oneof![
        4 => (place, slot(), staffing())
            .prop_map(|(place, slot, staffing)| LessonCommand::Schedule { place, slot, staffing }),
        4 => (slot(), option::of(times()), words(), seen(slot())).prop_map(
            |(to, times, reason, expected)| LessonCommand::Move { to, times, reason, expected }
        ),
        1 => words().prop_map(|reason| LessonCommand::Cancel { reason }),
        2 => words().prop_map(|reason| LessonCommand::Restore { reason }),
        1 => words().prop_map(|reason| LessonCommand::Withdraw { reason }),
        2 => (vec(id::<PersonId>(), 0..3), words())
            .prop_map(|(teacher_ids, reason)| LessonCommand::SubstituteTeacher { teacher_ids, reason }),
        1 => Just(LessonCommand::EndSubstitution),
        1 => (option::of(id::<RoomId>()), words())
            .prop_map(|(room_id, reason)| LessonCommand::ChangeRoom { room_id, reason }),
        1 => (id::<LessonId>(), words()).prop_map(|(with, reason)| LessonCommand::Join { with, reason }),
        8 => (id::<PersonId>(), code(), enrolment(), seen(code())).prop_map(
            |(pupil_id, code, enrolment, expected)| LessonCommand::RecordAttendance {
                pupil_id,
                code,
                enrolment,
                expected
            }
        ),
        4 => (id::<PersonId>(), seen(code()))
            .prop_map(|(pupil_id, expected)| LessonCommand::ClearAttendance { pupil_id, expected }),
    ]
}
