//! One class: its pupils, its subjects, who leads and serves it.

use std::collections::{BTreeMap, HashMap};

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, PersonId, SubjectId};
use dayek_projections::directory::{self, ClassRow, PupilRow};
use dayek_projections::journal;
use uuid::Uuid;

use super::class_forms::{Left, OnDuty, forms, may_assign, may_edit, transfer_form, withdrawal_form};
use super::class_group::members_form;
use super::classes::{LEADER, class_links, class_order, journal_period};
use super::form::page;
use super::people::{name_order, names_of};
use super::views::{Class, ClassPupil, ClassSubject, ClassTeacher, Fact, Named};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::refusal::Refusal;

const PSYCHOLOGIST: &str = "psychologist";

/// The subjects of a class, each with its name and its teachers.
type Taught = BTreeMap<Uuid, (String, Vec<Uuid>)>;

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Path(class): Path<Uuid>,
) -> Result<Response, Refused> {
    page(&view(&app, &visitor, class, Left::default()).await?)
}

pub(super) async fn view(app: &App, visitor: &Visitor, class: Uuid, left: Left) -> Result<Class, Refused> {
    let object = Object::Class(ClassId(class));
    visitor.may(Action::ViewClassPages, &object)?;
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let row = directory::class(&app.pool, institution.0, class).await?.ok_or(Refusal::NotFound)?;
    let today = visitor.time.today();

    let sees_pupils = visitor.can(Action::ViewClassPupils, &object);
    let mut stays =
        if sees_pupils { directory::pupils(&app.pool, institution.0, class).await? } else { vec![] };
    stays.retain(|stay| {
        stay.from_day.is_none_or(|from| from <= today) && stay.to_day.is_none_or(|to| to >= today)
    });
    let staff = directory::class_staff(&app.pool, institution.0).await?;
    let on_duty = |wanted: &str| {
        let found = staff.iter().find(|(of, duty, _)| *of == class && duty == wanted);
        found.map(|(_, _, person)| *person)
    };
    let on_duty = OnDuty { leader: on_duty(LEADER), psychologist: on_duty(PSYCHOLOGIST) };
    let mut taught = Taught::new();
    let teaching = directory::teaching(&app.pool, institution.0).await?;
    for row in teaching.into_iter().filter(|row| row.class_id == class) {
        let name = row.subject_name.unwrap_or_else(|| words.t("subject"));
        taught.entry(row.subject_id).or_insert_with(|| (name, vec![])).1.push(row.teacher_id);
    }
    let mut ids: Vec<Uuid> = stays.iter().map(|stay| stay.pupil_id).collect();
    ids.extend(taught.values().flat_map(|(_, teachers)| teachers).copied());
    ids.extend(on_duty.leader.into_iter().chain(on_duty.psychologist));
    ids.sort_unstable();
    ids.dedup();
    let names = names_of(app, institution, &ids).await?;
    let subjects = subjects(app, visitor, &row, taught, &names).await?;
    let others = other_classes(app, visitor, &row).await?;
    let pupils = pupils(visitor, class, stays, &names, &others, &left);

    let mut facts = vec![Fact { term: words.t("study-year"), text: row.study_year.clone() }];
    if sees_pupils {
        facts.push(Fact { term: words.t("pupils"), text: pupils.len().to_string() });
    }
    // Whoever has no page that is open to the reader is named without a link.
    let named = |person: Uuid| Named {
        href: visitor.way_to(person, vec![]),
        label: name_of(visitor, &names, person),
    };
    let staff = [
        on_duty.leader.map(|leader| (words.t("class-leader"), named(leader))),
        on_duty.psychologist.map(|psychologist| (words.t("class-psychologist"), named(psychologist))),
    ];
    let mut forms = forms(app, visitor, on_duty, today, &left).await?;
    forms.members = members_form(app, visitor, &row, today, &left).await?;
    forms.name = may_edit(visitor).then(|| left.name.clone().unwrap_or_else(|| row.name.clone()));
    Ok(Class {
        frame: visitor.frame(app, row.name.clone()).await?,
        id: class.to_string(),
        facts,
        staff: staff.into_iter().flatten().collect(),
        links: class_links(visitor, class),
        name: row.name,
        pupils,
        subjects,
        forms,
        errors: left.errors,
    })
}

/// What is taught in the class and by whom, with the way to each journal.
async fn subjects(
    app: &App,
    visitor: &Visitor,
    row: &ClassRow,
    taught: Taught,
    names: &HashMap<Uuid, String>,
) -> Result<Vec<ClassSubject>, Refused> {
    let institution = visitor.caller.institution();
    let class = row.class_id;
    let periods = directory::periods(&app.pool, institution.0).await?;
    let pairs: Vec<(Uuid, Uuid)> = taught.keys().map(|subject| (class, *subject)).collect();
    let totals = journal::totals(&app.pool, institution.0, &pairs).await?;
    let may_assign = may_assign(visitor);
    let mut lines = Vec::with_capacity(taught.len());
    for (subject_id, (subject, teachers)) in taught {
        let journal = Object::Journal { class_id: ClassId(class), subject_id: SubjectId(subject_id) };
        let period = journal_period(&periods, &totals, row, subject_id, visitor.time.today());
        let period = period.filter(|_| visitor.can(Action::ViewJournals, &journal));
        let teachers = teachers.iter().map(|teacher| ClassTeacher {
            name: name_of(visitor, names, *teacher),
            removal: may_assign.then(|| format!("/classes/{class}/teachers/{subject_id}/{teacher}/removal")),
        });
        lines.push(ClassSubject {
            href: period.map(|period| format!("/journals/{class}/{subject_id}/{period}")),
            subject,
            teachers: teachers.collect(),
        });
    }
    lines.sort_by_cached_key(|line| name_order(&line.subject));
    Ok(lines)
}

/// Where its pupils may be taken, by whoever may.
async fn other_classes(app: &App, visitor: &Visitor, row: &ClassRow) -> Result<Vec<ClassRow>, Refused> {
    if !may_edit(visitor) {
        return Ok(vec![]);
    }
    let mut others = directory::classes(&app.pool, visitor.caller.institution().0, None).await?;
    others.retain(|other| {
        (other.study_year_id, &other.kind) == (row.study_year_id, &row.kind) && other.class_id != row.class_id
    });
    others.sort_by_cached_key(class_order);
    Ok(others)
}

/// Who is in the class, by name.
fn pupils(
    visitor: &Visitor,
    class: Uuid,
    stays: Vec<PupilRow>,
    names: &HashMap<Uuid, String>,
    others: &[ClassRow],
    left: &Left,
) -> Vec<ClassPupil> {
    let may_edit = may_edit(visitor);
    let today = visitor.time.today();
    let mut pupils: Vec<(ClassPupil, Uuid)> = Vec::with_capacity(stays.len());
    for stay in stays {
        let id = stay.pupil_id;
        let about = Object::Person { person_id: PersonId(id), classes: vec![ClassId(class)] };
        let last_day = stay.to_day.unwrap_or(today);
        let pupil = ClassPupil {
            href: visitor.can(Action::ViewDiary, &about).then(|| format!("/pupils/{id}")),
            name: name_of(visitor, names, id),
            since: stay.from_day.map(|from| from.format("%d.%m.%Y").to_string()).unwrap_or_default(),
            withdrawal: may_edit.then(|| withdrawal_form(class, id, last_day, left)),
            transfer: (!others.is_empty()).then(|| transfer_form(class, id, others, today, left)),
        };
        pupils.push((pupil, id));
    }
    pupils.sort_by_cached_key(|(pupil, id)| (name_order(&pupil.name), *id));
    pupils.into_iter().map(|(pupil, _)| pupil).collect()
}

fn name_of(visitor: &Visitor, names: &HashMap<Uuid, String>, person: Uuid) -> String {
    names.get(&person).cloned().unwrap_or_else(|| visitor.words.t("somebody"))
}
