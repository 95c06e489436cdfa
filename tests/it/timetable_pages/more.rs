//! What stands around a week: a file of it, an address for calendars, an extra lesson, its history.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use dayek_tests::staff::Who;

use super::{
    AIGERIM, BELLS, CLASS_8A, CLASS_8B, PERIOD, SCHOOL, algebra, begin, head, ids, lesson_of, page_of,
    plan_of, publish, send, text, this_year, today,
};

/// The texts of a file's cells, row by row.
fn cells(bytes: &[u8]) -> Vec<String> {
    let mut workbook = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let name = workbook.sheet_names().first().cloned().unwrap();
    let range = workbook.worksheet_range(&name).unwrap();
    let texts = range.used_cells().filter_map(|(_, _, cell)| {
        let Data::String(text) = cell else { return None };
        Some(text.clone())
    });
    texts.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_of_a_class_a_teacher_and_a_pupil_is_a_file_for_whoever_sees_it() {
    let (journal, mut administrator) = this_year().await;
    begin(&mut administrator, CLASS_8A, "1").await;
    publish(&mut administrator, CLASS_8A, 303).await;
    journal.caught_up().await;
    let week = text(&mut administrator, &format!("/timetable?class={CLASS_8A}")).await;
    assert!(week.contains(&format!("/api/v1/timetable.xlsx?class_id={CLASS_8A}")), "{week}");

    let file = |of: &str| format!("/api/v1/timetable.xlsx?{of}&date={}", today());
    let of_class = format!("class_id={CLASS_8A}");
    let answer = administrator.client().get(&file(&of_class)).await;
    assert!(answer.is(200).header("content-type").unwrap().contains("spreadsheetml"));
    let texts = cells(&answer.body);
    assert_eq!(texts.first().map(String::as_str), Some("Сынып: 8А"));
    assert!(texts.contains(&"Алгебра\nКөкшетеров Гүлнар".to_owned()), "{texts:?}");

    let teacher = SCHOOL.algebra_teacher();
    let answer = administrator.client().get(&file(&format!("teacher_id={teacher}"))).await;
    let texts = cells(&answer.is(200).body);
    assert_eq!(texts.first().map(String::as_str), Some("Мұғалім: Көкшетеров Гүлнар"));
    assert!(texts.contains(&"Алгебра (8А)".to_owned()), "{texts:?}");

    let of_pupil = format!("pupil_id={AIGERIM}");
    for who in [Who::Pupil, Who::Parent] {
        let client = journal.signed_in(who).await.client();
        let texts = cells(&client.get(&file(&of_pupil)).await.is(200).body);
        assert!(texts.iter().any(|text| text.starts_with("Алгебра")), "{texts:?}");
        client.get(&file(&format!("class_id={CLASS_8B}"))).await.is(404);
        client.get(&file(&format!("teacher_id={teacher}"))).await.is(404);
    }
    administrator.client().get(&file(&format!("room_id={CLASS_8A}"))).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_for_calendars_is_shown_once_and_taken_back_by_its_owner() {
    let (journal, _administrator) = this_year().await;
    let (own, other) = (SCHOOL.algebra_teacher(), SCHOOL.history_teacher());
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let week = text(&mut teacher, "/timetable").await;
    assert!(week.contains("action=\"/timetable/feeds\""), "{week}");

    let fields = [("of", "teacher".to_owned()), ("id", own.to_string())];
    let made = send(&mut teacher, "/timetable/feeds", &fields, 200).await;
    let address = made.split("id=\"feed-address\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let path = &address[address.find("/calendar/").unwrap()..];
    journal.anonymous().get(path).await.is(200);
    let list = text(&mut teacher, "/timetable/feeds").await;
    assert!(!list.contains(path) && list.contains("Гүлнар"), "{list}");

    let feed = ids(&list, "action=\"/timetable/feeds/").first().copied().unwrap();
    let revocation = format!("/timetable/feeds/{feed}/revocation");
    let mut stranger = journal.signed_in(Who::OtherTeacher).await;
    send(&mut stranger, &revocation, &[], 404).await;
    journal.anonymous().get(path).await.is(200);
    send(&mut teacher, &revocation, &[], 303).await;
    journal.anonymous().get(path).await.is(404);

    let mut pupil = journal.signed_in(Who::Pupil).await;
    let of_pupil = [("of", "pupil".to_owned()), ("id", AIGERIM.to_string())];
    send(&mut pupil, "/timetable/feeds", &of_pupil, 200).await;
    let of_other = [("of", "teacher".to_owned()), ("id", other.to_string())];
    send(&mut pupil, "/timetable/feeds", &of_other, 404).await;
}

fn extra(number: &str) -> Vec<(&'static str, String)> {
    vec![
        ("subject", SCHOOL.algebra().to_string()),
        ("date", today().to_string()),
        ("number", number.to_owned()),
        ("teacher", SCHOOL.algebra_teacher().to_string()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extra_lesson_is_added_where_its_teacher_is_free_and_its_number_rings() {
    let (journal, mut administrator) = this_year().await;
    let of = |class| format!("/timetable/extra/{class}");
    send(&mut administrator, &of(CLASS_8A), &extra("3"), 303).await;
    journal.caught_up().await;
    lesson_of(&mut administrator, CLASS_8A).await;

    let before = head(journal.pool(), SCHOOL.institution()).await;
    let busy = send(&mut administrator, &of(CLASS_8B), &extra("3"), 422).await;
    assert!(busy.contains("id=\"extra-date-error\"") && busy.contains("Гүлнар"), "{busy}");
    let silent = send(&mut administrator, &of(CLASS_8B), &extra("9"), 422).await;
    assert!(silent.contains("id=\"extra-number-error\""), "{silent}");
    let mut nobody = extra("2");
    nobody.retain(|(name, _)| *name != "teacher");
    let refused = send(&mut administrator, &of(CLASS_8B), &nobody, 422).await;
    assert!(refused.contains("id=\"extra-teacher-error\""), "{refused}");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);

    let mut teacher = journal.signed_in(Who::Teacher).await;
    send(&mut teacher, &of(CLASS_8A), &extra("2"), 403).await;
    let week = text(&mut teacher, &format!("/timetable?class={CLASS_8A}")).await;
    assert!(!week.contains(&of(CLASS_8A)), "{week}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_tells_of_a_subject_twice_a_day_and_what_its_teachers_have_a_week() {
    let (journal, mut administrator) = this_year().await;
    begin(&mut administrator, CLASS_8A, "1").await;
    begin(&mut administrator, CLASS_8B, "3").await;
    journal.caught_up().await;
    let planned = text(&mut administrator, &page_of(CLASS_8A)).await;
    assert!(!planned.contains("id=\"repeated\""), "{planned}");
    send(&mut administrator, &format!("{}/slots", plan_of(CLASS_8A)), &algebra("2"), 303).await;
    let planned = text(&mut administrator, &page_of(CLASS_8A)).await;
    let repeated = planned.split("id=\"repeated\"").nth(1).expect("a subject stands twice");
    assert!(repeated.split("</div>").next().unwrap().contains("Алгебра"), "{repeated}");
    let loads = planned.split("id=\"loads\"").nth(1).unwrap();
    let own = "Көкшетеров Гүлнар</th><td class=\"number\">2</td><td class=\"number\">3</td>";
    assert!(loads.contains(own), "{loads}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_lesson_tells_its_history_to_who_may_read_it() {
    let (journal, mut administrator) = this_year().await;
    begin(&mut administrator, CLASS_8A, "1").await;
    publish(&mut administrator, CLASS_8A, 303).await;
    journal.caught_up().await;
    let lesson = lesson_of(&mut administrator, CLASS_8A).await;
    let reason = [("reason", "аяз".to_owned())];
    send(&mut administrator, &format!("/lessons/{lesson}/cancellation"), &reason, 303).await;
    journal.caught_up().await;
    let page = text(&mut administrator, &format!("/lessons/{lesson}")).await;
    let history = page.split("id=\"changes\"").nth(1).expect("the history is told");
    assert!(history.contains("аяз"), "{history}");
    let mut stranger = journal.signed_in(Who::OtherTeacher).await;
    let page = text(&mut stranger, &format!("/lessons/{lesson}")).await;
    assert!(!page.contains("id=\"changes\""), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_on_substitutions_is_of_a_year_of_a_period_or_of_days_within_it() {
    let (_journal, mut administrator) = this_year().await;
    let of_period = format!("/reports/substitutions?period={PERIOD}");
    let page = text(&mut administrator, &of_period).await;
    assert!(page.contains(&format!("value=\"{PERIOD}\" selected")), "{page}");
    let within = text(&mut administrator, &format!("{of_period}&from={0}&to={0}", today())).await;
    assert!(!within.contains("role=\"alert\""), "{within}");
    let outside = text(&mut administrator, &format!("{of_period}&from=2001-01-01")).await;
    assert!(outside.contains("role=\"alert\""), "{outside}");
    administrator.get(&format!("/reports/substitutions?period={BELLS}")).await.is(404);
}
