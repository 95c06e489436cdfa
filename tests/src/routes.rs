//! Every route of the API, as its own description has it, filled in with the ids of a school.

use axum::http::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::school::School;

/// One thing that can be asked of the API.
#[derive(Debug, Clone)]
pub struct Operation {
    pub method: Method,
    /// As described, with its parameters in braces.
    pub template: String,
    /// Its name in the description.
    pub name: String,
    query: Vec<String>,
    takes_body: bool,
}

/// Every operation there is.
pub fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(dayek::http::openapi()).unwrap();
    let mut operations = Vec::new();
    for (template, item) in document["paths"].as_object().unwrap() {
        for (method, described) in item.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            if described["operationId"].is_string() {
                operations.push(Operation::described(method, template, described));
            }
        }
    }
    operations
}

impl Operation {
    fn described(method: Method, template: &str, described: &Value) -> Self {
        let parameters = described["parameters"].as_array().cloned().unwrap_or_default();
        let query = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query" && parameter["required"] == true)
            .map(|parameter| parameter["name"].as_str().unwrap().to_owned());
        Self {
            method,
            template: template.to_owned(),
            name: described["operationId"].as_str().unwrap().to_owned(),
            query: query.collect(),
            takes_body: !described["requestBody"].is_null(),
        }
    }

    pub fn changes_something(&self) -> bool {
        self.method != Method::GET
    }

    /// Its address, with the ids of a school.
    pub fn path(&self, school: School) -> String {
        let mut path = String::new();
        for (place, part) in self.template.split(['{', '}']).enumerate() {
            if place % 2 == 0 {
                path.push_str(part);
            } else {
                path.push_str(&parameter(part, school));
            }
        }
        for (place, name) in self.query.iter().enumerate() {
            let value = parameter(name, school);
            path.extend([if place == 0 { "?" } else { "&" }, name.as_str(), "=", value.as_str()]);
        }
        path
    }

    /// Asks for it with what the description demands, about a school.
    pub async fn ask(&self, client: &Client, school: School) -> Answer {
        let body = self.takes_body.then(|| body(&self.name, school));
        client.send(self.method.clone(), &self.path(school), body.as_ref()).await
    }
}

fn parameter(name: &str, school: School) -> String {
    match name {
        "class_id" => school.class_7a().to_string(),
        "subject_id" => school.algebra().to_string(),
        "study_year_id" => school.study_year().to_string(),
        "period_id" => school.quarter(1).to_string(),
        "assessment_id" => school.assessment(1).to_string(),
        "lesson_id" => school.lesson(1).to_string(),
        "pupil_id" => school.pupil(1).to_string(),
        "person_id" => school.history_teacher().to_string(),
        "guardian_id" => school.history_teacher().to_string(),
        // The tokens and sessions of a school have ids by chance: this is none of them.
        "token_id" | "session_id" => school.lesson(99).to_string(),
        "role" => "psychologist".to_owned(),
        "function" => "wall".to_owned(),
        "kind" => "twelve".to_owned(),
        "section" => "timetable".to_owned(),
        "action" => "give_marks".to_owned(),
        "by" => "class".to_owned(),
        "institution_id" => school.institution().to_string(),
        "study_year" => school.study_year().to_string(),
        // The small school has none of these: they are new, or are not there.
        "set_id" | "holiday_id" | "bell_schedule_id" | "building_id" | "room_id" => {
            school.lesson(98).to_string()
        }
        "date" => "2026-09-15".to_owned(),
        "teacher_id" => school.algebra_teacher().to_string(),
        "from" => "2026-09-14".to_owned(),
        "to" => "2026-09-18".to_owned(),
        "number" => "2".to_owned(),
        // Drafted and planned by these tests, and not there before.
        "timetable_id" => school.lesson(97).to_string(),
        "slot_id" => school.lesson(96).to_string(),
        // Addresses of calendars hold a secret: this is none of them.
        "feed_id" => school.lesson(95).to_string(),
        "file" => "calendar.ics".to_owned(),
        other => panic!("say in these tests what the parameter {other} may be"),
    }
}

/// A body that the school itself would take.
fn body(name: &str, school: School) -> Value {
    let pupil_id = school.pupil(1);
    let journal = |mut body: Value| {
        body["class_id"] = json!(school.class_7a());
        body["subject_id"] = json!(school.algebra());
        body["study_year_id"] = json!(school.study_year());
        body["period_id"] = json!(school.quarter(1));
        body
    };
    match name {
        "plan_assessment" => journal(json!({
            "assessment_id": school.assessment(50), "title": "БЖБ", "assigned_on": "2026-09-08",
            "due_on": "2026-09-15", "least": "1", "most": "10",
        })),
        "schedule_lesson" => {
            journal(json!({ "lesson_id": school.lesson(50), "date": "2026-09-22", "number": 2 }))
        }
        "change_marks" => json!({ "on": "2026-09-15", "marks": [{ "pupil_id": pupil_id, "value": "9" }] }),
        "set_mark" => json!({ "on": "2026-09-15", "value": "8" }),
        "change_attendance" => json!({ "marks": [{ "pupil_id": pupil_id, "code": "late" }] }),
        "move_lesson" => json!({ "date": "2026-09-17", "number": 3, "reason": "frost" }),
        "register_person" => json!({ "family_name": "Қызметов", "given_name": "Жаңа" }),
        "amend_person" => json!({ "family_name": "Көкшетеров", "given_name": "Болат" }),
        "archive_person" => json!({ "on": "2026-10-01" }),
        "transfer_pupil" => json!({ "to_class_id": school.class_7b(), "on": "2026-10-05" }),
        "enrol_pupil" => json!({ "pupil_id": school.pupil(102), "from": "2026-09-10" }),
        "withdraw_pupil" => json!({ "on": "2026-10-01" }),
        "grant_role" => json!({ "role": "psychologist" }),
        "open_section" => json!({ "role": "editor", "level": "view" }),
        "close_section" => json!({ "role": "editor" }),
        "reopen_period" => json!({ "reason": "the order of the director" }),
        "appoint_leader" | "assign_psychologist" => json!({ "person_id": school.history_teacher() }),
        "assign_teacher" | "unassign_teacher" => {
            json!({ "teacher_id": school.history_teacher(), "subject_id": school.algebra() })
        }
        "link_guardian" => json!({ "kinship": "guardian" }),
        "block_account" => json!({ "reason": "the telephone was stolen" }),
        "invite_people" => json!({ "person_ids": [school.pupil(5)] }),
        // A governing organisation that no test has.
        "place_institution" => json!({ "parent_id": School::numbered(0xd0).institution() }),
        "change_profile" => json!({ "bin": "990140000126", "address": "Мектеп көшесі, 1" }),
        "switch_function" | "switch_mark_kind" => json!({ "on": false }),
        "define_study_year" | "edit_study_year" => {
            json!({ "name": "2026/2027", "first_day": "2026-09-01", "last_day": "2027-05-25" })
        }
        "define_period_set" => json!({ "name": "Тоқсандар" }),
        "define_period" => json!({
            "kind": "quarter", "name": "1-тоқсан", "first_day": "2026-09-01", "last_day": "2026-10-25",
        }),
        "declare_holiday" => {
            json!({ "name": "Күзгі каникул", "first_day": "2026-10-26", "last_day": "2026-11-01" })
        }
        "set_bells" => json!({
            "name": "1-ауысым", "bells": [{ "number": 1, "begins": "08:00", "ends": "08:45" }],
        }),
        "set_day_bells" => json!({ "to": null }),
        "add_building" | "edit_building" => json!({ "name": "Негізгі ғимарат" }),
        "add_room" | "edit_room" => json!({ "name": "12", "seats": 30 }),
        "retire_room" => json!({ "on": "2026-10-01" }),
        "add_subject" | "edit_subject" => json!({ "name": "Алгебра" }),
        "form_class" => {
            let part = json!({ "class_id": school.class_7a(), "division": "ағылшын тілі", "part": "1" });
            json!({
                "study_year_id": school.study_year(), "kind": "group", "name": "7А ағылшын 1", "parts": [part],
            })
        }
        "rename_class" => json!({ "name": "7А" }),
        // The small school has one study year, so nothing goes on from it.
        "promote_classes" => json!({
            "to_study_year_id": school.study_year(), "on": "2026-09-01",
            "classes": [{ "class_id": school.class_7a(), "to_name": "8А" }],
        }),
        "change_unt_list" => json!({ "listed": true }),
        "compose_group" => json!({ "parts": [{ "class_id": school.class_7a() }] }),
        "set_class" => json!({ "period_set_id": null, "journal_kind": "points" }),
        "draft_timetable" => json!({
            "class_id": school.class_7a(), "study_year_id": school.study_year(),
            "period_id": school.quarter(1), "bell_schedule_id": school.lesson(98), "name": "7А, 1-тоқсан",
        }),
        "plan_slot" => json!({
            "weekday": "monday", "number": 1, "subject_id": school.algebra(),
            "teacher_ids": [school.algebra_teacher()],
        }),
        "preview_timetables" | "publish_timetables" => {
            json!({ "timetable_ids": [school.lesson(97)], "from": "2026-09-01" })
        }
        "substitute_teacher" => json!({ "teacher_ids": [school.history_teacher()], "reason": "a course" }),
        "change_room" => json!({ "room_id": null }),
        "join_lesson" => json!({ "with": school.lesson(1) }),
        "make_calendar_feed" => json!({ "of": "class", "id": school.class_7a() }),
        "issue_token" => json!({ "label": "a program", "scope": "read", "days": 30 }),
        "withdraw_mark"
        | "cancel_lesson"
        | "restore_lesson"
        | "end_substitution"
        | "remove_slot"
        | "revoke_role"
        | "close_period"
        | "withdraw_holiday"
        | "unlink_guardian"
        | "revoke_token"
        | "unblock_account"
        | "remove_second_factor"
        | "admit_subordinate"
        | "release_subordinate"
        | "restore_person"
        | "restore_access" => json!({}),
        other => panic!("say in these tests what {other} is sent"),
    }
}
