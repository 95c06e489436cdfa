//! The education department above the demo school, with somebody in every role it has.

use dayek_domain::access::{Level, Role, Section};
use dayek_domain::id::PersonId;
use dayek_domain::institution::InstitutionKind;

use super::accounts::Login;
use super::school::{Name, administrator, register};
use super::{Loader, ORGANISATION};
use crate::log::Actor;
use crate::refusal::Refusal;
use crate::usecases::{AdmitSubordinate, GrantRole, OpenSection, PlaceUnder, RegisterInstitution};

/// The key of the one step that is written in the school's log; it stands beside the steps that are
/// counted, so that a school loaded by an earlier release goes on where it ended.
const PLACED: &str = "demo/placed";

/// Login, key, name and role; the first of them appoints the others.
const OFFICE: [(&str, &str, Name, Role); 4] = [
    ("org-administrator", "org administrator", ("Айдынкөлова", "Бибігүл"), Role::OrgAdministrator),
    ("org-leadership", "org leadership", ("Көкжотаев", "Талғат"), Role::OrgLeadership),
    ("org-deputy", "org deputy", ("Жасылөзекова", "Райхан"), Role::OrgDeputy),
    ("org-editor", "org editor", ("Арқаржотаев", "Елдар"), Role::OrgEditor),
];

pub(super) fn logins() -> Vec<Login> {
    OFFICE.into_iter().map(|(login, key, _, role)| (login, role, key.to_owned())).collect()
}

pub(super) fn head_of(office: &Loader<'_>) -> Actor {
    Actor::Person(office.id(OFFICE[0].1))
}

pub(super) async fn found(office: &mut Loader<'_>, school: &Loader<'_>) -> Result<(), Refusal> {
    let organisation_id = office.institution;
    let registered = RegisterInstitution {
        institution_id: organisation_id,
        kind: InstitutionKind::Governing,
        name: "Көкжиек ауданының білім бөлімі".to_owned(),
        parent_id: None,
        time_zone: "Asia/Almaty".to_owned(),
        external_id: None,
    };
    office.ask(Actor::System, registered).await?;
    people(office).await?;

    let institution_id = school.institution;
    office.ask(head_of(office), AdmitSubordinate { organisation_id, institution_id }).await?;
    let placed = PlaceUnder { institution_id, parent_id: Some(organisation_id) };
    school.ask_under(PLACED, administrator(school), placed).await?;
    // Granting again what is held changes nothing, but its receipt marks the end.
    let last = GrantRole::of(office.id(OFFICE[0].1), Role::OrgAdministrator);
    office.ask_under(ORGANISATION, Actor::System, last).await?;
    Ok(())
}

async fn people(office: &mut Loader<'_>) -> Result<(), Refusal> {
    let mut appoints = Actor::System;
    for (_, key, name, role) in OFFICE {
        register(office, appoints, key, name).await?;
        office.ask(appoints, GrantRole::of(office.id(key), role)).await?;
        appoints = head_of(office);
    }
    let person_id: PersonId = office.id("org editor");
    for section in [Section::People, Section::Announcements] {
        let (role, level) = (Role::OrgEditor, Level::Edit);
        office.ask(appoints, OpenSection { person_id, role, section, level, order: None }).await?;
    }
    Ok(())
}
