//! A governing organisation with somebody in every role it has.

use dayek::usecases::{GrantRole, OpenSection, RegisterInstitution};
use dayek_domain::access::{Level, Role, Section};
use dayek_domain::id::PersonId;
use dayek_domain::institution::InstitutionKind;

use crate::journal::Journal;
use crate::school::School;
use crate::set_up::register;

/// The education department of most tests; its ids are numbered as those of a school.
pub const DEPARTMENT: School = School::numbered(0xed);
/// An organisation that must see nothing of what is below [`DEPARTMENT`].
pub const OTHER_DEPARTMENT: School = School::numbered(0xee);

pub const DEPARTMENT_NAME: &str = "Ауданның білім бөлімі";

/// Everybody an organisation has.
pub const OFFICE: [Role; 4] = [Role::OrgAdministrator, Role::OrgLeadership, Role::OrgDeputy, Role::OrgEditor];

/// Who holds one of the roles of [`OFFICE`].
pub fn officer(organisation: School, role: Role) -> PersonId {
    let place = (1..).zip(OFFICE).find_map(|(number, held)| (held == role).then_some(number));
    organisation.staff(place.unwrap())
}

impl Journal {
    /// Sets an organisation up in the same database. Nobody stands below it yet.
    pub async fn add_organisation(&self, organisation: School) {
        self.log().open_institution(organisation.institution()).await.unwrap();
        let registered = RegisterInstitution {
            institution_id: organisation.institution(),
            kind: InstitutionKind::Governing,
            name: DEPARTMENT_NAME.to_owned(),
            parent_id: None,
            time_zone: "Asia/Almaty".to_owned(),
            external_id: None,
        };
        self.run_in(organisation, registered).await;
        for role in OFFICE {
            let person_id = officer(organisation, role);
            register(self, organisation, person_id, "Бөлімбаев", role.as_ref()).await;
            self.run_in(organisation, GrantRole::of(person_id, role)).await;
        }
        let opened = OpenSection {
            person_id: officer(organisation, Role::OrgEditor),
            role: Role::OrgEditor,
            section: Section::People,
            level: Level::Edit,
            order: None,
        };
        self.run_in(organisation, opened).await;
    }
}
