//! A whole small school goes on to the next study year: on its page, through the API, broken off and taken
//! up again.

use dayek::usecases::{
    DefineStudyYear, EnrolPupil, FormClass, NextYear, Onward, PromoteClass, RegisterPerson, RevokeRole,
    WithdrawPupil,
};
use dayek_domain::access::Role;
use dayek_domain::id::{ClassId, PersonId, StudyYearId};
use dayek_domain::person::PersonDetails;
use dayek_domain::school_class::{ClassKind, Part};
use dayek_domain::study_year::Days;
use dayek_projections::directory::{self, PupilRow};
use dayek_tests::client::Answer;
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{
    AIGERIM, CONTROL_WORK, DAULET, MADINA, NURLAN, OTHER_SCHOOL, SALTANAT, SCHOOL, YERLAN, day, give,
};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;
use serde_json::{Value, json};
use uuid::Uuid;

const NEXT: StudyYearId = StudyYearId(Uuid::from_u128((0x4e << 96) | 1));
const CLASS_11A: ClassId = ClassId(Uuid::from_u128((0x4e << 96) | 0x11a));
/// Half of 7А: Aigerim and Saltanat.
const ENGLISH: ClassId = ClassId(Uuid::from_u128((0x4e << 96) | 0xe));
/// Of 11А.
const LEAVER: PersonId = PersonId(Uuid::from_u128((0x4e << 96) | 0x99));

/// A school in which there is something of everything. Saltanat left in March.
async fn full_school() -> Journal {
    let journal = school().with_staff().with_delivery().open().await;
    let days = Days { first: day(2027, 9, 1), last: day(2028, 5, 25) };
    let name = "2027/2028".to_owned();
    journal.run(DefineStudyYear { study_year_id: NEXT, name, days, periods: vec![] }).await;
    let details = PersonDetails { family_name: "Түлекова".to_owned(), ..PersonDetails::default() };
    journal.run(RegisterPerson { person_id: LEAVER, details }).await;
    let half = Part {
        class_id: SCHOOL.class_7a(),
        division: Some("ағылшын тілі".to_owned()),
        part: Some("1".to_owned()),
    };
    for (class_id, kind, name, parts) in [
        (CLASS_11A, ClassKind::Class, "11А", vec![]),
        (ENGLISH, ClassKind::Group, "7А ағылшын тілі 1", vec![half]),
    ] {
        let study_year_id = SCHOOL.study_year();
        journal.run(FormClass { class_id, study_year_id, kind, name: name.to_owned(), parts }).await;
    }
    for (class_id, pupil_id) in [(CLASS_11A, LEAVER), (ENGLISH, AIGERIM), (ENGLISH, SALTANAT)] {
        journal.run(EnrolPupil { class_id, pupil_id, from: day(2026, 9, 1), order: None }).await;
    }
    let (class_id, on) = (SCHOOL.class_7a(), day(2027, 3, 1));
    journal.run(WithdrawPupil { class_id, pupil_id: SALTANAT, on, reason: None, order: None }).await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    journal
}

fn next() -> NextYear {
    let (from_year, on) = (SCHOOL.study_year(), day(2027, 9, 1));
    NextYear { from_year, to_year: NEXT, on, order: None, with_staff: true }
}

async fn stays(journal: &Journal, class: ClassId) -> Vec<PupilRow> {
    directory::pupils(journal.pool(), SCHOOL.institution().0, class.0).await.unwrap()
}

/// Who is in a class, without having left.
async fn members(journal: &Journal, class: ClassId) -> Vec<PersonId> {
    let stays = stays(journal, class).await;
    stays.iter().filter(|stay| stay.to_day.is_none()).map(|stay| PersonId(stay.pupil_id)).collect()
}

/// The names of the classes and groups of the next year.
async fn names(journal: &Journal) -> Vec<String> {
    let classes = directory::classes(journal.pool(), SCHOOL.institution().0, None).await.unwrap();
    classes.into_iter().filter(|row| row.study_year_id == NEXT.0).map(|row| row.name).collect()
}

async fn head_of(journal: &Journal) -> i64 {
    head(journal.pool(), SCHOOL.institution()).await
}

/// The form as it stands on the page at first.
fn form() -> Vec<(&'static str, String)> {
    let class = [SCHOOL.class_7a(), SCHOOL.class_7b(), CLASS_11A];
    let mut form = vec![
        ("from", SCHOOL.study_year().to_string()),
        ("to", NEXT.to_string()),
        ("on", "2027-09-01".to_owned()),
        ("order_number", "31-о".to_owned()),
        ("order_date", "2027-08-25".to_owned()),
        ("staff", "yes".to_owned()),
        ("groups", "yes".to_owned()),
        ("leaves", CLASS_11A.to_string()),
    ];
    form.extend(class.map(|class| ("class", class.to_string())));
    form.extend(["8А", "8Б", ""].map(|name| ("name", name.to_owned())));
    form
}

async fn send(visitor: &mut Visitor, fields: &[(impl AsRef<str>, String)]) -> Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect();
    visitor.form("/setup/next-year", &fields).await
}

/// The hidden fields of the form that goes on by itself.
fn goes_on_with(page: &str) -> Vec<(String, String)> {
    let (_, form) = page.split_once("data-continue>").unwrap();
    let (form, _) = form.split_once("</form>").unwrap();
    let field = |text: &str| {
        let (name, rest) = text.split_once("\" value=\"").unwrap();
        let (value, _) = rest.split_once('"').unwrap();
        (name.to_owned(), value.to_owned())
    };
    form.split("<input type=\"hidden\" name=\"").skip(1).map(field).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_school_goes_on_to_the_next_year_on_its_page() {
    let journal = full_school().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let page = administrator.get("/setup/next-year").await.is(200).text();
    for proposed in ["value=\"8А\"", "value=\"8Б\"", "value=\"2027-09-01\""] {
        assert!(page.contains(proposed), "{proposed} is not proposed: {page}");
    }
    let page = send(&mut administrator, &form()).await.is(200).text();
    journal.caught_up().await;
    let done = send(&mut administrator, &goes_on_with(&page)).await;
    assert_eq!(done.is(303).header("location"), Some("/setup/next-year?done=promoted"));
    journal.caught_up().await;

    assert_eq!(names(&journal).await, ["8А", "8А ағылшын тілі 1", "8Б"]);
    let (old, new) = (SCHOOL.class_7a(), next().class_id(SCHOOL.class_7a()));
    let mut moved = members(&journal, new).await;
    moved.sort_unstable();
    assert_eq!(moved, [AIGERIM, DAULET, MADINA, NURLAN]);
    assert!(stays(&journal, new).await.iter().all(|stay| stay.from_day == Some(day(2027, 9, 1))));
    for class in [old, SCHOOL.class_7b(), CLASS_11A, ENGLISH] {
        assert!(members(&journal, class).await.is_empty(), "{class}");
    }
    let last = |stay: &PupilRow| (stay.pupil_id == AIGERIM.0).then_some(stay.to_day);
    assert_eq!(stays(&journal, old).await.iter().find_map(last), Some(Some(day(2027, 5, 25))));
    assert_eq!(members(&journal, next().class_id(ENGLISH)).await, [AIGERIM]);

    let staff = directory::class_staff(journal.pool(), SCHOOL.institution().0).await.unwrap();
    let leads = (new.0, "class_leader".to_owned(), Who::ClassLeader.person().0);
    assert!(staff.contains(&leads), "{staff:?}");
    let orders = administrator.get(&format!("/history?class_id={new}")).await.is(200).text();
    assert!(orders.contains("31-о"), "{orders}");
    // The mark of the old year is where it was.
    let mark = format!("/cells/{CONTROL_WORK}/{AIGERIM}");
    administrator.get(&mark).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn going_on_twice_is_going_on_once() {
    let journal = full_school().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let page = send(&mut administrator, &form()).await.is(200).text();
    send(&mut administrator, &goes_on_with(&page)).await.is(303);
    journal.caught_up().await;
    let before = head_of(&journal).await;
    send(&mut administrator, &form()).await.is(303);
    let class_id = SCHOOL.class_7a();
    journal.run(PromoteClass { next: next(), class_id, onward: Onward::As("8Z".to_owned()) }).await;
    assert_eq!(head_of(&journal).await, before);
    let page = administrator.get("/setup/next-year").await.is(200).text();
    assert!(!page.contains("name=\"leaves\""), "{page}");
}

fn body(classes: &[Value]) -> Value {
    json!({
        "to_study_year_id": NEXT, "on": "2027-09-01", "with_staff": true, "classes": classes,
        "order": { "number": "31-о", "date": "2027-08-25" },
    })
}

fn goes(class: ClassId, name: &str) -> Value {
    json!({ "class_id": class, "to_name": name })
}

fn promotion() -> String {
    format!("/api/v1/study-years/{}/promotion", SCHOOL.study_year())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_broken_off_is_taken_up_again() {
    let journal = full_school().await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    let class_id = SCHOOL.class_7a();
    journal.run(PromoteClass { next: next(), class_id, onward: Onward::As("8А".to_owned()) }).await;
    journal.caught_up().await;
    let all = body(&[
        goes(SCHOOL.class_7a(), "8А"),
        goes(SCHOOL.class_7b(), "8Б"),
        json!({ "class_id": CLASS_11A, "leaves": true }),
        goes(ENGLISH, "8А ағылшын тілі 1"),
    ]);
    let keyed = administrator.with("idempotency-key", "the-promotion");
    assert_eq!(keyed.post(&promotion(), &all).await.is(200).json()["changed"], true);
    let before = head_of(&journal).await;
    assert!(keyed.post(&promotion(), &all).await.is(200).header("idempotency-replayed").is_some());
    assert_eq!(administrator.post(&promotion(), &all).await.is(200).json()["changed"], false);
    assert_eq!(head_of(&journal).await, before);
    journal.caught_up().await;
    assert_eq!(names(&journal).await, ["8А", "8А ағылшын тілі 1", "8Б"]);
    assert_eq!(stays(&journal, next().class_id(SCHOOL.class_7a())).await.len(), 4);
    let of_8b = members(&journal, next().class_id(SCHOOL.class_7b())).await;
    assert!(of_8b.contains(&YERLAN) && of_8b.len() == 2, "{of_8b:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_who_was_left_behind_follows() {
    let journal = full_school().await;
    let step =
        || PromoteClass { next: next(), class_id: SCHOOL.class_7b(), onward: Onward::As("8Б".to_owned()) };
    journal.run(step()).await;
    let from = day(2027, 4, 1);
    journal.run(EnrolPupil { class_id: SCHOOL.class_7b(), pupil_id: SALTANAT, from, order: None }).await;
    journal.run(step()).await;
    journal.caught_up().await;
    assert!(members(&journal, SCHOOL.class_7b()).await.is_empty());
    assert!(members(&journal, next().class_id(SCHOOL.class_7b())).await.contains(&SALTANAT));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_is_told_before_anything_is_done() {
    let journal = full_school().await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    let before = head_of(&journal).await;
    let (one, other) = (SCHOOL.class_7a(), SCHOOL.class_7b());
    let mut early = body(&[goes(one, "8А")]);
    early["on"] = json!("2027-08-31");
    let mut same_year = body(&[goes(one, "8А")]);
    same_year["to_study_year_id"] = json!(SCHOOL.study_year());
    for (wrong, rule) in [
        (body(&[goes(one, "8А"), goes(other, "8а")]), "school.class_name_twice"),
        (body(&[goes(one, "8А"), goes(other, " ")]), "school_class.name_missing"),
        (body(&[goes(ENGLISH, "8А ағылшын тілі 1"), goes(one, "8А")]), "school.classes_go_first"),
        (early, "study_year.date_outside_year"),
        (same_year, "school.years_out_of_order"),
    ] {
        let refused = administrator.post(&promotion(), &wrong).await.is(422).json();
        assert_eq!(refused["rule"]["code"], rule, "{refused}");
    }
    for unclear in [json!({ "class_id": one }), json!({ "class_id": one, "to_name": "8А", "leaves": true })]
    {
        let refused = administrator.post(&promotion(), &body(&[unclear])).await.is(422).json();
        assert_eq!(refused["errors"][0]["pointer"], "/classes/0", "{refused}");
    }
    let unknown = ClassId(Uuid::from_u128(0x404));
    administrator.post(&promotion(), &body(&[goes(unknown, "8А")])).await.is(404);
    assert_eq!(head_of(&journal).await, before);

    let mut visitor = journal.signed_in(Who::Administrator).await;
    let before = head_of(&journal).await;
    let mut twice = form();
    twice.iter_mut().filter(|(_, value)| value == "8Б").for_each(|(_, value)| "8А".clone_into(value));
    let page = send(&mut visitor, &twice).await.is(422).text();
    assert!(page.contains("href=\"#next_classes\">7Б: "), "{page}");
    assert_eq!(head_of(&journal).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_keeps_the_classes_takes_a_school_on() {
    let journal = full_school().await;
    journal.add_school(OTHER_SCHOOL).await;
    journal.caught_up().await;
    let one = body(&[goes(SCHOOL.class_7a(), "8А")]);
    for (who, status) in [(Who::Teacher, 403), (Who::Director, 403), (Who::Pupil, 404), (Who::Parent, 404)] {
        let mut visitor = journal.signed_in(who).await;
        let before = head_of(&journal).await;
        visitor.client().post(&promotion(), &one).await.is(status);
        visitor.get("/setup/next-year").await.is(status);
        send(&mut visitor, &form()).await.is(status);
        assert_eq!(head_of(&journal).await, before, "{}", who.name());
    }
    let elsewhere = journal.client(&journal.token_in(OTHER_SCHOOL, Role::Administrator).await);
    elsewhere.post(&promotion(), &one).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_a_duty_along_who_is_employed_no_more() {
    let journal = full_school().await;
    journal.run(RevokeRole::of(Who::ClassLeader.person(), Role::Employee)).await;
    let class_id = SCHOOL.class_7a();
    journal.run(PromoteClass { next: next(), class_id, onward: Onward::As("8А".to_owned()) }).await;
    journal.caught_up().await;
    let staff = directory::class_staff(journal.pool(), SCHOOL.institution().0).await.unwrap();
    let new = next().class_id(class_id).0;
    let duties: Vec<&str> =
        staff.iter().filter(|(class, ..)| *class == new).map(|(_, duty, _)| duty.as_str()).collect();
    assert_eq!(duties, ["psychologist"]);
}
