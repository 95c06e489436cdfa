//! The forms on the page of a class, for whoever may change who leads it, teaches in it and is in it.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object, Role};
use dayek_domain::id::InstitutionId;
use dayek_domain::institution::InstitutionKind;
use dayek_projections::directory::{self, ClassRow, MemberRow};
use dayek_projections::roster;
use serde::Deserialize;
use uuid::Uuid;

use super::choices::{choice, employees, offered};
use super::people::named;
use super::views::{
    Choice, ClassForms, DutyForm, EnrolmentForm, FieldError, TeachingForm, TransferForm, WithdrawalForm,
};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::usecases::Duty;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DutySent {
    /// Nobody is an empty text.
    pub(super) person: String,
    pub(super) order_number: String,
    pub(super) order_date: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TeachingSent {
    pub(super) subject: String,
    pub(super) teacher: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct EnrolmentSent {
    pub(super) pupil: String,
    pub(super) from: String,
    pub(super) order_number: String,
    pub(super) order_date: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WithdrawalSent {
    pub(super) on: String,
    pub(super) reason: String,
    pub(super) order_number: String,
    pub(super) order_date: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TransferSent {
    pub(super) class: String,
    pub(super) on: String,
    pub(super) order_number: String,
    pub(super) order_date: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NameSent {
    pub(super) name: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct MembersSent {
    pub(super) pupil: Vec<Uuid>,
    pub(super) from: String,
}

/// What a form left on the page.
#[derive(Default)]
pub(super) struct Left {
    pub(super) errors: Vec<FieldError>,
    pub(super) duty: Option<(Duty, DutySent)>,
    pub(super) teaching: TeachingSent,
    pub(super) enrolment: Option<EnrolmentSent>,
    /// Of which pupil.
    pub(super) withdrawal: Option<(Uuid, WithdrawalSent)>,
    pub(super) transfer: Option<(Uuid, TransferSent)>,
    pub(super) name: Option<String>,
    pub(super) members: Option<MembersSent>,
}

/// The ids of the fields of a duty's form; that of the person is also the end of its path.
pub(super) struct DutyFields {
    pub(super) person: &'static str,
    pub(super) number: &'static str,
    pub(super) date: &'static str,
}

impl DutyFields {
    pub(super) const fn of(duty: Duty) -> Self {
        match duty {
            Duty::ClassLeader => {
                Self { person: "leader", number: "leader_order_number", date: "leader_order_date" }
            }
            Duty::Psychologist => Self {
                person: "psychologist",
                number: "psychologist_order_number",
                date: "psychologist_order_date",
            },
        }
    }
}

/// Who leads a class and who serves it as psychologist.
#[derive(Clone, Copy)]
pub(super) struct OnDuty {
    pub(super) leader: Option<Uuid>,
    pub(super) psychologist: Option<Uuid>,
}

/// Whether the visitor may change who is in the class and who has a duty in it.
pub(super) fn may_edit(visitor: &Visitor) -> bool {
    visitor.can(Action::EditClasses, &Object::Institution)
}

/// Whether the visitor may change who teaches what.
pub(super) fn may_assign(visitor: &Visitor) -> bool {
    visitor.can(Action::EditTimetable, &Object::Institution)
}

/// The forms the visitor may send.
pub(super) async fn forms(
    app: &App,
    visitor: &Visitor,
    on_duty: OnDuty,
    today: NaiveDate,
    left: &Left,
) -> Result<ClassForms, Refused> {
    let mut forms = ClassForms::default();
    if !may_edit(visitor) && !may_assign(visitor) {
        return Ok(forms);
    }
    let institution = visitor.caller.institution();
    let archived = roster::archived(&app.pool, institution.0).await?;
    let mut members = directory::members(&app.pool, institution.0, None).await?;
    members.retain(|member| !archived.contains_key(&member.person_id));
    let people = named(app, visitor, members).await?;
    if may_edit(visitor) {
        let leader = chosen(left, Duty::ClassLeader, on_duty.leader);
        forms.duties.push(duty_form(visitor, Duty::ClassLeader, employees(&people, leader), left));
        if has_psychologists(app, institution).await? {
            let psychologist = chosen(left, Duty::Psychologist, on_duty.psychologist);
            let ids = directory::holders(&app.pool, institution.0, Role::Psychologist.as_ref()).await?;
            let psychologists = offered(&people, psychologist, |member| ids.contains(&member.person_id));
            forms.duties.push(duty_form(visitor, Duty::Psychologist, psychologists, left));
        }
        forms.enrolment = Some(enrolment_form(&people, today, left));
    }
    if may_assign(visitor) {
        let subjects = directory::subjects(&app.pool, institution.0).await?;
        let subject: Option<Uuid> = left.teaching.subject.parse().ok();
        forms.teaching = Some(TeachingForm {
            subjects: subjects.into_iter().map(|row| choice(row.subject_id, row.name, subject)).collect(),
            teachers: employees(&people, left.teaching.teacher.parse().ok()),
        });
    }
    Ok(forms)
}

/// Ends the stay of a pupil.
pub(super) fn withdrawal_form(class: Uuid, pupil: Uuid, last_day: NaiveDate, left: &Left) -> WithdrawalForm {
    let sent = left.withdrawal.as_ref().filter(|(of, _)| *of == pupil).map(|(_, sent)| sent);
    WithdrawalForm {
        action: format!("/classes/{class}/pupils/{pupil}/withdrawal"),
        on: sent.map_or_else(|| last_day.to_string(), |sent| sent.on.clone()),
        reason: sent.map(|sent| sent.reason.clone()).unwrap_or_default(),
        order_number: sent.map(|sent| sent.order_number.clone()).unwrap_or_default(),
        order_date: sent.map(|sent| sent.order_date.clone()).unwrap_or_default(),
        refused: sent.is_some(),
    }
}

/// Takes a pupil to another class of the year.
pub(super) fn transfer_form(
    class: Uuid,
    pupil: Uuid,
    others: &[ClassRow],
    today: NaiveDate,
    left: &Left,
) -> TransferForm {
    let sent = left.transfer.as_ref().filter(|(of, _)| *of == pupil).map(|(_, sent)| sent);
    let chosen = sent.and_then(|sent| sent.class.parse().ok());
    TransferForm {
        action: format!("/classes/{class}/pupils/{pupil}/transfer"),
        classes: others.iter().map(|row| choice(row.class_id, row.name.as_str(), chosen)).collect(),
        on: sent.map_or_else(|| today.to_string(), |sent| sent.on.clone()),
        order_number: sent.map(|sent| sent.order_number.clone()).unwrap_or_default(),
        order_date: sent.map(|sent| sent.order_date.clone()).unwrap_or_default(),
        refused: sent.is_some(),
    }
}

fn sent_for(left: &Left, duty: Duty) -> Option<&DutySent> {
    left.duty.as_ref().filter(|(of, _)| *of == duty).map(|(_, sent)| sent)
}

/// Whoever was chosen, else whoever has the duty now.
fn chosen(left: &Left, duty: Duty, now: Option<Uuid>) -> Option<Uuid> {
    sent_for(left, duty).map_or(now, |sent| sent.person.parse().ok())
}

fn duty_form(visitor: &Visitor, duty: Duty, people: Vec<Choice>, left: &Left) -> DutyForm {
    let DutyFields { person, number, date } = DutyFields::of(duty);
    let sent = sent_for(left, duty);
    DutyForm {
        title: match duty {
            Duty::ClassLeader => visitor.words.t("class-leader"),
            Duty::Psychologist => visitor.words.t("class-psychologist"),
        },
        person,
        number,
        date,
        people,
        order_number: sent.map(|sent| sent.order_number.clone()).unwrap_or_default(),
        order_date: sent.map(|sent| sent.order_date.clone()).unwrap_or_default(),
    }
}

fn enrolment_form(people: &[(String, MemberRow)], today: NaiveDate, left: &Left) -> EnrolmentForm {
    // Who is a pupil is said by the class alone, so whoever is nothing yet may become one.
    let is_nothing_yet = |member: &MemberRow| member.program_name.is_none() && member.roles.is_empty();
    let sent = left.enrolment.as_ref();
    EnrolmentForm {
        pupils: offered(people, sent.and_then(|sent| sent.pupil.parse().ok()), is_nothing_yet),
        from: sent.map_or_else(|| today.to_string(), |sent| sent.from.clone()),
        order_number: sent.map(|sent| sent.order_number.clone()).unwrap_or_default(),
        order_date: sent.map(|sent| sent.order_date.clone()).unwrap_or_default(),
    }
}

/// Whether an institution of this kind has psychologists.
async fn has_psychologists(app: &App, institution: InstitutionId) -> Result<bool, Refused> {
    let kind = directory::kind_of(&app.pool, institution.0).await?;
    let kind = kind.and_then(|kind| kind.parse::<InstitutionKind>().ok());
    Ok(kind.is_some_and(|kind| Role::Psychologist.exists_in(kind)))
}
