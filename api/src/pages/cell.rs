//! The whole story of one mark, with the ground of every step.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, SubjectId};
use dayek_projections::change_history::{self, Filter};
use dayek_projections::directory;
use dayek_projections::journal;
use uuid::Uuid;

use super::form::page;
use super::history::{change_of, shown};
use super::views::{CellChange, CellHistory, Link};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::change_history::item::HistoryItem;
use crate::http::change_history::words::Words as Named;
use crate::http::problem::Refused;
use crate::refusal::Refusal;

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Path((assessment, pupil)): Path<(Uuid, Uuid)>,
) -> Result<Response, Refused> {
    let institution = visitor.caller.institution();
    let place = journal::assessment_place(&app.pool, institution.0, assessment).await?;
    let (class_id, subject_id) = place.ok_or(Refusal::NotFound)?;
    let object = Object::Journal { class_id: ClassId(class_id), subject_id: SubjectId(subject_id) };
    visitor.may(Action::ReportChangeHistory, &object)?;
    let filter = Filter {
        class_id: Some(class_id),
        subject_id: Some(subject_id),
        person_id: Some(pupil),
        kind: Some("mark"),
        ..Filter::default()
    };
    let rows = change_history::list(&app.pool, institution.0, &filter, 200).await?;
    let rows: Vec<_> = rows.into_iter().filter(|row| row.stream_id == assessment).collect();
    let time = visitor.time;
    let named = Named::of(&app, institution, &rows).await?;
    let positions: Vec<i64> = rows.iter().map(|row| row.position).collect();
    let mut grounds = app.log.grounds(institution, &positions).await?;
    let Some(first) = rows.first() else { return Err(Refusal::NotFound.into()) };
    let period = first.period_id.unwrap_or_default();
    let column = first.title.clone().unwrap_or_default();
    let (class, subject) = (named.class(Some(class_id)), named.subject(Some(subject_id)));
    let name = named.person(Some(pupil));
    let mut changes = Vec::with_capacity(rows.len());
    for row in rows {
        let position = row.position;
        let author = row.author_id;
        let ground = grounds.remove(&position).unwrap_or_default();
        let item = HistoryItem::of(row, &named, time)?;
        let (change, change_word) = change_of(visitor.words, &item.action);
        let why = |rule: String| Link {
            href: format!(
                "/people/{}/access?action={rule}&class={class_id}&subject={subject_id}",
                author.unwrap_or_default()
            ),
            label: visitor.words.word("action-", &rule),
        };
        changes.push(CellChange {
            change,
            change_word,
            old: item.old.as_ref().map(shown),
            new: item.new.as_ref().map(shown),
            by: item.author_name.unwrap_or_else(|| visitor.words.t("program-itself")),
            role: item.author_role.map(|role| visitor.words.word("role-", &role)),
            at: time.written(item.recorded_at),
            reason: item.reason,
            rule: ground.rule.map(why),
            grant: ground
                .grant
                .map(|grant| Link { href: format!("/people/{}", author.unwrap_or_default()), label: grant }),
            event: position.to_string(),
        });
    }
    let classes = directory::class_names(&app.pool, institution.0, &[class_id]).await?;
    page(&CellHistory {
        frame: visitor.frame(&app, visitor.words.t("nav-history")).await?,
        journal: Link {
            href: format!("/journals/{class_id}/{subject_id}/{period}"),
            label: visitor.words.t("journal"),
        },
        pupil: Link { href: format!("/pupils/{pupil}"), label: name.unwrap_or_default() },
        class: class.or_else(|| classes.get(&class_id).cloned()).unwrap_or_default(),
        subject: subject.unwrap_or_default(),
        column,
        changes,
    })
}
