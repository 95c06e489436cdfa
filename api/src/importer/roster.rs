//! Users, roles, classes and enrollments as people, memberships and classes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dayek_domain::access::Role;
use dayek_domain::id::{InstitutionId, PersonId, SubjectId};
use dayek_domain::membership::MembershipCommand;
use dayek_domain::person::{PersonCommand, PersonDetails};
use dayek_domain::school_class::{ClassKind, SchoolClassCommand};

use super::asked::{Asked, Task};
use super::places::SessionIndex;
use super::resolve::{Resolved, School, kind};
use crate::oneroster::{Change, Class, Enrollment, EnrollmentRole, Record, Refusal, User};

/// Everybody who has to do with an institution, in the order of the file.
pub(super) fn people(resolved: &Resolved, school: &School) -> Vec<Task> {
    let bundle = &resolved.bundle;
    let mut here: BTreeSet<&str> = BTreeSet::new();
    let is_here = |org: &str| resolved.institution_of_org(org) == Some(school.id);
    here.extend(
        bundle.roles.iter().filter(|role| is_here(&role.data.org)).map(|role| role.data.user.as_str()),
    );
    let enrolled = bundle.enrollments.iter().filter(|enrollment| is_here(&enrollment.data.school));
    here.extend(enrolled.map(|enrollment| enrollment.data.user.as_str()));
    let first_here = |user: &&Record<User>| user.data.primary_org.as_deref().is_some_and(is_here);
    here.extend(bundle.users.iter().filter(first_here).map(|user| user.sourced_id.as_str()));

    let users = bundle.users.iter();
    let users = users.filter(|user| user.change == Change::Set && here.contains(user.sourced_id.as_str()));
    users.map(|user| person(resolved, school.id, user)).collect()
}

fn person(resolved: &Resolved, school: InstitutionId, user: &Record<User>) -> Task {
    let person_id = resolved.person(school, &user.sourced_id);
    let details = PersonDetails {
        family_name: user.data.family_name.clone(),
        given_name: user.data.given_name.clone(),
        middle_name: user.data.middle_name.clone(),
        email: user.data.email.clone(),
        phone: user.data.phone.clone(),
        external_id: Some(user.sourced_id.clone()),
        user_name: Some(user.data.username.clone()),
        identifier: user.data.identifier.clone(),
        ..PersonDetails::default()
    };
    let command = PersonCommand::Record { person_id, details };
    Task::Person(person_id.0, vec![Asked::one("users.csv", user.row, command)])
}

/// The roles that the bundle gives. What follows from enrolment or guardianship is not granted by hand.
pub(super) fn memberships(resolved: &Resolved, school: &School) -> Vec<Task> {
    let mut of_person: BTreeMap<PersonId, Vec<Asked<MembershipCommand>>> = BTreeMap::new();
    for role in &resolved.bundle.roles {
        if resolved.institution_of_org(&role.data.org) != Some(school.id) {
            continue;
        }
        let person = resolved.person(school.id, &role.data.user);
        let commands = match granted(&role.data.role) {
            None => vec![],
            Some(ours) if role.change == Change::Delete => {
                vec![MembershipCommand::RevokeRole {
                    role: ours,
                    order: None,
                    reason: None,
                    // The account of the import stays an administrator.
                    others: 1,
                    leaves_none: false,
                }]
            }
            Some(ours) => vec![MembershipCommand::GrantRole {
                role: ours,
                order: None,
                reason: None,
                institution: Some(school.kind()),
                others: 0,
            }],
        };
        of_person.entry(person).or_default().push(Asked { file: "roles.csv", row: Some(role.row), commands });
    }
    of_person.into_iter().map(|(person, rows)| Task::Membership(person.0, rows)).collect()
}

fn granted(role: &str) -> Option<Role> {
    match role {
        "administrator" | "siteAdministrator" | "systemAdministrator" => Some(Role::Administrator),
        "districtAdministrator" => Some(Role::OrgAdministrator),
        "principal" => Some(Role::Director),
        // Who is a teacher, and of what, is said by the enrollments.
        "teacher" | "aide" | "counselor" | "proctor" => Some(Role::Employee),
        // student, guardian, parent, relative, and words of the other system's own
        _ => None,
    }
}

/// Classes with their teachers and pupils. A class of the bundle becomes a group with its subject.
pub(super) fn classes(
    resolved: &Resolved,
    sessions: &SessionIndex<'_>,
    school: &School,
    refusals: &mut Vec<Refusal>,
) -> Vec<Task> {
    let described: HashMap<&str, &Record<Class>> = resolved
        .bundle
        .classes
        .iter()
        .filter(|class| class.change == Change::Set)
        .map(|class| (class.sourced_id.as_str(), class))
        .collect();
    let mut of_class: BTreeMap<&str, Vec<Asked<SchoolClassCommand>>> = BTreeMap::new();
    for class in described.values() {
        if resolved.institution_of_class(&class.sourced_id) != Some(school.id) {
            continue;
        }
        let term = class.data.terms.first().map_or("", String::as_str);
        match sessions.year_of(resolved, school.id, term) {
            Some(study_year_id) => {
                let command = SchoolClassCommand::Form {
                    study_year_id,
                    kind: ClassKind::Group,
                    name: class.data.title.clone(),
                    external_id: Some(class.sourced_id.clone()),
                    parts: vec![],
                };
                let rows = of_class.entry(&class.sourced_id).or_default();
                rows.push(Asked::one("classes.csv", class.row, command));
            }
            None => {
                refusals.push(refusal("classes.csv", class.row, "termSourcedIds", "leads to no school year"));
            }
        }
    }
    for enrollment in &resolved.bundle.enrollments {
        let class_id = enrollment.data.class.as_str();
        if class_id.is_empty() {
            let reason = "is to be deleted without naming its class and user, so nobody can tell whose it is";
            refusals.push(refusal("enrollments.csv", enrollment.row, "sourcedId", reason));
            continue;
        }
        if resolved.institution_of_class(class_id) != Some(school.id) {
            continue;
        }
        let class = described.get(class_id).copied();
        match enrolled(resolved, school.id, enrollment, class) {
            Ok(commands) => {
                let asked = Asked { file: "enrollments.csv", row: Some(enrollment.row), commands };
                of_class.entry(class_id).or_default().push(asked);
            }
            Err(reason) => {
                refusals.push(refusal("enrollments.csv", enrollment.row, "classSourcedId", reason));
            }
        }
    }
    of_class
        .into_iter()
        .map(|(class, rows)| Task::SchoolClass(resolved.id(school.id, kind::CLASS, class), rows))
        .collect()
}

fn enrolled(
    resolved: &Resolved,
    school: InstitutionId,
    enrollment: &Record<Enrollment>,
    class: Option<&Record<Class>>,
) -> Result<Vec<SchoolClassCommand>, &'static str> {
    let person = resolved.person(school, &enrollment.data.user);
    let ends = enrollment.change == Change::Delete;
    match &enrollment.data.role {
        EnrollmentRole::Student => {
            let pupil_id = person;
            let (from, to) = (enrollment.data.begin, enrollment.data.end);
            if !ends {
                return Ok(vec![SchoolClassCommand::RecordStay { pupil_id, from, to }]);
            }
            let last = to.or(enrollment.modified);
            let withdraw = |on| SchoolClassCommand::WithdrawPupil { pupil_id, on, reason: None, order: None };
            Ok(last.map(withdraw).into_iter().collect())
        }
        EnrollmentRole::Teacher => {
            let Some(class) = class else {
                return Err(
                    "is a class that is not in this bundle, so its subject is not known; send its row of classes.csv along",
                );
            };
            let subject_id = SubjectId(resolved.id(school, kind::COURSE, &class.data.course));
            let teacher_id = person;
            Ok(vec![if ends {
                SchoolClassCommand::UnassignTeacher { teacher_id, subject_id }
            } else {
                SchoolClassCommand::AssignTeacher { teacher_id, subject_id }
            }])
        }
        EnrollmentRole::Proctor | EnrollmentRole::Administrator | EnrollmentRole::Other(_) => Ok(vec![]),
    }
}

pub(super) fn refusal(file: &str, row: u32, field: &str, reason: &str) -> Refusal {
    Refusal {
        file: file.to_owned(),
        row: Some(row),
        field: Some(field.to_owned()),
        reason: reason.to_owned(),
    }
}
