//! From the rows of a table to the people it brings, or to everything that is wrong with them.

use std::collections::HashMap;

use chrono::NaiveDate;
use dayek_domain::id::{ClassId, InstitutionId, PersonId};
use dayek_domain::membership::Order;
use dayek_domain::person::{Iin, Kinship, PersonDetails};
use serde::Serialize;
use uuid::Uuid;

use super::columns::{self, Column, Coming, plain};
use super::known::Known;
use super::problem::{Problem, ProblemKind};
use super::read::Row;
use crate::calendar::is_in_reach;
use crate::log::Log;
use crate::usecases::{Newcomer, Place};

const LONGEST: usize = 200;

/// What a table comes to.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    pub(super) newcomers: Vec<Newcomer>,
    /// Any of them keeps the table from being brought in.
    pub problems: Vec<Problem>,
    /// What is strange and keeps nobody.
    pub warnings: Vec<Problem>,
    pub tally: Tally,
    /// The classes of the year, for saying what is allowed.
    pub class_names: Vec<String>,
    /// Of the file.
    pub digest: [u8; 32],
    pub(super) year: Uuid,
}

/// Who would be brought in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub rows: usize,
    pub pupils: usize,
    pub staff: usize,
    pub parents: usize,
    /// Of all these, whom the institution knows already.
    pub known: usize,
}

/// Reads the numbers that stand in the table, as far as they are any.
pub(super) fn numbers(rows: &[Row]) -> Vec<Iin> {
    rows.iter().filter_map(|row| Iin::parse(&padded(row.get(Column::Iin)?)).ok()).collect()
}

/// What a row says, read.
struct Read {
    row: u32,
    name: String,
    coming: Coming,
    details: PersonDetails,
    class: Option<ClassId>,
    first_day: Option<NaiveDate>,
    order: Option<Order>,
    child: Option<String>,
    kinship: Option<Kinship>,
}

pub(super) struct Check<'a> {
    pub(super) log: &'a Log,
    pub(super) institution: InstitutionId,
    pub(super) known: &'a Known,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl<'a> Check<'a> {
    pub(super) const fn new(log: &'a Log, institution: InstitutionId, known: &'a Known) -> Self {
        Self { log, institution, known, problems: Vec::new(), warnings: Vec::new() }
    }

    pub(super) fn run(mut self, rows: &[Row]) -> Checked {
        let read: Vec<Read> = rows.iter().filter_map(|row| self.row(row)).collect();
        let people: Vec<PersonId> = read.iter().map(|one| self.person(one)).collect();
        self.no_number_twice(&read);
        self.nobody_twice(&read, &people);
        let mut pupils: HashMap<String, Vec<(PersonId, Option<ClassId>)>> = HashMap::new();
        for (one, person) in read.iter().zip(&people).filter(|(one, _)| one.coming == Coming::Pupil) {
            pupils.entry(one.name.clone()).or_default().push((*person, one.class));
        }
        let mut tally = Tally { rows: rows.len(), ..Tally::default() };
        let (mut newcomers, mut guardians) = (Vec::new(), Vec::new());
        for (one, person_id) in read.into_iter().zip(people) {
            tally.count(one.coming, self.known.is_there(person_id));
            let is_parent = one.coming == Coming::Parent;
            if let Some(newcomer) = self.newcomer(one, person_id, &pupils) {
                if is_parent { guardians.push(newcomer) } else { newcomers.push(newcomer) }
            }
        }
        // A child is there before its guardian is.
        newcomers.append(&mut guardians);
        self.problems.sort_by_key(|problem| (problem.row, problem.column));
        let class_names = self.known.class_names.clone();
        Checked {
            newcomers,
            problems: self.problems,
            warnings: self.warnings,
            tally,
            class_names,
            digest: [0; 32],
            year: self.known.year.study_year_id,
        }
    }

    fn note(&mut self, row: u32, column: impl Into<Option<Column>>, kind: ProblemKind) {
        let problem = Problem { row, column: column.into(), kind };
        if problem.kind.is_only_strange() {
            self.warnings.push(problem);
        } else {
            self.problems.push(problem);
        }
    }

    /// Everything that can be said of a row by itself.
    fn row(&mut self, row: &Row) -> Option<Read> {
        let number = row.number;
        for column in [
            Column::FamilyName,
            Column::GivenName,
            Column::MiddleName,
            Column::OrderNumber,
            Column::Email,
            Column::Phone,
            Column::ChildName,
        ] {
            if row.get(column).is_some_and(|text| text.chars().count() > LONGEST) {
                self.note(number, column, ProblemKind::TooLong);
            }
        }
        let text = |column| row.get(column).map(str::to_owned);
        let mut details = PersonDetails {
            family_name: text(Column::FamilyName).unwrap_or_default(),
            given_name: text(Column::GivenName).unwrap_or_default(),
            middle_name: text(Column::MiddleName),
            email: text(Column::Email),
            phone: text(Column::Phone),
            birth_date: self.day(row, Column::BirthDate),
            ..PersonDetails::default()
        };
        if details.family_name.is_empty() && details.given_name.is_empty() {
            self.note(number, Column::FamilyName, ProblemKind::NameMissing);
        }
        if let Some(said) = row.get(Column::Sex) {
            details.sex = columns::sex(said);
            if details.sex.is_none() {
                self.note(number, Column::Sex, ProblemKind::UnknownSex);
            }
        }
        if let Some(said) = row.get(Column::Iin) {
            match Iin::parse(&padded(said)) {
                Ok(iin) => details.iin = Some(iin),
                Err(fault) => self.note(number, Column::Iin, ProblemKind::Iin { fault }),
            }
        }
        self.compare(number, &details);
        let coming = match row.get(Column::Role) {
            None => {
                self.note(number, Column::Role, ProblemKind::RoleMissing);
                None
            }
            Some(said) => {
                let coming = Coming::named(said);
                if coming.is_none() {
                    self.note(number, Column::Role, ProblemKind::UnknownRole);
                }
                coming
            }
        };
        let class = row.get(Column::Class).and_then(|said| {
            let class = self.known.class(said);
            if class.is_none() {
                self.note(number, Column::Class, ProblemKind::UnknownClass);
            }
            class
        });
        let first_day = self.day(row, Column::FirstDay);
        let order_date = self.day(row, Column::OrderDate);
        let order = match (text(Column::OrderNumber), order_date) {
            (Some(number), Some(date)) => Some(Order { number, date }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                if row.get(Column::OrderDate).is_none() || row.get(Column::OrderNumber).is_none() {
                    self.note(number, Column::OrderDate, ProblemKind::OrderIncomplete);
                }
                None
            }
        };
        let kinship = row.get(Column::Kinship).and_then(|said| {
            let kinship = columns::kinship(said);
            if kinship.is_none() {
                self.note(number, Column::Kinship, ProblemKind::UnknownKinship);
            }
            kinship
        });
        let coming = coming?;
        self.complete(row, coming, first_day);
        let name = plain(&details.full_name());
        let child = row.get(Column::ChildName).map(plain);
        Some(Read { row: number, name, coming, details, class, first_day, order, child, kinship })
    }

    /// What has to stand in the row of somebody who comes as this.
    fn complete(&mut self, row: &Row, coming: Coming, first_day: Option<NaiveDate>) {
        match coming {
            Coming::Pupil => {
                if row.get(Column::Class).is_none() {
                    self.note(row.number, Column::Class, ProblemKind::ClassMissing);
                }
                if row.get(Column::FirstDay).is_none() {
                    self.note(row.number, Column::FirstDay, ProblemKind::FirstDayMissing);
                }
                let year = &self.known.year;
                if first_day.is_some_and(|day| day < year.first_day || day > year.last_day) {
                    self.note(row.number, Column::FirstDay, ProblemKind::DayOutsideYear);
                }
            }
            Coming::Parent => {
                if row.get(Column::Kinship).is_none() {
                    self.note(row.number, Column::Kinship, ProblemKind::KinshipMissing);
                }
                if row.get(Column::ChildName).is_none() {
                    self.note(row.number, Column::ChildName, ProblemKind::ChildMissing);
                }
            }
            Coming::Teacher | Coming::Employee => {}
        }
    }

    fn compare(&mut self, row: u32, details: &PersonDetails) {
        let Some(iin) = &details.iin else { return };
        let differs = |said: bool, kind: ProblemKind| said.then_some(kind);
        let sex = details.sex.is_some_and(|sex| iin.sex().is_some_and(|other| other != sex));
        let birth = details.birth_date.is_some_and(|day| iin.birth_date().is_some_and(|other| other != day));
        for kind in [differs(sex, ProblemKind::IinOtherSex), differs(birth, ProblemKind::IinOtherBirth)]
            .into_iter()
            .flatten()
        {
            self.note(row, Column::Iin, kind);
        }
    }

    fn day(&mut self, row: &Row, column: Column) -> Option<NaiveDate> {
        let said = row.get(column)?;
        let forms = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"];
        let day = forms.iter().find_map(|form| NaiveDate::parse_from_str(said, form).ok());
        // A year of two digits would be one of the first century.
        let day = day.filter(is_in_reach);
        if day.is_none() {
            self.note(row.number, column, ProblemKind::NotADay);
        }
        day
    }

    /// Who it is: whoever bears the number, else whoever the row describes, the same in every run.
    fn person(&self, one: &Read) -> PersonId {
        let PersonDetails { iin, birth_date, phone, .. } = &one.details;
        if let Some(bearer) = iin.as_ref().and_then(|iin| self.known.bearer(iin)) {
            return bearer;
        }
        let key = match (birth_date, iin, one.coming) {
            (Some(birth), _, _) => format!("{}\n{birth}", one.name),
            (None, Some(iin), _) => format!("{}\n{}", one.name, iin.as_str()),
            (None, None, Coming::Parent) => {
                let child = one.child.as_deref().unwrap_or_default();
                format!("{}\nparent\n{}", one.name, phone.as_deref().unwrap_or(child))
            }
            (None, None, Coming::Pupil) => {
                format!("{}\npupil\n{}", one.name, one.class.unwrap_or_default())
            }
            (None, None, Coming::Teacher | Coming::Employee) => format!("{}\nstaff", one.name),
        };
        PersonId(self.log.derived_id(self.institution, "newcomer", &key))
    }

    fn no_number_twice(&mut self, read: &[Read]) {
        let mut rows: HashMap<&Iin, &Read> = HashMap::new();
        for one in read {
            let Some(iin) = &one.details.iin else { continue };
            match rows.get(iin) {
                // A parent of two children stands in two rows.
                Some(earlier) if earlier.name == one.name => {}
                Some(earlier) => {
                    self.note(one.row, Column::Iin, ProblemKind::IinOfRow { other: earlier.row });
                }
                None => {
                    rows.insert(iin, one);
                }
            }
        }
    }

    fn nobody_twice(&mut self, read: &[Read], people: &[PersonId]) {
        let mut rows: HashMap<(PersonId, Coming), u32> = HashMap::new();
        for (one, person) in read.iter().zip(people).filter(|(one, _)| one.coming != Coming::Parent) {
            let key = (*person, one.coming);
            match rows.get(&key) {
                Some(earlier) => {
                    self.note(one.row, None::<Column>, ProblemKind::SameAsRow { other: *earlier });
                }
                None => {
                    rows.insert(key, one.row);
                }
            }
        }
    }

    fn newcomer(
        &mut self,
        one: Read,
        person_id: PersonId,
        pupils: &HashMap<String, Vec<(PersonId, Option<ClassId>)>>,
    ) -> Option<Newcomer> {
        let place = match one.coming {
            Coming::Pupil => {
                let (class_id, from) = (one.class?, one.first_day?);
                let own = self.known.classes_of(person_id);
                if !own.is_empty() && !own.contains(&class_id) {
                    self.note(one.row, Column::Class, ProblemKind::InAnotherClass);
                    return None;
                }
                Place::Pupil { class_id, from, order: one.order }
            }
            Coming::Teacher | Coming::Employee => Place::Employee { order: one.order },
            Coming::Parent => {
                let (kinship, child) = (one.kinship?, one.child?);
                let mut found: Vec<PersonId> = self.known.called(&child).to_vec();
                found.retain(|pupil| {
                    one.class.is_none_or(|class| self.known.classes_of(*pupil).contains(&class))
                });
                let of_table = pupils.get(&child).into_iter().flatten();
                let of_table = of_table.filter(|(_, class)| one.class.is_none() || *class == one.class);
                found.extend(of_table.map(|(pupil, _)| *pupil));
                found.sort_unstable();
                found.dedup();
                let [pupil_id] = found.as_slice() else {
                    let kind = if found.is_empty() {
                        ProblemKind::UnknownChild
                    } else {
                        ProblemKind::AmbiguousChild
                    };
                    self.note(one.row, Column::ChildName, kind);
                    return None;
                };
                Place::Guardian { pupil_id: *pupil_id, kinship }
            }
        };
        Some(Newcomer { person_id, details: one.details, place })
    }
}

impl Tally {
    const fn count(&mut self, coming: Coming, known: bool) {
        match coming {
            Coming::Pupil => self.pupils += 1,
            Coming::Teacher | Coming::Employee => self.staff += 1,
            Coming::Parent => self.parents += 1,
        }
        if known {
            self.known += 1;
        }
    }
}

/// Table programs take the noughts off the front of a number.
fn padded(text: &str) -> String {
    let is_short = (9..12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_short { format!("{text:0>12}") } else { text.to_owned() }
}
