//! The description of the API (`OpenAPI` 3.1): its frame, and what many routes have in common.

use std::collections::BTreeMap;
use std::future::{Ready, ready};
use std::sync::LazyLock;

use axum::Json;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, Ref, RefOr, Required};
use utoipa::{IntoParams, IntoResponses, Modify};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;
use super::command::CommandAnswer;
use super::problem::Problem;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Dayek",
        description = "The API of a school journal in which nothing is overwritten: every mark, attendance sign, \
                       change of schedule and grant of a role is an event that stays. Ids, positions, versions and \
                       marks are texts; days are `2026-09-01`; a refusal is `application/problem+json`."
    ),
    tags(
        (name = "directory", description = "Who and what there is in the institution."),
        (name = "people", description = "People, their data, and who is whose guardian."),
        (name = "account", description = "How people get in: invitations, accounts, sessions, tokens for programs."),
        (name = "marks", description = "Columns of marks, and the marks in them."),
        (name = "timetable", description = "The week as it is planned, the lessons made of it, and who is free."),
        (name = "lessons", description = "Dated lessons, and who was there."),
        (name = "roles", description = "Who may do what."),
        (name = "reports", description = "The journal page, the change history, the statistics, the lists of people."),
        (name = "network", description = "A governing organisation, and the institutions below it."),
        (name = "program", description = "The program itself; open to all."),
    ),
    components(schemas(Problem, CommandAnswer)),
    security(("bearer" = [])),
    modifiers(&Bearer)
)]
struct Frame;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token of a person or program; it speaks for them in their institution alone.",
            ))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// The description without its routes.
pub(super) fn frame() -> OpenApi {
    <Frame as utoipa::OpenApi>::openapi()
}

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(get))
}

static DESCRIPTION: LazyLock<OpenApi> = LazyLock::new(super::openapi);

/// Shows this description.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "describe_api",
    tag = "program",
    security(()),
    responses((status = 200, description = "The description of the API."))
)]
pub(super) fn get() -> Ready<Json<&'static OpenApi>> {
    ready(Json(&*DESCRIPTION))
}

/// The headers every command takes.
pub(super) enum CommandHeaders {}

impl IntoParams for CommandHeaders {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            parameter(
                "Idempotency-Key",
                "1 to 255 visible characters. The same command sent again under it is answered from the first time.",
            ),
            parameter(
                "If-Match",
                "The version of the stream as you saw it, such as `\"4\"`; another one now is refused.",
            ),
        ]
    }
}

/// The headers every read takes.
pub(super) enum ReadHeaders {}

impl IntoParams for ReadHeaders {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            parameter(
                "Journal-Min-Position",
                "`<institution>:<position>`, as a command answered it; the answer then shows that command.",
            ),
            parameter(
                "Prefer",
                "`wait=2` waits up to that many seconds, at most 3; `handling=strict` refuses an answer out of date.",
            ),
        ]
    }
}

/// What every command answers.
pub(super) enum CommandAnswers {}

impl IntoResponses for CommandAnswers {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let done = ResponseBuilder::new()
            .description("It was carried out, or there was nothing to change.")
            .content("application/json", content("CommandAnswer"))
            .header("ETag", header("Version of the stream after the command."))
            .header(
                "Journal-Position",
                header("`<institution>:<position>` of the last new event, if there is one."),
            )
            .header("Idempotency-Replayed", header("`true` when this is the answer to an earlier sending."))
            .build();
        let mut responses = refusals(&[
            (400, "A header or the body cannot be read."),
            (401, "No valid token was sent."),
            (403, "Your role does not allow this."),
            (404, "There is no such thing here, or you may not see it."),
            (
                409,
                "The value that stands now is not the expected one; the answer names it, its author and its time.",
            ),
            (412, "The stream has moved on; the answer names its version now."),
            (413, "The body is larger than 1 MiB."),
            (415, "The body is not JSON."),
            (
                422,
                "A field was not understood, a rule of the school forbids it, or the idempotency key is taken.",
            ),
            (503, "Too many changes at once, or the database is not available."),
        ]);
        responses.insert("200".to_owned(), RefOr::T(done));
        responses
    }
}

/// How a read may be refused.
pub(super) enum ReadRefusals {}

impl IntoResponses for ReadRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[
            (400, "A header cannot be read, or names a position the log has not reached."),
            (401, "No valid token was sent."),
            (403, "Your role does not allow this."),
            (404, "There is no such thing here, or you may not see it."),
            (422, "A parameter was not understood."),
            (503, "The answer would be out of date, or the database is not available."),
        ])
    }
}

/// Notes the headers that every read answers with.
pub(super) fn note_positions(mut openapi: OpenApi) -> OpenApi {
    for (path, item) in &mut openapi.paths.paths {
        let Some(read) = item.get.as_mut().filter(|_| path.starts_with(super::BASE)) else { continue };
        if let Some(RefOr::T(shown)) = read.responses.responses.get_mut("200")
            && read.security.is_none()
        {
            let applied = header("`<institution>:<position>` that the answer shows at the least.");
            shown.headers.insert("Journal-Applied-Position".to_owned(), RefOr::T(applied));
            let stale = header("`true` when the answer does not show the wanted position yet.");
            shown.headers.insert("Journal-Stale".to_owned(), RefOr::T(stale));
        }
    }
    openapi
}

fn refusals(reasons: &[(u16, &str)]) -> BTreeMap<String, RefOr<Response>> {
    reasons.iter().map(|(status, reason)| (status.to_string(), RefOr::T(refusal(reason)))).collect()
}

fn refusal(reason: &str) -> Response {
    let problem = content("Problem");
    ResponseBuilder::new().description(reason).content("application/problem+json", problem).build()
}

fn content(schema: &str) -> utoipa::openapi::Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name(schema))).build()
}

fn header(description: &str) -> Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some(description))
        .build()
}

fn parameter(name: &str, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    fn described() -> Value {
        serde_json::to_value(crate::http::openapi()).unwrap()
    }

    fn operations(document: &Value) -> Vec<(String, Value)> {
        let paths = document["paths"].as_object().unwrap();
        let of_path = |(path, item): (&String, &Value)| {
            let item = item.as_object().unwrap().clone();
            let path = path.clone();
            item.into_iter().map(move |(method, operation)| (format!("{method} {path}"), operation))
        };
        paths.iter().flat_map(of_path).collect()
    }

    #[test]
    fn every_operation_has_a_name_of_its_own_and_a_sentence() {
        let mut names = BTreeSet::new();
        let operations = operations(&described());
        assert!(operations.len() > 25, "{}", operations.len());
        for (route, operation) in operations {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            assert!(names.insert(name), "{route}");
            let summary = operation["summary"].as_str().unwrap();
            assert!(summary.ends_with('.') && !summary.contains('\n'), "{route}: {summary}");
        }
    }

    #[test]
    fn all_but_four_routes_need_a_token() {
        let open: Vec<String> = operations(&described())
            .into_iter()
            .filter(|(_, operation)| operation["responses"]["401"].is_null())
            .map(|(route, _)| route)
            .collect();
        assert_eq!(open, ["get /api/v1/openapi.json", "get /calendar/{file}", "get /livez", "get /readyz"]);
    }

    #[test]
    fn every_schema_that_is_referred_to_is_there() {
        let document = described();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let text = document.to_string();
        let referred: BTreeSet<&str> =
            text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(referred.len() > 20, "{referred:?}");
        for name in referred {
            assert!(schemas.contains_key(name), "{name}");
        }
    }
}
