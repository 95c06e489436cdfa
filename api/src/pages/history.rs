//! Who changed what: the report over the institution, and over one journal.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Scope};
use dayek_projections::change_history::{self, Filter, Kind, Row, Within};
use dayek_projections::directory;
use serde::Deserialize;
use uuid::Uuid;

use super::choices::choice;
use super::form::{day as typed_day, page, refused_form};
use super::journals::id;
use super::told::told;
use super::views::{Choice, FieldError, History, HistoryRow, Link};
use super::visitor::Visitor;
use super::words::{Words, date};
use crate::http::App;
use crate::http::change_history::item::{HistoryItem, HistoryValue};
use crate::http::change_history::words::Words as Named;
use crate::http::problem::Refused;
use crate::refusal::Refusal;

const ROWS: i64 = 50;
const ACTIONS: [&str; 3] = ["create", "update", "delete"];

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct HistoryQuery {
    class_id: Option<String>,
    subject_id: Option<String>,
    kind: Option<String>,
    action: Option<String>,
    from: Option<String>,
    to: Option<String>,
    cursor: Option<String>,
    done: Option<String>,
}

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<HistoryQuery>,
) -> Result<Response, Refused> {
    answer(&view(&app, &visitor, query, None).await?)
}

pub(super) async fn of_journal(
    State(app): State<App>,
    visitor: Visitor,
    Path(place): Path<(Uuid, Uuid, Uuid)>,
    Query(query): Query<HistoryQuery>,
) -> Result<Response, Refused> {
    answer(&view(&app, &visitor, query, Some(place)).await?)
}

fn answer(view: &History) -> Result<Response, Refused> {
    if view.errors.is_empty() { page(view) } else { refused_form(view) }
}

async fn view(
    app: &App,
    visitor: &Visitor,
    query: HistoryQuery,
    journal: Option<(Uuid, Uuid, Uuid)>,
) -> Result<History, Refused> {
    let Scope { institution: whole, journals, classes: own_classes, .. } =
        visitor.standing.scope(Action::ReportChangeHistory);
    let sees_this = journal.is_none_or(|(class, subject, _)| {
        whole || own_classes.contains(&class) || journals.contains(&(class, subject))
    });
    if !sees_this || (!whole && journals.is_empty() && own_classes.is_empty()) {
        return Err(Refusal::NotFound.into());
    }
    let (words, institution) = (visitor.words, visitor.caller.institution());
    if let Some((class, subject, period)) = journal {
        let pool = &app.pool;
        let known = directory::class(pool, institution.0, class).await?.is_some()
            && directory::subject_names(pool, institution.0, &[subject]).await?.contains_key(&subject)
            && directory::period_names(pool, institution.0, &[period]).await?.contains_key(&period);
        if !known {
            return Err(Refusal::NotFound.into());
        }
    }
    let time = visitor.time;
    let mut errors = Vec::new();
    let mut day = |field, text: Option<&str>| {
        let read = typed_day(text.filter(|text| !text.is_empty())?);
        if read.is_none() {
            errors.push(FieldError { field, text: words.t("error-not-a-day") });
        }
        read
    };
    let (from, to) = (day("from", query.from.as_deref()), day("to", query.to.as_deref()));
    let class_id = journal.map(|(class, ..)| class).or_else(|| id(query.class_id.as_deref()));
    let subject_id = journal.map(|(_, subject, _)| subject).or_else(|| id(query.subject_id.as_deref()));
    let filter = Filter {
        class_id,
        subject_id,
        period_id: journal.map(|(.., period)| period),
        kind: Kind::ALL.map(Kind::code).into_iter().find(|code| Some(*code) == query.kind.as_deref()),
        action: ACTIONS.into_iter().find(|code| Some(*code) == query.action.as_deref()),
        from: from.map(|day| time.begin_of(day)),
        to: to.and_then(|day| day.succ_opt()).map(|day| time.begin_of(day)),
        within: (!whole).then_some(Within { journals, classes: own_classes }),
        before: query.cursor.as_deref().and_then(|cursor| cursor.parse().ok()),
        ..Filter::default()
    };
    let mut rows = change_history::list(&app.pool, institution.0, &filter, ROWS + 1).await?;
    let has_next = i64::try_from(rows.len()).is_ok_and(|found| found > ROWS);
    if has_next {
        rows.pop();
    }
    let action = journal.map_or_else(
        || "/history".to_owned(),
        |(class, subject, period)| format!("/journals/{class}/{subject}/{period}/history"),
    );
    let kept = kept(&query);
    let next =
        rows.last().filter(|_| has_next).map(|last| format!("{action}?{kept}cursor={}", last.position));
    let first = query.cursor.is_some().then(|| format!("{action}?{}", kept.trim_end_matches('&')));
    let shown_rows = rows_of(app, visitor, rows).await?;
    let (classes, subjects) = if journal.is_some() {
        (vec![], vec![])
    } else {
        let classes = directory::classes(&app.pool, institution.0, None).await?;
        let subjects = directory::subjects(&app.pool, institution.0).await?;
        (
            classes.iter().map(|row| choice(row.class_id, &row.name, class_id)).collect(),
            subjects.iter().map(|row| choice(row.subject_id, &row.name, subject_id)).collect(),
        )
    };
    Ok(History {
        frame: visitor.frame(app, words.t("nav-history")).await?,
        journal: journal.map(|(class, subject, period)| Link {
            href: format!("/journals/{class}/{subject}/{period}"),
            label: words.t("journal"),
        }),
        action,
        classes,
        subjects,
        kinds: codes(words, "kind-", &Kind::ALL.map(Kind::code), filter.kind),
        actions: codes(words, "change-", &ACTIONS, filter.action),
        from: query.from.unwrap_or_default(),
        to: query.to.unwrap_or_default(),
        errors,
        rows: shown_rows,
        first,
        next,
    })
}

/// Rows as they are read, with everything in them by its name.
pub(super) async fn rows_of(
    app: &App,
    visitor: &Visitor,
    rows: Vec<Row>,
) -> Result<Vec<HistoryRow>, Refused> {
    let (words, time) = (visitor.words, visitor.time);
    let named = Named::of(app, visitor.caller.institution(), &rows).await?;
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let item = HistoryItem::of(row, &named, time)?;
        shown.push(history_row(words, &named, item, |moment| time.written(moment)));
    }
    Ok(shown)
}

/// The filters as they go on to the next page.
fn kept(query: &HistoryQuery) -> String {
    let fields = [
        ("class_id", &query.class_id),
        ("subject_id", &query.subject_id),
        ("kind", &query.kind),
        ("action", &query.action),
        ("from", &query.from),
        ("to", &query.to),
    ];
    let mut kept = String::new();
    for (name, value) in fields {
        // Only what is made of letters, digits and hyphens was understood, so nothing needs escaping.
        let value = value.as_deref().filter(|value| {
            !value.is_empty()
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        });
        if let Some(value) = value {
            kept.extend([name, "=", value, "&"]);
        }
    }
    kept
}

fn codes(words: &Words, prefix: &str, codes: &[&'static str], chosen: Option<&str>) -> Vec<Choice> {
    let choice = |code: &&'static str| Choice {
        value: (*code).to_owned(),
        label: words.word(prefix, code),
        selected: chosen == Some(*code),
    };
    codes.iter().map(choice).collect()
}

fn history_row(
    words: &Words,
    named: &Named,
    item: HistoryItem,
    written: impl Fn(chrono::DateTime<chrono::Utc>) -> String,
) -> HistoryRow {
    let (change, change_word) = change_of(words, &item.kind, &item.action);
    let (child, own_name) = (child_of(named, &item), own_name(&item));
    let duty = item.title.clone().filter(|_| item.kind == "class_staff");
    let of_institution = item.kind == "institution";
    // Of an institution and of settings the title is a code: what of it has changed.
    let in_title = |title: String| match item.kind.as_str() {
        "institution" => words.word("kind-institution-", &title),
        "class_settings" => words.word("kind-class-settings-", &title),
        "setting" => words.word("kind-setting-", &title),
        "room" => date(&title),
        "role" | "section" | "roster" => words.t1("history-order-number", "number", without_sign(&title)),
        _ => title,
    };
    let title = item.title.filter(|_| duty.is_none()).map(in_title);
    let is_order = ["role", "section", "roster"].contains(&item.kind.as_str());
    let (title, order) = if is_order { (None, title) } else { (title, None) };
    let said = |value: &HistoryValue| {
        let value = shown(value);
        if let Some(name) = named.institution(&value).filter(|_| of_institution) {
            name.to_owned()
        } else {
            let value = in_words(words, &item.kind, duty.as_deref(), value);
            told(words, named, &item.kind, &value)
        }
    };
    let what = [item.class_name, item.subject_name, own_name, title, child, item.person_name, order];
    let what: Vec<String> = what.into_iter().flatten().collect();
    let is_mark = item.kind == "mark";
    let kind = words.word("kind-", &item.kind);
    HistoryRow {
        at: written(item.recorded_at),
        what: if what.is_empty() { kind.clone() } else { what.join(" · ") },
        href: item.person_id.filter(|_| is_mark).map(|pupil| format!("/cells/{}/{pupil}", item.stream_id)),
        kind,
        change,
        change_word,
        old: item.old.as_ref().map(&said),
        new: item.new.as_ref().map(&said),
        by: item.author_name.unwrap_or_else(|| words.t("program-itself")),
        role: item.author_role.map(|role| words.word("role-", &role)),
        reason: item.reason,
    }
}

/// A value in words where it stands as a code.
pub(super) fn in_words(words: &Words, kind: &str, duty: Option<&str>, value: String) -> String {
    match kind {
        "attendance" => words.word("attendance-", &value),
        "role" => words.word("role-", &value),
        "guardian" => words.word("kinship-", &value),
        "account" => words.word("account-", &value),
        "person" if ["archived", "present", "unt_taker"].contains(&value.as_str()) => {
            words.word("state-", &value)
        }
        "teacher" => words.word("role-", "teacher"),
        "class_staff" => words.word("role-", duty.unwrap_or("class_leader")),
        "section" => match value.split_once(' ') {
            Some((section, level)) => {
                format!("{} ({})", words.word("section-", section), words.word("level-", level))
            }
            None => value,
        },
        _ => value,
    }
}

/// The kind of change as its code and its word, which fits what was changed.
pub(super) fn change_of(words: &Words, kind: &str, code: &str) -> (&'static str, String) {
    let code = ACTIONS.into_iter().find(|known| *known == code).unwrap_or("update");
    let prefix = match kind {
        "mark" => "change-mark-",
        "role" => "change-role-",
        "section" => "change-section-",
        "account" => "change-account-",
        _ => "change-",
    };
    (code, words.word(prefix, code))
}

/// The pupil, in a row about a guardian.
pub(super) fn child_of(named: &Named, item: &HistoryItem) -> Option<String> {
    named.person(Some(item.stream_id)).filter(|_| item.kind == "guardian")
}

/// The number of an order, which some write with its sign and some without.
pub(super) fn without_sign(number: &str) -> &str {
    number.trim().trim_start_matches('№').trim_start()
}

/// What the changed thing itself is called, where nothing else in the row says it.
fn own_name(item: &HistoryItem) -> Option<String> {
    let value = item.new.as_ref().or(item.old.as_ref()).map(shown);
    let before_days = || Some(value.as_deref()?.rsplit_once(' ')?.0.to_owned());
    match item.kind.as_str() {
        "period" => item.period_name.clone().or_else(before_days),
        "study_year" => before_days(),
        "institution" if item.title.is_none() => value,
        _ => None,
    }
}

pub(super) fn shown(value: &HistoryValue) -> String {
    match value {
        HistoryValue::Text(text) => text.clone(),
        HistoryValue::Person { family_name, given_name } => format!("{family_name} {given_name}"),
    }
}
