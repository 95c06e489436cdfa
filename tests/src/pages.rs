//! Every page and every form of the program, filled in with the ids of a school.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::client::Answer;
use crate::repository::root;
use crate::school::School;
use crate::visitor::{PASSWORD, Visitor};

/// What can be looked at.
pub const PAGES: [&str; 45] = [
    "/",
    "/account",
    "/assets/{*name}",
    "/cells/{assessment}/{pupil}",
    "/classes",
    "/classes/{class}",
    "/history",
    "/invitations",
    "/invitations/sheet",
    "/join",
    "/journals",
    "/journals/{class}/{subject}/{period}",
    "/journals/{class}/{subject}/{period}/history",
    "/lessons/{lesson}",
    "/network",
    "/people",
    "/people/{person}",
    "/people/{person}/access",
    "/people/{person}/edit",
    "/people/import",
    "/people/new",
    "/people/unt",
    "/pupils/{pupil}",
    "/reports/pupils",
    "/reports/staff",
    "/reports/substitutions",
    "/search",
    "/setup",
    "/setup/bells",
    "/setup/classes",
    "/setup/institution",
    "/setup/next-year",
    "/setup/rooms",
    "/setup/subjects",
    "/setup/year",
    "/sign-in",
    "/sign-in/code",
    "/statistics",
    "/timetable",
    "/timetable/edit",
    "/timetable/feeds",
    "/timetable/free",
    "/timetable/publish",
    "/timetable/substitutions",
    "/tokens",
];

/// What can be sent. Leaving comes last: nothing can be sent after it.
pub const FORMS: [&str; 86] = [
    "/journals/{class}/{subject}/{period}",
    "/people/{person}/roles",
    "/people/{person}/roles/{role}/revocation",
    "/people/{person}/sections",
    "/people/{person}/sections/{section}/closing",
    "/people/{person}/restoration",
    "/people/{person}/account/block",
    "/people/{person}/account/unblock",
    "/people/{person}/account/second-factor-removal",
    "/people/{person}/guardians",
    "/people/{person}/guardians/{guardian}/removal",
    "/people/{person}/edit",
    "/people/{person}/archive",
    "/people/{person}/return",
    "/people/new",
    "/people/import",
    "/people/unt",
    "/classes/{class}/name",
    "/classes/{class}/members",
    "/classes/{class}/leader",
    "/classes/{class}/psychologist",
    "/classes/{class}/teachers",
    "/classes/{class}/teachers/{subject}/{teacher}/removal",
    "/classes/{class}/pupils",
    "/classes/{class}/pupils/{pupil}/withdrawal",
    "/classes/{class}/pupils/{pupil}/transfer",
    "/lessons/{lesson}/move",
    "/lessons/{lesson}/room",
    "/lessons/{lesson}/substitution",
    "/lessons/{lesson}/substitution/end",
    "/lessons/{lesson}/joining",
    "/lessons/{lesson}/cancellation",
    "/lessons/{lesson}/restoration",
    "/timetable/plan/{class}/{period}",
    "/timetable/plan/{class}/{period}/slots",
    "/timetable/plan/{class}/{period}/slots/{slot}",
    "/timetable/plan/{class}/{period}/slots/{slot}/removal",
    "/timetable/plan/{class}/{period}/publication",
    "/timetable/publish",
    "/timetable/substitutions",
    "/timetable/extra/{class}",
    "/timetable/feeds",
    "/timetable/feeds/{feed}/revocation",
    "/network",
    "/network/{institution}/release",
    "/setup/institution",
    "/setup/institution/profile",
    "/setup/institution/functions",
    "/setup/institution/mark-kinds",
    "/setup/year",
    "/setup/year/sets",
    "/setup/year/periods",
    "/setup/year/holidays",
    "/setup/year/holidays/{holiday}/withdrawal",
    "/setup/bells",
    "/setup/bells/days",
    "/setup/subjects",
    "/setup/subjects/{subject}",
    "/setup/rooms",
    "/setup/rooms/{room}",
    "/setup/rooms/{room}/retirement",
    "/setup/buildings",
    "/setup/buildings/{building}",
    "/setup/classes",
    "/setup/classes/settings",
    "/setup/divisions",
    "/setup/groups",
    "/setup/next-year",
    "/setup/year/calendar",
    "/invitations",
    "/account/password",
    "/account/second-factor",
    "/account/places",
    "/account/places/{link}/removal",
    "/place",
    "/study-year",
    "/account/sessions/{session}/end",
    "/account/sessions/end-others",
    "/tokens",
    "/tokens/{token}/revocation",
    "/language",
    "/join",
    "/join/account",
    "/sign-in/code",
    "/sign-in",
    "/sign-out",
];

/// The pages and the forms that the router of the program names.
pub fn routed() -> (BTreeSet<String>, BTreeSet<String>) {
    let text = std::fs::read_to_string(root().join("api/src/pages/mod.rs")).unwrap();
    let (mut pages, mut forms) = (BTreeSet::new(), BTreeSet::new());
    for route in text.split(".route(\"").skip(1) {
        let (template, handlers) = route.split_once('"').unwrap();
        if handlers.contains("get(") {
            pages.insert(template.to_owned());
        }
        if handlers.contains("post(") {
            forms.insert(template.to_owned());
        }
    }
    (pages, forms)
}

/// Whether something of a school is named in the address.
pub fn names_something(template: &str) -> bool {
    template.contains('{') && !["/assets", "/account", "/tokens"].iter().any(|own| template.starts_with(own))
}

/// A page with the ids of a school.
pub fn path(template: &str, school: School) -> String {
    let mut path = String::new();
    for (place, part) in template.split(['{', '}']).enumerate() {
        if place % 2 == 0 {
            path.push_str(part);
        } else {
            path.push_str(&parameter(part, school));
        }
    }
    // A search looks for something.
    if template == "/search" { format!("{path}?q=7") } else { path }
}

fn parameter(name: &str, school: School) -> String {
    match name {
        "*name" => "dayek.css".to_owned(),
        "assessment" => school.assessment(1).to_string(),
        "lesson" => school.lesson(1).to_string(),
        "class" => school.class_7a().to_string(),
        "subject" => school.algebra().to_string(),
        "period" => school.quarter(1).to_string(),
        "pupil" => school.pupil(1).to_string(),
        "person" | "teacher" => school.history_teacher().to_string(),
        "guardian" => school.algebra_teacher().to_string(),
        "institution" => school.institution().to_string(),
        "role" => "psychologist".to_owned(),
        "section" => "timetable".to_owned(),
        "session" | "token" | "link" | "slot" | "feed" => Uuid::from_u128(0x404).to_string(),
        // The small school has none of these.
        "holiday" | "room" | "building" => Uuid::from_u128(0x405).to_string(),
        other => panic!("say in these tests what the parameter {other} may be"),
    }
}

/// A table of one person, to be checked.
const TABLE: &str = "family name,given name,role\nҚызметов,Жаңа,employee\n";

/// Sends a form with what its fields ask for, about a school.
pub async fn send(visitor: &mut Visitor, template: &str, school: School) -> Answer {
    if template == "/people/import" {
        return visitor.upload(template, "people.csv", TABLE.as_bytes(), &[]).await;
    }
    let fields = fields(template, school);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    visitor.form(&path(template, school), &fields).await
}

fn fields(template: &str, school: School) -> Vec<(&'static str, String)> {
    let plain = |fields: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    };
    match template {
        "/journals/{class}/{subject}/{period}" => vec![
            ("assessment", school.assessment(1).to_string()),
            ("pupil", school.pupil(2).to_string()),
            ("value", "8".to_owned()),
        ],
        "/people/{person}/roles" => plain(&[("role", "psychologist")]),
        "/people/{person}/sections" => {
            plain(&[("role", "editor"), ("section", "timetable"), ("level", "view")])
        }
        "/people/{person}/account/block" => plain(&[("reason", "the telephone was stolen")]),
        "/people/{person}/sections/{section}/closing" => plain(&[("role", "editor")]),
        "/people/{person}/guardians" => {
            vec![("guardian", school.algebra_teacher().to_string()), ("kinship", "guardian".to_owned())]
        }
        "/classes/{class}/leader" | "/classes/{class}/psychologist" => {
            vec![("person", school.history_teacher().to_string())]
        }
        "/classes/{class}/teachers" => {
            vec![("subject", school.algebra().to_string()), ("teacher", school.history_teacher().to_string())]
        }
        "/classes/{class}/pupils" => {
            vec![("pupil", school.pupil(102).to_string()), ("from", "2026-09-10".to_owned())]
        }
        "/classes/{class}/pupils/{pupil}/withdrawal" => plain(&[("on", "2026-10-01")]),
        "/classes/{class}/pupils/{pupil}/transfer" => {
            vec![("class", school.class_7b().to_string()), ("on", "2026-10-05".to_owned())]
        }
        "/people/unt" => {
            let pupil = school.pupil(1).to_string();
            vec![("year", school.study_year().to_string()), ("shown", pupil.clone()), ("listed", pupil)]
        }
        "/classes/{class}/name" => plain(&[("name", "7А")]),
        "/classes/{class}/members" => {
            vec![("pupil", school.pupil(1).to_string()), ("from", "2026-09-01".to_owned())]
        }
        "/people/new" => plain(&[("family_name", "Қызметов"), ("given_name", "Жаңа")]),
        "/people/{person}/edit" => plain(&[("family_name", "Көкшетеров"), ("given_name", "Болат")]),
        "/people/{person}/archive" => plain(&[("on", "2026-10-01")]),
        "/lessons/{lesson}/move" => plain(&[("date", "2026-09-17"), ("number", "3"), ("reason", "frost")]),
        "/lessons/{lesson}/room" => plain(&[("room", "")]),
        "/lessons/{lesson}/substitution" => vec![("teacher", school.history_teacher().to_string())],
        "/lessons/{lesson}/joining" => vec![("with", school.lesson(1).to_string())],
        "/timetable/plan/{class}/{period}" => {
            vec![("bells", Uuid::from_u128(0x404).to_string()), ("name", "Кесте".to_owned())]
        }
        "/timetable/plan/{class}/{period}/slots" | "/timetable/plan/{class}/{period}/slots/{slot}" => vec![
            ("weekday", "monday".to_owned()),
            ("number", "1".to_owned()),
            ("subject", school.algebra().to_string()),
            ("teacher", school.algebra_teacher().to_string()),
        ],
        "/timetable/plan/{class}/{period}/publication" => plain(&[("from", "2026-09-01")]),
        "/timetable/publish" => {
            vec![("period", school.quarter(1).to_string()), ("from", "2026-09-01".to_owned())]
        }
        "/timetable/substitutions" => vec![
            ("date", "2026-09-15".to_owned()),
            ("teacher", school.algebra_teacher().to_string()),
            ("lesson", school.lesson(1).to_string()),
            ("substitute", school.history_teacher().to_string()),
        ],
        "/timetable/extra/{class}" => vec![
            ("subject", school.algebra().to_string()),
            ("date", "2026-09-16".to_owned()),
            ("number", "5".to_owned()),
            ("teacher", school.algebra_teacher().to_string()),
        ],
        "/timetable/feeds" => vec![("of", "class".to_owned()), ("id", school.class_7a().to_string())],
        "/network" => vec![("institution", school.institution().to_string())],
        setup if setup.starts_with("/setup/") => setup_fields(setup, school),
        "/invitations" => vec![("person", school.pupil(5).to_string())],
        "/account/password" => {
            plain(&[("current", "this is not the password"), ("new", "жеті рет өлшеп, бір рет кес")])
        }
        "/account/second-factor" | "/sign-in/code" | "/join" => plain(&[("code", "none")]),
        "/join/account" => plain(&[("code", "none"), ("login", "somebody"), ("password", PASSWORD)]),
        "/tokens" => plain(&[("label", "a program"), ("scope", "read"), ("days", "30")]),
        "/language" => plain(&[("language", "ru"), ("back", "/")]),
        "/sign-in" => plain(&[("login", "somebody"), ("password", "this is not the password")]),
        "/account/places" => plain(&[
            ("own_password", PASSWORD),
            ("login", "somebody"),
            ("password", "this is not the password"),
        ]),
        "/place" => vec![("place", Uuid::from_u128(0x404).to_string())],
        "/study-year" => {
            vec![("year", school.study_year().to_string()), ("back", "/".to_owned())]
        }
        "/network/{institution}/release"
        | "/account/places/{link}/removal"
        | "/people/{person}/guardians/{guardian}/removal"
        | "/classes/{class}/teachers/{subject}/{teacher}/removal"
        | "/lessons/{lesson}/substitution/end"
        | "/lessons/{lesson}/cancellation"
        | "/lessons/{lesson}/restoration"
        | "/timetable/plan/{class}/{period}/slots/{slot}/removal"
        | "/timetable/feeds/{feed}/revocation"
        | "/people/{person}/roles/{role}/revocation"
        | "/people/{person}/restoration"
        | "/people/{person}/return"
        | "/people/{person}/account/unblock"
        | "/people/{person}/account/second-factor-removal"
        | "/account/sessions/{session}/end"
        | "/account/sessions/end-others"
        | "/tokens/{token}/revocation"
        | "/sign-out" => vec![],
        other => panic!("say in these tests what is sent to {other}"),
    }
}

/// What the forms for setting a school up are sent, about its study year.
fn setup_fields(template: &str, school: School) -> Vec<(&'static str, String)> {
    let of_year = |fields: &[(&'static str, &str)]| {
        let plain = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
        plain.chain([("year", school.study_year().to_string())]).collect::<Vec<_>>()
    };
    let plain = |name: &'static str, value: &str| vec![(name, value.to_owned())];
    match template {
        "/setup/institution" => plain("parent", ""),
        "/setup/institution/profile" => {
            let mut fields = plain("name", "№ 1 жалпы білім беретін мектеп");
            fields.push(("bin", "990140000126".to_owned()));
            fields
        }
        "/setup/institution/functions" => plain("function", "messages"),
        "/setup/institution/mark-kinds" => plain("kind", "ten"),
        "/setup/year" => {
            let mut fields = plain("name", "2027–2028");
            fields.extend([("first", "2027-09-01".to_owned()), ("last", "2028-05-25".to_owned())]);
            fields
        }
        "/setup/year/sets" => of_year(&[("name", "Тоқсандар")]),
        "/setup/year/periods" => {
            of_year(&[("kind", "module"), ("periods", "1-модуль; 01.09.2026; 30.09.2026")])
        }
        "/setup/year/holidays" => of_year(&[("holidays", "Күзгі каникул; 26.10.2026; 01.11.2026")]),
        "/setup/year/holidays/{holiday}/withdrawal" => of_year(&[]),
        "/setup/bells" => of_year(&[("name", "1-ауысым"), ("first", "1"), ("bells", "08:00-08:45")]),
        "/setup/bells/days" => {
            let schedule = Uuid::from_u128(0x405).to_string();
            of_year(&[("date", "2026-09-15"), ("schedule", schedule.as_str())])
        }
        "/setup/subjects" => plain("subjects", "Биология"),
        "/setup/subjects/{subject}" => plain("name", "Алгебра"),
        "/setup/rooms" => plain("rooms", "12; 30"),
        "/setup/rooms/{room}" => plain("name", "12"),
        "/setup/rooms/{room}/retirement" => plain("on", "2026-10-01"),
        "/setup/buildings" => plain("buildings", "Негізгі ғимарат"),
        "/setup/buildings/{building}" => plain("name", "Негізгі ғимарат"),
        "/setup/classes" => of_year(&[("classes", "8А")]),
        "/setup/classes/settings" => plain("class", &school.class_7a().to_string()),
        "/setup/divisions" => {
            let class = school.class_7a().to_string();
            of_year(&[("class", class.as_str()), ("division", "ағылшын тілі"), ("parts", "1\n2")])
        }
        "/setup/groups" => of_year(&[("groups", "Хор; 7А + 7Б")]),
        // The small school has one study year, so nothing goes on from it.
        "/setup/next-year" => vec![
            ("from", school.study_year().to_string()),
            ("to", school.study_year().to_string()),
            ("on", "2026-09-01".to_owned()),
            ("class", school.class_7a().to_string()),
            ("name", "8А".to_owned()),
        ],
        "/setup/year/calendar" => vec![],
        other => panic!("say in these tests what is sent to {other}"),
    }
}
