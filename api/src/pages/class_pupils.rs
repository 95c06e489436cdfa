//! Forms on the page of a class: pupils who come into it, leave it, and go to another.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::id::{ClassId, PersonId};
use uuid::Uuid;

use super::class_forms::{EnrolmentSent, Left, TransferSent, WithdrawalSent};
use super::class_staff::{refuse, saved};
use super::form::{Sent, day, filled};
use super::rights::{order, run};
use super::views::FieldError;
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::usecases::{EnrolPupil, TransferPupil, WithdrawPupil};

pub(super) async fn enrol(
    State(app): State<App>,
    visitor: Visitor,
    Path(class): Path<Uuid>,
    Sent(sent): Sent<EnrolmentSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let by = order(&sent.order_number, &sent.order_date);
    let fault = match (sent.pupil.parse::<Uuid>(), day(&sent.from), by) {
        (Ok(pupil), Some(from), Ok(order)) => {
            let use_case = EnrolPupil { class_id: ClassId(class), pupil_id: PersonId(pupil), from, order };
            match run(&app, &visitor, use_case).await? {
                None => return Ok(saved(class)),
                Some(text) => FieldError { field: "pupil", text },
            }
        }
        (Err(_), _, _) => FieldError { field: "pupil", text: words.t("error-choose") },
        (Ok(_), None, _) => FieldError { field: "from", text: words.t("error-not-a-day") },
        (Ok(_), Some(_), Err(())) => {
            FieldError { field: "enrolment_order_date", text: words.t("error-order") }
        }
    };
    refuse(&app, &visitor, class, Left { errors: vec![fault], enrolment: Some(sent), ..Left::default() })
        .await
}

pub(super) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path((class, pupil)): Path<(Uuid, Uuid)>,
    Sent(sent): Sent<WithdrawalSent>,
) -> Result<Response, Refused> {
    let by = order(&sent.order_number, &sent.order_date);
    let text = match (day(&sent.on), by) {
        (Some(on), Ok(order)) => {
            let reason = filled(sent.reason.clone());
            let (class_id, pupil_id) = (ClassId(class), PersonId(pupil));
            let use_case = WithdrawPupil { class_id, pupil_id, on, reason, order };
            match run(&app, &visitor, use_case).await? {
                None => return Ok(saved(class)),
                Some(text) => text,
            }
        }
        (None, _) => visitor.words.t("error-not-a-day"),
        (Some(_), Err(())) => visitor.words.t("error-order"),
    };
    let errors = vec![FieldError { field: "withdrawn_on", text }];
    let withdrawal = Some((pupil, sent));
    refuse(&app, &visitor, class, Left { errors, withdrawal, ..Left::default() }).await
}

pub(super) async fn transfer(
    State(app): State<App>,
    visitor: Visitor,
    Path((class, pupil)): Path<(Uuid, Uuid)>,
    Sent(sent): Sent<TransferSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let by = order(&sent.order_number, &sent.order_date);
    let text = match (sent.class.parse::<Uuid>(), day(&sent.on), by) {
        (Ok(to), Some(on), Ok(order)) => {
            let (from_class, to_class) = (ClassId(class), ClassId(to));
            let use_case = TransferPupil { pupil_id: PersonId(pupil), from_class, to_class, on, order };
            match run(&app, &visitor, use_case).await? {
                None => return Ok(saved(class)),
                Some(text) => text,
            }
        }
        (Err(_), _, _) => words.t("error-choose"),
        (Ok(_), None, _) => words.t("error-not-a-day"),
        (Ok(_), Some(_), Err(())) => words.t("error-order"),
    };
    let errors = vec![FieldError { field: "transferred_to", text }];
    let transfer = Some((pupil, sent));
    refuse(&app, &visitor, class, Left { errors, transfer, ..Left::default() }).await
}
