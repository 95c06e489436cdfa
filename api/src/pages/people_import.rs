//! People from a table: the file is checked, its faults are shown, and it is brought in when there is none.
//!
//! The file is kept nowhere between the two: it is full of names. Whoever has looked at what it comes to
//! chooses it once more, and it is checked once more before anything is written.

use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::person::{Kinship, Sex};
use dayek_projections::directory;
use strum::IntoEnumIterator as _;

use super::form::{go_to, page, refused_form};
use super::views::{FieldError, Figure, PeopleImport, ProblemRow};
use super::visitor::Visitor;
use super::words::Words;
use crate::http::App;
use crate::http::problem::{Kind, Refused};
use crate::people_import::{Checked, ImportError, Problem, ProblemKind, Unreadable, bring_in, check};
use crate::refusal::Refusal;

/// More faults than these are only counted.
const MOST_SHOWN: usize = 200;

/// What was sent.
#[derive(Default)]
struct FileSent {
    bytes: Option<Vec<u8>>,
    /// To be brought in if there is no fault.
    confirmed: bool,
}

pub(super) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    visitor.may(Action::ImportData, &Object::Institution)?;
    page(&view(&app, &visitor, None, vec![], false).await?)
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Refused> {
    // Before the file is read, which is long.
    visitor.may(Action::ImportData, &Object::Institution)?;
    let words = visitor.words;
    let sent = read(request, &app).await?;
    let fault = |text: String| vec![FieldError { field: "file", text }];
    let Some(bytes) = sent.bytes.filter(|bytes| !bytes.is_empty()) else {
        let errors = fault(words.t("error-no-file"));
        return refused_form(&view(&app, &visitor, None, errors, sent.confirmed).await?);
    };
    let institution = visitor.caller.institution();
    let checked = check(&app.log, institution, bytes, visitor.year, visitor.time.today()).await;
    let checked = match checked {
        Ok(checked) => checked,
        Err(error) => {
            let errors = fault(told(words, error)?);
            return refused_form(&view(&app, &visitor, None, errors, sent.confirmed).await?);
        }
    };
    if !checked.problems.is_empty() {
        return refused_form(&view(&app, &visitor, Some(&checked), vec![], sent.confirmed).await?);
    }
    if !sent.confirmed {
        return page(&view(&app, &visitor, Some(&checked), vec![], true).await?);
    }
    let shown = checked.clone();
    match bring_in(&app.log, &visitor.caller.request(None, None), checked).await {
        Ok(_) => Ok(go_to("/people?done=imported")),
        Err(error) => {
            let errors = fault(told(words, error)?);
            refused_form(&view(&app, &visitor, Some(&shown), errors, true).await?)
        }
    }
}

async fn read(request: Request, app: &App) -> Result<FileSent, Refused> {
    let broken = |status: StatusCode| {
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            Refused::new(Kind::TooLarge, "a file may have 5 MiB")
        } else {
            Refused::malformed("the form broke off")
        }
    };
    let mut form = Multipart::from_request(request, app)
        .await
        .map_err(|_| Refused::new(Kind::InvalidInput, "send the form with its file"))?;
    let mut sent = FileSent::default();
    while let Some(field) = form.next_field().await.map_err(|error| broken(error.status()))? {
        match field.name() {
            Some("file") => {
                let bytes = field.bytes().await.map_err(|error| broken(error.status()))?;
                sent.bytes = Some(bytes.to_vec());
            }
            Some("confirm") => sent.confirmed = true,
            Some(_) | None => return Err(Refused::new(Kind::InvalidInput, "this field is not known")),
        }
    }
    Ok(sent)
}

/// Why a file was not taken, in the reader's words; what is no fault of the file goes on its way.
fn told(words: &Words, error: ImportError) -> Result<String, Refused> {
    Ok(match error {
        ImportError::Unreadable(unreadable) => {
            let code: &'static str = (&unreadable).into();
            let key = format!("unreadable-{}", code.replace('_', "-"));
            match unreadable {
                Unreadable::UnknownColumn { heading } => words.ta(&key, &[("column", heading.as_str())]),
                Unreadable::ColumnTwice { column } | Unreadable::ColumnMissing { column } => {
                    words.ta(&key, &[("column", column.word(words).as_str())])
                }
                Unreadable::TooLarge
                | Unreadable::TooManyRows
                | Unreadable::Damaged
                | Unreadable::NotUtf8
                | Unreadable::Empty => words.ta(&key, &[]),
            }
        }
        ImportError::NoStudyYear => words.t("import-no-year"),
        ImportError::HasProblems => words.t("import-has-problems"),
        ImportError::BrokenOff { people, refusal } => {
            let Refusal::Rule(rule) = refusal else { return Err(refusal.into()) };
            let cause = words.rule(&rule);
            format!("{} {cause}", words.t1("import-broken-off", "people", &people.to_string()))
        }
        ImportError::Refused(Refusal::Rule(rule)) => words.rule(&rule),
        ImportError::Refused(refusal) => return Err(refusal.into()),
        ImportError::Broken(cause) => return Err(Refused::internal(cause)),
    })
}

async fn view(
    app: &App,
    visitor: &Visitor,
    checked: Option<&Checked>,
    errors: Vec<FieldError>,
    confirmed: bool,
) -> Result<PeopleImport, Refused> {
    let words = visitor.words;
    let years = directory::study_years(&app.pool, visitor.caller.institution().0).await?;
    let year = years.into_iter().find(|row| Some(row.study_year_id) == visitor.year);
    let row = |problem: &Problem| ProblemRow {
        row: problem.row.to_string(),
        column: problem.column.map(|column| column.word(words)),
        text: problem.kind.told(words),
        allowed: checked.and_then(|checked| allowed(words, &problem.kind, &checked.class_names)),
    };
    let problems = checked.map(|checked| checked.problems.as_slice()).unwrap_or_default();
    let warnings = checked.map(|checked| checked.warnings.as_slice()).unwrap_or_default();
    let figures = checked.map(|checked| {
        let tally = checked.tally;
        [
            (words.t("import-rows"), tally.rows),
            (words.t("import-pupils"), tally.pupils),
            (words.t("import-staff"), tally.staff),
            (words.t("import-parents"), tally.parents),
            (words.t("import-known"), tally.known),
        ]
        .map(|(label, count)| Figure { label, value: count.to_string() })
    });
    Ok(PeopleImport {
        frame: visitor.frame(app, words.t("import-title")).await?,
        year: year.map(|year| year.name).unwrap_or_default(),
        template: format!("/api/v1/imports/people.xlsx?language={}", words.language),
        is_good: checked.is_some() && problems.is_empty() && errors.is_empty(),
        figures: figures.into_iter().flatten().collect(),
        problems: problems.iter().take(MOST_SHOWN).map(&row).collect(),
        faults: problems.len().to_string(),
        warnings: warnings.iter().take(MOST_SHOWN).map(&row).collect(),
        confirmed,
        errors,
    })
}

/// What may stand in the cell instead.
fn allowed(words: &Words, kind: &ProblemKind, classes: &[String]) -> Option<String> {
    Some(match kind {
        ProblemKind::UnknownRole | ProblemKind::RoleMissing => {
            ["pupil", "teacher", "employee", "parent"].map(|role| words.word("role-", role)).join(", ")
        }
        ProblemKind::UnknownClass | ProblemKind::ClassMissing => classes.join(", "),
        ProblemKind::UnknownSex => {
            Sex::iter().map(|sex| words.word("sex-", sex.as_ref())).collect::<Vec<_>>().join(", ")
        }
        ProblemKind::UnknownKinship | ProblemKind::KinshipMissing => {
            let kinships = Kinship::iter().map(|kinship| words.word("kinship-", kinship.as_ref()));
            kinships.collect::<Vec<_>>().join(", ")
        }
        ProblemKind::NotADay | ProblemKind::FirstDayMissing => "2026-09-01, 01.09.2026".to_owned(),
        ProblemKind::NameMissing
        | ProblemKind::DayOutsideYear
        | ProblemKind::OrderIncomplete
        | ProblemKind::Iin { .. }
        | ProblemKind::TooLong
        | ProblemKind::ChildMissing
        | ProblemKind::UnknownChild
        | ProblemKind::AmbiguousChild
        | ProblemKind::SameAsRow { .. }
        | ProblemKind::IinOfRow { .. }
        | ProblemKind::InAnotherClass
        | ProblemKind::IinOtherSex
        | ProblemKind::IinOtherBirth => return None,
    })
}
