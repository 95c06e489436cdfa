//! Every page and every form of the program, filled in with the ids of a school.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::client::Answer;
use crate::repository::root;
use crate::school::School;
use crate::visitor::{PASSWORD, Visitor};

/// What can be looked at.
pub const PAGES: [&str; 23] = [
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
    "/network",
    "/people",
    "/people/{person}",
    "/people/{person}/access",
    "/pupils/{pupil}",
    "/search",
    "/sign-in",
    "/sign-in/code",
    "/statistics",
    "/tokens",
];

/// What can be sent. Leaving comes last: nothing can be sent after it.
pub const FORMS: [&str; 36] = [
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
    "/classes/{class}/leader",
    "/classes/{class}/psychologist",
    "/classes/{class}/teachers",
    "/classes/{class}/teachers/{subject}/{teacher}/removal",
    "/classes/{class}/pupils",
    "/classes/{class}/pupils/{pupil}/withdrawal",
    "/network",
    "/network/{institution}/release",
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
        "class" => school.class_7a().to_string(),
        "subject" => school.algebra().to_string(),
        "period" => school.quarter(1).to_string(),
        "pupil" => school.pupil(1).to_string(),
        "person" | "teacher" => school.history_teacher().to_string(),
        "guardian" => school.algebra_teacher().to_string(),
        "institution" => school.institution().to_string(),
        "role" => "psychologist".to_owned(),
        "section" => "timetable".to_owned(),
        "session" | "token" | "link" => Uuid::from_u128(0x404).to_string(),
        other => panic!("say in these tests what the parameter {other} may be"),
    }
}

/// Sends a form with what its fields ask for, about a school.
pub async fn send(visitor: &mut Visitor, template: &str, school: School) -> Answer {
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
        "/network" => vec![("institution", school.institution().to_string())],
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
        | "/people/{person}/roles/{role}/revocation"
        | "/people/{person}/restoration"
        | "/people/{person}/account/unblock"
        | "/people/{person}/account/second-factor-removal"
        | "/account/sessions/{session}/end"
        | "/account/sessions/end-others"
        | "/tokens/{token}/revocation"
        | "/sign-out" => vec![],
        other => panic!("say in these tests what is sent to {other}"),
    }
}
