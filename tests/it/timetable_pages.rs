//! The timetable on pages: two classes are planned, a clash is met and mended, lessons are published, seen
//! and given by others.

mod more;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use dayek::clock;
use dayek::usecases::{ChooseBellSchedule, DefineStudyYear, FormClass, SetBells};
use dayek_domain::id::{BellScheduleId, ClassId, PeriodId, StudyYearId};
use dayek_domain::school_class::ClassKind;
use dayek_domain::study_year::{Bell, BellSchedule, Days, PeriodKind};
use dayek_domain::timetable::Weekday;
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, DAULET, OTHER_SCHOOL, SCHOOL};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;
use uuid::Uuid;

/// The study year that is going on while the test runs, its period, its bells, and two classes in it.
const YEAR: StudyYearId = StudyYearId(Uuid::from_u128((0x74 << 96) | 1));
const PERIOD: PeriodId = PeriodId(Uuid::from_u128((0x74 << 96) | 2));
const BELLS: BellScheduleId = BellScheduleId(Uuid::from_u128((0x74 << 96) | 3));
/// Aigerim is a pupil of it.
const CLASS_8A: ClassId = ClassId(Uuid::from_u128((0x74 << 96) | 0x8a));
const CLASS_8B: ClassId = ClassId(Uuid::from_u128((0x74 << 96) | 0x8b));

fn today() -> NaiveDate {
    clock::today(Some("Asia/Almaty"))
}

fn at(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

/// A school in the middle of its year, and its administrator.
async fn this_year() -> (Journal, Visitor) {
    let journal = school().with_staff().with_delivery().open().await;
    let days = Days { first: today() - TimeDelta::days(14), last: today() + TimeDelta::days(28) };
    let year = DefineStudyYear {
        study_year_id: YEAR,
        name: "қазіргі жыл".to_owned(),
        days,
        periods: vec![(PERIOD, PeriodKind::Semester, "қазіргі семестр".to_owned(), days)],
    };
    journal.run(year).await;
    let bells = [("08:00", "08:45"), ("08:55", "09:40"), ("09:50", "10:35")];
    let bell = |(number, (begins, ends))| Bell { number, begins: at(begins), ends: at(ends) };
    let schedule =
        BellSchedule { name: "I ауысым".to_owned(), bells: (1_u8..).zip(bells).map(bell).collect() };
    journal.run(SetBells { study_year_id: YEAR, bell_schedule_id: BELLS, schedule }).await;
    for (class_id, name) in [(CLASS_8A, "8А"), (CLASS_8B, "8Б")] {
        let class = FormClass {
            class_id,
            study_year_id: YEAR,
            kind: ClassKind::Class,
            name: name.to_owned(),
            parts: vec![],
        };
        journal.run(class).await;
        journal.run(ChooseBellSchedule { class_id, bell_schedule_id: BELLS }).await;
    }
    journal.caught_up().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let (pupil, from) = (AIGERIM.to_string(), days.first.to_string());
    let enrolled = [("pupil", pupil.as_str()), ("from", from.as_str())];
    administrator.form(&format!("/classes/{CLASS_8A}/pupils"), &enrolled).await.is(303);
    journal.caught_up().await;
    (journal, administrator)
}

fn plan_of(class: ClassId) -> String {
    format!("/timetable/plan/{class}/{PERIOD}")
}

fn page_of(class: ClassId) -> String {
    format!("/timetable/edit?class={class}&period={PERIOD}")
}

/// Algebra on the day of the week it is today.
fn algebra(number: &'static str) -> Vec<(&'static str, String)> {
    vec![
        ("weekday", Weekday::from_date(today()).as_ref().to_owned()),
        ("number", number.to_owned()),
        ("week", "every".to_owned()),
        ("subject", SCHOOL.algebra().to_string()),
        ("teacher", SCHOOL.algebra_teacher().to_string()),
    ]
}

async fn send(visitor: &mut Visitor, path: &str, fields: &[(&'static str, String)], status: u16) -> String {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    visitor.form(path, &fields).await.is(status).text()
}

async fn begin(visitor: &mut Visitor, class: ClassId, number: &'static str) {
    let draft = [("bells", BELLS.to_string()), ("name", "Кесте".to_owned())];
    send(visitor, &plan_of(class), &draft, 303).await;
    send(visitor, &format!("{}/slots", plan_of(class)), &algebra(number), 303).await;
}

async fn publish(visitor: &mut Visitor, class: ClassId, status: u16) -> String {
    let from = [("from", today().to_string())];
    send(visitor, &format!("{}/publication", plan_of(class)), &from, status).await
}

async fn text(visitor: &mut Visitor, path: &str) -> String {
    visitor.get(path).await.is(200).text()
}

/// The ids in links of a page that begin so.
fn ids(page: &str, before: &str) -> Vec<Uuid> {
    let links = page.split(before).skip(1);
    let mut found: Vec<Uuid> = links.filter_map(|rest| rest.get(..36)?.parse().ok()).collect();
    found.dedup();
    found
}

/// The one lesson of a class in this week.
async fn lesson_of(visitor: &mut Visitor, class: ClassId) -> Uuid {
    let week = text(visitor, &format!("/timetable?class={class}")).await;
    let mut found = ids(&week, "href=\"/lessons/");
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), 1, "{week}");
    found[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clash_is_told_by_name_and_can_be_mended_before_publishing() {
    let (journal, mut administrator) = this_year().await;
    let empty = text(&mut administrator, &page_of(CLASS_8A)).await;
    assert!(empty.contains(&format!("action=\"{}\"", plan_of(CLASS_8A))), "{empty}");
    begin(&mut administrator, CLASS_8A, "1").await;
    publish(&mut administrator, CLASS_8A, 303).await;
    begin(&mut administrator, CLASS_8B, "1").await;

    let planned = text(&mut administrator, &page_of(CLASS_8B)).await;
    let clashes = planned.split("id=\"clashes\"").nth(1).expect("no clash is told");
    let clashes = clashes.split("</div>").next().unwrap();
    assert!(clashes.contains("Гүлнар") && clashes.contains("8А"), "{clashes}");
    assert!(clashes.contains("08:00–08:45"), "{clashes}");
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let refused = publish(&mut administrator, CLASS_8B, 422).await;
    assert!(refused.contains("id=\"from-error\"") && refused.contains("Гүлнар"), "{refused}");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);

    let slot = ids(&planned, "&amp;slot=").first().or(ids(&planned, "&#38;slot=").first()).copied();
    let slot = slot.expect("the lesson of the week has no link");
    send(&mut administrator, &format!("{}/slots/{slot}", plan_of(CLASS_8B)), &algebra("2"), 303).await;
    assert!(!text(&mut administrator, &page_of(CLASS_8B)).await.contains("id=\"clashes\""));
    publish(&mut administrator, CLASS_8B, 303).await;
    journal.caught_up().await;
    for class in [CLASS_8A, CLASS_8B] {
        lesson_of(&mut administrator, class).await;
    }

    send(&mut administrator, &format!("{}/slots/{slot}/removal", plan_of(CLASS_8B)), &[], 303).await;
    publish(&mut administrator, CLASS_8B, 303).await;
    journal.caught_up().await;
    let week = text(&mut administrator, &format!("/timetable?class={CLASS_8B}")).await;
    assert!(!week.contains("href=\"/lessons/"), "{week}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_taken_and_a_lesson_without_a_subject_are_refused_beside_their_fields() {
    let (journal, mut administrator) = this_year().await;
    begin(&mut administrator, CLASS_8A, "1").await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let slots = format!("{}/slots", plan_of(CLASS_8A));
    let taken = send(&mut administrator, &slots, &algebra("1"), 422).await;
    assert!(taken.contains("id=\"number-error\""), "{taken}");
    let mut nothing = algebra("2");
    nothing.retain(|(name, _)| *name != "subject");
    let refused = send(&mut administrator, &slots, &nothing, 422).await;
    assert!(refused.contains("id=\"subject-error\""), "{refused}");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_classes_are_published_at_once_and_what_was_refused_is_told() {
    let (journal, mut administrator) = this_year().await;
    begin(&mut administrator, CLASS_8A, "1").await;
    begin(&mut administrator, CLASS_8B, "1").await;
    let all = [("period", PERIOD.to_string()), ("from", today().to_string())];
    let refused = send(&mut administrator, "/timetable/publish", &all, 200).await;
    assert!(refused.contains("<progress value=\"2\" max=\"2\""), "{refused}");
    assert!(refused.contains("Гүлнар") && !refused.contains("data-continue"), "{refused}");
    journal.caught_up().await;
    lesson_of(&mut administrator, CLASS_8A).await;

    let planned = text(&mut administrator, &page_of(CLASS_8B)).await;
    let slot = ids(&planned, &format!("{}/slots/", plan_of(CLASS_8B))).first().copied().unwrap();
    send(&mut administrator, &format!("{}/slots/{slot}", plan_of(CLASS_8B)), &algebra("3"), 303).await;
    send(&mut administrator, "/timetable/publish", &all, 303).await;
    journal.caught_up().await;
    lesson_of(&mut administrator, CLASS_8B).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn teachers_pupils_and_parents_find_their_lessons_of_today() {
    let (journal, mut administrator) = this_year().await;
    begin(&mut administrator, CLASS_8A, "1").await;
    publish(&mut administrator, CLASS_8A, 303).await;
    journal.caught_up().await;
    let lesson = lesson_of(&mut administrator, CLASS_8A).await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let home = text(&mut teacher, "/").await;
    assert!(home.contains(&format!("/timetable?teacher={}", SCHOOL.algebra_teacher())), "{home}");
    assert!(home.contains(&format!("href=\"/lessons/{lesson}\"")) && home.contains("8А"), "{home}");
    teacher.get("/timetable/edit").await.is(403);
    teacher.get("/timetable/substitutions").await.is(403);
    let own = format!("/timetable?pupil={AIGERIM}");
    for who in [Who::Pupil, Who::Parent] {
        let mut visitor = journal.signed_in(who).await;
        let home = text(&mut visitor, "/").await;
        assert!(home.contains(&own), "{home}");
        let week = text(&mut visitor, &own).await;
        assert!(week.contains("Алгебра") && !week.contains("href=\"/lessons/"), "{week}");
        visitor.get(&format!("/timetable?pupil={DAULET}")).await.is(404);
        visitor.get(&format!("/timetable?class={CLASS_8A}")).await.is(404);
        visitor.get(&format!("/lessons/{lesson}")).await.is(404);
        visitor.get("/timetable/edit").await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_absent_teachers_lessons_are_given_by_others_unless_those_are_busy() {
    let (journal, mut administrator) = this_year().await;
    begin(&mut administrator, CLASS_8A, "1").await;
    begin(&mut administrator, CLASS_8B, "2").await;
    publish(&mut administrator, CLASS_8A, 303).await;
    publish(&mut administrator, CLASS_8B, 303).await;
    journal.caught_up().await;
    let of_8a = lesson_of(&mut administrator, CLASS_8A).await;
    let of_8b = lesson_of(&mut administrator, CLASS_8B).await;
    let (absent, other) = (SCHOOL.algebra_teacher(), SCHOOL.history_teacher());
    let day = format!("/timetable/substitutions?date={}&teacher={absent}", today());
    let offered = text(&mut administrator, &day).await;
    assert!(offered.contains(&format!("name=\"lesson\" value=\"{of_8a}\"")), "{offered}");
    let given = |lesson: Uuid, substitute: String| {
        vec![
            ("date", today().to_string()),
            ("teacher", absent.to_string()),
            ("reason", "сырқат".to_owned()),
            ("lesson", lesson.to_string()),
            ("substitute", substitute),
        ]
    };
    let nobody = given(of_8a, String::new());
    send(&mut administrator, "/timetable/substitutions", &nobody, 422).await;
    send(&mut administrator, "/timetable/substitutions", &given(of_8a, other.to_string()), 303).await;
    let lesson = text(&mut administrator, &format!("/lessons/{of_8a}")).await;
    assert!(lesson.contains("Болат") && lesson.contains("substitution/end"), "{lesson}");

    // Now both lessons stand at the first number, and whoever gives one cannot give the other.
    let moved = [("date", today().to_string()), ("number", "1".to_owned())];
    send(&mut administrator, &format!("/lessons/{of_8b}/move"), &moved, 303).await;
    journal.caught_up().await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let busy = given(of_8b, other.to_string());
    let refused = send(&mut administrator, "/timetable/substitutions", &busy, 422).await;
    assert!(refused.contains(&format!("id=\"for-{of_8b}-error\"")) && refused.contains("8А"), "{refused}");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);

    let report = text(&mut administrator, "/reports/substitutions").await;
    assert!(report.contains("href=\"/timetable\" aria-current=\"page\""), "{report}");
    assert!(report.contains("сырқат") && report.contains(&format!("href=\"/lessons/{of_8a}\"")), "{report}");
    let mut substitute = journal.signed_in(Who::OtherTeacher).await;
    assert!(text(&mut substitute, "/").await.contains(&format!("href=\"/lessons/{of_8a}\"")));
    assert!(free_teachers(&mut substitute, 3).await.contains("Болат"));
    assert!(!free_teachers(&mut substitute, 1).await.contains("Болат"));
}

/// Who is told to be free today at a number.
async fn free_teachers(visitor: &mut Visitor, number: u8) -> String {
    let page = text(visitor, &format!("/timetable/free?date={}&number={number}", today())).await;
    page.split("id=\"free-teachers\"").nth(1).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_is_cancelled_and_takes_place_after_all() {
    let (journal, mut administrator) = this_year().await;
    begin(&mut administrator, CLASS_8A, "1").await;
    publish(&mut administrator, CLASS_8A, 303).await;
    journal.caught_up().await;
    let lesson = lesson_of(&mut administrator, CLASS_8A).await;
    let page = format!("/lessons/{lesson}");
    let reason = [("reason", "аяз".to_owned())];
    send(&mut administrator, &format!("{page}/cancellation"), &reason, 303).await;
    let shown = text(&mut administrator, &page).await;
    assert!(shown.contains(&format!("action=\"{page}/restoration\"")), "{shown}");
    assert!(!shown.contains(&format!("action=\"{page}/move\"")), "{shown}");
    journal.caught_up().await;
    let week = text(&mut administrator, &format!("/timetable?class={CLASS_8A}")).await;
    assert!(week.contains("lesson cancelled"), "{week}");
    send(&mut administrator, &format!("{page}/restoration"), &[], 303).await;
    assert!(text(&mut administrator, &page).await.contains(&format!("action=\"{page}/move\"")));

    let outside = [("date", "2001-01-01".to_owned()), ("number", "1".to_owned())];
    let refused = send(&mut administrator, &format!("{page}/move"), &outside, 422).await;
    assert!(refused.contains("id=\"date-error\""), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_another_school_can_be_planned_or_seen() {
    let (journal, mut administrator) = this_year().await;
    journal.add_school(OTHER_SCHOOL).await;
    journal.caught_up().await;
    let (class, teacher) = (OTHER_SCHOOL.class_7a(), OTHER_SCHOOL.algebra_teacher());
    for path in [
        format!("/timetable?class={class}"),
        format!("/timetable?teacher={teacher}"),
        format!("/timetable?pupil={}", OTHER_SCHOOL.pupil(1)),
        format!("/timetable?room={class}"),
        format!("/timetable/edit?class={class}&period={}", OTHER_SCHOOL.quarter(1)),
        format!("/timetable/edit?class={CLASS_8A}&period={}", OTHER_SCHOOL.quarter(1)),
        format!("/timetable/publish?period={}", OTHER_SCHOOL.quarter(1)),
        format!("/timetable/substitutions?teacher={teacher}"),
        format!("/lessons/{}", OTHER_SCHOOL.lesson(1)),
    ] {
        let answer = administrator.get(&path).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
    }
    // A class of ours and a period of another year do not belong together.
    administrator
        .get(&format!("/timetable/edit?class={CLASS_8A}&period={}", SCHOOL.quarter(1)))
        .await
        .is(404);
}
