//! R17: what was cancelled and substituted.

use dayek_tests::school::SCHOOL;
use dayek_tests::staff::Who;
use serde_json::{Value, json};

use super::{Extra, days_later, items, shown, this_year, today};

fn report(ending: &str, more: &str) -> String {
    format!("/api/v1/reports/substitutions{ending}?from={}&to={}{more}", today(), days_later(6))
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_and_substituted_lessons_are_counted_and_moved_ones_are_not() {
    let (journal, administrator) = this_year().await;
    let lessons = [61, 62, 63].map(|lesson| Extra { date: days_later(1), ..Extra::today(lesson, 1) });
    let lessons: Vec<Extra> =
        (1_u8..).zip(lessons).map(|(number, lesson)| Extra { number, ..lesson }).collect();
    for lesson in &lessons {
        lesson.add(&administrator).await;
    }
    let path = |place: usize, deed: &str| format!("/api/v1/lessons/{}/{deed}", lessons[place].id());
    let frost = json!({ "reason": "=1+1" });
    administrator.post(&path(0, "cancellation"), &frost).await.is(200);
    let (regular, other) = (SCHOOL.algebra_teacher(), SCHOOL.history_teacher());
    let substitute = json!({ "teacher_ids": [other], "reason": "a course" });
    administrator.post(&path(1, "substitute"), &substitute).await.is(200);
    administrator.put(&path(2, "slot"), &json!({ "date": days_later(2), "number": 3 })).await.is(200);

    let shown = shown(&journal, &administrator, &report("", "")).await;
    assert_eq!((&shown["missed"], &shown["substituted"]), (&json!(1), &json!(1)));
    let most = json!({ "subject_id": SCHOOL.algebra(), "subject_name": "Алгебра", "lessons": 1 });
    assert_eq!(shown["most_substituted"], most);
    let hours = |teacher: Value, missed: i64, substituted: i64, given: i64, name: &str| {
        json!({
            "teacher_id": teacher, "name": name, "missed": missed, "substituted": substituted, "given": given,
        })
    };
    let expected = json!([
        hours(json!(other), 0, 0, 1, "Көкшетеров Болат"),
        hours(json!(regular), 1, 1, 0, "Көкшетеров Гүлнар"),
    ]);
    assert_eq!(shown["by_teacher"], expected);
    let rows = items(&shown);
    let kinds: Vec<&Value> = rows.iter().map(|row| &row["kind"]).collect();
    assert_eq!(kinds, ["cancelled", "substituted"]);
    assert_eq!(rows[1]["teachers"][0]["teacher_id"], json!(regular));
    assert_eq!(rows[1]["substitutes"][0]["teacher_id"], json!(other));
    assert_eq!((&rows[1]["reason"], &rows[1]["class_name"]), (&json!("a course"), &json!("8А")));
    assert_eq!(rows[1]["changed_by_name"], "program of the administrator");

    let of_other = administrator.get(&report("", &format!("&teacher_id={other}"))).await.is(200).json();
    assert_eq!((&of_other["missed"], &of_other["substituted"]), (&json!(0), &json!(1)));
    assert_eq!(items(&of_other).len(), 1);

    let reader = administrator.with("accept-language", "ru");
    let csv = reader.get(&report(".csv", "")).await;
    assert_eq!(csv.is(200).header("content-type"), Some("text/csv; charset=utf-8"));
    let text = csv.text();
    assert!(text.contains("Учитель по расписанию"), "{text}");
    assert!(text.contains("'=1+1") && !text.contains(",=1+1"), "{text}");
    assert!(text.contains("замещён") && text.contains("Көкшетеров Болат"), "{text}");
    let xlsx = reader.get(&report(".xlsx", "")).await;
    assert!(xlsx.is(200).body.starts_with(b"PK"));
    assert!(xlsx.header("content-disposition").unwrap().contains(".xlsx"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_the_report_is_not_for_does_not_find_it() {
    let (journal, _administrator) = this_year().await;
    for (who, status) in [
        (Who::Director, 200),
        (Who::DeputyDirector, 200),
        (Who::Teacher, 200),
        (Who::Employee, 404),
        (Who::Pupil, 404),
        (Who::Parent, 404),
    ] {
        let client = journal.client(&journal.token_of(SCHOOL, who.person()).await);
        for ending in ["", ".csv", ".xlsx"] {
            client.get(&report(ending, "")).await.is(status);
        }
    }
}
