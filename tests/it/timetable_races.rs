//! Timetables are published at one moment by people who know nothing of one another, again, and anew after
//! it broke off: whoever is needed at one place is never held at another.

mod random;

use chrono::{NaiveDate, NaiveTime};
use dayek::log::{Log, Receipt};
use dayek::refusal::Refusal;
use dayek::usecases::{
    ChooseBellSchedule, DefineStudyYear, DraftTimetable, FormClass, GrantRole, PlanSlot, PublishTimetables,
    SetBells,
};
use dayek_domain::access::Role;
use dayek_domain::id::{BellScheduleId, ClassId, PeriodId, PersonId, SlotId, StudyYearId, TimetableId};
use dayek_domain::school_class::ClassKind;
use dayek_domain::study_year::{Bell, BellSchedule, Days, PeriodKind};
use dayek_domain::timetable::{PlannedSlot, TimetablePlace, Week, Weekday};
use dayek_projections::timetable::{self, Of, Timetable};
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{SCHOOL, day};
use uuid::Uuid;

const fn id(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128((0x7a << 96) | (kind << 64) | number)
}

const YEAR: StudyYearId = StudyYearId(id(1, 1));
const PERIOD: PeriodId = PeriodId(id(2, 1));
const BELLS: BellScheduleId = BellScheduleId(id(3, 1));
/// From a Monday to a Sunday.
const FORTNIGHT: Days = Days { first: day(2027, 2, 1), last: day(2027, 2, 14) };
const WEEKDAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

const fn class(number: u128) -> ClassId {
    ClassId(id(4, number))
}

/// Of the class with the same number.
const fn timetable_of(number: u128) -> TimetableId {
    TimetableId(id(5, number))
}

const fn slot_of(class: u128, number: u128) -> SlotId {
    SlotId(id(6, (class << 16) | number))
}

/// The small school with a study year of two weeks, in which four lessons ring a day.
async fn fortnight() -> Journal {
    let journal = school().open().await;
    let year = DefineStudyYear {
        study_year_id: YEAR,
        name: "екі апта".to_owned(),
        days: FORTNIGHT,
        periods: vec![(PERIOD, PeriodKind::Module, "модуль".to_owned(), FORTNIGHT)],
    };
    journal.run(year).await;
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    let bell = |(number, hour)| Bell { number, begins: at(hour, 0), ends: at(hour, 45) };
    let bells = (1_u8..).zip(8..12).map(bell).collect();
    let schedule = BellSchedule { name: "I ауысым".to_owned(), bells };
    journal.run(SetBells { study_year_id: YEAR, bell_schedule_id: BELLS, schedule }).await;
    journal
}

/// Forms a class with an empty plan.
async fn form(journal: &Journal, number: u128) {
    let class_id = class(number);
    let name = format!("{number}А");
    let formed = FormClass {
        class_id,
        study_year_id: YEAR,
        kind: ClassKind::Class,
        name: name.clone(),
        parts: vec![],
    };
    journal.run(formed).await;
    journal.run(ChooseBellSchedule { class_id, bell_schedule_id: BELLS }).await;
    draft(journal, number, name).await;
}

async fn draft(journal: &Journal, number: u128, name: String) {
    let place = TimetablePlace {
        class_id: class(number),
        study_year_id: YEAR,
        period_id: PERIOD,
        bell_schedule_id: BELLS,
    };
    journal.run(DraftTimetable { timetable_id: timetable_of(number), place, name }).await;
}

fn algebra(weekday: Weekday, number: u8) -> PlannedSlot {
    PlannedSlot {
        weekday,
        number,
        week: Week::Every,
        subject_id: SCHOOL.algebra(),
        teacher_ids: vec![SCHOOL.algebra_teacher()],
        room_id: None,
    }
}

async fn plan(journal: &Journal, number: u128, slot: PlannedSlot) {
    let (timetable_id, slot_id) = (timetable_of(number), slot_of(number, 1));
    journal.run(PlanSlot { timetable_id, slot_id, slot }).await;
}

fn publication(number: u128) -> PublishTimetables {
    PublishTimetables { timetable_ids: vec![timetable_of(number)], from: FORTNIGHT.first }
}

async fn publish(log: &Log, journal: &Journal, number: u128) -> Result<Receipt, Refusal> {
    log.execute(journal.request(), publication(number)).await
}

/// The days and numbers of the lessons of a class.
async fn lessons_of(journal: &Journal, number: u128) -> Vec<(NaiveDate, i16)> {
    journal.deliver(&Timetable, i64::MAX).await;
    let (institution, of) = (SCHOOL.institution().0, Of::Classes(vec![class(number).0]));
    let rows =
        timetable::lessons(journal.pool(), institution, &of, FORTNIGHT.first, FORTNIGHT.last).await.unwrap();
    rows.into_iter().map(|row| (row.date, row.number)).collect()
}

fn is_told_of_the_clash(outcome: &Result<Receipt, Refusal>, teacher: PersonId) -> bool {
    match outcome {
        Err(Refusal::Rule(rule)) if rule.code == "timetable_guard.clashes" => {
            rule.values.get("clashes").is_some_and(|clashes| clashes.contains(&teacher.to_string()))
        }
        Ok(_) | Err(_) => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_need_one_teacher_at_one_hour_exactly_one_publishes() {
    let journal = fortnight().await;
    let administrators = [SCHOOL.algebra_teacher(), SCHOOL.history_teacher()];
    for person in administrators {
        journal.run(GrantRole::of(person, Role::Administrator)).await;
    }
    let processes = [journal.another_process(), journal.another_process()];
    for round in 0..20_u8 {
        let weekday = WEEKDAYS[usize::from(round % 5)];
        let classes = [2 * u128::from(round) + 1, 2 * u128::from(round) + 2];
        for number in classes {
            form(&journal, number).await;
            plan(&journal, number, algebra(weekday, 1 + round / 5)).await;
        }
        let ask = |who: usize| {
            processes[who].execute(journal.request_of(administrators[who]), publication(classes[who]))
        };
        let (one, other) = if round % 2 == 0 {
            tokio::join!(ask(0), ask(1))
        } else {
            let (other, one) = tokio::join!(ask(1), ask(0));
            (one, other)
        };
        assert_ne!(one.is_ok(), other.is_ok(), "round {round}: {one:?}, {other:?}");
        let (winner, loser, refused) =
            if one.is_ok() { (classes[0], classes[1], other) } else { (classes[1], classes[0], one) };
        assert!(is_told_of_the_clash(&refused, SCHOOL.algebra_teacher()), "round {round}: {refused:?}");
        assert_eq!(lessons_of(&journal, winner).await.len(), 2, "round {round}");
        assert_eq!(lessons_of(&journal, loser).await, [], "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn publishing_again_changes_nothing_and_after_a_break_goes_on_where_it_stopped() {
    let journal = fortnight().await;
    for (number, weekday) in (1_u128..).zip(&WEEKDAYS[..3]) {
        form(&journal, number).await;
        plan(&journal, number, algebra(*weekday, 1)).await;
    }
    // The first class is published, and then the program stops.
    publish(&journal.another_process(), &journal, 1).await.unwrap();
    let broken_off = head(journal.pool(), SCHOOL.institution()).await;

    let started_again = journal.another_process();
    let first = publish(&started_again, &journal, 1).await.unwrap();
    assert_eq!(first.positions, None, "the first class is published already");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, broken_off);
    for number in [2, 3] {
        assert!(publish(&started_again, &journal, number).await.unwrap().positions.is_some());
    }
    let published = head(journal.pool(), SCHOOL.institution()).await;
    for number in [1, 2, 3] {
        assert_eq!(publish(&started_again, &journal, number).await.unwrap().positions, None);
        assert_eq!(lessons_of(&journal, number).await.len(), 2);
    }
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, published);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_that_is_planned_otherwise_holds_its_teacher_at_the_new_hour_and_not_at_the_old() {
    let journal = fortnight().await;
    for number in [1, 2] {
        form(&journal, number).await;
    }
    plan(&journal, 1, algebra(Weekday::Monday, 1)).await;
    publish(journal.log(), &journal, 1).await.unwrap();
    plan(&journal, 1, algebra(Weekday::Monday, 2)).await;
    publish(journal.log(), &journal, 1).await.unwrap();

    plan(&journal, 2, algebra(Weekday::Monday, 2)).await;
    let refused = publish(journal.log(), &journal, 2).await;
    assert!(is_told_of_the_clash(&refused, SCHOOL.algebra_teacher()), "{refused:?}");
    plan(&journal, 2, algebra(Weekday::Monday, 1)).await;
    publish(journal.log(), &journal, 2).await.unwrap();
    for (number, hour) in [(1, 2), (2, 1)] {
        let hours: Vec<i16> = lessons_of(&journal, number).await.into_iter().map(|(_, hour)| hour).collect();
        assert_eq!(hours, [hour, hour]);
    }
}
