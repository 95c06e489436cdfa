//! Somebody who is signed in, in their language, and the door they come through.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Decision, Object, Over, Role, Scope, Standing};
use dayek_domain::id::{ClassId, PersonId};
use dayek_projections::delivery::wait_for;
use dayek_projections::directory::{self, StudyYearRow};
use uuid::Uuid;

use super::astray::page_of;
use super::dress;
use super::form::go_to;
use super::search;
use super::setup;
use super::views::{Choice, Frame, NavItem, Notice};
use super::words::{Language, Words};
use crate::accounts::{self, Session};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::cookie;
use crate::http::people::{Opener, sealed};
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;
use crate::http::surroundings::RequestId;
use crate::log::Receipt;
use crate::refusal::Refusal;

/// For a page to show what the form before it did.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Who looks at a page.
#[derive(Clone)]
pub(super) struct Visitor {
    pub(super) caller: Caller,
    pub(super) session: Session,
    pub(super) words: &'static Words,
    pub(super) standing: Arc<Standing>,
    pub(super) time: SchoolTime,
    years: Arc<Vec<StudyYearRow>>,
    /// The study year that was chosen, else the one of today, else the latest.
    pub(super) year: Option<Uuid>,
    /// Path and query of this page; of a form, the page it stands on.
    pub(super) path: String,
}

/// Sends whoever is not signed in to the door.
pub(super) async fn door(State(app): State<App>, request: Request, next: Next) -> Result<Response, Refused> {
    let RequestId(request_id) = RequestId::of(request.extensions())?;
    let (parts, body) = request.into_parts();
    let visitor = match arrived(&app, &parts).await? {
        Ok(visitor) => visitor,
        Err(door) => return Ok(go_to(door)),
    };
    let mut request = Request::from_parts(parts, body);
    request.extensions_mut().insert(visitor.clone());
    let response = next.run(request).await;
    dress::framed(&app, &visitor, request_id.to_string(), response).await
}

/// Who has come, or the address of the door they have to pass first.
pub(super) async fn arrived(app: &App, parts: &Parts) -> Result<Result<Visitor, &'static str>, Refused> {
    let RequestId(request_id) = RequestId::of(&parts.extensions)?;
    let session = match cookie::session(&parts.headers) {
        Some(text) => accounts::verify(&app.pool, text).await?,
        None => None,
    };
    let Some(session) = session else { return Ok(Err("/sign-in")) };
    if session.awaits_second_factor {
        return Ok(Err("/sign-in/code"));
    }
    let caller = Caller::of_page(session, request_id);
    let words = Words::of(language_of(&parts.headers));
    // A form that comes back with its faults is left for the page it stands on.
    let form = if parts.method.is_safe() { None } else { page_of(parts.uri.path()) };
    let here = || parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let path = form.unwrap_or_else(here);
    let time = SchoolTime::of(app, session.institution).await?;
    let standing = Arc::new(caller.standing_on(app, time.today()).await?);
    let years = directory::study_years(&app.pool, session.institution.0).await?;
    let chosen = cookie::study_year(&parts.headers).and_then(|text| text.parse().ok());
    let year = year_of(&years, chosen, time.today());
    Ok(Ok(Visitor { caller, session, words, standing, time, years: Arc::new(years), year, path }))
}

fn year_of(years: &[StudyYearRow], chosen: Option<Uuid>, today: NaiveDate) -> Option<Uuid> {
    let chosen = years.iter().find(|year| Some(year.study_year_id) == chosen);
    let now = || years.iter().find(|year| year.first_day <= today && today <= year.last_day);
    chosen.or_else(now).or_else(|| years.first()).map(|year| year.study_year_id)
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refused> {
        let visitor = parts.extensions.get::<Self>().cloned();
        visitor.ok_or_else(|| Refused::internal("a page was reached around the door"))
    }
}

/// The language that was chosen, else the first of the browser's that there is, else Kazakh.
pub(super) fn language_of(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let wished = accepted.unwrap_or_default().split(',').filter_map(|part| part.split(';').next());
    cookie::language(headers)
        .and_then(Language::parse)
        .or_else(|| wished.map(str::trim).find_map(Language::parse))
        .unwrap_or(Language::Kk)
}

/// The words of a file, in the language of whoever asks for it.
pub(crate) fn words_for(headers: &HeaderMap) -> &'static Words {
    Words::of(language_of(headers))
}

/// The address by which the section of a page is known. Pages that stand under another address than their
/// section are named here.
fn section_of(path: &str) -> &str {
    match path {
        "/reports/staff" => "/reports/pupils",
        "/reports/substitutions" => "/timetable",
        _ if path.starts_with("/lessons/") => "/timetable",
        _ => path,
    }
}

impl Visitor {
    /// Whether they may do this; for showing a link or a form. The deed itself is judged again.
    pub(super) fn can(&self, action: Action, object: &Object) -> bool {
        matches!(self.standing.decide(action, object), Decision::Allowed(_))
    }

    /// Lets the visitor see a page, or says that there is none.
    pub(super) fn may(&self, action: Action, object: &Object) -> Result<(), Refused> {
        match self.standing.decide(action, object) {
            Decision::Allowed(_) => Ok(()),
            Decision::Forbidden => Err(Refusal::Forbidden { action }.into()),
            Decision::Unseen => Err(Refusal::NotFound.into()),
        }
    }

    /// The page of a person, a pupil of these classes, for whoever may open it.
    pub(super) fn way_to(&self, person: Uuid, classes: Vec<ClassId>) -> Option<String> {
        let about = Object::Person { person_id: PersonId(person), classes };
        let opens = self.can(Action::ViewPersonalData, &about) || self.can(Action::ViewRoles, &about);
        opens.then(|| format!("/people/{person}"))
    }

    /// Whether something of this study year is shown now.
    pub(super) fn is_in_year(&self, study_year: Uuid) -> bool {
        self.year.is_none_or(|year| year == study_year)
    }

    pub(super) fn knows_year(&self, study_year: Uuid) -> bool {
        self.years.iter().any(|year| year.study_year_id == study_year)
    }

    /// What stands around a page.
    pub(super) async fn frame(&self, app: &App, title: String) -> Result<Frame, Refused> {
        let institution = self.caller.institution();
        let name = directory::institution_of(&app.pool, institution.0).await?.map(|(name, _)| name);
        let own = directory::people(&app.pool, institution.0, &[self.caller.person().0]).await?;
        let names = Opener::of(app, institution, &sealed(&own)).await?.names(&own)?;
        let mut roles: Vec<Role> = self.standing.holds().iter().map(|hold| hold.role).collect();
        roles.sort_unstable();
        roles.dedup();
        Ok(Frame {
            words: self.words,
            title,
            institution: name.unwrap_or_default(),
            places: self.places(app).await?,
            years: self.years.iter().map(|year| self.year_choice(year)).collect(),
            person: names.into_values().next().unwrap_or_default(),
            roles: roles.into_iter().map(|role| self.role(role)).collect(),
            search_hint: search::hint(self),
            sections: self.sections(),
            path: self.path.clone(),
            language: self.words.language,
            notice: self.notice(),
        })
    }

    /// The other institutions they sign in at, as far as those have a name.
    async fn places(&self, app: &App) -> Result<Vec<Choice>, Refused> {
        let places = accounts::places(&app.pool, self.caller.institution(), self.caller.person()).await?;
        if places.is_empty() {
            return Ok(vec![]);
        }
        let ids: Vec<Uuid> = places.iter().map(|place| place.institution_id).collect();
        let names = directory::institution_names(&app.pool, &ids).await?;
        let choice = |place: &accounts::Place| Choice {
            value: place.link_id.to_string(),
            label: names.get(&place.institution_id).cloned().unwrap_or_default(),
            selected: false,
        };
        let mut choices: Vec<Choice> = places.iter().map(choice).collect();
        choices.sort_by(|one, other| one.label.cmp(&other.label));
        Ok(choices)
    }

    fn year_choice(&self, year: &StudyYearRow) -> Choice {
        Choice {
            value: year.study_year_id.to_string(),
            label: year.name.clone(),
            selected: self.year == Some(year.study_year_id),
        }
    }

    pub(super) fn role(&self, role: Role) -> String {
        self.words.word("role-", role.as_ref())
    }

    /// The sections they may see, and no other.
    fn sections(&self) -> Vec<NavItem> {
        let sections = [
            ("/", "nav-home", None),
            ("/journals", "nav-journals", Some(Action::ViewJournals)),
            ("/timetable", "nav-timetable", Some(Action::ViewTimetable)),
            ("/classes", "nav-classes", Some(Action::ViewClassPages)),
            ("/network", "nav-network", Some(Action::ViewNetworkSummary)),
            ("/people", "nav-people", Some(Action::ViewPersonalData)),
            ("/reports/pupils", "nav-lists", Some(Action::ReportPupilList)),
            ("/statistics", "nav-statistics", Some(Action::ReportMarksClasses)),
            ("/history", "nav-history", Some(Action::ReportChangeHistory)),
            ("/invitations", "nav-invitations", Some(Action::PrintInvitations)),
            ("/setup", "nav-setup", None),
        ];
        let here = section_of(self.path.split('?').next().unwrap_or_default());
        sections
            .into_iter()
            .filter(|(_, _, action)| action.is_none_or(|action| self.sees_more_than_themselves(action)))
            .filter(|(href, _, _)| *href != "/setup" || setup::may_set_up(self))
            .map(|(href, word, _)| NavItem {
                href: href.to_owned(),
                label: self.words.t(word),
                current: here == href || (href != "/" && here.starts_with(&format!("{href}/"))),
            })
            .chain(self.own_timetable())
            .collect()
    }

    /// Pupils and parents see one timetable: their own, or that of their first child.
    fn own_timetable(&self) -> Option<NavItem> {
        if self.standing.scope(Action::ViewTimetable).institution {
            return None;
        }
        let own = self.standing.has(Role::Pupil).then(|| self.caller.person().0);
        let child = || {
            self.standing.holds().iter().find_map(|hold| match &hold.over {
                Over::Child { pupil_id, .. } => Some(pupil_id.0),
                Over::Institution
                | Over::Class(_)
                | Over::Journal { .. }
                | Over::Lesson { .. }
                | Over::Section { .. } => None,
            })
        };
        let pupil = own.or_else(child)?;
        Some(NavItem {
            href: format!("/timetable?pupil={pupil}"),
            label: self.words.t("nav-timetable"),
            current: section_of(&self.path).starts_with("/timetable"),
        })
    }

    /// Waits until what a form did is to be seen: the next page would deny it otherwise. Should the read
    /// models be slower, the page is only behind.
    pub(super) async fn await_shown(&self, app: &App, receipt: &Receipt) {
        let Some((_, last)) = receipt.positions else { return };
        // Nobody brings the read models up to date in this process.
        if *app.progress.borrow() == 0 {
            return;
        }
        let position = i64::try_from(last).unwrap_or(i64::MAX);
        let deadline = Instant::now() + LONGEST_WAIT;
        for read_model in dayek_projections::all() {
            let left = deadline.saturating_duration_since(Instant::now());
            let (progress, institution) = (app.progress.clone(), self.caller.institution().0);
            let waited = wait_for(&app.pool, read_model.name(), institution, position, progress, left).await;
            if let Err(error) = waited {
                tracing::debug!(%error, "a page may be behind");
            }
        }
    }

    fn sees_more_than_themselves(&self, action: Action) -> bool {
        let Scope { institution, journals, classes, people } = self.standing.scope(action);
        let others = people.iter().any(|person| *person != self.caller.person().0);
        institution || others || !journals.is_empty() || !classes.is_empty()
    }

    /// What came of the last form, told by a code in the address.
    fn notice(&self) -> Option<Notice> {
        let (_, query) = self.path.split_once('?')?;
        let code = query.split('&').find_map(|pair| pair.strip_prefix("done="))?;
        let known = [
            "saved",
            "granted",
            "revoked",
            "opened",
            "closed",
            "invited",
            "password",
            "second-factor",
            "ended",
            "blocked",
            "unblocked",
            "second-factor-removed",
            "archived",
            "returned",
            "imported",
            "published",
            "promoted",
        ];
        let code = known.into_iter().find(|known| *known == code)?;
        Some(Notice { kind: "good", text: self.words.word("notice-", code) })
    }
}
