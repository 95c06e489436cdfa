//! Groups on the page of classes: halves of a class that is divided for a subject, and classes together.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{BellScheduleId, ClassId, PeriodSetId, StudyYearId};
use dayek_domain::school_class::{ClassKind, Part};
use dayek_projections::directory::ClassRow;
use serde::Deserialize;
use uuid::Uuid;

use super::classes::{Left, classes_of, refuse, saved};
use super::lines::{Faults, Line, lines};
use super::{ask, fresh};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::form::Sent;
use crate::pages::views::FieldError;
use crate::pages::visitor::Visitor;
use crate::usecases::{All, FormClass, FormClassAsSet};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct DivisionSent {
    year: Uuid,
    pub(super) class: String,
    pub(super) division: String,
    /// Their names, one a line.
    pub(super) parts: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct GroupsSent {
    year: Uuid,
    pub(super) groups: String,
}

/// Divides a class: a group for each part, all or none.
pub(in crate::pages) async fn divide(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<DivisionSent>,
) -> Result<Response, Refused> {
    visitor.may(Action::EditClasses, &Object::Institution)?;
    let words = visitor.words;
    let mut faults = Faults::of(words, "parts");
    let known = classes_of(&app, &visitor, sent.year).await?;
    let class = known.iter().find(|row| row.kind == "class" && row.class_id.to_string() == sent.class);
    if class.is_none() {
        faults.errors.push(FieldError { field: "division_class", text: words.t("error-choose") });
    }
    let division = sent.division.trim();
    if division.is_empty() {
        faults.errors.push(FieldError { field: "division", text: words.t("error-division") });
    }
    let read = lines(&sent.parts);
    faults.check(&read, 1);
    faults.check_names(&read, std::iter::empty());
    if let Some(class) = class.filter(|_| faults.errors.is_empty()) {
        let mut groups = Vec::with_capacity(read.len());
        for line in &read {
            let part = Part {
                class_id: ClassId(class.class_id),
                division: Some(division.to_owned()),
                part: Some(line.name().to_owned()),
            };
            let name = format!("{} {division} {}", class.name, line.name());
            if known.iter().any(|row| row.name == name) {
                faults.add(line.number, &words.t1("error-line-twice", "name", &name));
            }
            groups.push(group(fresh(&app)?, class, name, vec![part]));
        }
        if faults.errors.is_empty() {
            match ask(&app, &visitor, All(groups)).await? {
                None => return Ok(saved()),
                Some(rule) => faults.add_rule(&rule, &read),
            }
        }
    }
    let errors = faults.errors;
    refuse(&app, &visitor, Left { errors, division: sent, ..Left::default() }).await
}

/// Forms groups, each of what its line says, all or none.
pub(in crate::pages) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<GroupsSent>,
) -> Result<Response, Refused> {
    visitor.may(Action::EditClasses, &Object::Institution)?;
    let words = visitor.words;
    let mut faults = Faults::of(words, "groups");
    let known = classes_of(&app, &visitor, sent.year).await?;
    let classes = known.iter().filter(|row| row.kind == "class");
    let classes: HashMap<String, &ClassRow> = classes.map(|row| (row.name.to_lowercase(), row)).collect();
    let read = lines(&sent.groups);
    faults.check(&read, 2);
    faults.check_names(&read, known.iter().map(|row| row.name.as_str()));
    let mut groups = Vec::with_capacity(read.len());
    for line in &read {
        match parts_of(line, &classes) {
            Ok((first, parts)) => {
                groups.push(group(fresh(&app)?, first, line.name().to_owned(), parts));
            }
            Err(Wrong::NoSuchClass(name)) => {
                faults.add(line.number, &words.t1("error-line-class", "class", &name));
            }
            Err(Wrong::Unreadable) => faults.add(line.number, &words.t("error-line-parts")),
        }
    }
    if faults.errors.is_empty() {
        match ask(&app, &visitor, All(groups)).await? {
            None => return Ok(saved()),
            Some(rule) => faults.add_rule(&rule, &read),
        }
    }
    let errors = faults.errors;
    refuse(&app, &visitor, Left { errors, groups: sent, ..Left::default() }).await
}

/// Why a line does not say of what a group consists.
#[derive(Debug, PartialEq, Eq)]
enum Wrong {
    NoSuchClass(String),
    Unreadable,
}

/// `7А / English / 1 + 7Б / English / 1`, or whole classes: `7А + 7Б`. With the class named first.
fn parts_of<'a>(
    line: &Line<'_>,
    classes: &HashMap<String, &'a ClassRow>,
) -> Result<(&'a ClassRow, Vec<Part>), Wrong> {
    let mut first = None;
    let mut parts = Vec::new();
    for text in line.field(1).ok_or(Wrong::Unreadable)?.split('+') {
        let fields: Vec<&str> = text.split('/').map(str::trim).collect();
        let (name, division, part) = match fields.as_slice() {
            [class] => (*class, None, None),
            [class, division, part] => (*class, Some((*division).to_owned()), Some((*part).to_owned())),
            [] | [_, _] | [_, _, _, _, ..] => return Err(Wrong::Unreadable),
        };
        let class = *classes.get(&name.to_lowercase()).ok_or_else(|| Wrong::NoSuchClass(name.to_owned()))?;
        first.get_or_insert(class);
        parts.push(Part { class_id: ClassId(class.class_id), division, part });
    }
    Ok((first.ok_or(Wrong::Unreadable)?, parts))
}

/// A group follows the periods and the bells of the class it is made of.
fn group(class_id: ClassId, of: &ClassRow, name: String, parts: Vec<Part>) -> FormClassAsSet {
    let study_year_id = StudyYearId(of.study_year_id);
    FormClassAsSet {
        class: FormClass { class_id, study_year_id, kind: ClassKind::Group, name, parts },
        set_id: of.period_set_id.map(PeriodSetId),
        bell_schedule_id: of.bell_schedule_id.map(BellScheduleId),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(number: u128, name: &str) -> ClassRow {
        ClassRow {
            class_id: Uuid::from_u128(number),
            name: name.to_owned(),
            kind: "class".to_owned(),
            study_year_id: Uuid::from_u128(9),
            study_year: "2026–2027".to_owned(),
            external_id: None,
            period_set_id: None,
            bell_schedule_id: None,
            journal_kind: None,
        }
    }

    fn read(text: &str) -> Result<Vec<Part>, Wrong> {
        let rows = [class(1, "7А"), class(2, "7Б")];
        let classes = rows.iter().map(|row| (row.name.to_lowercase(), row)).collect();
        parts_of(&lines(text)[0], &classes).map(|(_, parts)| parts)
    }

    fn half(number: u128, part: &str) -> Part {
        let class_id = ClassId(Uuid::from_u128(number));
        Part { class_id, division: Some("ағылшын тілі".to_owned()), part: Some(part.to_owned()) }
    }

    #[test]
    fn a_group_is_half_a_class_or_halves_of_two_or_classes_together() {
        assert_eq!(read("7А ағылшын 1; 7а / ағылшын тілі / 1"), Ok(vec![half(1, "1")]));
        let both = "Ағылшын жоғары; 7А / ағылшын тілі / 2 + 7Б / ағылшын тілі / 2";
        assert_eq!(read(both), Ok(vec![half(1, "2"), half(2, "2")]));
        let whole = |number| Part::whole(ClassId(Uuid::from_u128(number)));
        assert_eq!(read("Хор; 7А + 7Б"), Ok(vec![whole(1), whole(2)]));
    }

    #[test]
    fn a_class_that_is_not_there_is_named() {
        assert_eq!(read("Хор; 7А + 8А"), Err(Wrong::NoSuchClass("8А".to_owned())));
        for text in ["Хор", "Хор; 7А / ағылшын тілі", "Хор; 7А / а / б / в"] {
            assert_eq!(read(text), Err(Wrong::Unreadable), "{text}");
        }
    }
}
