//! Organisations, sessions, courses and categories as institutions, study years, subjects and kinds of work.

use std::collections::{BTreeMap, HashMap};

use dayek_domain::access::Role;
use dayek_domain::id::{CategoryId, InstitutionId, PeriodId, StudyYearId};
use dayek_domain::institution::{InstitutionCommand, InstitutionKind};
use dayek_domain::membership::MembershipCommand;
use dayek_domain::person::PersonCommand;
use dayek_domain::points::Points;
use dayek_domain::study_year::{Days, PeriodKind, StudyYearCommand};
use dayek_domain::subject::SubjectCommand;

use super::asked::{Asked, Task};
use super::resolve::{Resolved, School, kind};
use crate::oneroster::{AcademicSession, Change, Record, SessionKind};

/// The name of the account under which imports act.
pub(super) const PROGRAM: &str = "OneRoster import";

/// Schools of Kazakhstan; the bundle does not say where it comes from, so this can be changed after.
const TIME_ZONE: &str = "Asia/Almaty";

/// What an institution gets before everything else: itself with its kinds of work, and the account the
/// import acts under.
pub(super) fn founding(resolved: &Resolved, school: &School) -> Vec<Task> {
    let program = resolved.id(school.id, kind::PROGRAM, PROGRAM);
    let mut tasks = Vec::new();
    let mut institution = Vec::new();
    if let Some(org) = &school.org {
        let command = InstitutionCommand::Register {
            kind: school.kind(),
            name: org.data.name.clone(),
            parent_id: org.data.parent.as_deref().and_then(|parent| resolved.institution_of_org(parent)),
            time_zone: TIME_ZONE.to_owned(),
            external_id: Some(org.sourced_id.clone()),
        };
        institution.push(Asked::one("orgs.csv", org.row, command));
    }
    if school.kind() == InstitutionKind::General {
        institution.extend(categories(resolved, school.id));
    }
    if !institution.is_empty() {
        tasks.push(Task::Institution(school.id.0, institution));
    }
    let account = Asked {
        file: "orgs.csv",
        row: None,
        commands: vec![PersonCommand::RegisterProgram { name: PROGRAM.to_owned() }],
    };
    tasks.push(Task::Person(program, vec![account]));
    let role = MembershipCommand::GrantRole {
        role: if school.kind() == InstitutionKind::General {
            Role::Administrator
        } else {
            Role::OrgAdministrator
        },
        order: None,
        reason: None,
        institution: None,
        others: 0,
    };
    tasks.push(Task::Membership(program, vec![Asked { file: "orgs.csv", row: None, commands: vec![role] }]));
    tasks
}

fn categories(resolved: &Resolved, school: InstitutionId) -> impl Iterator<Item = Asked<InstitutionCommand>> {
    let kept = resolved.bundle.categories.iter().filter(|category| category.change == Change::Set);
    kept.map(move |category| {
        let command = InstitutionCommand::DefineCategory {
            category_id: CategoryId(resolved.id(school, kind::CATEGORY, &category.sourced_id)),
            title: category.data.title.clone(),
            weight: category.data.weight.and_then(|weight| Points::parse(weight).ok()),
        };
        Asked::one("categories.csv", category.row, command)
    })
}

/// Study years with their periods, and subjects; a governing organisation has none.
pub(super) fn frame(resolved: &Resolved, school: &School) -> Vec<Task> {
    let mut tasks = Vec::new();
    if school.kind() != InstitutionKind::General {
        return tasks;
    }
    tasks.extend(years(resolved, school.id));
    for course in resolved.bundle.courses.iter().filter(|course| course.change == Change::Set) {
        let command = SubjectCommand::Add {
            name: course.data.title.clone(),
            code: course.data.code.clone(),
            external_id: Some(course.sourced_id.clone()),
        };
        let id = resolved.id(school.id, kind::COURSE, &course.sourced_id);
        tasks.push(Task::Subject(id, vec![Asked::one("courses.csv", course.row, command)]));
    }
    tasks
}

fn years(resolved: &Resolved, school: InstitutionId) -> Vec<Task> {
    let mut years: BTreeMap<StudyYearId, Vec<Asked<StudyYearCommand>>> = BTreeMap::new();
    let index = SessionIndex::of(resolved);
    for (name, days, row) in index.made_up() {
        let id = StudyYearId(resolved.id(school, kind::YEAR, &name));
        let command = StudyYearCommand::Define { name: name.clone(), days, external_id: Some(name) };
        years.entry(id).or_default().push(Asked::one("academicSessions.csv", row, command));
    }
    for session in index.sessions.values().filter(|session| session.data.kind == SessionKind::SchoolYear) {
        let id = StudyYearId(resolved.id(school, kind::YEAR, &session.sourced_id));
        let command = StudyYearCommand::Define {
            name: session.data.title.clone(),
            days: days(&session.data),
            external_id: Some(session.sourced_id.clone()),
        };
        years.entry(id).or_default().push(Asked::one("academicSessions.csv", session.row, command));
    }
    for session in index.sessions.values() {
        let Some(period_kind) = period_kind(session.data.kind) else { continue };
        let id = StudyYearId(resolved.id(school, kind::YEAR, &index.year_name(session)));
        let command = StudyYearCommand::DefinePeriod {
            period_id: PeriodId(resolved.id(school, kind::PERIOD, &session.sourced_id)),
            kind: period_kind,
            name: session.data.title.clone(),
            days: days(&session.data),
            external_id: Some(session.sourced_id.clone()),
            set_id: None,
        };
        years.entry(id).or_default().push(Asked::one("academicSessions.csv", session.row, command));
    }
    years.into_iter().map(|(id, rows)| Task::StudyYear(id.0, rows)).collect()
}

const fn days(session: &AcademicSession) -> Days {
    Days { first: session.start, last: session.end }
}

const fn period_kind(kind: SessionKind) -> Option<PeriodKind> {
    match kind {
        SessionKind::SchoolYear => None,
        SessionKind::Term => Some(PeriodKind::Term),
        SessionKind::Semester => Some(PeriodKind::Semester),
        SessionKind::GradingPeriod => Some(PeriodKind::GradingPeriod),
    }
}

/// Sessions by their ids, and the year each belongs to.
pub(super) struct SessionIndex<'a> {
    sessions: BTreeMap<&'a str, &'a Record<AcademicSession>>,
    by_school_year: HashMap<&'a str, &'a Record<AcademicSession>>,
}

impl<'a> SessionIndex<'a> {
    pub(super) fn of(resolved: &'a Resolved) -> Self {
        let kept = || resolved.bundle.sessions.iter().filter(|session| session.change == Change::Set);
        Self {
            sessions: kept().map(|session| (session.sourced_id.as_str(), session)).collect(),
            by_school_year: kept()
                .filter(|session| session.data.kind == SessionKind::SchoolYear)
                .map(|session| (session.data.school_year.as_str(), session))
                .collect(),
        }
    }

    /// The study year of a session named by a class or line item.
    pub(super) fn year_of(
        &self,
        resolved: &Resolved,
        school: InstitutionId,
        session: &str,
    ) -> Option<StudyYearId> {
        match self.sessions.get(session) {
            Some(session) => Some(StudyYearId(resolved.id(school, kind::YEAR, &self.year_name(session)))),
            None => resolved.year_known_before(school, session),
        }
    }

    /// Under which name the year of a session is derived: its school year's id if it has one above it,
    /// else that of the school year with the same number, else the number itself.
    fn year_name(&self, session: &Record<AcademicSession>) -> String {
        let mut at = session;
        // The reader has refused circles, so this ends.
        loop {
            if at.data.kind == SessionKind::SchoolYear {
                return at.sourced_id.clone();
            }
            match at.data.parent.as_deref().and_then(|parent| self.sessions.get(parent)) {
                Some(parent) => at = parent,
                None => break,
            }
        }
        match self.by_school_year.get(session.data.school_year.as_str()) {
            Some(year) => year.sourced_id.clone(),
            None => made_up_name(&session.data.school_year),
        }
    }

    /// Years that the bundle speaks of without describing them: from the first to the last day of their sessions.
    fn made_up(&self) -> Vec<(String, Days, u32)> {
        let mut years: BTreeMap<String, (Days, u32)> = BTreeMap::new();
        for session in self.sessions.values() {
            let name = self.year_name(session);
            if name != made_up_name(&session.data.school_year) || self.sessions.contains_key(name.as_str()) {
                continue;
            }
            let (span, _) = years.entry(name).or_insert((days(&session.data), session.row));
            span.first = span.first.min(session.data.start);
            span.last = span.last.max(session.data.end);
        }
        years.into_iter().map(|(name, (days, row))| (name, days, row)).collect()
    }
}

fn made_up_name(school_year: &str) -> String {
    format!("school year {school_year}")
}
