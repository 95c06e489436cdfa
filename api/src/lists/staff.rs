//! R3: the staff with what they teach and lead.

use std::collections::HashMap;

use dayek_domain::access::{Role, Standing};
use dayek_domain::id::InstitutionId;
use dayek_domain::person::PersonDetails;
use dayek_projections::directory::{self, MemberRow};
use uuid::Uuid;

use super::{Sheet, account_word, shown_iin};
use crate::http::App;
use crate::http::people::Opener;
use crate::pages::{Words, class_order, name_order};
use crate::refusal::Refusal;

/// What the list is narrowed to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StaffFilter {
    /// What is taught and led in this study year; `None`: in all of them.
    pub(crate) study_year_id: Option<Uuid>,
    pub(crate) role: Option<Role>,
    pub(crate) subject_id: Option<Uuid>,
}

/// A line of the list.
#[derive(Debug, Clone)]
pub(crate) struct StaffEntry {
    pub(crate) person_id: Uuid,
    /// `None`: erased.
    pub(crate) name: Option<String>,
    pub(crate) position: Option<String>,
    pub(crate) subjects: Vec<String>,
    /// The classes they lead.
    pub(crate) leads: Vec<String>,
    pub(crate) education: Option<String>,
    pub(crate) iin: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) roles: Vec<Role>,
    pub(crate) account: Option<String>,
}

/// The list by name.
pub(crate) async fn staff(
    app: &App,
    institution: InstitutionId,
    standing: &Standing,
    filter: &StaffFilter,
) -> Result<Vec<StaffEntry>, Refusal> {
    let pool = &app.pool;
    let mut members = directory::members(pool, institution.0, None).await?;
    members.retain(|member| member.program_name.is_none() && is_employed(member));
    let mut classes = directory::classes(pool, institution.0, None).await?;
    classes.retain(|row| filter.study_year_id.is_none_or(|year| row.study_year_id == year));
    classes.sort_by_cached_key(class_order);
    let name_of = |class: Uuid| classes.iter().find(|row| row.class_id == class).map(|row| &row.name);

    let mut subjects: HashMap<Uuid, Vec<(Uuid, String)>> = HashMap::new();
    for row in directory::teaching(pool, institution.0).await? {
        let of_person = subjects.entry(row.teacher_id).or_default();
        if name_of(row.class_id).is_some() && of_person.iter().all(|(known, _)| *known != row.subject_id) {
            of_person.push((row.subject_id, row.subject_name.unwrap_or_default()));
        }
    }
    let duties = directory::class_staff(pool, institution.0).await?;
    let leads = |person: Uuid| {
        let led = duties.iter().filter(|(_, duty, of)| *of == person && duty == Role::ClassLeader.as_ref());
        led.filter_map(|(class, _, _)| name_of(*class).cloned()).collect::<Vec<_>>()
    };

    let sealed: Vec<&str> = members.iter().filter_map(|member| member.details.as_deref()).collect();
    let opener = Opener::of(app, institution, &sealed).await?;
    let mut entries = Vec::with_capacity(members.len());
    for member in &members {
        let taught = subjects.remove(&member.person_id).unwrap_or_default();
        let roles: Vec<Role> = member.roles.iter().filter_map(|role| role.parse().ok()).collect();
        let fits = filter.role.is_none_or(|role| roles.contains(&role))
            && filter.subject_id.is_none_or(|subject| taught.iter().any(|(id, _)| *id == subject));
        if !fits {
            continue;
        }
        let details = member.details.as_deref().map(|text| opener.details(text)).transpose()?.flatten();
        let known = details.as_ref();
        let mut subjects: Vec<String> = taught.into_iter().map(|(_, name)| name).collect();
        subjects.sort_by_cached_key(|name| name_order(name));
        entries.push(StaffEntry {
            person_id: member.person_id,
            name: known.map(PersonDetails::full_name),
            position: known.and_then(|details| details.position.clone()),
            subjects,
            leads: leads(member.person_id),
            education: known.and_then(|details| details.education.clone()),
            iin: shown_iin(
                standing,
                member.person_id,
                vec![],
                known.and_then(|details| details.iin.as_ref()),
            ),
            phone: known.and_then(|details| details.phone.clone()),
            email: known.and_then(|details| details.email.clone()),
            roles,
            account: member.account.clone(),
        });
    }
    entries.sort_by_cached_key(|entry| {
        let name = entry.name.as_deref().map(name_order);
        (name.is_none(), name, entry.person_id)
    });
    Ok(entries)
}

/// Whether somebody was granted a role of the staff.
fn is_employed(member: &MemberRow) -> bool {
    let mut roles = member.roles.iter().filter_map(|role| role.parse::<Role>().ok());
    roles.any(|role| role.is_granted() && role.base().is_some())
}

impl StaffEntry {
    /// What they are, in words.
    pub(crate) fn roles_in_words(&self, words: &Words) -> Vec<String> {
        self.roles.iter().map(|role| words.word("role-", role.as_ref())).collect()
    }

    fn cells(&self, words: &Words, number: usize) -> Vec<String> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            number.to_string(),
            self.name.clone().unwrap_or_else(|| words.t("erased")),
            text(&self.position),
            self.subjects.join("; "),
            self.leads.join("; "),
            text(&self.education),
            text(&self.iin),
            text(&self.phone),
            text(&self.email),
            self.roles_in_words(words).join("; "),
            account_word(words, self.account.as_deref()),
        ]
    }
}

/// The columns of the list, by their codes.
const COLUMNS: [&str; 11] = [
    "number",
    "full-name",
    "position",
    "subjects",
    "leads",
    "education",
    "iin",
    "phone",
    "email",
    "roles",
    "account",
];

impl Sheet {
    pub(crate) fn of_staff(entries: &[StaffEntry], words: &Words) -> Self {
        Self {
            title: words.word("column-", "staff"),
            header: COLUMNS.iter().map(|code| words.word("column-", code)).collect(),
            rows: (1_usize..).zip(entries).map(|(number, entry)| entry.cells(words, number)).collect(),
        }
    }
}
