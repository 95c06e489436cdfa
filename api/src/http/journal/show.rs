//! `GET /journal`: one page of the journal, with its pupils and every cell.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, SubjectId};
use dayek_projections::{directory, journal};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::page::{self, JournalPage};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::Wanted;
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::people::Opener;
use crate::http::problem::Refused;
use crate::refusal::Refusal;

/// Which page.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// The class.
    #[serde(rename = "class_id")]
    class: Uuid,
    /// The subject.
    #[serde(rename = "subject_id")]
    subject: Uuid,
    /// The reporting period.
    #[serde(rename = "period_id")]
    period: Uuid,
}

/// Shows one page of the journal.
#[utoipa::path(
    get,
    path = "/journal",
    operation_id = "show_journal",
    tag = "reports",
    params(
        PageQuery,
        ReadHeaders,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the page you have.")
    ),
    responses(
        (
            status = 200,
            description = "The page.",
            body = JournalPage,
            headers(("ETag" = String, description = "Another one once the page may have changed."))
        ),
        (status = 304, description = "You have it already."),
        ReadRefusals
    )
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<PageQuery>,
    wanted: Wanted,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let PageQuery { class: class_id, subject: subject_id, period: period_id } = query;
    let object = Object::Journal { class_id: ClassId(class_id), subject_id: SubjectId(subject_id) };
    caller.may(&app, Action::ViewJournals, &object).await?;
    let applied = wanted.wait(&app, caller, &["journal", "directory"]).await?;
    // Taken before the page is read: the page may be newer than its tag says, never older.
    let tag = applied.tag();
    if has_already(&headers, &tag) {
        return Ok(applied.not_modified(&tag));
    }

    let institution = caller.institution();
    if directory::class(&app.pool, institution.0, class_id).await?.is_none() {
        return Err(Refusal::NotFound.into());
    }
    let rows = directory::pupils(&app.pool, institution.0, class_id).await?;
    let sealed: Vec<&str> = rows.iter().filter_map(|row| row.details.as_deref()).collect();
    let opener = Opener::of(&app, institution, &sealed).await?;
    let pupils = page::pupils(&rows, &opener)?;
    let page = journal::page(&app.pool, institution.0, class_id, subject_id, period_id).await?;
    let shown = JournalPage::of((class_id, subject_id, period_id), page, pupils);
    Ok(applied.shows(shown).tagged(tag).into_response())
}

/// Whether a reader names this tag among those they have; weak ones count, as RFC 9110 has it.
fn has_already(headers: &HeaderMap, tag: &str) -> bool {
    let sent = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut tags = sent.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    tags.any(|sent| {
        let sent = sent.trim();
        sent == "*" || sent.strip_prefix("W/").unwrap_or(sent) == tag
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_reader_may_name_several_tags_weak_or_strong() {
        for (sent, has) in [
            ("\"12-12\"", true),
            ("W/\"12-12\"", true),
            ("\"1-1\", \"12-12\"", true),
            ("*", true),
            ("\"12-11\"", false),
            ("12-12", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(sent));
            assert_eq!(has_already(&headers, "\"12-12\""), has, "{sent}");
        }
        assert!(!has_already(&HeaderMap::new(), "\"12-12\""));
    }
}
