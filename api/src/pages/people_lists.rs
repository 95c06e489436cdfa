//! The lists of pupils and of staff, to read, to print and to keep as a file.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object, Role};
use dayek_projections::directory;
use dayek_projections::roster::PupilFilter;
use serde::Deserialize;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::choices::choice;
use super::classes::{class_label, class_order};
use super::form::page;
use super::statistics::chosen;
use super::views::{Choice, NavItem, PupilLine, PupilLines, StaffLine, StaffLines};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::lists::{self, PupilEntry, StaffEntry, StaffFilter, account_word, written};
use crate::refusal::Refusal;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PupilsQuery {
    class: Option<String>,
    /// `left`, or nothing for those who are there.
    status: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffQuery {
    role: Option<String>,
    subject: Option<String>,
}

pub(super) async fn pupils(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<PupilsQuery>,
) -> Result<Response, Refused> {
    visitor.may(Action::ReportPupilList, &Object::Institution)?;
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let class = chosen("class", query.class.as_deref())?;
    let left = match query.status.as_deref().unwrap_or_default() {
        "" => false,
        "left" => true,
        _ => return Err(Refusal::input("status", "is left or nothing").into()),
    };
    let filter = PupilFilter {
        study_year_id: visitor.year,
        class_id: class,
        active: !left,
        today: visitor.time.today(),
    };
    let entries = lists::pupils(&app, institution, &visitor.standing, &filter).await?;
    let mut classes = directory::classes(&app.pool, institution.0, None).await?;
    classes.retain(|row| visitor.is_in_year(row.study_year_id));
    classes.sort_by_cached_key(class_order);
    let status = Choice { value: "left".to_owned(), label: words.t("lists-left"), selected: left };
    let mut wanted = vec![("language", words.language.to_owned())];
    wanted.extend(visitor.year.map(|year| ("study_year_id", year.to_string())));
    wanted.extend(class.map(|class| ("class_id", class.to_string())));
    wanted.extend(left.then(|| ("left", "true".to_owned())));
    page(&PupilLines {
        frame: visitor.frame(&app, words.t("lists-pupils")).await?,
        tabs: tabs(&visitor, "/reports/pupils"),
        classes: classes.iter().map(|row| choice(row.class_id, class_label(row, &classes), class)).collect(),
        statuses: vec![status],
        left,
        xlsx: address("/api/v1/reports/pupils.xlsx", &wanted)?,
        csv: address("/api/v1/reports/pupils.csv", &wanted)?,
        rows: entries.iter().map(|entry| pupil_line(&visitor, entry)).collect(),
    })
}

fn pupil_line(visitor: &Visitor, entry: &PupilEntry) -> PupilLine {
    let words = visitor.words;
    let day = |day: Option<NaiveDate>| day.map(written).unwrap_or_default();
    let language = entry.taught_in.map(|language| words.word("taught-in-", language.as_ref()));
    PupilLine {
        name: entry.name.clone().unwrap_or_else(|| words.t("erased")),
        class: entry.class.clone(),
        sex: entry.sex.map(|sex| words.word("sex-", sex.as_ref())).unwrap_or_default(),
        birth_date: day(entry.birth_date),
        iin: entry.iin.clone().unwrap_or_default(),
        taught_in: language.unwrap_or_default(),
        from: day(entry.from),
        came: entry.came.clone(),
        to: day(entry.to),
        left: entry.left.clone(),
        guardians: entry.guardians_in_words(words),
        phone: entry.phone.clone().unwrap_or_default(),
        address: entry.address.clone().unwrap_or_default(),
        account: account_word(words, entry.account.as_deref()),
    }
}

pub(super) async fn staff(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<StaffQuery>,
) -> Result<Response, Refused> {
    visitor.may(Action::ReportStaffList, &Object::Institution)?;
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let subject: Option<Uuid> = chosen("subject", query.subject.as_deref())?;
    let role = match query.role.as_deref().unwrap_or_default() {
        "" => None,
        code => Some(code.parse::<Role>().map_err(|_| Refusal::input("role", "is not a role there is"))?),
    };
    let filter = StaffFilter { study_year_id: visitor.year, role, subject_id: subject };
    let entries = lists::staff(&app, institution, &visitor.standing, &filter).await?;
    let subjects = directory::subjects(&app.pool, institution.0).await?;
    let roles = Role::iter().filter(|role| role.base().is_some()).map(|one| Choice {
        value: one.as_ref().to_owned(),
        label: visitor.role(one),
        selected: role == Some(one),
    });
    let mut wanted = vec![("language", words.language.to_owned())];
    wanted.extend(visitor.year.map(|year| ("study_year_id", year.to_string())));
    wanted.extend(subject.map(|subject| ("subject_id", subject.to_string())));
    wanted.extend(role.map(|role| ("role", role.as_ref().to_owned())));
    page(&StaffLines {
        frame: visitor.frame(&app, words.t("lists-staff")).await?,
        tabs: tabs(&visitor, "/reports/staff"),
        roles: roles.collect(),
        subjects: subjects.into_iter().map(|row| choice(row.subject_id, row.name, subject)).collect(),
        xlsx: address("/api/v1/reports/staff.xlsx", &wanted)?,
        csv: address("/api/v1/reports/staff.csv", &wanted)?,
        rows: entries.iter().map(|entry| staff_line(&visitor, entry)).collect(),
    })
}

fn staff_line(visitor: &Visitor, entry: &StaffEntry) -> StaffLine {
    let words = visitor.words;
    StaffLine {
        name: entry.name.clone().unwrap_or_else(|| words.t("erased")),
        position: entry.position.clone().unwrap_or_default(),
        subjects: entry.subjects.join("; "),
        leads: entry.leads.join("; "),
        education: entry.education.clone().unwrap_or_default(),
        iin: entry.iin.clone().unwrap_or_default(),
        phone: entry.phone.clone().unwrap_or_default(),
        email: entry.email.clone().unwrap_or_default(),
        roles: entry.roles_in_words(words),
        account: account_word(words, entry.account.as_deref()),
    }
}

/// The two lists, one of them open.
fn tabs(visitor: &Visitor, here: &str) -> Vec<NavItem> {
    let words = visitor.words;
    let lists = [
        ("/reports/pupils", words.t("lists-pupils"), Action::ReportPupilList),
        ("/reports/staff", words.t("lists-staff"), Action::ReportStaffList),
    ];
    let open = lists.into_iter().filter(|(_, _, report)| visitor.can(*report, &Object::Institution));
    open.map(|(href, label, _)| NavItem { href: href.to_owned(), label, current: href == here }).collect()
}

fn address(path: &str, wanted: &[(&str, String)]) -> Result<String, Refused> {
    let query = serde_html_form::to_string(wanted);
    Ok(format!("{path}?{}", query.map_err(|error| Refused::internal(error.to_string()))?))
}
