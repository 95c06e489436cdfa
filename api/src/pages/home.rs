//! The first page: what is one's own in the school.

use std::collections::{BTreeSet, HashMap};

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Over, Role};
use dayek_domain::id::InstitutionId;
use dayek_projections::change_history;
use dayek_projections::directory::{self, ClassRow, MemberRow, PeriodRow, TeachingRow};
use dayek_projections::journal::{self, JournalTotal};
use dayek_projections::statistics::{self, Dimension};
use serde::Deserialize;
use uuid::Uuid;

use super::classes::{class_label, class_links, class_order, journal_period, pupil_counts};
use super::form::{Sent, go_back, page};
use super::network;
use super::people::{name_order, names_of};
use super::pupil::latest;
use super::statistics::{average, commonest, scale_text, spread};
use super::timetable;
use super::views::{Child, Figure, Home, Link, MyClass, MyJournal, SpreadBar};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::cookie;
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;
use crate::refusal::Refusal;

/// More changes of one day than these are not counted.
const MOST_CHANGES: i64 = 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct YearForm {
    year: Uuid,
    back: String,
}

/// From here on lists show another study year.
pub(super) async fn choose_year(visitor: Visitor, Sent(form): Sent<YearForm>) -> Result<Response, Refused> {
    if !visitor.knows_year(form.year) {
        return Err(Refusal::NotFound.into());
    }
    let mut response = go_back(&form.back);
    cookie::remember_study_year(response.headers_mut(), form.year);
    Ok(response)
}

/// What several parts of the page are made of, read once.
struct Read {
    institution: InstitutionId,
    time: SchoolTime,
    classes: Vec<ClassRow>,
    teaching: Vec<TeachingRow>,
    periods: Vec<PeriodRow>,
    members: Vec<MemberRow>,
    totals: Vec<JournalTotal>,
}

/// What the visitor has of their own.
#[derive(Default)]
struct Own {
    journals: BTreeSet<(Uuid, Uuid)>,
    led: BTreeSet<Uuid>,
    children: Vec<(Uuid, Vec<Uuid>)>,
}

pub(super) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let words = visitor.words;
    let own = Own::of(&visitor);
    let network = network::on_home(&app, &visitor).await?;
    // Whoever has a network works in an organisation, which has no classes of its own.
    let sees_school = network.is_none()
        && [Action::ViewStudyData, Action::ViewAdministration]
            .into_iter()
            .any(|action| visitor.standing.scope(action).institution);
    let read = Read::of(&app, &visitor, &own, sees_school).await?;
    let frame = visitor.frame(&app, words.t("home-title")).await?;
    let second_factor = visitor.standing.dormant().next();
    let is_pupil = visitor.standing.has(Role::Pupil);
    let own_marks = is_pupil.then(|| Link {
        href: format!("/pupils/{}", visitor.caller.person()),
        label: words.t("home-own-marks"),
    });
    let latest = if is_pupil { latest(&app, &visitor, visitor.caller.person().0).await? } else { vec![] };
    let school = if sees_school { school(&app, &visitor, &read).await? } else { vec![] };
    let (spread_of, spread) =
        if sees_school { spread_of_school(&app, &visitor, &read).await? } else { <_>::default() };
    page(&Home {
        second_factor: second_factor
            .map(|role| words.t1("home-second-factor-why", "role", &visitor.role(role))),
        own_marks,
        latest,
        near: timetable::near::days(&app, &visitor).await?,
        journals: journals(&app, &visitor, &read, &own).await?,
        classes: classes(&app, &visitor, &read, &own).await?,
        children: children(&app, &visitor, &read, &own, &frame.institution).await?,
        school,
        spread,
        spread_of,
        network,
        frame,
    })
}

impl Own {
    fn of(visitor: &Visitor) -> Self {
        let mut own = Self::default();
        for hold in visitor.standing.holds() {
            match &hold.over {
                Over::Journal { class_id, subject_id } => {
                    own.journals.insert((class_id.0, subject_id.0));
                }
                Over::Class(class_id) if hold.role == Role::ClassLeader => {
                    own.led.insert(class_id.0);
                }
                Over::Child { pupil_id, classes } => {
                    own.children.push((pupil_id.0, classes.iter().map(|class| class.0).collect()));
                }
                Over::Class(_) | Over::Lesson { .. } | Over::Institution | Over::Section { .. } => {}
            }
        }
        own
    }
}

impl Read {
    async fn of(app: &App, visitor: &Visitor, own: &Own, sees_school: bool) -> Result<Self, Refused> {
        let institution = visitor.caller.institution();
        let works = sees_school || !own.journals.is_empty() || !own.led.is_empty();
        let mut classes = directory::classes(&app.pool, institution.0, None).await?;
        classes.retain(|class| visitor.is_in_year(class.study_year_id));
        let (teaching, members) = if works {
            let teaching = directory::teaching(&app.pool, institution.0).await?;
            (teaching, directory::members(&app.pool, institution.0, None).await?)
        } else {
            (vec![], vec![])
        };
        let in_year = |class: Uuid| classes.iter().any(|row| row.class_id == class);
        let of_own = |row: &&TeachingRow| sees_school || own.led.contains(&row.class_id);
        let mut pairs: Vec<(Uuid, Uuid)> = own.journals.iter().copied().collect();
        pairs.extend(teaching.iter().filter(of_own).map(|row| (row.class_id, row.subject_id)));
        pairs.retain(|(class, _)| in_year(*class));
        pairs.sort_unstable();
        pairs.dedup();
        let totals = journal::totals(&app.pool, institution.0, &pairs).await?;
        Ok(Self {
            institution,
            time: visitor.time,
            classes,
            periods: directory::periods(&app.pool, institution.0).await?,
            teaching,
            members,
            totals,
        })
    }

    fn class(&self, id: Uuid) -> Option<&ClassRow> {
        self.classes.iter().find(|row| row.class_id == id)
    }
}

/// The journals the visitor teaches.
async fn journals(app: &App, visitor: &Visitor, read: &Read, own: &Own) -> Result<Vec<MyJournal>, Refused> {
    let counts = pupil_counts(&read.members);
    let subjects: Vec<Uuid> = own.journals.iter().map(|(_, subject)| *subject).collect();
    let names = directory::subject_names(&app.pool, read.institution.0, &subjects).await?;
    let mut rows = Vec::with_capacity(own.journals.len());
    for (class_id, subject_id) in &own.journals {
        let Some(class) = read.class(*class_id) else { continue };
        let period = journal_period(&read.periods, &read.totals, class, *subject_id, read.time.today());
        let Some(period) = period.and_then(|id| read.periods.iter().find(|row| row.period_id == id)) else {
            continue;
        };
        let of_journal =
            read.totals.iter().filter(|total| (total.class_id, total.subject_id) == (*class_id, *subject_id));
        let last = of_journal.filter_map(|total| total.last_at).max();
        let subject = names.get(subject_id).cloned().unwrap_or_else(|| visitor.words.t("subject"));
        rows.push((
            class_order(class),
            MyJournal {
                href: format!("/journals/{class_id}/{subject_id}/{}", period.period_id),
                class: class_label(class, &read.classes),
                subject,
                period: period.name.clone(),
                pupils: counts.get(class_id).copied().unwrap_or_default().to_string(),
                last: last.map(|last| read.time.written(last)),
            },
        ));
    }
    rows.sort_by_cached_key(|(order, row)| (order.clone(), name_order(&row.subject)));
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// The classes the visitor leads.
async fn classes(app: &App, visitor: &Visitor, read: &Read, own: &Own) -> Result<Vec<MyClass>, Refused> {
    let words = visitor.words;
    let counts = pupil_counts(&read.members);
    let mut led: Vec<&ClassRow> = own.led.iter().filter_map(|id| read.class(*id)).collect();
    led.sort_by_cached_key(|row| class_order(row));
    let mut classes = Vec::with_capacity(led.len());
    for row in led {
        let class = row.class_id;
        let taught = read.teaching.iter().filter(|taught| taught.class_id == class);
        let subjects: BTreeSet<Uuid> = taught.map(|taught| taught.subject_id).collect();
        let marks: i64 =
            read.totals.iter().filter(|total| total.class_id == class).map(|total| total.marks).sum();
        // Somebody leads one class, seldom two.
        let filter = statistics::Filter { class_id: Some(class), ..statistics::Filter::default() };
        let groups = statistics::groups(&app.pool, read.institution.0, Dimension::Class, &filter).await?;
        let scale = commonest(&groups);
        let mean = groups.iter().find(|group| Some((group.least, group.most)) == scale);
        let mean = mean.and_then(statistics::Group::average);
        let mut figures = vec![
            figure(words.t("pupils"), counts.get(&class).copied().unwrap_or_default().to_string()),
            figure(words.t("figure-subjects"), subjects.len().to_string()),
            figure(words.t("marks"), marks.to_string()),
        ];
        figures.extend(mean.map(|mean| figure(words.t("average"), average(words, mean))));
        let mut links = vec![Link { href: format!("/classes/{class}"), label: words.t("home-class-page") }];
        links.extend(class_links(visitor, class));
        classes.push(MyClass { name: class_label(row, &read.classes), figures, links });
    }
    Ok(classes)
}

/// The children of the visitor with their last marks.
async fn children(
    app: &App,
    visitor: &Visitor,
    read: &Read,
    own: &Own,
    school: &str,
) -> Result<Vec<Child>, Refused> {
    let ids: Vec<Uuid> = own.children.iter().map(|(child, _)| *child).collect();
    let names: HashMap<Uuid, String> = names_of(app, read.institution, &ids).await?;
    let mut children = Vec::with_capacity(ids.len());
    for (child, classes) in &own.children {
        // Somebody has few children.
        let mut place: Vec<&str> =
            classes.iter().filter_map(|id| read.class(*id)).map(|row| row.name.as_str()).collect();
        place.push(school);
        children.push(Child {
            href: format!("/pupils/{child}"),
            name: names.get(child).cloned().unwrap_or_else(|| visitor.words.t("somebody")),
            place: place.join(", "),
            marks: latest(app, visitor, *child).await?,
        });
    }
    children.sort_by_cached_key(|child| (name_order(&child.name), child.href.clone()));
    Ok(children)
}

/// The school in numbers.
async fn school(app: &App, visitor: &Visitor, read: &Read) -> Result<Vec<Figure>, Refused> {
    let words = visitor.words;
    let pupils = read.members.iter().filter(|member| !member.classes.is_empty()).count();
    let staff =
        read.members.iter().filter(|member| member.program_name.is_none() && is_staff(member)).count();
    let marks: i64 = read.totals.iter().map(|total| total.marks).sum();
    let mut figures = vec![
        figure(words.t("figure-classes"), read.classes.len().to_string()),
        figure(words.t("pupils"), pupils.to_string()),
        figure(words.t("home-staff"), staff.to_string()),
        figure(words.t("marks"), marks.to_string()),
    ];
    if visitor.standing.scope(Action::ReportChangeHistory).institution {
        let filter = change_history::Filter {
            from: Some(read.time.begin_of(read.time.today())),
            ..change_history::Filter::default()
        };
        let rows = change_history::list(&app.pool, read.institution.0, &filter, MOST_CHANGES + 1).await?;
        let counted = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let more = if counted > MOST_CHANGES { "+" } else { "" };
        figures.push(figure(words.t("home-changes-today"), format!("{}{more}", counted.min(MOST_CHANGES))));
    }
    Ok(figures)
}

/// How the marks of the year spread, for whoever may read that report.
async fn spread_of_school(
    app: &App,
    visitor: &Visitor,
    read: &Read,
) -> Result<(String, Vec<SpreadBar>), Refused> {
    if !visitor.standing.scope(Action::ReportMarksSchool).institution {
        return Ok(<_>::default());
    }
    let class_ids = Some(read.classes.iter().map(|row| row.class_id).collect());
    let filter = statistics::Filter { class_ids, ..statistics::Filter::default() };
    let groups = statistics::groups(&app.pool, read.institution.0, Dimension::Period, &filter).await?;
    let Some(scale) = commonest(&groups) else { return Ok(<_>::default()) };
    Ok((scale_text(visitor.words, scale), spread(visitor.words, &groups, scale)))
}

/// Whether somebody works in the school.
pub(super) fn is_staff(member: &MemberRow) -> bool {
    let mut roles = member.roles.iter().filter_map(|role| role.parse::<Role>().ok());
    roles.any(|role| role.base().is_some())
}

const fn figure(label: String, value: String) -> Figure {
    Figure { label, value }
}
