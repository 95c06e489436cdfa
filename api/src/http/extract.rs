//! Reading what a request carries: ids in the path, parameters, headers, a JSON body. What is not
//! understood is refused with the name of the field.

use std::error::Error as _;
use std::future::ready;

use axum::extract::path::ErrorKind;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::Segment;

use super::App;
use super::problem::Refused;
use crate::refusal::Refusal;

/// The ids in the path.
pub(crate) struct PathOf<T>(pub(crate) T);

/// The parameters after the question mark.
pub(crate) struct QueryOf<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for PathOf<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        match Path::<T>::from_request_parts(parts, app).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(rejection) => Err(of_path(&rejection)),
        }
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for QueryOf<T> {
    type Rejection = Refused;

    fn from_request_parts(
        parts: &mut Parts,
        _app: &App,
    ) -> impl Future<Output = Result<Self, Refused>> + Send {
        ready(match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(of_query(&rejection)),
        })
    }
}

fn of_path(rejection: &PathRejection) -> Refused {
    if let PathRejection::FailedToDeserializePathParams(failure) = rejection {
        if let ErrorKind::DeserializeError { key, message, .. } = failure.kind() {
            return Refusal::input(key, message).into();
        }
        return Refusal::input("path", failure.kind().to_string()).into();
    }
    Refused::internal(rejection.to_string())
}

fn of_query(rejection: &QueryRejection) -> Refused {
    let mut source = rejection.source();
    while let Some(error) = source {
        if let Some(traced) = error.downcast_ref::<serde_path_to_error::Error<serde::de::value::Error>>() {
            let field = traced.path().to_string();
            let field = if field == "." { "query" } else { &field };
            return Refusal::input(field, traced.inner().to_string()).into();
        }
        source = error.source();
    }
    Refusal::input("query", rejection.to_string()).into()
}

/// A JSON body. An empty one counts as `{}`, so that a command without input needs none.
pub(crate) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    let text: &[u8] = if body.is_empty() { b"{}" } else { body };
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let place = pointer(error.path());
        let cause = error.into_inner();
        match cause.classify() {
            Category::Data => Refused::from(Refusal::input(place, without_place(&cause))),
            Category::Syntax | Category::Eof | Category::Io => {
                Refused::malformed(format!("the body is not JSON: {cause}"))
            }
        }
    })?;
    reader.end().map_err(|cause| Refused::malformed(format!("the body is not JSON: {cause}")))?;
    Ok(value)
}

/// What is wrong, without line and column: the pointer names the place.
fn without_place(cause: &serde_json::Error) -> String {
    let text = cause.to_string();
    let place = format!(" at line {} column {}", cause.line(), cause.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

/// The JSON pointer (RFC 6901) of a place in a body.
fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            // The name of a variant is a value, not a place.
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// The one value of a header; `None` when it was not sent.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refused> {
    let mut sent = headers.get_all(name).iter();
    let Some(value) = sent.next() else { return Ok(None) };
    if sent.next().is_some() {
        return Err(Refused::malformed(format!("the header {name} was sent more than once")));
    }
    match value.to_str() {
        Ok(text) => Ok(Some(text.trim())),
        Err(_) => Err(Refused::malformed(format!("the header {name} holds more than ASCII"))),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;
    use serde::Deserialize;
    use serde_json::Value;

    use super::*;
    use crate::http::problem::written;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Form {
        marks: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Item {
        number: u8,
    }

    fn refused(body: &str) -> Value {
        written(json::<Form>(body.as_bytes()).unwrap_err())
    }

    #[test]
    fn a_body_is_read_as_it_is_meant() {
        let form: Form = json(br#"{"marks":[{"number":2}]}"#).unwrap();
        assert_eq!(form.marks[0].number, 2);
    }

    #[test]
    fn a_field_of_the_wrong_kind_is_named_by_its_place() {
        let problem = refused(r#"{"marks":[{"number":1},{"number":"x"}]}"#);
        assert_eq!(problem["status"], 422);
        assert_eq!(problem["errors"][0]["pointer"], "/marks/1/number");
        let detail = "invalid type: string \"x\", expected u8";
        assert_eq!(problem["errors"][0]["detail"], detail);
        assert_eq!(problem["detail"], detail);
    }

    #[test]
    fn a_field_that_is_missing_or_not_known_is_refused() {
        for body in ["", "{}", r#"{"marks":[],"mark":1}"#] {
            assert_eq!(refused(body)["status"], 422, "{body}");
        }
    }

    #[test]
    fn a_text_that_is_not_json_cannot_be_read() {
        for body in ["{", "marks", r#"{"marks":[]} and more"#] {
            assert_eq!(refused(body)["status"], 400, "{body}");
        }
    }

    #[test]
    fn a_parameter_of_the_wrong_kind_is_named() {
        let uri = Uri::from_static("/?number=x");
        let problem = written(of_query(&Query::<Item>::try_from_uri(&uri).unwrap_err()));
        assert_eq!(problem["status"], 422);
        assert_eq!(problem["errors"][0]["parameter"], "number");
    }
}
