//! What a bundle asks of one stream: for each of its rows, the commands that make it so.

use cqrs_es::Aggregate;
use dayek_domain::assessment::Assessment;
use dayek_domain::institution::Institution;
use dayek_domain::membership::Membership;
use dayek_domain::person::Person;
use dayek_domain::school_class::SchoolClass;
use dayek_domain::study_year::StudyYear;
use dayek_domain::subject::Subject;
use uuid::Uuid;

use crate::log::StreamKey;

/// Commands of one row.
#[derive(Debug)]
pub(super) struct Asked<C> {
    pub(super) file: &'static str,
    /// The row in the file; `None` for what the import does on its own account.
    pub(super) row: Option<u32>,
    pub(super) commands: Vec<C>,
}

impl<C> Asked<C> {
    pub(super) fn one(file: &'static str, row: u32, command: C) -> Self {
        Self { file, row: Some(row), commands: vec![command] }
    }
}

type Rows<A> = Vec<Asked<<A as Aggregate>::Command>>;

/// Everything asked of one stream.
#[derive(Debug)]
pub(super) enum Task {
    Institution(Uuid, Rows<Institution>),
    StudyYear(Uuid, Rows<StudyYear>),
    Subject(Uuid, Rows<Subject>),
    Person(Uuid, Rows<Person>),
    Membership(Uuid, Rows<Membership>),
    SchoolClass(Uuid, Rows<SchoolClass>),
    Assessment(Uuid, Rows<Assessment>),
}

impl Task {
    pub(super) fn key(&self) -> StreamKey {
        match self {
            Self::Institution(id, _) => StreamKey::of::<Institution>(*id),
            Self::StudyYear(id, _) => StreamKey::of::<StudyYear>(*id),
            Self::Subject(id, _) => StreamKey::of::<Subject>(*id),
            Self::Person(id, _) => StreamKey::of::<Person>(*id),
            Self::Membership(id, _) => StreamKey::of::<Membership>(*id),
            Self::SchoolClass(id, _) => StreamKey::of::<SchoolClass>(*id),
            Self::Assessment(id, _) => StreamKey::of::<Assessment>(*id),
        }
    }

    /// How many rows of the bundle it stands for.
    pub(super) fn rows(&self) -> usize {
        match self {
            Self::Institution(_, rows) => rows.len(),
            Self::StudyYear(_, rows) => rows.len(),
            Self::Subject(_, rows) => rows.len(),
            Self::Person(_, rows) => rows.len(),
            Self::Membership(_, rows) => rows.len(),
            Self::SchoolClass(_, rows) => rows.len(),
            Self::Assessment(_, rows) => rows.len(),
        }
    }
}
