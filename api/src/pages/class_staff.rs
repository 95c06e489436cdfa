//! Forms on the page of a class: who leads it, who serves it as psychologist, who teaches what in it.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::id::{ClassId, PersonId, SubjectId};
use uuid::Uuid;

use super::class::view;
use super::class_forms::{DutyFields, DutySent, Left, TeachingSent};
use super::form::{Sent, go_to, refused_form};
use super::rights::{order, run};
use super::views::FieldError;
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::usecases::{AssignTeacher, Duty, StaffClass, UnassignTeacher};

pub(super) async fn appoint_leader(
    State(app): State<App>,
    visitor: Visitor,
    Path(class): Path<Uuid>,
    Sent(sent): Sent<DutySent>,
) -> Result<Response, Refused> {
    give_duty(&app, &visitor, class, Duty::ClassLeader, sent).await
}

pub(super) async fn assign_psychologist(
    State(app): State<App>,
    visitor: Visitor,
    Path(class): Path<Uuid>,
    Sent(sent): Sent<DutySent>,
) -> Result<Response, Refused> {
    give_duty(&app, &visitor, class, Duty::Psychologist, sent).await
}

async fn give_duty(
    app: &App,
    visitor: &Visitor,
    class: Uuid,
    duty: Duty,
    sent: DutySent,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let fields = DutyFields::of(duty);
    let fault = match (somebody(&sent.person), order(&sent.order_number, &sent.order_date)) {
        (Ok(person), Ok(order)) => {
            let person_id = person.map(PersonId);
            let use_case = StaffClass { class_id: ClassId(class), duty, person_id, order };
            match run(app, visitor, use_case).await? {
                None => return Ok(saved(class)),
                Some(text) => FieldError { field: fields.person, text },
            }
        }
        (Err(_), _) => FieldError { field: fields.person, text: words.t("error-choose") },
        (Ok(_), Err(())) => FieldError { field: fields.date, text: words.t("error-order") },
    };
    let left = Left { errors: vec![fault], duty: Some((duty, sent)), ..Left::default() };
    refuse(app, visitor, class, left).await
}

/// Who was chosen; an empty choice is nobody.
fn somebody(text: &str) -> Result<Option<Uuid>, uuid::Error> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
}

pub(super) async fn assign_teacher(
    State(app): State<App>,
    visitor: Visitor,
    Path(class): Path<Uuid>,
    Sent(sent): Sent<TeachingSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let fault = match (sent.subject.parse::<Uuid>(), sent.teacher.parse::<Uuid>()) {
        (Ok(subject), Ok(teacher)) => {
            let use_case = AssignTeacher {
                class_id: ClassId(class),
                subject_id: SubjectId(subject),
                teacher_id: PersonId(teacher),
            };
            match run(&app, &visitor, use_case).await? {
                None => return Ok(saved(class)),
                Some(text) => FieldError { field: "teacher", text },
            }
        }
        (Err(_), _) => FieldError { field: "subject", text: words.t("error-choose") },
        (Ok(_), Err(_)) => FieldError { field: "teacher", text: words.t("error-choose") },
    };
    refuse(&app, &visitor, class, Left { errors: vec![fault], teaching: sent, ..Left::default() }).await
}

pub(super) async fn remove_teacher(
    State(app): State<App>,
    visitor: Visitor,
    Path((class, subject, teacher)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Response, Refused> {
    let use_case = UnassignTeacher {
        class_id: ClassId(class),
        subject_id: SubjectId(subject),
        teacher_id: PersonId(teacher),
    };
    match run(&app, &visitor, use_case).await? {
        None => Ok(saved(class)),
        Some(text) => {
            let errors = vec![FieldError { field: "teacher", text }];
            refuse(&app, &visitor, class, Left { errors, ..Left::default() }).await
        }
    }
}

pub(super) fn saved(class: Uuid) -> Response {
    go_to(&format!("/classes/{class}?done=saved"))
}

/// The page of the class with what was typed, and why it was not taken.
pub(super) async fn refuse(
    app: &App,
    visitor: &Visitor,
    class: Uuid,
    left: Left,
) -> Result<Response, Refused> {
    refused_form(&view(app, visitor, class, left).await?)
}
