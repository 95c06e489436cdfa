//! Whatever is planned, published and changed in a school of three classes, three teachers and two rooms:
//! nobody and nothing is at two places at once, and the guard holds just what the read model shows.

use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use dayek::refusal::Refusal;
use dayek::usecases::{
    AddLesson, AddRoom, CancelLesson, ChangeRoom, EndSubstitution, FormClass, GrantRole, JoinLesson,
    MoveLesson, PlanSlot, PublishTimetables, RegisterPerson, RemoveSlot, RestoreLesson, SubstituteTeacher,
};
use dayek_domain::access::Role;
use dayek_domain::expected::Expected;
use dayek_domain::id::{ClassId, LessonId, PersonId, RoomId, SubjectId};
use dayek_domain::lesson::{LessonPlace, Slot};
use dayek_domain::person::PersonDetails;
use dayek_domain::school_class::{ClassKind, Part, overlap};
use dayek_domain::timetable::{PlannedSlot, Week, Weekday};
use dayek_domain::timetable_guard::TimetableGuard;
use dayek_projections::timetable::{self, LessonRow, Of, Timetable};
use dayek_tests::history::head;
use dayek_tests::journal::Journal;
use dayek_tests::school::SCHOOL;
use proptest::collection::vec;
use proptest::option;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError};
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::{FORTNIGHT, PERIOD, YEAR, class, draft, form, fortnight, id, slot_of, timetable_of};

const TEACHERS: [PersonId; 3] = [SCHOOL.algebra_teacher(), SCHOOL.history_teacher(), PersonId(id(7, 3))];
const ROOMS: [RoomId; 2] = [RoomId(id(8, 1)), RoomId(id(8, 2))];
/// Three classes, and the two halves of the first in English.
const OWNERS: u128 = 5;
const HALVES: [u128; 2] = [4, 5];

/// What is tried; lessons are told by their place among those that are shown.
#[derive(Debug, Clone)]
enum Step {
    Plan { owner: u128, slot: u128, planned: PlannedSlot },
    Unplan { owner: u128, slot: u128 },
    Publish { class: u128, second_week: bool },
    Move { lesson: usize, to: Slot },
    Substitute { lesson: usize, teacher: usize },
    Return { lesson: usize },
    Room { lesson: usize, room: Option<usize> },
    Cancel { lesson: usize },
    Restore { lesson: usize },
    Join { lesson: usize, with: usize },
    Add { owner: u128, slot: Slot, teacher: usize, room: Option<usize> },
}

fn subject() -> impl Strategy<Value = SubjectId> {
    select(vec![SCHOOL.algebra(), SCHOOL.history()])
}

fn room() -> impl Strategy<Value = Option<usize>> {
    option::of(0_usize..2)
}

/// A number of a Monday or a Tuesday.
fn slot() -> impl Strategy<Value = Slot> {
    (select(vec![0_i64, 1, 7, 8]), 1_u8..4)
        .prop_map(|(days, number)| Slot { date: FORTNIGHT.first + TimeDelta::days(days), number })
}

fn planned() -> impl Strategy<Value = Step> {
    let when = (
        select(vec![Weekday::Monday, Weekday::Tuesday]),
        1_u8..4,
        select(vec![Week::Every, Week::Every, Week::Odd, Week::Even]),
    );
    (1..=OWNERS, 1_u128..4, when, subject(), 0_usize..3, room()).prop_map(
        |(owner, slot, (weekday, number, week), subject_id, teacher, room)| {
            let (teacher_ids, room_id) = (vec![TEACHERS[teacher]], room.map(|room| ROOMS[room]));
            let planned = PlannedSlot { weekday, number, week, subject_id, teacher_ids, room_id };
            Step::Plan { owner, slot, planned }
        },
    )
}

fn changed() -> impl Strategy<Value = Step> {
    let lesson = || 0_usize..64;
    prop_oneof![
        (lesson(), slot()).prop_map(|(lesson, to)| Step::Move { lesson, to }),
        (lesson(), 0_usize..3).prop_map(|(lesson, teacher)| Step::Substitute { lesson, teacher }),
        lesson().prop_map(|lesson| Step::Return { lesson }),
        (lesson(), room()).prop_map(|(lesson, room)| Step::Room { lesson, room }),
        lesson().prop_map(|lesson| Step::Cancel { lesson }),
        lesson().prop_map(|lesson| Step::Restore { lesson }),
        (lesson(), lesson()).prop_map(|(lesson, with)| Step::Join { lesson, with }),
        (1..=OWNERS, slot(), 0_usize..3, room()).prop_map(|(owner, slot, teacher, room)| Step::Add {
            owner,
            slot,
            teacher,
            room
        }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => planned(),
        1 => (1..=OWNERS, 1_u128..4).prop_map(|(owner, slot)| Step::Unplan { owner, slot }),
        3 => (1_u128..4, proptest::bool::weighted(0.3))
            .prop_map(|(class, second_week)| Step::Publish { class, second_week }),
        8 => changed(),
    ]
}

fn parts(owner: ClassId) -> Vec<Part> {
    let half = HALVES.iter().position(|half| class(*half) == owner);
    vec![match half {
        Some(half) => Part {
            class_id: class(1),
            division: Some("ағылшын тілі".to_owned()),
            part: Some(half.to_string()),
        },
        None => Part::whole(owner),
    }]
}

async fn small_school() -> Journal {
    let journal = fortnight().await;
    for number in 1..=3 {
        form(&journal, number).await;
    }
    for number in HALVES {
        let (class_id, name) = (class(number), format!("1А ағылшын {number}"));
        let (kind, parts) = (ClassKind::Group, parts(class_id));
        journal.run(FormClass { class_id, study_year_id: YEAR, kind, name: name.clone(), parts }).await;
        draft(&journal, number, name).await;
    }
    let person_id = TEACHERS[2];
    let (family_name, given_name) = ("Қызметов".to_owned(), "Үшінші".to_owned());
    let details = PersonDetails { family_name, given_name, ..PersonDetails::default() };
    journal.run(RegisterPerson { person_id, details }).await;
    journal.run(GrantRole::of(person_id, Role::Employee)).await;
    for (room_id, name) in ROOMS.into_iter().zip(["12", "13"]) {
        journal.run(AddRoom { room_id, name: name.to_owned(), building_id: None, seats: None }).await;
    }
    journal
}

fn publication(class: u128, second_week: bool) -> PublishTimetables {
    let mut timetable_ids = vec![timetable_of(class)];
    if class == 1 {
        timetable_ids.extend(HALVES.map(timetable_of));
    }
    let from = if second_week { FORTNIGHT.first + TimeDelta::days(7) } else { FORTNIGHT.first };
    PublishTimetables { timetable_ids, from }
}

/// The lessons of the fortnight as the read model has them.
async fn shown(journal: &Journal) -> Vec<LessonRow> {
    journal.deliver(&Timetable, i64::MAX).await;
    let (pool, institution) = (journal.pool(), SCHOOL.institution().0);
    let rows = timetable::lessons(pool, institution, &Of::All, FORTNIGHT.first, FORTNIGHT.last).await;
    rows.unwrap().into_iter().filter(|row| row.period_id == PERIOD.0).collect()
}

/// Tries a step; `None`: there is no lesson that it could be about.
async fn attempt(journal: &Journal, step: Step, rows: &[LessonRow]) -> Option<Result<(), Refusal>> {
    let lesson = |place: usize| rows.get(place % rows.len().max(1)).map(|row| LessonId(row.lesson_id));
    let outcome = match step {
        Step::Plan { owner, slot, planned } => {
            let (timetable_id, slot_id) = (timetable_of(owner), slot_of(owner, slot));
            journal.try_run(PlanSlot { timetable_id, slot_id, slot: planned }).await
        }
        Step::Unplan { owner, slot } => {
            let (timetable_id, slot_id) = (timetable_of(owner), slot_of(owner, slot));
            journal.try_run(RemoveSlot { timetable_id, slot_id }).await
        }
        Step::Publish { class, second_week } => journal.try_run(publication(class, second_week)).await,
        Step::Move { lesson: place, to } => {
            let (lesson_id, expected) = (lesson(place)?, Expected::Anything);
            journal.try_run(MoveLesson { lesson_id, to, times: None, reason: None, expected }).await
        }
        Step::Substitute { lesson: place, teacher } => {
            let (lesson_id, teacher_ids) = (lesson(place)?, vec![TEACHERS[teacher]]);
            journal.try_run(SubstituteTeacher { lesson_id, teacher_ids, reason: None }).await
        }
        Step::Return { lesson: place } => {
            journal.try_run(EndSubstitution { lesson_id: lesson(place)? }).await
        }
        Step::Room { lesson: place, room } => {
            let (lesson_id, room_id) = (lesson(place)?, room.map(|room| ROOMS[room]));
            journal.try_run(ChangeRoom { lesson_id, room_id, reason: None }).await
        }
        Step::Cancel { lesson: place } => {
            journal.try_run(CancelLesson { lesson_id: lesson(place)?, reason: None }).await
        }
        Step::Restore { lesson: place } => {
            journal.try_run(RestoreLesson { lesson_id: lesson(place)?, reason: None }).await
        }
        Step::Join { lesson: place, with } => {
            let (lesson_id, with) = (lesson(place)?, lesson(with)?);
            journal.try_run(JoinLesson { lesson_id, with, reason: None }).await
        }
        Step::Add { owner, slot, teacher, room } => {
            let place = LessonPlace {
                class_id: class(owner),
                subject_id: SCHOOL.algebra(),
                study_year_id: YEAR,
                period_id: PERIOD,
            };
            // The same step a second time asks for the same lesson again.
            let name = format!("{slot}/{teacher}/{room:?}");
            let lesson_id = LessonId(Uuid::new_v5(&place.class_id.0, name.as_bytes()));
            let (teacher_ids, room_id) = (vec![TEACHERS[teacher]], room.map(|room| ROOMS[room]));
            journal.try_run(AddLesson { lesson_id, place, slot, teacher_ids, room_id, times: None }).await
        }
    };
    Some(outcome.map(|_| ()))
}

/// Of each lesson, one that stands for all those that are held together with it.
fn together(rows: &[LessonRow]) -> HashMap<Uuid, Uuid> {
    let mut of: HashMap<Uuid, Uuid> = rows.iter().map(|row| (row.lesson_id, row.lesson_id)).collect();
    for row in rows {
        let Some(to) = row.joined_with.and_then(|with| of.get(&with).copied()) else { continue };
        let from = of[&row.lesson_id];
        of.values_mut().filter(|one| **one == from).for_each(|one| *one = to);
    }
    of
}

fn nobody_is_double_booked(rows: &[LessonRow]) -> Result<(), TestCaseError> {
    let together = together(rows);
    let given: Vec<&LessonRow> = rows.iter().filter(|row| !row.cancelled).collect();
    for (at, one) in given.iter().enumerate() {
        for other in &given[at + 1..] {
            let at_once = one.date == other.date && one.begins < other.ends && other.begins < one.ends;
            let shared = overlap(&parts(ClassId(one.class_id)), &parts(ClassId(other.class_id)))
                || one.teachers.iter().any(|teacher| other.teachers.contains(teacher))
                || (one.room_id.is_some() && one.room_id == other.room_id);
            let joined = together[&one.lesson_id] == together[&other.lesson_id];
            prop_assert!(!at_once || !shared || joined, "at two places at once: {:?} and {:?}", one, other);
        }
    }
    Ok(())
}

type Held = (NaiveDate, NaiveTime, NaiveTime, Uuid, BTreeSet<Uuid>, Option<Uuid>);

async fn the_guard_agrees(journal: &Journal, rows: &[LessonRow]) -> Result<(), TestCaseError> {
    let mut states =
        journal.log().states::<TimetableGuard>(SCHOOL.institution(), &[YEAR.0], None).await.unwrap();
    let guard = states.remove(&YEAR.0).unwrap_or_default();
    let days = FORTNIGHT.first.iter_days().take_while(|date| *date <= FORTNIGHT.last);
    let mut held: Vec<Held> = days
        .flat_map(|date| guard.occupied_on(date))
        .map(|busy| {
            let held = busy.held;
            let teachers = held.teacher_ids.iter().map(|teacher| teacher.0).collect();
            let room = held.room_id.map(|room| room.0);
            (held.date, held.begins, held.ends, held.class_id.0, teachers, room)
        })
        .collect();
    let mut given: Vec<Held> = rows
        .iter()
        .filter(|row| !row.cancelled)
        .map(|row| {
            let teachers = row.teachers.iter().copied().collect();
            (row.date, row.begins.unwrap(), row.ends.unwrap(), row.class_id, teachers, row.room_id)
        })
        .collect();
    held.sort();
    given.sort();
    prop_assert_eq!(held, given);
    Ok(())
}

async fn carry_out(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let journal = small_school().await;
    let institution = SCHOOL.institution();
    let mut rows = shown(&journal).await;
    for step in steps {
        let before = head(journal.pool(), institution).await;
        let Some(outcome) = attempt(&journal, step.clone(), &rows).await else { continue };
        match outcome {
            Ok(()) => {}
            Err(Refusal::Rule(_)) => {
                prop_assert_eq!(head(journal.pool(), institution).await, before, "{:?} was refused", step);
                continue;
            }
            Err(broken) => return Err(TestCaseError::fail(format!("{step:?}: {broken:?}"))),
        }
        if let Step::Publish { class, second_week } = step {
            let again = journal.try_run(publication(class, second_week)).await;
            let again = again.map_err(|refusal| TestCaseError::fail(format!("again: {refusal:?}")))?;
            prop_assert_eq!(again.positions, None, "published again");
        }
        rows = shown(&journal).await;
        nobody_is_double_booked(&rows)?;
        the_guard_agrees(&journal, &rows).await?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 8, max_shrink_iters: 40, ..Config::default() })]

    #[test]
    fn nobody_is_at_two_places_at_once_whatever_is_planned_published_and_changed(
        plan in vec(planned(), 6..14),
        steps in vec(step(), 20..50),
    ) {
        let published = (1..=3).map(|class| Step::Publish { class, second_week: false });
        let all = plan.into_iter().chain(published).chain(steps).collect();
        Runtime::new().unwrap().block_on(carry_out(all))?;
    }
}
