//! Classes: the list, and one class with its pupils and subjects.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, PersonId, SubjectId};
use dayek_projections::directory::{self, ClassRow, MemberRow, PeriodRow};
use dayek_projections::journal::{self, JournalTotal};
use uuid::Uuid;

use super::form::page;
use super::people::{name_order, names_of};
use super::views::{Class, ClassPupil, ClassRow as ClassLine, ClassSubject, Classes, Fact, Link};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::refusal::Refusal;

pub(super) const LEADER: &str = "class_leader";
const PSYCHOLOGIST: &str = "psychologist";

pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let scope = visitor.standing.scope(Action::ViewClassPages);
    if !scope.institution && scope.classes.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let institution = visitor.caller.institution();
    let only = (!scope.institution).then_some(scope.classes.as_slice());
    let mut classes = directory::classes(&app.pool, institution.0, only).await?;
    classes.sort_by_cached_key(class_order);
    let counts = pupil_counts(&directory::members(&app.pool, institution.0, None).await?);
    let staff = directory::class_staff(&app.pool, institution.0).await?;
    let leaders: HashMap<Uuid, Uuid> = staff
        .into_iter()
        .filter(|(_, duty, _)| duty == LEADER)
        .map(|(class, _, person)| (class, person))
        .collect();
    let ids: Vec<Uuid> = classes.iter().filter_map(|row| leaders.get(&row.class_id).copied()).collect();
    let names = names_of(&app, institution, &ids).await?;
    let rows = classes.iter().map(|row| ClassLine {
        href: format!("/classes/{}", row.class_id),
        name: class_label(row, &classes),
        leader: leaders.get(&row.class_id).and_then(|leader| names.get(leader).cloned()),
        pupils: counts.get(&row.class_id).copied().unwrap_or_default().to_string(),
    });
    let rows = rows.collect();
    page(&Classes { frame: visitor.frame(&app, visitor.words.t("classes-title")).await?, rows })
}

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Path(class): Path<Uuid>,
) -> Result<Response, Refused> {
    let object = Object::Class(ClassId(class));
    visitor.may(Action::ViewClassPages, &object)?;
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let row = directory::class(&app.pool, institution.0, class).await?.ok_or(Refusal::NotFound)?;
    let today = visitor.time(&app).await?.today();

    let sees_pupils = visitor.can(Action::ViewClassPupils, &object);
    let mut stays =
        if sees_pupils { directory::pupils(&app.pool, institution.0, class).await? } else { vec![] };
    stays.retain(|stay| {
        stay.from_day.is_none_or(|from| from <= today) && stay.to_day.is_none_or(|to| to >= today)
    });
    let teaching = directory::teaching(&app.pool, institution.0).await?;
    let staff = directory::class_staff(&app.pool, institution.0).await?;
    let on_duty = |wanted: &str| {
        let found = staff.iter().find(|(of, duty, _)| *of == class && duty == wanted);
        found.map(|(_, _, person)| *person)
    };
    let (leader, psychologist) = (on_duty(LEADER), on_duty(PSYCHOLOGIST));
    let mut subjects: BTreeMap<Uuid, (String, Vec<Uuid>)> = BTreeMap::new();
    for taught in teaching.into_iter().filter(|taught| taught.class_id == class) {
        let name = taught.subject_name.unwrap_or_else(|| words.t("subject"));
        subjects.entry(taught.subject_id).or_insert_with(|| (name, vec![])).1.push(taught.teacher_id);
    }
    let mut ids: Vec<Uuid> = stays.iter().map(|stay| stay.pupil_id).collect();
    ids.extend(subjects.values().flat_map(|(_, teachers)| teachers).copied());
    ids.extend(leader.into_iter().chain(psychologist));
    ids.sort_unstable();
    ids.dedup();
    let names = names_of(&app, institution, &ids).await?;
    let name_of = |id: &Uuid| names.get(id).cloned().unwrap_or_else(|| words.t("somebody"));

    let periods = directory::periods(&app.pool, institution.0).await?;
    let pairs: Vec<(Uuid, Uuid)> = subjects.keys().map(|subject| (class, *subject)).collect();
    let totals = journal::totals(&app.pool, institution.0, Some(&pairs)).await?;
    let mut lines = Vec::with_capacity(subjects.len());
    for (subject_id, (subject, teachers)) in subjects {
        let journal = Object::Journal { class_id: ClassId(class), subject_id: SubjectId(subject_id) };
        let period = journal_period(&periods, &totals, &row, subject_id, today);
        let period = period.filter(|_| visitor.can(Action::ViewJournals, &journal));
        lines.push(ClassSubject {
            href: period.map(|period| format!("/journals/{class}/{subject_id}/{period}")),
            subject,
            teachers: teachers.iter().map(name_of).collect(),
        });
    }
    lines.sort_by_cached_key(|line| name_order(&line.subject));

    let mut pupils: Vec<(ClassPupil, Uuid)> = Vec::with_capacity(stays.len());
    for stay in stays {
        let about = Object::Person { person_id: PersonId(stay.pupil_id), classes: vec![ClassId(class)] };
        let pupil = ClassPupil {
            href: visitor.can(Action::ViewDiary, &about).then(|| format!("/pupils/{}", stay.pupil_id)),
            name: name_of(&stay.pupil_id),
            since: stay.from_day.map(|from| from.format("%d.%m.%Y").to_string()).unwrap_or_default(),
        };
        pupils.push((pupil, stay.pupil_id));
    }
    pupils.sort_by_cached_key(|(pupil, id)| (name_order(&pupil.name), *id));

    let mut facts = vec![Fact { term: words.t("study-year"), text: row.study_year.clone() }];
    if sees_pupils {
        facts.push(Fact { term: words.t("pupils"), text: pupils.len().to_string() });
    }
    let may_see = |person: Uuid| {
        visitor
            .can(Action::ViewPersonalData, &Object::Person { person_id: PersonId(person), classes: vec![] })
    };
    // A leader whose page is not open to the reader is named without a link.
    if let Some(leader) = leader.filter(|leader| !may_see(*leader)) {
        facts.insert(0, Fact { term: words.t("class-leader"), text: name_of(&leader) });
    }
    if let Some(psychologist) = psychologist {
        facts.push(Fact { term: words.t("class-psychologist"), text: name_of(&psychologist) });
    }
    page(&Class {
        frame: visitor.frame(&app, row.name.clone()).await?,
        facts,
        leader: leader
            .filter(|leader| may_see(*leader))
            .map(|leader| Link { href: format!("/people/{leader}"), label: name_of(&leader) }),
        links: class_links(&visitor, class),
        name: row.name,
        pupils: pupils.into_iter().map(|(pupil, _)| pupil).collect(),
        subjects: lines,
    })
}

/// Where to go on from a class, as far as it is open to the visitor.
pub(super) fn class_links(visitor: &Visitor, class: Uuid) -> Vec<Link> {
    let object = Object::Class(ClassId(class));
    let mut links = Vec::new();
    if visitor.can(Action::ViewJournals, &object) {
        links.push(Link { href: format!("/journals?class={class}"), label: visitor.words.t("nav-journals") });
    }
    if visitor.can(Action::ReportMarksSubjects, &Object::Institution) {
        let href = format!("/statistics?by=subject&class={class}");
        links.push(Link { href, label: visitor.words.t("nav-statistics") });
    }
    if visitor.can(Action::ReportChangeHistory, &object) {
        links
            .push(Link { href: format!("/history?class_id={class}"), label: visitor.words.t("nav-history") });
    }
    links
}

/// The journal to open first: of the period of today, then of the last one in which there is something.
pub(super) fn journal_period(
    periods: &[PeriodRow],
    totals: &[JournalTotal],
    class: &ClassRow,
    subject: Uuid,
    today: NaiveDate,
) -> Option<Uuid> {
    let filled = |period: &PeriodRow| {
        totals.iter().any(|total| {
            (total.class_id, total.subject_id, total.period_id) == (class.class_id, subject, period.period_id)
        })
    };
    let of_year = || periods.iter().filter(|row| row.study_year_id == class.study_year_id);
    let now = of_year().filter(|row| row.first_day <= today && today <= row.last_day);
    let now = now.min_by_key(|row| (!filled(row), row.last_day - row.first_day));
    let last = || of_year().max_by_key(|row| (filled(row), row.last_day, row.first_day));
    // A quarter that has just begun has no columns yet; the one before has something to see.
    now.filter(|row| filled(row)).or_else(last).map(|row| row.period_id)
}

/// How many pupils each class has now.
pub(super) fn pupil_counts(members: &[MemberRow]) -> HashMap<Uuid, i64> {
    let mut counts = HashMap::new();
    for class in members.iter().flat_map(|member| &member.classes) {
        *counts.entry(*class).or_default() += 1;
    }
    counts
}

/// A class, with its study year where there are several.
pub(super) fn class_label(row: &ClassRow, all: &[ClassRow]) -> String {
    if all.iter().any(|other| other.study_year_id != row.study_year_id) {
        format!("{}, {}", row.name, row.study_year)
    } else {
        row.name.clone()
    }
}

/// The newest year first, then 5А before 10А.
pub(super) fn class_order(row: &ClassRow) -> (Reverse<String>, u32, Vec<u32>, Uuid) {
    let digits: String = row.name.chars().take_while(char::is_ascii_digit).collect();
    let number = digits.parse().unwrap_or(u32::MAX);
    (Reverse(row.study_year.clone()), number, name_order(&row.name), row.class_id)
}
