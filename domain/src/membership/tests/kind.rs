//! Which kinds of institution have which roles.

use super::{InstitutionKind, Refusal, Role};
use super::{grant_in, granted, membership};

const SCHOOLS: [InstitutionKind; 4] = [
    InstitutionKind::General,
    InstitutionKind::Vocational,
    InstitutionKind::Preschool,
    InstitutionKind::Additional,
];

fn grants(kind: InstitutionKind, role: Role) {
    membership([]).when(grant_in(kind, role)).then_expect_events(vec![granted(role)]);
}

fn refuses(kind: InstitutionKind, role: Role) {
    membership([]).when(grant_in(kind, role)).then_expect_error(Refusal::NotInThisInstitution { role });
}

#[test]
fn a_psychologist_serves_in_general_and_vocational_schools_only() {
    for kind in [InstitutionKind::General, InstitutionKind::Vocational] {
        grants(kind, Role::Psychologist);
    }
    for kind in [InstitutionKind::Preschool, InstitutionKind::Additional, InstitutionKind::Governing] {
        refuses(kind, Role::Psychologist);
    }
}

#[test]
fn a_governing_organisation_has_no_roles_of_a_school() {
    for role in [
        Role::Administrator,
        Role::Director,
        Role::DeputyDirector,
        Role::HeadOfStudies,
        Role::Editor,
        Role::Moderator,
        Role::Employee,
    ] {
        refuses(InstitutionKind::Governing, role);
        for school in SCHOOLS {
            grants(school, role);
        }
    }
}

#[test]
fn a_school_has_no_roles_of_a_governing_organisation() {
    for role in
        [Role::OrgAdministrator, Role::OrgLeadership, Role::OrgDeputy, Role::OrgEditor, Role::OrgEmployee]
    {
        grants(InstitutionKind::Governing, role);
        for school in SCHOOLS {
            refuses(school, role);
        }
    }
}

#[test]
fn an_auditor_comes_to_schools_and_to_governing_organisations() {
    grants(InstitutionKind::Governing, Role::Auditor);
    for school in SCHOOLS {
        grants(school, Role::Auditor);
    }
}

#[test]
fn a_role_that_follows_from_elsewhere_is_granted_in_no_kind_of_institution() {
    for role in [Role::Teacher, Role::ClassLeader, Role::Pupil, Role::Parent] {
        for kind in [InstitutionKind::General, InstitutionKind::Governing] {
            membership([])
                .when(grant_in(kind, role))
                .then_expect_error(Refusal::FollowsFromElsewhere { role });
        }
    }
}

#[test]
fn granting_a_held_role_changes_nothing_even_where_the_institution_has_none() {
    for (kind, role) in [
        (InstitutionKind::Preschool, Role::Psychologist),
        (InstitutionKind::Governing, Role::Director),
        (InstitutionKind::General, Role::OrgEditor),
    ] {
        membership([granted(role)]).when(grant_in(kind, role)).then_expect_events(vec![]);
    }
}
