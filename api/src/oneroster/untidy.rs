//! What is odd about a bundle and accepted all the same, because real schools have it: pupils who were
//! marked before they joined, work that nobody handed in. The importer shows it, a person judges it.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::bundle::{Bundle, Change, kept};
use super::file_kind::{FileKind, Mode};
use super::gradebook::LineItem;
use super::people::EnrollmentRole;
use super::places::{AcademicSession, SessionKind};
use super::report::Findings;
use super::results::ResultRow;

/// The kinds of oddities, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Untidiness {
    UnknownFile,
    UnsupportedFile,
    UnfitText,
    OverlappingSchoolYears,
    PupilWithoutBeginDate,
    PupilInTwoClassesOfACourse,
    PupilNotEnrolledInClass,
    ResultBeforeEnrolment,
    ResultBeforeAssignDate,
    ResultOutsideGradingPeriod,
    ResultWithoutScore,
    LineItemWithoutResult,
}

impl Untidiness {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::UnknownFile => "unknown_file",
            Self::UnsupportedFile => "unsupported_file",
            Self::UnfitText => "unfit_text",
            Self::OverlappingSchoolYears => "overlapping_school_years",
            Self::PupilWithoutBeginDate => "pupil_without_begin_date",
            Self::PupilInTwoClassesOfACourse => "pupil_in_two_classes_of_a_course",
            Self::PupilNotEnrolledInClass => "pupil_not_enrolled_in_class",
            Self::ResultBeforeEnrolment => "result_before_enrolment",
            Self::ResultBeforeAssignDate => "result_before_assign_date",
            Self::ResultOutsideGradingPeriod => "result_outside_grading_period",
            Self::ResultWithoutScore => "result_without_score",
            Self::LineItemWithoutResult => "line_item_without_result",
        }
    }

    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::UnknownFile => "a file that is no part of OneRoster 1.2 was left aside",
            Self::UnsupportedFile => {
                "a file of OneRoster 1.2 that the journal has no use for is not imported"
            }
            Self::UnfitText => {
                "a text held control characters or was longer than the journal keeps: they were left out, and it was cut"
            }
            Self::OverlappingSchoolYears => "a school year begins before an earlier one has ended",
            Self::PupilWithoutBeginDate => "a pupil is enrolled in a class without a begin date",
            Self::PupilInTwoClassesOfACourse => "a pupil is enrolled in more than one class of a course",
            Self::PupilNotEnrolledInClass => "a result is for a pupil who is not enrolled in the class",
            Self::ResultBeforeEnrolment => "a result is dated before the pupil joined the class",
            Self::ResultBeforeAssignDate => "a result is dated before the work was assigned",
            Self::ResultOutsideGradingPeriod => "a result is dated outside the grading period of the work",
            Self::ResultWithoutScore => "a result has no score, only its status is kept",
            Self::LineItemWithoutResult => "a line item has no result",
        }
    }
}

/// What results are compared with while they are read.
pub(super) struct Marking<'a> {
    line_items: HashMap<&'a str, &'a LineItem>,
    sessions: HashMap<&'a str, &'a AcademicSession>,
    /// When a pupil joined a class, by class and pupil. Nothing where one of several enrolments is silent.
    joined: HashMap<(&'a str, &'a str), Option<NaiveDate>>,
    knows_all_enrollments: bool,
}

impl<'a> Marking<'a> {
    pub(super) fn of(bundle: &'a Bundle) -> Self {
        let mut joined: HashMap<(&str, &str), Option<NaiveDate>> = HashMap::new();
        for enrollment in kept(&bundle.enrollments).map(|record| &record.data) {
            if enrollment.role == EnrollmentRole::Student {
                let pair = (enrollment.class.as_str(), enrollment.user.as_str());
                // An absent date sorts before every date, and so wins here.
                joined
                    .entry(pair)
                    .and_modify(|begin| *begin = (*begin).min(enrollment.begin))
                    .or_insert(enrollment.begin);
            }
        }
        let items = kept(&bundle.line_items).map(|item| (item.sourced_id.as_str(), &item.data));
        let sessions = kept(&bundle.sessions).map(|session| (session.sourced_id.as_str(), &session.data));
        Self {
            line_items: items.collect(),
            sessions: sessions.collect(),
            joined,
            knows_all_enrollments: bundle.mode(FileKind::Enrollments) == Some(Mode::Bulk),
        }
    }

    pub(super) fn line_item(&self, sourced_id: &str) -> Option<&'a LineItem> {
        self.line_items.get(sourced_id).copied()
    }

    pub(super) fn look(
        &self,
        result: &ResultRow,
        item: Option<&LineItem>,
        class: Option<&str>,
        student: &str,
        findings: &mut Findings,
    ) {
        let mut warn = |kind: Untidiness, field: &str| {
            findings.warn(kind, FileKind::Results.file_name(), Some(result.row), Some(field));
        };
        if result.score.is_none() {
            warn(Untidiness::ResultWithoutScore, "score");
        }
        if item.is_some_and(|item| result.date < item.assigned) {
            warn(Untidiness::ResultBeforeAssignDate, "scoreDate");
        }
        let period = item.and_then(|item| self.sessions.get(item.grading_period.as_deref()?));
        if period.is_some_and(|period| result.date < period.start || result.date > period.end) {
            warn(Untidiness::ResultOutsideGradingPeriod, "scoreDate");
        }
        let Some(class) = class else { return };
        match self.joined.get(&(class, student)) {
            Some(Some(begin)) if result.date < *begin => warn(Untidiness::ResultBeforeEnrolment, "scoreDate"),
            None if self.knows_all_enrollments => {
                warn(Untidiness::PupilNotEnrolledInClass, "studentSourcedId");
            }
            Some(_) | None => {}
        }
    }
}

/// Looks at everything that does not concern a single result.
pub(super) fn look(bundle: &Bundle, findings: &mut Findings) {
    school_years(bundle, findings);
    enrollments(bundle, findings);
    unused_line_items(bundle, findings);
}

fn school_years(bundle: &Bundle, findings: &mut Findings) {
    let is_year = |session: &AcademicSession| session.kind == SessionKind::SchoolYear;
    let mut years: Vec<_> = kept(&bundle.sessions).filter(|session| is_year(&session.data)).collect();
    years.sort_by_key(|year| (year.data.start, year.row));
    let mut ended: Option<NaiveDate> = None;
    for year in years {
        if ended.is_some_and(|ended| year.data.start <= ended) {
            let file = FileKind::AcademicSessions.file_name();
            findings.warn(Untidiness::OverlappingSchoolYears, file, Some(year.row), Some("startDate"));
        }
        ended = ended.max(Some(year.data.end));
    }
}

/// Counts each pupil once for each course, however many of its classes the pupil is in.
fn enrollments(bundle: &Bundle, findings: &mut Findings) {
    let courses: HashMap<&str, &str> =
        kept(&bundle.classes).map(|class| (class.sourced_id.as_str(), class.data.course.as_str())).collect();
    let mut first_class: HashMap<(&str, &str), &str> = HashMap::new();
    let mut told: HashSet<(&str, &str)> = HashSet::new();
    let file = FileKind::Enrollments.file_name();
    for record in kept(&bundle.enrollments) {
        let enrollment = &record.data;
        if enrollment.role != EnrollmentRole::Student {
            continue;
        }
        if enrollment.begin.is_none() {
            findings.warn(Untidiness::PupilWithoutBeginDate, file, Some(record.row), Some("beginDate"));
        }
        let class = enrollment.class.as_str();
        let Some(course) = courses.get(class) else { continue };
        let pair = (*course, enrollment.user.as_str());
        if *first_class.entry(pair).or_insert(class) != class && told.insert(pair) {
            let field = Some("classSourcedId");
            findings.warn(Untidiness::PupilInTwoClassesOfACourse, file, Some(record.row), field);
        }
    }
}

/// Judged only when the bundle has all results there are.
fn unused_line_items(bundle: &Bundle, findings: &mut Findings) {
    if bundle.mode(FileKind::Results) != Some(Mode::Bulk) {
        return;
    }
    let set = bundle.results.iter().filter(|result| result.change == Change::Set);
    let used: HashSet<_> = set.map(|result| result.line_item).collect();
    for item in kept(&bundle.line_items) {
        let is_used = bundle.symbols.find(&item.sourced_id).is_some_and(|symbol| used.contains(&symbol));
        if !is_used {
            let file = FileKind::LineItems.file_name();
            findings.warn(Untidiness::LineItemWithoutResult, file, Some(item.row), None);
        }
    }
}
