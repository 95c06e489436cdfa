//! Statistics of marks: how many there are, their average, how they spread.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use axum::extract::{Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_projections::directory::{self, ClassRow, MemberRow, PeriodRow};
use dayek_projections::statistics::{self, Dimension, Filter, Group};
use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;
use uuid::Uuid;

use super::choices::choice;
use super::classes::{class_label, class_order};
use super::form::page;
use super::people::{name_order, names_of};
use super::views::{Choice, SpreadBar, Statistics, StatisticsRow};
use super::visitor::Visitor;
use super::words::Words;
use crate::http::App;
use crate::http::decimal::exact;
use crate::http::problem::Refused;
use crate::refusal::Refusal;

/// More bars than these are put together into ten.
const MOST_BARS: usize = 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    by: Option<String>,
    class: Option<String>,
    subject: Option<String>,
    period: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Class,
    Subject,
    Pupil,
    Period,
}

impl By {
    const ALL: [Self; 4] = [Self::Class, Self::Subject, Self::Pupil, Self::Period];

    const fn code(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Subject => "subject",
            Self::Pupil => "pupil",
            Self::Period => "period",
        }
    }

    fn word(self, words: &Words) -> String {
        match self {
            Self::Class => words.t("class"),
            Self::Subject => words.t("subject"),
            Self::Pupil => words.t("pupil"),
            Self::Period => words.t("period"),
        }
    }

    fn caption(self, words: &Words) -> String {
        match self {
            Self::Class => words.t("statistics-by-class"),
            Self::Subject => words.t("statistics-by-subject"),
            Self::Pupil => words.t("statistics-by-pupil"),
            Self::Period => words.t("statistics-by-period"),
        }
    }

    /// The report of the seed that shows marks so.
    const fn report(self) -> Action {
        match self {
            Self::Class => Action::ReportMarksClasses,
            Self::Subject => Action::ReportMarksSubjects,
            Self::Pupil => Action::ReportAveragePupils,
            Self::Period => Action::ReportMarksSchool,
        }
    }

    const fn dimension(self) -> Dimension {
        match self {
            Self::Class => Dimension::Class,
            Self::Subject => Dimension::Subject,
            Self::Pupil => Dimension::Pupil,
            Self::Period => Dimension::Period,
        }
    }
}

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<PageQuery>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let open: Vec<By> =
        By::ALL.into_iter().filter(|by| visitor.can(by.report(), &Object::Institution)).collect();
    let by = match query.by.as_deref().unwrap_or_default() {
        "" => open.first().copied().unwrap_or(By::Class),
        code => By::ALL
            .into_iter()
            .find(|by| by.code() == code)
            .ok_or_else(|| Refusal::input("by", "is one of class, subject, pupil, period"))?,
    };
    visitor.may(by.report(), &Object::Institution)?;
    let institution = visitor.caller.institution();
    let mut classes = directory::classes(&app.pool, institution.0, None).await?;
    classes.retain(|row| visitor.is_in_year(row.study_year_id));
    let filter = Filter {
        class_id: chosen("class", query.class.as_deref())?,
        class_ids: Some(classes.iter().map(|row| row.class_id).collect()),
        subject_id: chosen("subject", query.subject.as_deref())?,
        pupil_id: None,
        period_id: chosen("period", query.period.as_deref())?,
    };

    classes.sort_by_cached_key(class_order);
    let subjects = directory::subjects(&app.pool, institution.0).await?;
    let mut periods = directory::periods(&app.pool, institution.0).await?;
    periods.retain(|row| visitor.is_in_year(row.study_year_id));
    let mut groups = statistics::groups(&app.pool, institution.0, by.dimension(), &filter).await?;
    let names: HashMap<Uuid, String> = match by {
        By::Class => classes.iter().map(|row| (row.class_id, class_label(row, &classes))).collect(),
        By::Subject => subjects.iter().map(|row| (row.subject_id, row.name.clone())).collect(),
        By::Period => {
            periods.iter().map(|row| (row.period_id, period_label(row, &classes, &periods))).collect()
        }
        By::Pupil => {
            let mut ids: Vec<Uuid> = groups.iter().map(|group| group.id).collect();
            ids.dedup();
            names_of(&app, institution, &ids).await?
        }
    };
    sort(&mut groups, by, &names, &classes, &periods);

    let class_choices =
        classes.iter().map(|row| choice(row.class_id, class_label(row, &classes), filter.class_id));
    let class_choices: Vec<Choice> = class_choices.collect();
    let subject_choices = subjects.into_iter().map(|row| choice(row.subject_id, row.name, filter.subject_id));
    let subject_choices: Vec<Choice> = subject_choices.collect();
    let period_choices = periods
        .iter()
        .map(|row| choice(row.period_id, period_label(row, &classes, &periods), filter.period_id));
    let period_choices: Vec<Choice> = period_choices.collect();

    let narrowed = [&class_choices, &subject_choices, &period_choices].into_iter().flatten();
    let narrowed = narrowed.filter(|choice| choice.selected).map(|choice| choice.label.as_str());
    let narrowed: Vec<&str> = narrowed.collect();
    let mut caption = by.caption(words);
    if !narrowed.is_empty() {
        caption = format!("{caption}: {}", narrowed.join(", "));
    }
    let of_pupils = if by == By::Pupil && filter.class_id.is_none() {
        Some(classes_of(&app, institution, &groups, &classes).await?)
    } else {
        None
    };
    let marks: i64 = groups.iter().map(|group| group.count).sum();
    let scale = commonest(&groups);
    let spread = scale.map(|scale| spread(words, &groups, scale)).unwrap_or_default();
    let rows = groups.iter().map(|group| StatisticsRow {
        href: further(&visitor, by, group.id, &filter),
        name: names.get(&group.id).cloned().unwrap_or_else(|| words.t("somebody")),
        class: of_pupils.as_ref().and_then(|of_pupils| of_pupils.get(&group.id).cloned()),
        marks: group.count.to_string(),
        average: group.average().map_or_else(|| "–".to_owned(), |mean| average(words, mean)),
        meter: group.average().map_or(0, |mean| share(mean, group.most)),
        scale: scale_text(words, (group.least, group.most)),
    });
    let rows: Vec<StatisticsRow> = rows.collect();
    page(&Statistics {
        frame: visitor.frame(&app, words.t("statistics-title")).await?,
        by: open
            .into_iter()
            .map(|one| Choice { value: one.code().to_owned(), label: one.word(words), selected: one == by })
            .collect(),
        classes: class_choices,
        subjects: subject_choices,
        periods: period_choices,
        of: by.word(words),
        with_classes: of_pupils.is_some(),
        caption,
        total: (rows.len() > 1).then(|| marks.to_string()),
        rows,
        spread_of: scale.map(|scale| scale_text(words, scale)).unwrap_or_default(),
        spread,
    })
}

/// In which of some classes the pupils of the groups are.
async fn classes_of(
    app: &App,
    institution: InstitutionId,
    groups: &[Group],
    classes: &[ClassRow],
) -> Result<HashMap<Uuid, String>, Refused> {
    let mut ids: Vec<Uuid> = groups.iter().map(|group| group.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let members = directory::members(&app.pool, institution.0, Some(&ids)).await?;
    let own_of = |member: &MemberRow| {
        let own = classes.iter().filter(|row| member.classes.contains(&row.class_id));
        own.map(|row| row.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    Ok(members.iter().map(|member| (member.person_id, own_of(member))).collect())
}

/// What was chosen in a list; nothing is an empty text.
pub(super) fn chosen(field: &str, text: Option<&str>) -> Result<Option<Uuid>, Refused> {
    match text.map(str::trim).unwrap_or_default() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(id) => Ok(Some(id)),
            Err(_) => Err(Refusal::input(field, "is an id").into()),
        },
    }
}

/// An average as people write it, always with two places, so that those of a column can be compared.
pub(super) fn average(words: &Words, mean: Decimal) -> String {
    let mut rounded = mean.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    in_language(words, rounded.to_string())
}

/// A mark as people write it.
pub(super) fn mark(words: &Words, value: Decimal) -> String {
    in_language(words, exact(value))
}

fn in_language(words: &Words, number: String) -> String {
    if words.language == "en" { number } else { number.replace('.', ",") }
}

pub(super) fn scale_text(words: &Words, (least, most): (Decimal, Decimal)) -> String {
    format!("{}–{}", mark(words, least), mark(words, most))
}

/// A period, with its study year where there are several.
pub(super) fn period_label(row: &PeriodRow, classes: &[ClassRow], periods: &[PeriodRow]) -> String {
    let several = periods.iter().any(|other| other.study_year_id != row.study_year_id);
    let year = classes.iter().find(|class| class.study_year_id == row.study_year_id);
    match year.filter(|_| several) {
        Some(class) => format!("{}, {}", row.name, class.study_year),
        None => row.name.clone(),
    }
}

/// Classes, periods and subjects in their own order, pupils by name; scales of one group stay together.
fn sort(
    groups: &mut [Group],
    by: By,
    names: &HashMap<Uuid, String>,
    classes: &[ClassRow],
    periods: &[PeriodRow],
) {
    let order: HashMap<Uuid, usize> = match by {
        By::Class => classes.iter().enumerate().map(|(place, row)| (row.class_id, place)).collect(),
        By::Period => periods.iter().enumerate().map(|(place, row)| (row.period_id, place)).collect(),
        By::Subject | By::Pupil => HashMap::new(),
    };
    groups.sort_by_cached_key(|group| {
        let place = order.get(&group.id).copied().unwrap_or(usize::MAX);
        // Without a name at the end.
        let name = names.get(&group.id).map(|name| name_order(name));
        (place, name.is_none(), name, group.id, group.least, group.most)
    });
}

/// Where a row leads: to the same marks by something narrower, or to the marks of a pupil.
fn further(visitor: &Visitor, by: By, id: Uuid, filter: &Filter) -> Option<String> {
    let (next, filter) = match by {
        By::Pupil => {
            let object = Object::Person { person_id: PersonId(id), classes: vec![] };
            return visitor.can(Action::ViewDiary, &object).then(|| format!("/pupils/{id}"));
        }
        By::Class => {
            let next = if filter.subject_id.is_some() { By::Pupil } else { By::Subject };
            (next, Filter { class_id: Some(id), ..filter.clone() })
        }
        By::Subject => {
            let next = if filter.class_id.is_some() { By::Pupil } else { By::Class };
            (next, Filter { subject_id: Some(id), ..filter.clone() })
        }
        By::Period => {
            let next = if filter.class_id.is_some() { By::Subject } else { By::Class };
            (next, Filter { period_id: Some(id), ..filter.clone() })
        }
    };
    visitor.can(next.report(), &Object::Institution).then(|| address(next, &filter))
}

fn address(by: By, filter: &Filter) -> String {
    let mut text = format!("/statistics?by={}", by.code());
    let ids = [("class", filter.class_id), ("subject", filter.subject_id), ("period", filter.period_id)];
    for (name, id) in ids {
        if let Some(id) = id {
            // Writing into a text cannot fail.
            let _ = write!(text, "&{name}={id}");
        }
    }
    text
}

/// How much of the best mark an average is, 0 to 100.
fn share(mean: Decimal, most: Decimal) -> i64 {
    let share = mean.checked_mul(Decimal::ONE_HUNDRED).and_then(|mean| mean.checked_div(most));
    let share = share.map(|share| share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero));
    share.and_then(|share| share.to_i64()).unwrap_or_default().clamp(0, 100)
}

/// The scale of most marks.
pub(super) fn commonest(groups: &[Group]) -> Option<(Decimal, Decimal)> {
    let mut counts: BTreeMap<(Decimal, Decimal), i64> = BTreeMap::new();
    for group in groups {
        *counts.entry((group.least, group.most)).or_default() += group.count;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(scale, _)| scale)
}

pub(super) fn spread(words: &Words, groups: &[Group], (least, most): (Decimal, Decimal)) -> Vec<SpreadBar> {
    let mut counts: BTreeMap<Decimal, i64> = BTreeMap::new();
    for group in groups.iter().filter(|group| (group.least, group.most) == (least, most)) {
        for (value, count) in group.values.iter().zip(&group.counts) {
            *counts.entry(*value).or_default() += count;
        }
    }
    // On a short scale also the marks nobody was given.
    if let (Some(first), Some(last)) = (least.ceil().to_i64(), most.floor().to_i64())
        && last - first <= 15
    {
        for whole in first..=last {
            counts.entry(Decimal::from(whole)).or_default();
        }
    }
    let bars: Vec<(String, i64)> = if counts.len() > MOST_BARS {
        in_tenths(words, &counts, least, most)
    } else {
        counts.into_iter().map(|(value, count)| (mark(words, value), count)).collect()
    };
    let longest = bars.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    let bar = |(label, count): (String, i64)| SpreadBar {
        label,
        count: count.to_string(),
        height: if count == 0 { 0 } else { (count * 100 / longest).max(1) },
    };
    bars.into_iter().map(bar).collect()
}

/// The tenths of a long scale; the best mark belongs to the last of them.
fn in_tenths(
    words: &Words,
    counts: &BTreeMap<Decimal, i64>,
    least: Decimal,
    most: Decimal,
) -> Vec<(String, i64)> {
    let tenth = (most - least) / Decimal::TEN;
    let mut bars = [0_i64; 10];
    for (value, count) in counts {
        let place = (*value - least).checked_div(tenth).and_then(|place| place.trunc().to_usize());
        if let Some(bar) = bars.get_mut(place.unwrap_or_default().min(9)) {
            *bar += count;
        }
    }
    let edge = |place: usize| mark(words, least + tenth * Decimal::from(place));
    bars.into_iter()
        .enumerate()
        .map(|(place, count)| (format!("{}–{}", edge(place), edge(place + 1)), count))
        .collect()
}
