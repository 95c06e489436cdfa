//! What has become of a lesson, and who did it, for whoever may read the history of its journal.

use std::cmp::Reverse;

use dayek_domain::access::{Action, Object};
use dayek_domain::lesson::LessonPlace;
use dayek_projections::change_history::{self, Filter, Kind};

use super::lesson::Found;
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::history::rows_of;
use crate::pages::views::HistoryRow;
use crate::pages::visitor::Visitor;

/// More changes of one kind than a lesson ever has.
const MOST: i64 = 50;

/// The newest first. Who was there is no change of the lesson.
pub(super) async fn changes(app: &App, visitor: &Visitor, found: &Found) -> Result<Vec<HistoryRow>, Refused> {
    let LessonPlace { class_id, subject_id, .. } = found.place;
    if !visitor.can(Action::ReportChangeHistory, &Object::Journal { class_id, subject_id }) {
        return Ok(vec![]);
    }
    let institution = visitor.caller.institution();
    let mut rows = Vec::new();
    for kind in [Kind::Schedule, Kind::Substitution] {
        let filter = Filter {
            class_id: Some(class_id.0),
            subject_id: Some(subject_id.0),
            stream_id: Some(found.id),
            kind: Some(kind.code()),
            ..Filter::default()
        };
        rows.extend(change_history::list(&app.pool, institution.0, &filter, MOST).await?);
    }
    rows.sort_by_key(|row| Reverse(row.position));
    rows_of(app, visitor, rows).await
}
