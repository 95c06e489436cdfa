//! What can be chosen in the lists of forms and filters.

use dayek_domain::access::Role;
use dayek_projections::directory::MemberRow;
use uuid::Uuid;

use super::views::Choice;

pub(super) fn choice(id: Uuid, label: impl Into<String>, chosen: Option<Uuid>) -> Choice {
    Choice { value: id.to_string(), label: label.into(), selected: chosen == Some(id) }
}

/// Those of some people who are wanted, and besides them whoever is chosen, so that sending the form
/// unchanged changes nothing.
pub(super) fn offered(
    people: &[(String, MemberRow)],
    chosen: Option<Uuid>,
    wanted: impl Fn(&MemberRow) -> bool,
) -> Vec<Choice> {
    let offered = people.iter().filter(|(_, member)| wanted(member) || chosen == Some(member.person_id));
    offered.map(|(name, member)| choice(member.person_id, name, chosen)).collect()
}

/// The employees among some people.
pub(super) fn employees(people: &[(String, MemberRow)], chosen: Option<Uuid>) -> Vec<Choice> {
    offered(people, chosen, is_employed)
}

/// Whether somebody was granted a role of the staff. Who only teaches or leads is not employed by that.
pub(super) fn is_employed(member: &MemberRow) -> bool {
    let mut roles = member.roles.iter().filter_map(|role| role.parse::<Role>().ok());
    member.program_name.is_none()
        && roles.any(|role| role.is_granted() && role.base() == Some(Role::Employee))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(number: u128, roles: &[&str]) -> (String, MemberRow) {
        let member = MemberRow {
            person_id: Uuid::from_u128(number),
            details: None,
            program_name: None,
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            classes: vec![],
            account: None,
        };
        (format!("{number}"), member)
    }

    fn labels(choices: &[Choice]) -> Vec<(&str, bool)> {
        choices.iter().map(|choice| (choice.label.as_str(), choice.selected)).collect()
    }

    #[test]
    fn whoever_was_granted_a_role_of_the_staff_can_be_chosen() {
        let people = [member(1, &["employee"]), member(2, &["parent"]), member(3, &["director"])];
        assert_eq!(labels(&employees(&people, None)), [("1", false), ("3", false)]);
    }

    #[test]
    fn whoever_teaches_and_is_employed_no_more_cannot_be_chosen() {
        let people = [member(1, &["teacher", "class_leader"]), member(2, &["auditor"])];
        assert!(employees(&people, None).is_empty());
    }

    #[test]
    fn whoever_has_the_duty_now_stays_in_the_list() {
        let people = [member(1, &["employee"]), member(2, &[])];
        let chosen = Some(Uuid::from_u128(2));
        assert_eq!(labels(&employees(&people, chosen)), [("1", false), ("2", true)]);
    }
}
