//! The holidays of a study year on its page, and the calendar as the ministry's order lays it down.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::id::{HolidayId, InstitutionId, PeriodSetId, StudyYearId};
use dayek_domain::study_year::{CALENDAR_2026_2027, Days, Named, PeriodKind, Span};
use dayek_projections::directory::{self, PeriodSetRow};
use serde::Deserialize;
use uuid::Uuid;

use super::lines::{Faults, lines, written};
use super::year::{Left, refuse, saved};
use super::{ask, chosen, fresh};
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::request_hash;
use crate::pages::form::Sent;
use crate::pages::rights::run;
use crate::pages::views::{FieldError, HolidayLine};
use crate::pages::visitor::Visitor;
use crate::pages::words::Words;
use crate::usecases::{
    All, DeclareHoliday, DefinePeriod, DefinePeriodSet, DefineStudyYear, LayOutYear, WithdrawHoliday,
};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct HolidaysSent {
    year: Uuid,
    pub(super) set: String,
    pub(super) public: Option<String>,
    pub(super) holidays: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::pages) struct WithdrawalSent {
    year: Uuid,
}

/// Declares holidays, all or none.
pub(in crate::pages) async fn declare(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<HolidaysSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let mut faults = Faults::of(words, "holidays");
    let set_id = chosen::<PeriodSetId>(&sent.set).unwrap_or_else(|_| {
        faults.errors.push(FieldError { field: "holidays_set", text: words.t("error-choose") });
        None
    });
    let read = lines(&sent.holidays);
    faults.check(&read, 3);
    let mut holidays = Vec::with_capacity(read.len());
    for line in &read {
        let Some(days) = line.days(1) else {
            faults.add(line.number, &words.t("error-line-days"));
            continue;
        };
        holidays.push(DeclareHoliday {
            study_year_id: StudyYearId(sent.year),
            holiday_id: fresh(&app)?,
            name: line.name().to_owned(),
            days,
            public: sent.public.is_some(),
            set_id,
        });
    }
    if faults.errors.is_empty() {
        match ask(&app, &visitor, All(holidays)).await? {
            None => return Ok(saved()),
            Some(rule) => faults.add_rule(&rule, &read),
        }
    }
    let errors = faults.errors;
    refuse(&app, &visitor, Left { errors, holidays: sent, ..Left::default() }).await
}

pub(in crate::pages) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path(holiday): Path<Uuid>,
    Sent(sent): Sent<WithdrawalSent>,
) -> Result<Response, Refused> {
    let (study_year_id, holiday_id) = (StudyYearId(sent.year), HolidayId(holiday));
    match run(&app, &visitor, WithdrawHoliday { study_year_id, holiday_id }).await? {
        None => Ok(saved()),
        Some(text) => {
            let errors = vec![FieldError { field: "holidays", text }];
            refuse(&app, &visitor, Left { errors, ..Left::default() }).await
        }
    }
}

pub(super) async fn holidays_of(
    app: &App,
    visitor: &Visitor,
    year: Uuid,
    sets: &[PeriodSetRow],
) -> Result<Vec<HolidayLine>, Refused> {
    let rows = directory::holidays(&app.pool, visitor.caller.institution().0, year).await?;
    let whose = |set: Option<Uuid>| {
        let set = set.and_then(|id| sets.iter().find(|set| set.set_id == id));
        set.map_or_else(|| visitor.words.t("setup-whole-school"), |set| set.name.clone())
    };
    let line = |row: directory::HolidayRow| HolidayLine {
        id: row.holiday_id.to_string(),
        whose: whose(row.set_id),
        days: written(Days { first: row.first_day, last: row.last_day }),
        name: row.name,
        public: row.public,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The order's calendar in the words of whoever takes it. Its ids follow from the institution, so that
/// taking it twice is taking it once.
pub(super) fn calendar(visitor: &Visitor) -> LayOutYear {
    let (words, institution) = (visitor.words, visitor.caller.institution());
    let order = CALENDAR_2026_2027;
    let study_year_id: StudyYearId = derived(institution, "year");
    let set_id: PeriodSetId = derived(institution, "quarters");
    let quarter = |(number, span): (usize, Span)| DefinePeriod {
        study_year_id,
        period_id: derived(institution, &format!("quarter {number}")),
        set_id: Some(set_id),
        kind: PeriodKind::Quarter,
        name: words.t1("setup-quarter", "number", &number.to_string()),
        days: span.days(),
    };
    let holiday = |named: Named, public: bool| DeclareHoliday {
        study_year_id,
        holiday_id: derived(institution, named.code),
        name: holiday_word(words, named.code),
        days: named.span.days(),
        public,
        set_id: None,
    };
    let of_school = order.holidays.into_iter().map(|named| holiday(named, false));
    let of_country = order.public.into_iter().map(|named| holiday(named, true));
    LayOutYear {
        year: DefineStudyYear {
            study_year_id,
            name: "2026–2027".to_owned(),
            days: order.year.days(),
            periods: vec![],
        },
        set: DefinePeriodSet { study_year_id, set_id, name: words.t("setup-quarters") },
        periods: (1..).zip(order.quarters).map(quarter).collect(),
        holidays: of_school.chain(of_country).collect(),
    }
}

fn derived<T: From<Uuid>>(institution: InstitutionId, about: &str) -> T {
    let mut bytes = [0; 16];
    let hash = request_hash("calendar", "2026-2027", institution.0.as_bytes(), about);
    bytes.copy_from_slice(&hash[..16]);
    T::from(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn holiday_word(words: &Words, code: &str) -> String {
    match code {
        "autumn" => words.t("setup-holiday-autumn"),
        "winter" => words.t("setup-holiday-winter"),
        "spring" => words.t("setup-holiday-spring"),
        "independence_day" => words.t("setup-holiday-independence-day"),
        "womens_day" => words.t("setup-holiday-womens-day"),
        "unity_day" => words.t("setup-holiday-unity-day"),
        "defenders_day" => words.t("setup-holiday-defenders-day"),
        other => other.to_owned(),
    }
}
