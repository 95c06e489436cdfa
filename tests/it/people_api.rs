//! People through the API: added, put right, archived, transferred, listed; and who may see what of them.

use dayek::usecases::{AmendPerson, RegisterPerson};
use dayek_domain::access::Role;
use dayek_domain::id::PersonId;
use dayek_domain::person::{Iin, PersonDetails};
use dayek_tests::client::{Answer, Client};
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, DAULET, OTHER_SCHOOL, SCHOOL, YERLAN};
use dayek_tests::staff::Who;
use futures::future::join_all;
use serde_json::{Value, json};

/// Numbers of the nineteenth century.
const IIN: &str = "990101100010";
const OTHER_IIN: &str = "990101200017";

async fn opened() -> (Journal, Client) {
    let journal = school().with_staff().with_delivery().open().await;
    journal.caught_up().await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    (journal, administrator)
}

fn rule(answer: &Answer) -> String {
    answer.is(422).json()["rule"]["code"].as_str().unwrap_or_default().to_owned()
}

fn with_number(family_name: &str, iin: &str) -> PersonDetails {
    PersonDetails {
        family_name: family_name.to_owned(),
        iin: Some(Iin::parse(iin).unwrap()),
        ..PersonDetails::default()
    }
}

async fn found(client: &Client, path: &str) -> Vec<Value> {
    client.get(path).await.is(200).json()["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_added_put_right_and_shown() {
    let (_journal, administrator) = opened().await;
    let form = json!({
        "family_name": "Шыршаева", "given_name": "Аружан", "birth_date": "1899-01-01", "sex": "female",
        "iin": IIN, "taught_in": "kazakh", "address": "Абай көшесі, 1",
    });
    let added = administrator.post("/api/v1/people", &form).await;
    let id = added.is(200).json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/people/{id}");
    let shown = administrator.get(&path).await.is(200).json();
    assert_eq!((&shown["iin"], &shown["sex"]), (&json!(IIN), &json!("female")));
    assert_eq!(shown["archived"], false);

    let right = json!({ "family_name": "Шыршаева", "given_name": "Аружан", "phone": "+7 700 000 00 01" });
    administrator.put(&path, &right).await.is(200);
    let shown = administrator.get(&path).await.is(200).json();
    assert_eq!((&shown["phone"], &shown["iin"]), (&json!("+7 700 000 00 01"), &Value::Null));
    assert_eq!(administrator.put(&path, &right).await.is(200).json()["changed"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_cannot_be_one_is_refused_with_its_place() {
    let (journal, administrator) = opened().await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    for wrong in ["99010110001", "990101100011", "990132100010", "990101100100"] {
        let refused =
            administrator.post("/api/v1/people", &json!({ "family_name": "А", "iin": wrong })).await;
        assert_eq!(refused.is(422).json()["errors"][0]["pointer"], "/iin", "{wrong}");
    }
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_borne_by_one_person_of_an_institution_and_free_again_when_it_was_a_mistake() {
    let (journal, administrator) = opened().await;
    let form = |name: &str, iin: &str| json!({ "family_name": name, "iin": iin });
    let first = administrator.post("/api/v1/people", &form("Бірінші", IIN)).await;
    let first = format!("/api/v1/people/{}", first.is(200).json()["id"].as_str().unwrap());
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let second = administrator.post("/api/v1/people", &form("Екінші", IIN)).await;
    assert_eq!(rule(&second), "iin_claim.borne_by_another");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);

    administrator.put(&first, &form("Бірінші", OTHER_IIN)).await.is(200);
    administrator.post("/api/v1/people", &form("Екінші", IIN)).await.is(200);
    assert_eq!(rule(&administrator.put(&first, &form("Бірінші", IIN)).await), "iin_claim.borne_by_another");

    journal.add_school(OTHER_SCHOOL).await;
    journal.caught_up().await;
    let elsewhere = journal.client(&journal.token_in(OTHER_SCHOOL, Role::Administrator).await);
    elsewhere.post("/api/v1/people", &form("Бірінші", IIN)).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_claim_one_number_at_the_same_time_one_gets_it() {
    let (journal, _administrator) = opened().await;
    let claims = (1..=8_u128).map(|number| {
        let (log, request) = (journal.another_process(), journal.request());
        let (person_id, details) = (SCHOOL.pupil(700 + number), with_number("Көп", IIN));
        async move { log.execute(request, RegisterPerson { person_id, details }).await.is_ok() }
    });
    let granted = join_all(claims).await.into_iter().filter(|granted| *granted).count();
    assert_eq!(granted, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_role_or_sits_in_a_class_is_not_archived() {
    let (journal, administrator) = opened().await;
    let on = json!({ "on": "2026-10-01", "reason": "көшіп кетті" });
    let archive = |person: PersonId| format!("/api/v1/people/{person}/archive");
    let teacher = SCHOOL.history_teacher();
    assert_eq!(rule(&administrator.post(&archive(teacher), &on).await), "school.holds_roles");
    assert_eq!(rule(&administrator.post(&archive(DAULET), &on).await), "school.is_a_pupil");

    let withdrawal = format!("/api/v1/classes/{}/pupils/{DAULET}/withdrawal", SCHOOL.class_7a());
    let order = json!({ "number": "21-ш", "date": "2026-09-30" });
    administrator.post(&withdrawal, &json!({ "on": "2026-10-01", "order": order })).await.is(200);
    journal.caught_up().await;
    administrator.post(&archive(DAULET), &on).await.is(200);
    journal.caught_up().await;
    let is_in = |items: &[Value]| items.iter().any(|item| item["person_id"] == DAULET.to_string());
    assert!(!is_in(&found(&administrator, "/api/v1/people?limit=200").await));
    assert!(is_in(&found(&administrator, "/api/v1/people?limit=200&archived=true").await));
    // What has happened stays.
    let pupils = format!("/api/v1/classes/{}/pupils", SCHOOL.class_7a());
    let stays = found(&administrator, &pupils).await;
    assert!(stays.iter().any(|stay| stay["pupil_id"] == DAULET.to_string()));

    administrator.post(&format!("/api/v1/people/{DAULET}/restore"), &json!({})).await.is(200);
    journal.caught_up().await;
    assert!(is_in(&found(&administrator, "/api/v1/people?limit=200").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_ends_one_stay_and_begins_another_by_one_order_or_does_nothing() {
    let (journal, administrator) = opened().await;
    let path = format!("/api/v1/classes/{}/pupils/{AIGERIM}/transfer", SCHOOL.class_7a());
    let to = |class: String, on: &str| json!({ "to_class_id": class, "on": on, "order": { "number": "22-ш", "date": "2026-09-18" } });
    let seventh = SCHOOL.class_7b().to_string();
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let same = to(SCHOOL.class_7a().to_string(), "2026-09-20");
    assert_eq!(rule(&administrator.post(&path, &same).await), "school.same_class");
    administrator.post(&path, &to(SCHOOL.lesson(1).to_string(), "2026-09-20")).await.is(404);
    let too_early = administrator.post(&path, &to(seventh.clone(), "2026-09-01")).await;
    assert_eq!(rule(&too_early), "school_class.leaves_before_coming");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);

    administrator.post(&path, &to(seventh.clone(), "2026-09-20")).await.is(200);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before + 2);
    let again = administrator.post(&path, &to(seventh, "2026-09-20")).await;
    assert_eq!(again.is(200).json()["changed"], false);
    journal.caught_up().await;
    let report = format!("/api/v1/reports/pupils?class_id={}", SCHOOL.class_7b());
    let lines = found(&administrator, &report).await;
    let line = lines.iter().find(|line| line["pupil_id"] == AIGERIM.to_string()).unwrap();
    assert_eq!((&line["from"], &line["came_by"]), (&json!("2026-09-20"), &json!("№ 22-ш, 18.09.2026")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_a_pupil_is_masked_for_those_who_may_not_put_it_right() {
    let (journal, administrator) = opened().await;
    for (person_id, iin) in [(AIGERIM, IIN), (YERLAN, OTHER_IIN)] {
        let details = with_number("Санды", iin);
        journal.run(AmendPerson { person_id, classes: vec![], details }).await;
    }
    journal.caught_up().await;
    let leader = journal.signed_in(Who::ClassLeader).await.client();
    let shown = |lines: Vec<Value>, person: PersonId| {
        let line = lines.into_iter().find(|line| line["pupil_id"] == person.to_string()).unwrap();
        line["iin"].as_str().unwrap().to_owned()
    };
    let report = format!("/api/v1/reports/pupils?study_year_id={}", SCHOOL.study_year());
    // The leader of 7А puts the data of that class right, and only of that.
    assert_eq!(shown(found(&leader, &report).await, AIGERIM), IIN);
    assert_eq!(shown(found(&leader, &report).await, YERLAN), "******0017");
    assert_eq!(shown(found(&administrator, &report).await, YERLAN), OTHER_IIN);
    // A director has no right to these lists.
    let director = journal.signed_in(Who::Director).await.client();
    for path in [report.as_str(), "/api/v1/reports/staff", "/api/v1/reports/pupils.xlsx"] {
        assert!([403, 404].contains(&director.get(path).await.status.as_u16()), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_as_a_file_holds_no_formula() {
    let (journal, administrator) = opened().await;
    let details = PersonDetails {
        family_name: "=cmd|'/c calc'!A1".to_owned(),
        phone: Some("+7 700 000 00 01".to_owned()),
        address: Some("<script>alert(1)</script>".to_owned()),
        ..PersonDetails::default()
    };
    journal.run(AmendPerson { person_id: AIGERIM, classes: vec![], details }).await;
    journal.caught_up().await;
    let csv = administrator.get("/api/v1/reports/pupils.csv?language=en").await;
    assert_eq!(csv.is(200).header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(csv.header("content-disposition").is_some_and(|kept| kept.contains("attachment")));
    let text = csv.text();
    assert!(text.contains("'=cmd|'/c calc'!A1") && text.contains("'+7 700 000 00 01"), "{text}");
    assert!(!text.contains(",=cmd") && !text.contains("\n=cmd"), "{text}");
    let xlsx = administrator.get("/api/v1/reports/staff.xlsx").await;
    assert!(xlsx.is(200).body.starts_with(b"PK"));
    administrator.get("/api/v1/reports/pupils.csv?language=fr").await.is(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_people_is_read_part_by_part() {
    let (_journal, administrator) = opened().await;
    let mut seen: Vec<String> = Vec::new();
    let mut path = "/api/v1/people?limit=3&role=pupil".to_owned();
    loop {
        let part = administrator.get(&path).await.is(200).json();
        let items = part["items"].as_array().unwrap();
        assert!(items.len() <= 3);
        seen.extend(items.iter().map(|item| item["person_id"].as_str().unwrap().to_owned()));
        let Some(next) = part["next"].as_str() else { break };
        path = format!("/api/v1/people?limit=3&role=pupil&cursor={next}");
    }
    let mut distinct = seen.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!((seen.len(), distinct.len()), (7, 7));
    administrator.get("/api/v1/people?cursor=5").await.is(422);
    administrator.get("/api/v1/people?role=cosmonaut").await.is(422);
}
