//! What an institution says of itself and what it uses, who may say it, and the operator's list of all of them.

use dayek::usecases::{AdmitSubordinate, PlaceUnder};
use dayek_domain::access::Role;
use dayek_tests::client::{Answer, Client};
use dayek_tests::guardian::Guarded;
use dayek_tests::history::{head, history};
use dayek_tests::journal::{Journal, school};
use dayek_tests::organisation::{DEPARTMENT, OTHER_DEPARTMENT, officer};
use dayek_tests::program::{binary, command, printed};
use dayek_tests::school::{SCHOOL, School};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;
use serde_json::{Value, json};

const PAGE: &str = "/setup/institution";
const PROFILE: &str = "/setup/institution/profile";
/// As it is set up.
const NAME: &str = "№ 1 жалпы білім беретін мектеп";
const BIN: &str = "990140000126";
const OTHER_BIN: &str = "150340003450";

async fn opened() -> (Journal, Visitor) {
    let journal = school().with_staff().with_delivery().open().await;
    journal.caught_up().await;
    let administrator = journal.signed_in(Who::Administrator).await;
    (journal, administrator.speaking("ru"))
}

async fn saves(journal: &Journal, visitor: &mut Visitor, form: &str, fields: &[(&str, &str)]) {
    let answer = visitor.form(form, fields).await;
    assert_eq!(answer.is(303).header("location"), Some("/setup/institution?done=saved"), "{form}");
    journal.caught_up().await;
}

async fn shown(visitor: &mut Visitor, page: &str) -> String {
    visitor.get(page).await.is(200).text()
}

async fn said(client: &Client) -> Value {
    client.get("/api/v1/institution").await.is(200).json()
}

fn pointer(answer: &Answer) -> Value {
    answer.is(422).json()["errors"][0]["pointer"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_says_what_stands_of_the_school_in_papers() {
    let (journal, mut administrator) = opened().await;
    let setup = shown(&mut administrator, "/setup").await;
    assert!(setup.contains("href=\"/setup/institution\"") && setup.contains("Заполнено: 0 из 7"), "{setup}");
    let fields = [
        ("name", "№ 1 мектеп-лицей"),
        ("full_name", "«№ 1 мектеп-лицей» КММ"),
        ("bin", BIN),
        ("address", "Мектеп көшесі, 1"),
        ("phone", "+7 717 200 00 01"),
        ("email", "mektep1@example.kz"),
        ("site", "https://mektep1.example.kz"),
        ("language", "kazakh"),
        ("language", "russian"),
    ];
    saves(&journal, &mut administrator, PROFILE, &fields).await;
    let page = shown(&mut administrator, PAGE).await;
    let told = ["№ 1 мектеп-лицей", BIN, "Мектеп көшесі, 1", "value=\"kazakh\" checked"];
    for text in told {
        assert!(page.contains(text), "{text} is not shown: {page}");
    }
    assert!(!page.contains("value=\"uzbek\" checked"), "{page}");
    let setup = shown(&mut administrator, "/setup").await;
    assert!(setup.contains("Заполнено: 7 из 7"), "{setup}");

    let client = journal.client(&journal.token_for(Role::Administrator).await);
    let told = said(&client).await;
    assert_eq!((&told["name"], &told["bin"]), (&json!("№ 1 мектеп-лицей"), &json!(BIN)));
    assert_eq!(told["languages"], json!(["kazakh", "russian"]));

    let before = head(journal.pool(), SCHOOL.institution()).await;
    saves(&journal, &mut administrator, PROFILE, &fields).await;
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before, "saying it again changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_none_is_told_with_its_reason_and_nothing_is_taken() {
    let (journal, mut administrator) = opened().await;
    let client = journal.client(&journal.token_for(Role::Administrator).await);
    let before = head(journal.pool(), SCHOOL.institution()).await;
    for (wrong, reason) in [
        ("99014000012", "БИН состоит из 12 цифр."),
        ("991340000126", "такого месяца нет"),
        ("990101100010", "Не ИИН ли это?"),
        ("990144000126", "Шестая цифра БИН"),
        ("990140000127", "Последняя цифра БИН не сходится."),
    ] {
        let fields = [("name", NAME), ("bin", wrong), ("address", "Мектеп көшесі, 1")];
        let page = administrator.form(PROFILE, &fields).await.is(422).text();
        assert!(page.contains("id=\"bin-error\"") && page.contains(reason), "{wrong}: {page}");
        assert!(page.contains("Мектеп көшесі, 1"), "what was typed is lost: {page}");
        let refused = client.put("/api/v1/institution/profile", &json!({ "bin": wrong })).await;
        assert_eq!(pointer(&refused), "/bin", "{wrong}");
    }
    for (field, wrong, code) in [
        ("email", "school", "institution.email_malformed"),
        ("phone", "12", "institution.phone_malformed"),
        ("site", "javascript:alert(1)", "institution.site_malformed"),
    ] {
        let page = administrator.form(PROFILE, &[("name", NAME), (field, wrong)]).await.is(422).text();
        assert!(page.contains(&format!("id=\"{field}-error\"")), "{field}: {page}");
        let refused = client.put("/api/v1/institution/profile", &json!({ field: wrong })).await;
        assert_eq!(refused.is(422).json()["rule"]["code"], code);
    }
    let page = administrator.form(PROFILE, &[("name", " ")]).await.is(422).text();
    assert!(page.contains("id=\"name-error\""), "{page}");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_shows_in_words_what_was_said_before_and_what_is_said_now() {
    let (journal, mut administrator) = opened().await;
    let first = [("name", NAME), ("bin", BIN), ("phone", "+7 717 200 00 01"), ("language", "kazakh")];
    saves(&journal, &mut administrator, PROFILE, &first).await;
    let second = [
        ("name", NAME),
        ("bin", OTHER_BIN),
        ("phone", "+7 717 200 00 01"),
        ("language", "kazakh"),
        ("language", "russian"),
    ];
    saves(&journal, &mut administrator, PROFILE, &second).await;
    let page = shown(&mut administrator, "/history?kind=setting&action=update").await;
    for text in [
        "сведения об организации",
        "БИН: 990140000126; языки обучения: казахский",
        "БИН: 150340003450; языки обучения: казахский, русский",
    ] {
        assert!(page.contains(text), "{text} is not shown: {page}");
    }
    assert!(!page.contains("телефон: "), "what has stayed the same is told: {page}");

    let all_but_the_wall = ["teachers_room", "parents_room", "messages", "applications"];
    let fields = all_but_the_wall.map(|function| ("function", function));
    saves(&journal, &mut administrator, "/setup/institution/functions", &fields).await;
    let page = shown(&mut administrator, "/history?kind=setting&action=update").await;
    for text in ["стена", "включено", "выключено"] {
        assert!(page.contains(text), "{text} is not shown: {page}");
    }
    assert!(!page.contains("учительская"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_ticked_is_not_used() {
    let (journal, mut administrator) = opened().await;
    let client = journal.client(&journal.token_for(Role::Administrator).await);
    let told = said(&client).await;
    assert_eq!(
        told["functions"],
        json!(["teachers_room", "parents_room", "messages", "wall", "applications"])
    );
    assert_eq!(told["mark_kinds"], json!(["five", "ten", "twelve", "hundred", "pass_fail", "letters"]));

    let functions = [("function", "messages"), ("function", "teachers_room")];
    saves(&journal, &mut administrator, "/setup/institution/functions", &functions).await;
    let kinds = [("kind", "five"), ("kind", "ten")];
    saves(&journal, &mut administrator, "/setup/institution/mark-kinds", &kinds).await;
    let told = said(&client).await;
    assert_eq!(told["functions"], json!(["teachers_room", "messages"]));
    assert_eq!(told["mark_kinds"], json!(["five", "ten"]));
    let page = shown(&mut administrator, PAGE).await;
    assert!(page.contains("value=\"ten\" checked") && page.contains("value=\"twelve\">"), "{page}");

    let wall = "/api/v1/institution/functions/wall";
    assert_eq!(client.put(wall, &json!({ "on": true })).await.is(200).json()["changed"], true);
    assert_eq!(client.put(wall, &json!({ "on": true })).await.is(200).json()["changed"], false);
    client.put("/api/v1/institution/mark-kinds/five", &json!({ "on": false })).await.is(200);
    client.put("/api/v1/institution/mark-kinds/six", &json!({ "on": false })).await.is(422);
    journal.caught_up().await;
    let told = said(&client).await;
    assert_eq!(told["functions"], json!(["teachers_room", "messages", "wall"]));
    assert_eq!(told["mark_kinds"], json!(["ten"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_administrator_says_anything_of_the_school() {
    let journal = school().with_staff().with_delivery().open().await;
    journal.caught_up().await;
    let refused = |status: u16| status == 403 || status == 404;
    for who in [Who::Director, Who::DeputyDirector, Who::Teacher, Who::Editor, Who::Pupil, Who::Parent] {
        let mut visitor = journal.signed_in(who).await;
        assert!(refused(visitor.get(PAGE).await.status.as_u16()), "{}", who.name());
        for (form, field, value) in [
            (PROFILE, "name", "Мектеп"),
            (PAGE, "parent", ""),
            ("/setup/institution/functions", "function", "wall"),
            ("/setup/institution/mark-kinds", "kind", "ten"),
        ] {
            let answer = visitor.form(form, &[(field, value)]).await;
            assert!(refused(answer.status.as_u16()), "{} {form}: {}", who.name(), answer.status);
        }
        let client = visitor.client();
        for (path, body) in [
            ("profile", json!({ "bin": BIN })),
            ("functions/wall", json!({ "on": false })),
            ("mark-kinds/ten", json!({ "on": false })),
        ] {
            let answer = client.put(&format!("/api/v1/institution/{path}"), &body).await;
            assert!(refused(answer.status.as_u16()), "{} {path}: {}", who.name(), answer.status);
        }
    }
    let events = history(journal.pool(), SCHOOL.institution()).await;
    let said = ["institution_renamed", "profile_changed", "function_switched", "mark_kind_switched"];
    assert!(!events.iter().any(|event| said.contains(&event.event_type.as_str())));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_says_how_it_is_reached_and_has_no_kinds_of_marks() {
    let journal = school().with_delivery().open().await;
    journal.add_organisation(DEPARTMENT).await;
    journal.caught_up().await;
    let chief = officer(DEPARTMENT, Role::OrgAdministrator);
    let mut office = journal.visitor_in(DEPARTMENT, chief).await.with_second_factor().await;
    assert!(shown(&mut office, "/network").await.contains("href=\"/setup/institution\""));
    let page = shown(&mut office, PAGE).await;
    assert!(!page.contains("href=\"/setup\"") && !page.contains("/mark-kinds\""), "{page}");
    assert!(page.contains("value=\"messages\"") && !page.contains("value=\"teachers_room\""), "{page}");
    saves(&journal, &mut office, PROFILE, &[("name", "Бөлім"), ("bin", OTHER_BIN)]).await;
    office.form("/setup/institution/mark-kinds", &[("kind", "ten")]).await.is(403);
    let client = journal.client(&journal.token_of(DEPARTMENT, chief).await);
    let told = said(&client).await;
    assert_eq!((&told["bin"], &told["mark_kinds"]), (&json!(OTHER_BIN), &json!([])));
}

/// The organisation says it, and the institution says it.
async fn both_say_so(journal: &Journal, organisation: School, below: School) {
    let (organisation_id, institution_id) = (organisation.institution(), below.institution());
    journal.run_in(organisation, AdmitSubordinate { organisation_id, institution_id }).await;
    journal.run_in(below, PlaceUnder { institution_id, parent_id: Some(organisation_id) }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_above_another_sees_how_many_institutions_and_pupils_that_one_has() {
    let journal = school().with_delivery().open().await;
    let above = OTHER_DEPARTMENT;
    journal.add_organisation(DEPARTMENT).await;
    journal.add_organisation(above).await;
    both_say_so(&journal, above, DEPARTMENT).await;
    let (organisation_id, institution_id) = (DEPARTMENT.institution(), SCHOOL.institution());
    journal.run_in(DEPARTMENT, AdmitSubordinate { organisation_id, institution_id }).await;
    journal.caught_up().await;
    let chief = officer(above, Role::OrgAdministrator);
    let office = journal.client(&journal.token_of(above, chief).await);
    let listed = office.get("/api/v1/network").await.is(200).json();
    assert_eq!(listed["items"][0]["below"], Value::Null, "the school has not said so yet");

    journal.run(PlaceUnder { institution_id, parent_id: Some(organisation_id) }).await;
    journal.caught_up().await;
    let listed = office.get("/api/v1/network").await.is(200).json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(listed["items"][0]["below"], json!({ "institutions": 1, "pupils": 7 }));
    let mut visitor = journal.visitor_in(above, chief).await.with_second_factor().await.speaking("ru");
    let page = shown(&mut visitor, "/network").await;
    assert!(page.contains("Подведомственных организаций: 1; учеников в них: 7"), "{page}");
    assert!(!page.contains(NAME), "the school itself is the other organisation's: {page}");
}

#[test]
fn the_operator_places_a_school_under_an_organisation_and_lists_them_all() {
    let guarded = Guarded::new();
    let binary = binary();
    let new = |kind: &str, name: &str, more: &[&str]| {
        let mut new = command(&binary, &guarded);
        new.args(["institution", "new", "--name", name, "--kind", kind, "--time-zone", "Asia/Almaty"]);
        new.args(["--administrator", "Көктемов Арман"]).args(more);
        new
    };
    let department = printed(&mut new("governing", "Білім бөлімі", &[]));
    let department = department["institution_id"].as_str().unwrap();
    let placed = printed(&mut new("general", "№ 2 мектеп", &["--under", department, "--bin", BIN]));

    for (more, reason) in [
        (["--bin", "990140000127"], "last digit"),
        (["--under", placed["institution_id"].as_str().unwrap()], "no governing organisation"),
        (["--under", "00000000-0000-4000-8000-000000000000"], "no governing organisation"),
    ] {
        let refused = new("general", "№ 3 мектеп", &more).output().unwrap();
        let told = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success() && told.contains(reason), "{told}");
    }

    let listed = printed(command(&binary, &guarded).args(["institution", "list"]));
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 2, "a refused one was begun: {listed:?}");
    let one = listed.iter().find(|one| one["institution_id"] == placed["institution_id"]).unwrap();
    assert_eq!((&one["name"], &one["kind"]), (&json!("№ 2 мектеп"), &json!("general")));
    assert_eq!((&one["parent"], &one["parent_id"]), (&json!("Білім бөлімі"), &json!(department)));
    assert_eq!(one["people"], 1);
    assert!(one["last_change"].is_string(), "{one}");
}
