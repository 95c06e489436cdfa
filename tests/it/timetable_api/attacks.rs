//! Ways around the rules of the timetable that somebody has tried.

use dayek::usecases::{ClosePeriod, DefineStudyYear, OpenSection};
use dayek_domain::access::{Level, Role, Section};
use dayek_domain::id::PeriodId;
use dayek_domain::study_year::{Days, PeriodKind};
use dayek_tests::school::{AIGERIM, SCHOOL, day};
use dayek_tests::staff::Who;
use serde_json::json;
use uuid::Uuid;

use super::{
    CLASS_8A, CLASS_8B, Extra, THIS_PERIOD, THIS_YEAR, days_later, ground, plan, this_year, timetable, today,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_substitute_makes_no_column_of_the_regular_teacher_one_of_their_lesson() {
    let (journal, administrator) = this_year().await;
    let lesson = Extra::today(61, 1);
    let path = lesson.add(&administrator).await;
    let substitute = Who::Employee.person();
    administrator.post(&format!("{path}/substitute"), &json!({ "teacher_ids": [substitute] })).await.is(200);
    journal.caught_up().await;
    let column = |id: u128, lesson_id: Option<_>| {
        json!({
            "assessment_id": SCHOOL.assessment(id), "class_id": CLASS_8A, "subject_id": SCHOOL.algebra(),
            "study_year_id": THIS_YEAR, "period_id": THIS_PERIOD, "lesson_id": lesson_id, "title": "БЖБ",
            "assigned_on": today(), "due_on": today(), "least": "1", "most": "10",
        })
    };
    administrator.post("/api/v1/assessments", &column(71, None)).await.is(201);
    let client = journal.client(&journal.token_of(SCHOOL, substitute).await);
    let own = Some(lesson.id());
    client.post("/api/v1/assessments", &column(72, own)).await.is(201);
    client.post("/api/v1/assessments", &column(71, own)).await.is(403);
    let mark = json!({ "value": "9", "on": today() });
    let cell = |id: u128| format!("/api/v1/assessments/{}/marks/{AIGERIM}", SCHOOL.assessment(id));
    client.put(&cell(71), &mark).await.is(403);
    client.put(&cell(72), &mark).await.is(200);
    // Nor does a column name a lesson of another class, or none there is.
    administrator.post("/api/v1/assessments", &column(73, Some(SCHOOL.lesson(1)))).await.is(404);
    administrator.post("/api/v1/assessments", &column(73, Some(SCHOOL.lesson(99)))).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_is_not_booked_twice_through_two_periods_of_the_same_days() {
    let (journal, administrator) = this_year().await;
    let days = Days { first: days_later(-40), last: days_later(40) };
    let half = PeriodId(Uuid::from_u128((0x72 << 96) | 3));
    let year = DefineStudyYear {
        study_year_id: THIS_YEAR,
        name: "қазіргі жыл".to_owned(),
        days,
        periods: vec![(half, PeriodKind::HalfYear, "жартыжылдық".to_owned(), days)],
    };
    journal.run(year).await;
    Extra::today(61, 1).add(&administrator).await;
    let other = json!({
        "lesson_id": SCHOOL.lesson(62), "class_id": CLASS_8B, "subject_id": SCHOOL.algebra(),
        "study_year_id": THIS_YEAR, "period_id": half, "date": today(), "number": 1,
        "teacher_ids": [SCHOOL.algebra_teacher()], "begins": "08:00:00", "ends": "08:45:00",
    });
    let refused = administrator.post("/api/v1/lessons", &other).await;
    assert_eq!(refused.is(422).json()["rule"]["code"], "timetable_guard.clashes");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_edits_the_timetable_gives_no_journal_to_themselves() {
    let (journal, administrator) = this_year().await;
    let (person_id, role) = (Who::Editor.person(), Role::Editor);
    let (section, level) = (Section::Timetable, Level::Edit);
    journal.run(OpenSection { person_id, role, section, level, order: None }).await;
    let path = Extra::today(61, 1).add(&administrator).await;
    let editor = journal.client(&journal.token_of(SCHOOL, person_id).await);
    let oneself = json!({ "teacher_ids": [person_id] });
    let refused = editor.post(&format!("{path}/substitute"), &oneself).await;
    assert_eq!(refused.is(422).json()["rule"]["code"], "school.own_appointment");
    let another = json!({ "teacher_ids": [SCHOOL.history_teacher()] });
    editor.post(&format!("{path}/substitute"), &another).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn lessons_of_a_closed_period_stay_as_they_are() {
    let (journal, administrator) = this_year().await;
    let path = Extra::today(61, 1).add(&administrator).await;
    journal.run(ClosePeriod { study_year_id: THIS_YEAR, period_id: THIS_PERIOD }).await;
    for deed in ["cancellation", "room"] {
        let refused =
            administrator.post(&format!("{path}/{deed}"), &json!({ "room_id": null, "reason": "аяз" })).await;
        assert!(matches!(refused.status.as_u16(), 422), "{deed}: {}", refused.text());
    }
    let refused = administrator.post(&format!("{path}/cancellation"), &json!({ "reason": "аяз" })).await;
    assert_eq!(refused.is(422).json()["rule"]["code"], "school.period_is_closed");
    assert_eq!(Extra::today(62, 2).ask(&administrator).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_classes_that_exchange_hours_are_published_together() {
    let (_journal, administrator) = ground().await;
    let (first, second) = (SCHOOL.class_7a(), SCHOOL.class_7b());
    let teacher = SCHOOL.algebra_teacher();
    let slot = |number| [("monday", number, SCHOOL.algebra(), teacher)];
    plan(&administrator, 1, first, &slot(1)).await;
    plan(&administrator, 2, second, &slot(2)).await;
    let publish = |timetables: &[u128]| {
        let ids: Vec<Uuid> = timetables.iter().map(|number| timetable(*number)).collect();
        json!({ "timetable_ids": ids, "from": day(2026, 9, 1) })
    };
    administrator.post("/api/v1/timetables/publish", &publish(&[1, 2])).await.is(200);
    plan(&administrator, 1, first, &slot(2)).await;
    plan(&administrator, 2, second, &slot(1)).await;
    for alone in [1, 2] {
        administrator.post("/api/v1/timetables/publish", &publish(&[alone])).await.is(422);
    }
    administrator.post("/api/v1/timetables/publish", &publish(&[1, 2])).await.is(200);
}
