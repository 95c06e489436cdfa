//! From the names of a bundle to our ids, and to the institution each thing belongs to.
//!
//! What a delta names without holding it is looked up in the institutions that bundles of the same
//! source were imported into before. What is found nowhere is refused, with the place that names it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use cqrs_es::Aggregate as _;
use dayek_domain::assessment::Assessment;
use dayek_domain::id::{CategoryId, InstitutionId, PeriodId, PersonId, StudyYearId};
use dayek_domain::institution::{Institution, InstitutionKind};
use dayek_domain::person::Person;
use dayek_domain::school_class::SchoolClass;
use dayek_domain::study_year::StudyYear;
use dayek_domain::subject::Subject;
use uuid::Uuid;

use super::{ImportError, runs};
use crate::log::StreamKey;
use crate::oneroster::{
    Bundle, Change, Org, OrgKind, Place, Record, Reference, ReferenceKind, Refusal, Rejected, Warning,
};
use crate::store::Store;
use crate::vault::RootKey;

/// A bundle with everything in it placed.
pub(super) struct Resolved {
    pub(super) bundle: Bundle,
    pub(super) source: String,
    pub(super) schools: Vec<School>,
    root: RootKey,
    place_of_org: HashMap<String, InstitutionId>,
    place_of_line_item: HashMap<String, InstitutionId>,
    place_of_class: HashMap<String, InstitutionId>,
    /// Years of sessions that earlier imports brought.
    year_of_session: HashMap<(InstitutionId, String), StudyYearId>,
    /// The rows of `bundle.results` of each line item, by its external id.
    results_of: BTreeMap<String, Range<usize>>,
}

/// An institution of the bundle, or one that its rows lead to.
pub(super) struct School {
    pub(super) id: InstitutionId,
    pub(super) external_id: String,
    /// Its row; `None` when only its things are in the bundle.
    pub(super) org: Option<Record<Org>>,
}

impl School {
    /// Without a row of its own it is the school of the things that name it.
    pub(super) fn kind(&self) -> InstitutionKind {
        let is_school = self.org.as_ref().is_none_or(|org| org.data.kind == OrgKind::School);
        if is_school { InstitutionKind::General } else { InstitutionKind::Governing }
    }
}

/// Kinds of things with ids of their own, as they go into the derivation. Never change one: the same
/// bundle must lead to the same ids for ever.
pub(super) mod kind {
    pub(crate) const ORG: &str = "org";
    pub(crate) const PROGRAM: &str = "program";
    pub(crate) const USER: &str = "user";
    pub(crate) const YEAR: &str = "year";
    pub(crate) const PERIOD: &str = "period";
    pub(crate) const COURSE: &str = "course";
    pub(crate) const CLASS: &str = "class";
    pub(crate) const CATEGORY: &str = "category";
    pub(crate) const LINE_ITEM: &str = "line_item";
}

impl Resolved {
    pub(super) fn id(&self, school: InstitutionId, kind: &str, external_id: &str) -> Uuid {
        self.root.imported_id(school.0, kind, external_id)
    }

    pub(super) fn person(&self, school: InstitutionId, external_id: &str) -> PersonId {
        PersonId(self.id(school, kind::USER, external_id))
    }

    pub(super) fn institution_of_org(&self, external_id: &str) -> Option<InstitutionId> {
        self.place_of_org.get(external_id).copied()
    }

    pub(super) fn institution_of_class(&self, external_id: &str) -> Option<InstitutionId> {
        self.place_of_class.get(external_id).copied()
    }

    /// The study year of a session that an earlier import brought.
    pub(super) fn year_known_before(&self, school: InstitutionId, session: &str) -> Option<StudyYearId> {
        self.year_of_session.get(&(school, session.to_owned())).copied()
    }

    /// Line items that are described by no row of this bundle but have results in it, with their school.
    pub(super) fn line_items_elsewhere(&self) -> impl Iterator<Item = (&str, InstitutionId)> {
        let described: HashSet<&str> =
            self.bundle.line_items.iter().map(|item| item.sourced_id.as_str()).collect();
        self.results_of
            .keys()
            .filter(move |id| !described.contains(id.as_str()))
            .filter_map(|id| self.place_of_line_item.get(id).map(|school| (id.as_str(), *school)))
    }

    pub(super) fn results_of(&self, line_item: &str) -> &[crate::oneroster::ResultRow] {
        let range = self.results_of.get(line_item).cloned().unwrap_or(0..0);
        self.bundle.results.get(range).unwrap_or_default()
    }

    /// Everything in the bundle that becomes a command.
    pub(super) fn rows(&self) -> usize {
        let bundle = &self.bundle;
        bundle.orgs.len()
            + bundle.users.len()
            + bundle.roles.len()
            + bundle.enrollments.len()
            + bundle.classes.len()
            + bundle.line_items.len()
            + bundle.results.len()
    }
}

/// Places everything, or refuses what leads nowhere.
pub(super) async fn resolve(
    store: &Store,
    mut bundle: Bundle,
) -> Result<(Resolved, Vec<Warning>), ImportError> {
    let source = bundle.source_code.clone().unwrap_or_default();
    let mut warnings = std::mem::take(&mut bundle.warnings);
    warnings.extend(not_removed(&bundle));
    bundle.results.sort_by_key(|result| (result.line_item, result.row));
    let results_of = ranges(&bundle);
    let root = store.root.clone();
    let known_before = runs::institutions_of(&store.pool, &source).await?;
    let mut resolved = Resolved {
        source,
        schools: Vec::new(),
        root,
        place_of_org: HashMap::new(),
        place_of_line_item: HashMap::new(),
        place_of_class: HashMap::new(),
        year_of_session: HashMap::new(),
        results_of,
        bundle,
    };
    let mut refusals = Vec::new();
    place_orgs(&mut resolved);
    let references = std::mem::take(&mut resolved.bundle.references);
    for kind in [ReferenceKind::Org, ReferenceKind::Class, ReferenceKind::LineItem] {
        let wanted: Vec<&Reference> = references.iter().filter(|reference| reference.kind == kind).collect();
        look_up(store, &mut resolved, &known_before, kind, &wanted, &mut refusals).await?;
    }
    place_contents(&mut resolved);
    for kind in [ReferenceKind::User, ReferenceKind::Session, ReferenceKind::Course, ReferenceKind::Category]
    {
        let wanted: Vec<&Reference> = references.iter().filter(|reference| reference.kind == kind).collect();
        must_exist(store, &mut resolved, &known_before, kind, &wanted, &mut refusals).await?;
    }
    if refusals.is_empty() {
        return Ok((resolved, warnings));
    }
    let total = refusals.len();
    Err(Rejected::Refused(refusals, total).into())
}

/// Rows that ask to remove what this journal never removes: told, so that nobody believes it was done.
fn not_removed(bundle: &Bundle) -> Option<Warning> {
    fn rows<T>(file: &str, records: &[Record<T>]) -> Vec<Place> {
        let removed = records.iter().filter(|record| record.change == Change::Delete);
        removed.map(|record| Place { file: file.to_owned(), row: Some(record.row), field: None }).collect()
    }
    let places = [
        rows("orgs.csv", &bundle.orgs),
        rows("academicSessions.csv", &bundle.sessions),
        rows("courses.csv", &bundle.courses),
        rows("classes.csv", &bundle.classes),
        rows("users.csv", &bundle.users),
        rows("categories.csv", &bundle.categories),
        rows("lineItems.csv", &bundle.line_items),
    ]
    .concat();
    let count = places.len();
    (count > 0).then(|| Warning {
        kind: "kept_though_to_be_deleted",
        text: "a row asks to delete what is kept here: only results, enrollments and roles are taken back"
            .to_owned(),
        count,
        examples: places.into_iter().take(5).collect(),
    })
}

fn ranges(bundle: &Bundle) -> BTreeMap<String, Range<usize>> {
    let mut ranges = BTreeMap::new();
    let mut start = 0;
    for group in bundle.results.chunk_by(|one, next| one.line_item == next.line_item) {
        if let Some(first) = group.first() {
            ranges.insert(bundle.symbols.get(first.line_item).to_owned(), start..start + group.len());
        }
        start += group.len();
    }
    ranges
}

fn place_orgs(resolved: &mut Resolved) {
    let orgs = resolved.bundle.orgs.clone();
    for org in orgs.into_iter().filter(|org| org.change == Change::Set) {
        let id = institution_id(resolved, &org.sourced_id);
        resolved.place_of_org.insert(org.sourced_id.clone(), id);
        resolved.schools.push(School { id, external_id: org.sourced_id.clone(), org: Some(org) });
    }
}

fn institution_id(resolved: &Resolved, external_id: &str) -> InstitutionId {
    let named = format!("{}\n{external_id}", resolved.source);
    InstitutionId(resolved.root.imported_id(Uuid::nil(), kind::ORG, &named))
}

fn place_contents(resolved: &mut Resolved) {
    for class in resolved.bundle.classes.iter().filter(|class| class.change == Change::Set) {
        if let Some(school) = resolved.place_of_org.get(&class.data.school) {
            resolved.place_of_class.insert(class.sourced_id.clone(), *school);
        }
    }
    for item in resolved.bundle.line_items.iter().filter(|item| item.change == Change::Set) {
        if let Some(school) = resolved.place_of_org.get(&item.data.school) {
            resolved.place_of_line_item.insert(item.sourced_id.clone(), *school);
        }
    }
}

/// Finds the institution of things that stand in the store already.
async fn look_up(
    store: &Store,
    resolved: &mut Resolved,
    known_before: &[InstitutionId],
    kind: ReferenceKind,
    wanted: &[&Reference],
    refusals: &mut Vec<Refusal>,
) -> Result<(), ImportError> {
    let mut missing: Vec<&Reference> = wanted.to_vec();
    for school in known_before {
        if missing.is_empty() {
            break;
        }
        let id = |reference: &Reference| match kind {
            ReferenceKind::Org => institution_id(resolved, &reference.sourced_id).0,
            ReferenceKind::Class => resolved.id(*school, kind::CLASS, &reference.sourced_id),
            ReferenceKind::LineItem
            | ReferenceKind::Session
            | ReferenceKind::Course
            | ReferenceKind::User
            | ReferenceKind::Category => resolved.id(*school, kind::LINE_ITEM, &reference.sourced_id),
        };
        let aggregate_type = match kind {
            ReferenceKind::Org => Institution::TYPE,
            ReferenceKind::Class => SchoolClass::TYPE,
            ReferenceKind::LineItem
            | ReferenceKind::Session
            | ReferenceKind::Course
            | ReferenceKind::User
            | ReferenceKind::Category => Assessment::TYPE,
        };
        let ids: Vec<Uuid> = missing.iter().map(|reference| id(reference)).collect();
        let found = store.log.existing(*school, aggregate_type, &ids).await?;
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            missing.into_iter().zip(ids).partition(|(_, id)| found.contains(id));
        for (reference, _) in here {
            place(resolved, kind, &reference.sourced_id, *school);
        }
        missing = elsewhere.into_iter().map(|(reference, _)| reference).collect();
    }
    refusals.extend(missing.into_iter().map(nowhere));
    Ok(())
}

fn place(resolved: &mut Resolved, kind: ReferenceKind, external_id: &str, school: InstitutionId) {
    let places = match kind {
        ReferenceKind::Org => &mut resolved.place_of_org,
        ReferenceKind::Class => &mut resolved.place_of_class,
        ReferenceKind::LineItem
        | ReferenceKind::Session
        | ReferenceKind::Course
        | ReferenceKind::User
        | ReferenceKind::Category => &mut resolved.place_of_line_item,
    };
    places.insert(external_id.to_owned(), school);
    if !resolved.schools.iter().any(|known| known.id == school) {
        resolved.schools.push(School { id: school, external_id: String::new(), org: None });
    }
}

/// Refuses what neither the bundle nor an institution of the bundle knows.
async fn must_exist(
    store: &Store,
    resolved: &mut Resolved,
    known_before: &[InstitutionId],
    kind: ReferenceKind,
    wanted: &[&Reference],
    refusals: &mut Vec<Refusal>,
) -> Result<(), ImportError> {
    let mut missing: Vec<&Reference> = wanted.to_vec();
    for school in known_before {
        if missing.is_empty() {
            break;
        }
        let found: HashSet<String> = match kind {
            ReferenceKind::Session => sessions_in(store, resolved, *school, &missing).await?,
            ReferenceKind::Category => categories_in(store, resolved, *school, &missing).await?,
            ReferenceKind::Course => {
                streams_in(store, resolved, *school, (kind::COURSE, Subject::TYPE), &missing).await?
            }
            ReferenceKind::User | ReferenceKind::Org | ReferenceKind::Class | ReferenceKind::LineItem => {
                streams_in(store, resolved, *school, (kind::USER, Person::TYPE), &missing).await?
            }
        };
        missing.retain(|reference| !found.contains(&reference.sourced_id));
    }
    refusals.extend(missing.into_iter().map(nowhere));
    Ok(())
}

async fn streams_in(
    store: &Store,
    resolved: &Resolved,
    school: InstitutionId,
    (derived_as, aggregate_type): (&str, &str),
    wanted: &[&Reference],
) -> Result<HashSet<String>, ImportError> {
    let ids: Vec<Uuid> =
        wanted.iter().map(|reference| resolved.id(school, derived_as, &reference.sourced_id)).collect();
    let found = store.log.existing(school, aggregate_type, &ids).await?;
    let here = wanted.iter().zip(ids).filter(|(_, id)| found.contains(id));
    Ok(here.map(|(reference, _)| reference.sourced_id.clone()).collect())
}

/// Periods have no stream of their own: the years of the school are read for them.
async fn sessions_in(
    store: &Store,
    resolved: &mut Resolved,
    school: InstitutionId,
    wanted: &[&Reference],
) -> Result<HashSet<String>, ImportError> {
    let years = store.log.streams_of(school, StudyYear::TYPE).await?;
    let mut found = HashSet::new();
    for id in years {
        let history = store.log.read(school, &StreamKey::of::<StudyYear>(id)).await?;
        let year: StudyYear = store.log.fold(school, id, &history, &HashMap::new())?;
        for reference in wanted {
            let period = PeriodId(resolved.id(school, kind::PERIOD, &reference.sourced_id));
            if year.period(period).is_some() || id == resolved.id(school, kind::YEAR, &reference.sourced_id) {
                resolved.year_of_session.insert((school, reference.sourced_id.clone()), StudyYearId(id));
                found.insert(reference.sourced_id.clone());
            }
        }
    }
    Ok(found)
}

async fn categories_in(
    store: &Store,
    resolved: &Resolved,
    school: InstitutionId,
    wanted: &[&Reference],
) -> Result<HashSet<String>, ImportError> {
    let history = store.log.read(school, &StreamKey::of::<Institution>(school)).await?;
    let institution: Institution = store.log.fold(school, school.0, &history, &HashMap::new())?;
    let known = |reference: &&&Reference| {
        institution.has_category(CategoryId(resolved.id(school, kind::CATEGORY, &reference.sourced_id)))
    };
    Ok(wanted.iter().filter(known).map(|reference| reference.sourced_id.clone()).collect())
}

fn nowhere(reference: &Reference) -> Refusal {
    Refusal {
        file: reference.file.to_owned(),
        row: Some(reference.row),
        field: Some(reference.field.to_owned()),
        reason: format!(
            "names {}, which is neither in this bundle nor known from an earlier import of the same source",
            reference.sourced_id
        ),
    }
}
