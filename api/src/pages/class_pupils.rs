//! Forms on the page of a class: pupils who come into it and leave it.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::id::{ClassId, PersonId};
use uuid::Uuid;

use super::class_forms::{EnrolmentSent, Left, WithdrawalSent};
use super::class_staff::{refuse, saved};
use super::form::{Sent, day, filled};
use super::rights::run;
use super::views::FieldError;
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::usecases::{EnrolPupil, WithdrawPupil};

pub(super) async fn enrol(
    State(app): State<App>,
    visitor: Visitor,
    Path(class): Path<Uuid>,
    Sent(sent): Sent<EnrolmentSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let fault = match (sent.pupil.parse::<Uuid>(), day(&sent.from)) {
        (Ok(pupil), Some(from)) => {
            let use_case = EnrolPupil { class_id: ClassId(class), pupil_id: PersonId(pupil), from };
            match run(&app, &visitor, use_case).await? {
                None => return Ok(saved(class)),
                Some(text) => FieldError { field: "pupil", text },
            }
        }
        (Err(_), _) => FieldError { field: "pupil", text: words.t("error-choose") },
        (Ok(_), None) => FieldError { field: "from", text: words.t("error-not-a-day") },
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
    let text = match day(&sent.on) {
        Some(on) => {
            let reason = filled(sent.reason.clone());
            let (class_id, pupil_id) = (ClassId(class), PersonId(pupil));
            let use_case = WithdrawPupil { class_id, pupil_id, on, reason };
            match run(&app, &visitor, use_case).await? {
                None => return Ok(saved(class)),
                Some(text) => text,
            }
        }
        None => visitor.words.t("error-not-a-day"),
    };
    let errors = vec![FieldError { field: "withdrawn_on", text }];
    let withdrawal = Some((pupil, sent));
    refuse(&app, &visitor, class, Left { errors, withdrawal, ..Left::default() }).await
}
