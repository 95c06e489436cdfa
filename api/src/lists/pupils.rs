//! R2: the pupils of a study year or of a class.

use std::collections::HashMap;

use chrono::NaiveDate;
use dayek_domain::access::Standing;
use dayek_domain::id::{ClassId, InstitutionId};
use dayek_domain::person::{PersonDetails, Sex, TaughtIn};
use dayek_projections::directory;
use dayek_projections::roster::{self, PupilFilter};
use uuid::Uuid;

use super::{Sheet, account_word, cited, shown_iin, written};
use crate::http::App;
use crate::http::people::Opener;
use crate::pages::{Words, class_order, name_order};
use crate::refusal::Refusal;

/// A line of the list.
#[derive(Debug, Clone)]
pub(crate) struct PupilEntry {
    pub(crate) pupil_id: Uuid,
    /// `None`: erased.
    pub(crate) name: Option<String>,
    pub(crate) class_id: Uuid,
    pub(crate) class: String,
    pub(crate) sex: Option<Sex>,
    pub(crate) birth_date: Option<NaiveDate>,
    /// Masked for those who may not put the person's data right.
    pub(crate) iin: Option<String>,
    pub(crate) taught_in: Option<TaughtIn>,
    pub(crate) from: Option<NaiveDate>,
    pub(crate) came: Option<String>,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) left: Option<String>,
    pub(crate) guardians: Vec<GuardianEntry>,
    pub(crate) phone: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) account: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct GuardianEntry {
    pub(crate) name: String,
    pub(crate) kinship: String,
    pub(crate) phone: Option<String>,
}

/// The list, class by class and there by name.
pub(crate) async fn pupils(
    app: &App,
    institution: InstitutionId,
    standing: &Standing,
    filter: &PupilFilter,
) -> Result<Vec<PupilEntry>, Refusal> {
    let lines = roster::pupils(&app.pool, institution.0, filter).await?;
    let ids: Vec<Uuid> = lines.iter().map(|line| line.pupil_id).collect();
    let ties = roster::guardians(&app.pool, institution.0, &ids).await?;
    let guardians: Vec<Uuid> = ties.iter().map(|(_, guardian, _)| *guardian).collect();
    let people = directory::people(&app.pool, institution.0, &guardians).await?;
    let of_pupils = lines.iter().filter_map(|line| line.details.as_deref());
    let sealed: Vec<&str> =
        of_pupils.chain(people.iter().filter_map(|person| person.details.as_deref())).collect();
    let opener = Opener::of(app, institution, &sealed).await?;
    let mut known: HashMap<Uuid, PersonDetails> = HashMap::new();
    for person in &people {
        let details = person.details.as_deref().map(|text| opener.details(text)).transpose()?.flatten();
        known.extend(details.map(|details| (person.person_id, details)));
    }
    let mut of_pupil: HashMap<Uuid, Vec<GuardianEntry>> = HashMap::new();
    for (pupil, guardian, kinship) in ties {
        if let Some(details) = known.get(&guardian) {
            let (name, phone) = (details.full_name(), details.phone.clone());
            of_pupil.entry(pupil).or_default().push(GuardianEntry { name, kinship, phone });
        }
    }
    let mut classes = directory::classes(&app.pool, institution.0, None).await?;
    classes.sort_by_cached_key(class_order);
    let place: HashMap<Uuid, usize> =
        classes.iter().enumerate().map(|(place, row)| (row.class_id, place)).collect();

    let mut entries = Vec::with_capacity(lines.len());
    for line in lines {
        let details = line.details.as_deref().map(|text| opener.details(text)).transpose()?.flatten();
        let is_there = line.from_day.is_none_or(|from| from <= filter.today)
            && line.to_day.is_none_or(|to| filter.today <= to);
        let own = if is_there { vec![ClassId(line.class_id)] } else { vec![] };
        let known = details.as_ref();
        entries.push(PupilEntry {
            pupil_id: line.pupil_id,
            name: known.map(PersonDetails::full_name),
            class_id: line.class_id,
            class: line.class_name,
            sex: known.and_then(|details| details.sex),
            birth_date: known.and_then(|details| details.birth_date),
            iin: shown_iin(standing, line.pupil_id, own, known.and_then(|details| details.iin.as_ref())),
            taught_in: known.and_then(|details| details.taught_in),
            from: line.from_day,
            came: cited(line.came_number.as_deref(), line.came_on),
            to: line.to_day,
            left: cited(line.left_number.as_deref(), line.left_on),
            guardians: of_pupil.get(&line.pupil_id).cloned().unwrap_or_default(),
            phone: known.and_then(|details| details.phone.clone()),
            address: known.and_then(|details| details.address.clone()),
            account: line.account,
        });
    }
    entries.sort_by_cached_key(|entry| {
        let name = entry.name.as_deref().map(name_order);
        (place.get(&entry.class_id).copied(), name.is_none(), name, entry.pupil_id)
    });
    Ok(entries)
}

impl PupilEntry {
    /// The guardians with what they are and their telephones, in words.
    pub(crate) fn guardians_in_words(&self, words: &Words) -> String {
        let guardians = self.guardians.iter().map(|guardian| {
            let phone = guardian.phone.as_deref().map(|phone| format!(", {phone}")).unwrap_or_default();
            format!("{} ({}){phone}", guardian.name, words.word("kinship-", &guardian.kinship))
        });
        guardians.collect::<Vec<_>>().join("; ")
    }

    fn cells(&self, words: &Words, number: usize) -> Vec<String> {
        let day = |day: Option<NaiveDate>| day.map(written).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            number.to_string(),
            self.name.clone().unwrap_or_else(|| words.t("erased")),
            self.class.clone(),
            self.sex.map(|sex| words.word("sex-", sex.as_ref())).unwrap_or_default(),
            day(self.birth_date),
            text(&self.iin),
            self.taught_in.map(|language| words.word("taught-in-", language.as_ref())).unwrap_or_default(),
            day(self.from),
            text(&self.came),
            day(self.to),
            text(&self.left),
            self.guardians_in_words(words),
            text(&self.phone),
            text(&self.address),
            account_word(words, self.account.as_deref()),
        ]
    }
}

/// The columns of the list, by their codes.
const COLUMNS: [&str; 15] = [
    "number",
    "full-name",
    "class",
    "sex",
    "birth-date",
    "iin",
    "taught-in",
    "from",
    "came-order",
    "to",
    "left-order",
    "guardians",
    "phone",
    "address",
    "account",
];

impl Sheet {
    pub(crate) fn of_pupils(entries: &[PupilEntry], words: &Words) -> Self {
        Self {
            title: words.word("column-", "pupils"),
            header: COLUMNS.iter().map(|code| words.word("column-", code)).collect(),
            rows: (1_usize..).zip(entries).map(|(number, entry)| entry.cells(words, number)).collect(),
        }
    }
}
