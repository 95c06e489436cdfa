//! The whole story of one mark, with the ground of every step.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object, Role};
use dayek_domain::id::{ClassId, PersonId, SubjectId};
use dayek_projections::change_history::{self, Filter};
use dayek_projections::directory;
use dayek_projections::journal;
use uuid::Uuid;

use super::form::page;
use super::grants::{GivenBy, grant_in_words};
use super::history::{change_of, shown};
use super::views::{CellChange, CellHistory, Link, Named};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::change_history::item::HistoryItem;
use crate::http::change_history::words::Words as NamedThings;
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
    let named = NamedThings::of(&app, institution, &rows).await?;
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
        let (change, change_word) = change_of(visitor.words, &item.kind, &item.action);
        let role = item.author_role.as_deref().and_then(|role| role.parse::<Role>().ok());
        let grant = match ground.grant {
            Some(grant) => {
                let id = grant.id.or(author).unwrap_or_default();
                let subject = Some(subject_id).filter(|_| role == Some(Role::Teacher));
                let given = GivenBy { stream: &grant.stream, id, sequence: grant.sequence, role, subject };
                Some(grant_in_words(&app, &visitor, given).await?)
            }
            None => None,
        };
        let asks = |author: &Uuid| {
            let about = Object::Person { person_id: PersonId(*author), classes: vec![] };
            visitor.can(Action::ViewRoles, &about)
        };
        let why = |rule: String| Named {
            href: author.filter(asks).map(|author| {
                format!("/people/{author}/access?action={rule}&class={class_id}&subject={subject_id}")
            }),
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
            grant,
            event: position.to_string(),
        });
    }
    let classes = directory::class_names(&app.pool, institution.0, &[class_id]).await?;
    let about = visitor.caller.person_as_object(&app, PersonId(pupil)).await?;
    let sees_marks = visitor.can(Action::ViewDiary, &about);
    page(&CellHistory {
        frame: visitor.frame(&app, visitor.words.t("nav-history")).await?,
        journal: Link {
            href: format!("/journals/{class_id}/{subject_id}/{period}"),
            label: visitor.words.t("journal"),
        },
        pupil: Named {
            href: sees_marks.then(|| format!("/pupils/{pupil}")),
            label: name.unwrap_or_default(),
        },
        class: class.or_else(|| classes.get(&class_id).cloned()).unwrap_or_default(),
        subject: subject.unwrap_or_default(),
        column,
        changes,
    })
}
