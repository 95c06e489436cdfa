//! The form with a person's data: for somebody new, and for putting it right.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, PersonId};
use dayek_domain::person::{Iin, Person, PersonDetails, Sex, TaughtIn};
use dayek_projections::directory;
use serde::Deserialize;
use strum::IntoEnumIterator;
use uuid::Uuid;

use super::choices::choice;
use super::classes::{class_label, class_order};
use super::form::{Sent, filled, go_to, page, refused_form};
use super::rights::{order, run};
use super::views::{Choice, FieldError, PersonForm, PlaceForm};
use super::visitor::Visitor;
use super::words::Words;
use crate::entropy::new_id;
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::LogError;
use crate::refusal::Refusal;
use crate::usecases::{AddPeople, AmendPerson, Newcomer, Place};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PersonSent {
    family_name: String,
    given_name: String,
    middle_name: String,
    birth_date: String,
    sex: String,
    iin: String,
    email: String,
    phone: String,
    address: String,
    taught_in: String,
    position: String,
    education: String,
    /// `pupil`, `employee` or nothing.
    coming: String,
    class: String,
    from: String,
    order_number: String,
    order_date: String,
}

pub(super) async fn new(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    visitor.may(Action::AddPeople, &Object::Institution)?;
    let from = visitor.time.today().to_string();
    page(&new_form(&app, &visitor, PersonSent { from, ..PersonSent::default() }, vec![]).await?)
}

pub(super) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<PersonSent>,
) -> Result<Response, Refused> {
    visitor.may(Action::AddPeople, &Object::Institution)?;
    let mut errors = Vec::new();
    let details = details(visitor.words, &sent, &mut errors);
    let place = place(visitor.words, &sent, &mut errors);
    if errors.is_empty() {
        let person_id = PersonId(new_id(app.entropy.as_ref()).map_err(LogError::from)?);
        let people = vec![Newcomer { person_id, details, place }];
        match run(&app, &visitor, AddPeople { people }).await? {
            // Lists may show them a moment later than this.
            None => return Ok(go_to("/people?done=saved")),
            Some(text) => errors.push(FieldError { field: "family_name", text }),
        }
    }
    refused_form(&new_form(&app, &visitor, sent, errors).await?)
}

pub(super) async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
) -> Result<Response, Refused> {
    let details = known(&app, &visitor, person).await?;
    page(&edit_form(&app, &visitor, person, sent_of(details), vec![]).await?)
}

pub(super) async fn amend(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
    Sent(sent): Sent<PersonSent>,
) -> Result<Response, Refused> {
    known(&app, &visitor, person).await?;
    let mut errors = Vec::new();
    let details = details(visitor.words, &sent, &mut errors);
    if errors.is_empty() {
        let person_id = PersonId(person);
        let classes = visitor.caller.classes_of_pupil(&app, person_id).await?;
        match run(&app, &visitor, AmendPerson { person_id, classes, details }).await? {
            None => return Ok(go_to(&format!("/people/{person}?done=saved"))),
            Some(text) => errors.push(FieldError { field: "family_name", text }),
        }
    }
    refused_form(&edit_form(&app, &visitor, person, sent, errors).await?)
}

/// What the log knows of somebody whose data the visitor may put right.
async fn known(app: &App, visitor: &Visitor, person: Uuid) -> Result<PersonDetails, Refused> {
    let object = visitor.caller.person_as_object(app, PersonId(person)).await?;
    visitor.may(Action::EditPersonalData, &object)?;
    let institution = visitor.caller.institution();
    let states = app.log.states::<Person>(institution, &[person], None).await?;
    let details = states.get(&person).and_then(Person::details).cloned();
    Ok(details.ok_or(Refusal::NotFound)?)
}

fn details(words: &Words, sent: &PersonSent, errors: &mut Vec<FieldError>) -> PersonDetails {
    let text = |text: &str| filled(text.to_owned());
    let birth_date = text(&sent.birth_date).and_then(|said| {
        let day = said.parse::<NaiveDate>().ok();
        if day.is_none() {
            errors.push(FieldError { field: "birth_date", text: words.t("error-not-a-day") });
        }
        day
    });
    let iin = text(&sent.iin).and_then(|said| match Iin::parse(&said) {
        Ok(iin) => Some(iin),
        Err(fault) => {
            let kind = crate::people_import::ProblemKind::Iin { fault };
            errors.push(FieldError { field: "iin", text: kind.told(words) });
            None
        }
    });
    PersonDetails {
        family_name: sent.family_name.trim().to_owned(),
        given_name: sent.given_name.trim().to_owned(),
        middle_name: text(&sent.middle_name),
        email: text(&sent.email),
        phone: text(&sent.phone),
        iin,
        birth_date,
        sex: sent.sex.parse().ok(),
        address: text(&sent.address),
        taught_in: sent.taught_in.parse().ok(),
        position: text(&sent.position),
        education: text(&sent.education),
        ..PersonDetails::default()
    }
}

fn place(words: &Words, sent: &PersonSent, errors: &mut Vec<FieldError>) -> Place {
    let mut fault = |field, key| {
        errors.push(FieldError { field, text: words.t(key) });
        Place::Nowhere
    };
    if sent.coming.is_empty() {
        return Place::Nowhere;
    }
    let Ok(order) = order(&sent.order_number, &sent.order_date) else {
        return fault("order_date", "error-order");
    };
    match sent.coming.as_str() {
        "employee" => Place::Employee { order },
        "pupil" => match (sent.class.parse::<Uuid>(), sent.from.trim().parse::<NaiveDate>()) {
            (Ok(class), Ok(from)) => Place::Pupil { class_id: ClassId(class), from, order },
            (Err(_), _) => fault("class", "error-choose"),
            (Ok(_), Err(_)) => fault("from", "error-not-a-day"),
        },
        _ => fault("coming", "error-choose"),
    }
}

fn sent_of(details: PersonDetails) -> PersonSent {
    PersonSent {
        family_name: details.family_name,
        given_name: details.given_name,
        middle_name: details.middle_name.unwrap_or_default(),
        birth_date: details.birth_date.map(|day| day.to_string()).unwrap_or_default(),
        sex: details.sex.map(|sex| sex.as_ref().to_owned()).unwrap_or_default(),
        iin: details.iin.map(|iin| iin.as_str().to_owned()).unwrap_or_default(),
        email: details.email.unwrap_or_default(),
        phone: details.phone.unwrap_or_default(),
        address: details.address.unwrap_or_default(),
        taught_in: details.taught_in.map(|language| language.as_ref().to_owned()).unwrap_or_default(),
        position: details.position.unwrap_or_default(),
        education: details.education.unwrap_or_default(),
        ..PersonSent::default()
    }
}

async fn new_form(
    app: &App,
    visitor: &Visitor,
    sent: PersonSent,
    errors: Vec<FieldError>,
) -> Result<PersonForm, Refused> {
    let words = visitor.words;
    let mut comings = Vec::new();
    let coming = |code: &str| Choice {
        value: code.to_owned(),
        label: words.word("role-", code),
        selected: sent.coming == code,
    };
    let mut classes = Vec::new();
    if visitor.can(Action::EditClasses, &Object::Institution) {
        comings.push(coming("pupil"));
        classes = directory::classes(&app.pool, visitor.caller.institution().0, None).await?;
        classes.retain(|row| visitor.is_in_year(row.study_year_id));
        classes.sort_by_cached_key(class_order);
    }
    if visitor.can(Action::GrantRoles, &Object::Institution) {
        comings.push(coming("employee"));
    }
    let chosen = sent.class.parse().ok();
    let place = PlaceForm {
        comings,
        classes: classes.iter().map(|row| choice(row.class_id, class_label(row, &classes), chosen)).collect(),
        from: sent.from.clone(),
        order_number: sent.order_number.clone(),
        order_date: sent.order_date.clone(),
    };
    let place = (!place.comings.is_empty()).then_some(place);
    let title = words.t("person-new");
    form(app, visitor, title, "/people/new".to_owned(), sent, place, errors).await
}

async fn edit_form(
    app: &App,
    visitor: &Visitor,
    person: Uuid,
    sent: PersonSent,
    errors: Vec<FieldError>,
) -> Result<PersonForm, Refused> {
    let title = visitor.words.t("person-edit");
    form(app, visitor, title, format!("/people/{person}/edit"), sent, None, errors).await
}

async fn form(
    app: &App,
    visitor: &Visitor,
    title: String,
    action: String,
    sent: PersonSent,
    place: Option<PlaceForm>,
    errors: Vec<FieldError>,
) -> Result<PersonForm, Refused> {
    Ok(PersonForm {
        frame: visitor.frame(app, title.clone()).await?,
        title,
        action,
        sexes: codes::<Sex>(visitor.words, "sex-", &sent.sex),
        languages: codes::<TaughtIn>(visitor.words, "taught-in-", &sent.taught_in),
        family_name: sent.family_name,
        given_name: sent.given_name,
        middle_name: sent.middle_name,
        birth_date: sent.birth_date,
        iin: sent.iin,
        email: sent.email,
        phone: sent.phone,
        address: sent.address,
        position: sent.position,
        education: sent.education,
        place,
        errors,
    })
}

fn codes<T: IntoEnumIterator + AsRef<str>>(words: &Words, prefix: &str, chosen: &str) -> Vec<Choice> {
    let choices = T::iter().map(|code| Choice {
        value: code.as_ref().to_owned(),
        label: words.word(prefix, code.as_ref()),
        selected: chosen == code.as_ref(),
    });
    choices.collect()
}
