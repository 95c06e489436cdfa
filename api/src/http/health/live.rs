//! `GET /livez`: the program runs.

use std::future::{Ready, ready};

/// Says that the program runs.
#[utoipa::path(
    get,
    path = "/livez",
    operation_id = "is_live",
    tag = "program",
    security(()),
    responses((status = 200, description = "The program runs.", body = String))
)]
pub(super) fn get() -> Ready<&'static str> {
    ready("ok")
}
