//! What can be judged only when the files have been read: whether the names in one lead to rows of another.
//!
//! Results are not looked at here; they are judged one by one while they are read.

use std::collections::{BTreeMap, HashSet};

use super::bundle::{Bundle, Change, Record, ReferenceKind, kept};
use super::file_kind::FileKind;
use super::known::{Known, Mention};
use super::report::{Fault, Findings, shown};

/// Follows every name in the records.
pub(super) fn references(bundle: &Bundle, known: &mut Known, findings: &mut Findings) {
    places(bundle, known, findings);
    people(bundle, known, findings);

    let mut items = Follower { file: FileKind::LineItems.file_name(), known, findings };
    for Record { row, data, .. } in kept(&bundle.line_items) {
        items.follow(*row, "classSourcedId", ReferenceKind::Class, Some(&data.class));
        items.follow(*row, "categorySourcedId", ReferenceKind::Category, Some(&data.category));
        let period = data.grading_period.as_deref();
        items.follow(*row, "gradingPeriodSourcedId", ReferenceKind::Session, period);
        items.follow(*row, "academicSessionSourcedId", ReferenceKind::Session, data.session.as_deref());
        items.follow(*row, "schoolSourcedId", ReferenceKind::Org, Some(&data.school));
    }
}

fn places(bundle: &Bundle, known: &mut Known, findings: &mut Findings) {
    let mut orgs = Follower { file: FileKind::Orgs.file_name(), known, findings };
    for Record { row, data, .. } in kept(&bundle.orgs) {
        orgs.follow(*row, "parentSourcedId", ReferenceKind::Org, data.parent.as_deref());
    }

    let mut sessions = Follower { file: FileKind::AcademicSessions.file_name(), known, findings };
    for Record { row, data, .. } in kept(&bundle.sessions) {
        sessions.follow(*row, "parentSourcedId", ReferenceKind::Session, data.parent.as_deref());
    }

    let mut courses = Follower { file: FileKind::Courses.file_name(), known, findings };
    for Record { row, data, .. } in kept(&bundle.courses) {
        courses.follow(*row, "orgSourcedId", ReferenceKind::Org, Some(&data.org));
        courses.follow(*row, "schoolYearSourcedId", ReferenceKind::Session, data.school_year.as_deref());
    }

    let mut classes = Follower { file: FileKind::Classes.file_name(), known, findings };
    for Record { row, data, .. } in kept(&bundle.classes) {
        classes.follow(*row, "courseSourcedId", ReferenceKind::Course, Some(&data.course));
        classes.follow(*row, "schoolSourcedId", ReferenceKind::Org, Some(&data.school));
        for term in &data.terms {
            classes.follow(*row, "termSourcedIds", ReferenceKind::Session, Some(term));
        }
    }
}

fn people(bundle: &Bundle, known: &mut Known, findings: &mut Findings) {
    let mut users = Follower { file: FileKind::Users.file_name(), known, findings };
    for Record { row, data, .. } in kept(&bundle.users) {
        users.follow(*row, "primaryOrgSourcedId", ReferenceKind::Org, data.primary_org.as_deref());
    }

    let mut roles = Follower { file: FileKind::Roles.file_name(), known, findings };
    for Record { row, data, .. } in kept(&bundle.roles) {
        roles.follow(*row, "userSourcedId", ReferenceKind::User, Some(&data.user));
        roles.follow(*row, "orgSourcedId", ReferenceKind::Org, Some(&data.org));
    }

    let mut enrollments = Follower { file: FileKind::Enrollments.file_name(), known, findings };
    // Those to be deleted as well, when they say whose they are: the importer has to find them.
    let told = bundle.enrollments.iter().filter(|record| !record.data.class.is_empty());
    for Record { row, data, .. } in told {
        enrollments.follow(*row, "classSourcedId", ReferenceKind::Class, Some(&data.class));
        enrollments.follow(*row, "schoolSourcedId", ReferenceKind::Org, Some(&data.school));
        enrollments.follow(*row, "userSourcedId", ReferenceKind::User, Some(&data.user));
    }
}

/// Follows the names in one file.
struct Follower<'a> {
    file: &'static str,
    known: &'a mut Known,
    findings: &'a mut Findings,
}

impl Follower<'_> {
    fn follow(&mut self, row: u32, field: &'static str, kind: ReferenceKind, named: Option<&str>) {
        let Some(named) = named else { return };
        let mention = Mention { file: self.file, row, field, change: Change::Set };
        if let Err(fault) = self.known.follow(kind, named, mention) {
            self.findings.refuse_row(self.file, fault.on(row));
        }
    }
}

/// Refuses sessions and organisations that lie, by way of their parents, within themselves.
pub(super) fn cycles(bundle: &Bundle, findings: &mut Findings) {
    let orgs: Parents<'_> = kept(&bundle.orgs)
        .map(|org| (org.sourced_id.as_str(), (org.row, org.data.parent.as_deref())))
        .collect();
    refuse_cycles(FileKind::Orgs, &orgs, findings);

    let sessions: Parents<'_> = kept(&bundle.sessions)
        .map(|session| (session.sourced_id.as_str(), (session.row, session.data.parent.as_deref())))
        .collect();
    refuse_cycles(FileKind::AcademicSessions, &sessions, findings);
}

/// Rows by name, each with its parent. Ordered, so that the same bundle is refused in the same words.
type Parents<'a> = BTreeMap<&'a str, (u32, Option<&'a str>)>;

/// Climbs from every row. What one climb has passed, no later climb passes again, so long chains cost no
/// more than short ones.
fn refuse_cycles(kind: FileKind, parents: &Parents<'_>, findings: &mut Findings) {
    let mut settled: HashSet<&str> = HashSet::new();
    for start in parents.keys() {
        let mut passed: HashSet<&str> = HashSet::new();
        let mut next = Some(*start);
        while let Some(here) = next.filter(|here| !settled.contains(here)) {
            let Some((row, parent)) = parents.get(here) else { break };
            if !passed.insert(here) {
                let reason = format!("leads from {} back to itself", shown(here));
                findings.refuse_row(kind.file_name(), Fault::at("parentSourcedId", reason).on(*row));
                break;
            }
            next = *parent;
        }
        settled.extend(passed);
    }
}
