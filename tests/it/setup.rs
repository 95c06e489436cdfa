//! A school set up from nothing: on pages, by somebody who begins with an empty institution.

use dayek::usecases::{GrantRole, RegisterInstitution, RegisterPerson};
use dayek_domain::access::Role;
use dayek_domain::id::PersonId;
use dayek_domain::institution::InstitutionKind;
use dayek_domain::person::PersonDetails;
use dayek_projections::directory;
use dayek_tests::client::Answer;
use dayek_tests::guardian::Guarded;
use dayek_tests::history::{head, history};
use dayek_tests::journal::{Journal, school};
use dayek_tests::program::{binary, command, printed};
use dayek_tests::school::{OTHER_SCHOOL, SCHOOL};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;
use serde_json::json;
use uuid::Uuid;

const ADMINISTRATOR: PersonId = SCHOOL.staff(1);

/// An institution in which there is nothing but its administrator.
async fn empty_school() -> (Journal, Visitor) {
    let journal = school().with_delivery().open_empty().await;
    journal.log().open_institution(SCHOOL.institution()).await.unwrap();
    let registered = RegisterInstitution {
        institution_id: SCHOOL.institution(),
        kind: InstitutionKind::General,
        name: "№ 2 жаңа мектеп".to_owned(),
        parent_id: None,
        time_zone: "Asia/Almaty".to_owned(),
        external_id: None,
    };
    journal.run(registered).await;
    let details = PersonDetails { family_name: "Көктемов".to_owned(), ..PersonDetails::default() };
    journal.run(RegisterPerson { person_id: ADMINISTRATOR, details }).await;
    journal.run(GrantRole::of(ADMINISTRATOR, Role::Administrator)).await;
    journal.caught_up().await;
    let administrator = journal.visitor(ADMINISTRATOR).await.with_second_factor().await;
    journal.caught_up().await;
    (journal, administrator)
}

async fn saves(journal: &Journal, visitor: &mut Visitor, form: &str, fields: &[(&str, &str)]) {
    let answer = visitor.form(form, fields).await;
    let location = answer.is(303).header("location").unwrap_or_default().to_owned();
    assert!(location.ends_with("?done=saved"), "{form}: {location}");
    journal.caught_up().await;
}

async fn shows(visitor: &mut Visitor, page: &str, texts: &[&str]) {
    let text = visitor.get(page).await.is(200).text();
    for wanted in texts {
        assert!(text.contains(wanted), "{page} does not show {wanted}: {text}");
    }
}

/// The study year that is there.
async fn year(journal: &Journal) -> String {
    let years = directory::study_years(journal.pool(), SCHOOL.institution().0).await.unwrap();
    assert_eq!(years.len(), 1, "{years:?}");
    years[0].study_year_id.to_string()
}

async fn set_of(journal: &Journal, year: &str) -> String {
    let year: Uuid = year.parse().unwrap();
    let sets = directory::period_sets(journal.pool(), SCHOOL.institution().0, year).await.unwrap();
    sets[0].set_id.to_string()
}

async fn bells_of(journal: &Journal, year: &str) -> Vec<String> {
    let year: Uuid = year.parse().unwrap();
    let found = directory::bell_schedules(journal.pool(), SCHOOL.institution().0, year).await.unwrap();
    found.iter().map(|schedule| schedule.bell_schedule_id.to_string()).collect()
}

async fn class_named(journal: &Journal, name: &str) -> directory::ClassRow {
    let classes = directory::classes(journal.pool(), SCHOOL.institution().0, None).await.unwrap();
    classes.into_iter().find(|class| class.name == name).unwrap()
}

/// The text of a page that refused a form.
fn refusal(answer: &Answer) -> String {
    answer.is(422).text()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sets_a_school_up_from_nothing_on_pages() {
    let (journal, mut administrator) = empty_school().await;
    shows(&mut administrator, "/", &["href=\"/setup\""]).await;
    shows(&mut administrator, "/setup", &["№ 2 жаңа мектеп", "Asia/Almaty", "href=\"/setup/year\""]).await;
    let visitor = &mut administrator;

    saves(&journal, visitor, "/setup/year/calendar", &[]).await;
    shows(visitor, "/setup/year", &["2026–2027", "4-тоқсан", "29.03.2027–25.05.2027", "Күзгі каникул"]).await;
    let year = year(&journal).await;
    let set = set_of(&journal, &year).await;

    let first = [
        ("year", year.as_str()),
        ("name", "1-ауысым"),
        ("first", "1"),
        ("bells", "08:00-08:45\n8:50 – 9:35"),
    ];
    saves(&journal, visitor, "/setup/bells", &first).await;
    let short = [("year", year.as_str()), ("name", "Қысқа күн"), ("first", "1"), ("bells", "08:00-08:30")];
    saves(&journal, visitor, "/setup/bells", &short).await;
    shows(visitor, "/setup/bells", &["1-ауысым", "08:50", "09:35", "Қысқа күн"]).await;
    let schedules = bells_of(&journal, &year).await;
    let day = [
        ("year", year.as_str()),
        ("date", "2026-12-30"),
        ("schedule", schedules[0].as_str()),
        ("to", schedules[1].as_str()),
    ];
    saves(&journal, visitor, "/setup/bells/days", &day).await;
    shows(visitor, "/setup/bells", &["30.12.2026"]).await;

    saves(&journal, visitor, "/setup/subjects", &[("subjects", "Алгебра; АЛГ\n\nАғылшын тілі")]).await;
    shows(visitor, "/setup/subjects", &["Алгебра", "АЛГ", "Ағылшын тілі"]).await;
    saves(&journal, visitor, "/setup/buildings", &[("buildings", "Негізгі ғимарат")]).await;
    saves(&journal, visitor, "/setup/rooms", &[("rooms", "12; 30\n13")]).await;
    shows(visitor, "/setup/rooms", &["Негізгі ғимарат", ">12<", ">13<", ">30<"]).await;

    let classes = [
        ("year", year.as_str()),
        ("classes", "7А\n7Б"),
        ("set", set.as_str()),
        ("bells", schedules[0].as_str()),
    ];
    saves(&journal, visitor, "/setup/classes", &classes).await;
    let of_7a = class_named(&journal, "7А").await.class_id.to_string();
    let halves =
        [("year", year.as_str()), ("class", of_7a.as_str()), ("division", "ағылшын тілі"), ("parts", "1\n2")];
    saves(&journal, visitor, "/setup/divisions", &halves).await;
    saves(&journal, visitor, "/setup/groups", &[("year", &year), ("groups", "Хор; 7А + 7Б")]).await;
    let shown = ["7А ағылшын тілі 1", "7А / ағылшын тілі / 2", "7А + 7Б", "Тоқсандар", "1-ауысым"];
    shows(visitor, "/setup/classes", &shown).await;
    let half = class_named(&journal, "7А ағылшын тілі 2").await;
    let followed = (half.kind.as_str(), half.period_set_id, half.bell_schedule_id);
    assert_eq!(followed, ("group", set.parse().ok(), schedules[0].parse().ok()));

    // Year, bells, subjects, rooms and classes are done; people, leaders and the timetable are not.
    let page = administrator.get("/setup").await.is(200).text();
    assert_eq!(page.matches("✓").count(), 5, "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sets_up_the_classes_may_choose_their_periods_and_bells_later() {
    let (journal, mut administrator) = empty_school().await;
    saves(&journal, &mut administrator, "/setup/year/calendar", &[]).await;
    let year = year(&journal).await;
    let set = set_of(&journal, &year).await;
    saves(&journal, &mut administrator, "/setup/classes", &[("year", &year), ("classes", "1А\n1Б")]).await;
    let (one, other) = (class_named(&journal, "1А").await, class_named(&journal, "1Б").await);
    assert_eq!(one.period_set_id, None);

    let nothing = administrator.form("/setup/classes/settings", &[("set", &set)]).await;
    assert!(refusal(&nothing).contains("id=\"settings_set\""));
    let chosen = one.class_id.to_string();
    saves(&journal, &mut administrator, "/setup/classes/settings", &[("class", &chosen), ("set", &set)])
        .await;
    assert_eq!(class_named(&journal, "1А").await.period_set_id, set.parse().ok());
    assert_eq!(class_named(&journal, "1Б").await, other);
    let none = [("class", chosen.as_str()), ("set", "none")];
    saves(&journal, &mut administrator, "/setup/classes/settings", &none).await;
    assert_eq!(class_named(&journal, "1А").await.period_set_id, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_the_calendar_twice_is_taking_it_once() {
    let (journal, mut administrator) = empty_school().await;
    saves(&journal, &mut administrator, "/setup/year/calendar", &[]).await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    saves(&journal, &mut administrator, "/setup/year/calendar", &[]).await;
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    let page = administrator.get("/setup/year").await.is(200).text();
    assert!(!page.contains("action=\"/setup/year/calendar\""), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_wrong_is_named_and_nothing_is_taken() {
    let (journal, mut administrator) = empty_school().await;
    saves(&journal, &mut administrator, "/setup/year/calendar", &[]).await;
    let year = year(&journal).await;
    saves(&journal, &mut administrator, "/setup/classes", &[("year", &year), ("classes", "7А")]).await;
    saves(&journal, &mut administrator, "/setup/subjects", &[("subjects", "Алгебра")]).await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let mut administrator = administrator.speaking("en");
    let wrong = [
        ("/setup/bells", "bells", "08:00-08:45\n08:40-09:25"),
        ("/setup/bells", "bells", "08:00-08:45\n09:30-08:50"),
        ("/setup/bells", "bells", "08:00-08:45\nthe second"),
        ("/setup/year/holidays", "holidays", "A day; 01.10.2026\nSummer; 01.07.2027; 31.08.2027"),
        ("/setup/year/holidays", "holidays", "A day; 01.10.2026\nAnother; 32.10.2026"),
        (
            "/setup/year/periods",
            "periods",
            "A module; 01.09.2026; 30.09.2026\nToo late; 01.06.2027; 30.06.2027",
        ),
        ("/setup/subjects", "subjects", "History\nАЛГЕБРА"),
        ("/setup/rooms", "rooms", "12; 30\n13; many"),
        ("/setup/classes", "classes", "8А\n8А"),
        ("/setup/groups", "groups", "Choir; 7А\nDance; 7А + 8А"),
        ("/setup/groups", "groups", "Choir; 7А\nTwice; 7А + 7А / English / 1"),
    ];
    for (form, field, lines) in wrong {
        let mut fields = vec![(field, lines)];
        if !["/setup/subjects", "/setup/rooms"].contains(&form) {
            fields.push(("year", year.as_str()));
        }
        match form {
            "/setup/bells" => fields.extend([("name", "First shift"), ("first", "1")]),
            "/setup/year/periods" => fields.push(("kind", "module")),
            _ => {}
        }
        let page = refusal(&administrator.form(form, &fields).await);
        assert!(page.contains("Line 2:"), "{form} does not name the line of {lines}: {page}");
        assert!(!page.contains("Line 1:"), "{form} names a line that is good: {page}");
        let typed = lines.split('\n').next().unwrap();
        assert!(page.contains(typed), "{form} has lost what was typed: {page}");
    }
    journal.caught_up().await;
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_of_the_staff_sets_the_school_up() {
    let journal = school().with_staff().with_delivery().open().await;
    journal.caught_up().await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    for who in [Who::Teacher, Who::Director, Who::ClassLeader, Who::Pupil, Who::Parent] {
        let mut visitor = journal.signed_in(who).await;
        let home = visitor.get("/").await.is(200).text();
        assert!(!home.contains("href=\"/setup\""), "{}: {home}", who.name());
        for page in ["", "/year", "/bells", "/subjects", "/rooms", "/classes"] {
            let answer = visitor.get(&format!("/setup{page}")).await;
            assert!([403, 404].contains(&answer.status.as_u16()), "{} {page}", who.name());
        }
        let year = SCHOOL.study_year().to_string();
        for (form, fields) in [
            ("/setup/year/calendar", vec![]),
            ("/setup/subjects", vec![("subjects", "Биология")]),
            ("/setup/classes", vec![("year", year.as_str()), ("classes", "8А")]),
        ] {
            let answer = visitor.form(form, &fields).await;
            assert!([403, 404].contains(&answer.status.as_u16()), "{} {form}", who.name());
        }
    }
    let events = history(journal.pool(), SCHOOL.institution()).await;
    let setting_up = ["subject_added", "study_year_defined", "class_formed"];
    let later = events.iter().filter(|event| event.position > before);
    assert_eq!(later.filter(|event| setting_up.contains(&event.event_type.as_str())).count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_school_has_is_not_there() {
    let journal = school().with_staff().with_delivery().open().await;
    journal.add_school(OTHER_SCHOOL).await;
    journal.caught_up().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let before = head(journal.pool(), OTHER_SCHOOL.institution()).await;
    let (year, class) = (OTHER_SCHOOL.study_year().to_string(), OTHER_SCHOOL.class_7a().to_string());
    let subject = format!("/setup/subjects/{}", OTHER_SCHOOL.algebra());
    for (form, fields) in [
        ("/setup/year/sets", vec![("year", year.as_str()), ("name", "Тоқсандар")]),
        ("/setup/year/holidays", vec![("year", year.as_str()), ("holidays", "Наурыз; 22.03.2027")]),
        ("/setup/classes", vec![("year", year.as_str()), ("classes", "8А")]),
        ("/setup/classes/settings", vec![("class", class.as_str()), ("set", "none")]),
        (subject.as_str(), vec![("name", "Алгебра")]),
    ] {
        administrator.form(form, &fields).await.is(404);
    }
    let bells = [("year", year.as_str()), ("name", "1"), ("first", "1"), ("bells", "08:00-08:45")];
    administrator.form("/setup/bells", &bells).await.is(404);
    assert_eq!(head(journal.pool(), OTHER_SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_sets_a_school_up_by_the_api() {
    let (journal, _) = empty_school().await;
    let client = journal.client(&journal.token_for(Role::Administrator).await);
    let days = json!({ "name": "2026–2027", "first_day": "2026-09-01", "last_day": "2027-05-25" });
    let year = client.post("/api/v1/study-years", &days).await.is(200).json();
    let path = format!("/api/v1/study-years/{}", year["id"].as_str().unwrap());
    let set = Uuid::from_u128(0x51);
    client.put(&format!("{path}/period-sets/{set}"), &json!({ "name": "Тоқсандар" })).await.is(200);
    let quarter = json!({
        "set_id": set, "kind": "quarter", "name": "1-тоқсан", "first_day": "2026-09-01", "last_day": "2026-10-25",
    });
    client.put(&format!("{path}/periods/{}", Uuid::from_u128(0x52)), &quarter).await.is(200);
    let overlapping = client.put(&format!("{path}/periods/{}", Uuid::from_u128(0x53)), &quarter).await;
    assert_eq!(overlapping.is(422).json()["rule"]["code"], "study_year.periods_overlap");
    let nauryz = json!({
        "name": "Наурыз", "first_day": "2027-03-22", "last_day": "2027-03-22", "public": true,
    });
    client.put(&format!("{path}/holidays/{}", Uuid::from_u128(0x54)), &nauryz).await.is(200);
    let bells = json!({
        "name": "1-ауысым", "bells": [{ "number": 1, "begins": "08:00", "ends": "08:45" }],
    });
    let schedule = format!("{path}/bell-schedules/{}", Uuid::from_u128(0x55));
    client.put(&schedule, &bells).await.is(200);
    let building =
        client.post("/api/v1/buildings", &json!({ "name": "Негізгі ғимарат" })).await.is(200).json();
    let room = json!({ "name": "12", "building_id": building["id"], "seats": 30 });
    client.post("/api/v1/rooms", &room).await.is(200);
    let class = json!({ "study_year_id": year["id"], "kind": "class", "name": "7А" });
    let class = client.post("/api/v1/classes", &class).await.is(200).json();
    let settings = json!({ "period_set_id": set, "bell_schedule_id": Uuid::from_u128(0x55) });
    let path_of_class = format!("/api/v1/classes/{}", class["id"].as_str().unwrap());
    client.put(&format!("{path_of_class}/settings"), &settings).await.is(200);
    journal.caught_up().await;

    let years = client.get("/api/v1/study-years").await.is(200).json();
    assert_eq!(years["items"][0]["periods"][0]["set_id"], json!(set));
    assert_eq!(years["items"][0]["holidays"][0]["public"], true);
    let of_year = format!("/api/v1/bell-schedules?study_year={}", year["id"].as_str().unwrap());
    let shown = client.get(&of_year).await.is(200).json();
    assert_eq!(shown["items"][0]["bells"], json!([{ "number": 1, "begins": "08:00", "ends": "08:45" }]));
    assert_eq!(client.get("/api/v1/rooms").await.is(200).json()["items"][0]["seats"], 30);
    let classes = client.get("/api/v1/classes").await.is(200).json();
    assert_eq!(classes["items"][0]["period_set_id"], json!(set));
}

#[test]
fn an_institution_begins_on_the_command_line_with_its_first_administrator() {
    let guarded = Guarded::new();
    let binary = binary();
    let mut new = command(&binary, &guarded);
    new.args(["institution", "new", "--name", "№ 2 жаңа мектеп", "--kind", "general"]);
    new.args(["--time-zone", "Asia/Almaty", "--administrator", "Көктемов Арман"]);
    let told = printed(&mut new);
    for field in ["institution_id", "person_id", "code"] {
        assert!(told[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {told}");
    }
    let status = printed(command(&binary, &guarded).arg("status"));
    assert!(status.to_string().contains(told["institution_id"].as_str().unwrap()), "{status}");

    let mut nowhere = command(&binary, &guarded);
    nowhere.args(["institution", "new", "--name", "Мектеп", "--kind", "general"]);
    nowhere.args(["--time-zone", "Asia/Nowhere", "--administrator", "Көктемов Арман"]);
    let refused = nowhere.output().unwrap();
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("Asia/Nowhere"));
}
