//! What is asked of the streams of one human: who they are, how they get in, what they hold.

use chrono::{DateTime, Utc};
use dayek_domain::access::{Level, Role, Section};
use dayek_domain::account::{AccountCommand, TokenScope};
use dayek_domain::id::{PersonId, StudyYearId};
use dayek_domain::iin_claim::IinClaimCommand;
use dayek_domain::institution::InstitutionKind;
use dayek_domain::membership::MembershipCommand;
use dayek_domain::person::{Iin, Kinship, PersonCommand, PersonDetails};
use proptest::arbitrary::any;
use proptest::option;
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::{Just, Strategy};
use uuid::Uuid;

use super::{date, id, name, note, order, words};

pub(super) fn person_command() -> impl Strategy<Value = PersonCommand> {
    let iin = || {
        let numbers = ["990101100010", "990101100111"];
        option::of(select(numbers.into_iter().flat_map(Iin::parse).collect::<Vec<_>>()))
    };
    let details = || {
        (name(), name(), words(), words(), words(), iin()).prop_map(
            |(family_name, given_name, email, phone, external_id, iin)| PersonDetails {
                family_name,
                given_name,
                email,
                phone,
                external_id,
                iin,
                ..PersonDetails::default()
            },
        )
    };
    let kinship = select(vec![Kinship::Mother, Kinship::Father, Kinship::Guardian]);
    prop_oneof![
        4 => (id::<PersonId>(), details())
            .prop_map(|(person_id, details)| PersonCommand::Register { person_id, details }),
        2 => (id::<PersonId>(), details())
            .prop_map(|(person_id, details)| PersonCommand::Supplement { person_id, details }),
        1 => (id::<PersonId>(), details())
            .prop_map(|(person_id, details)| PersonCommand::Record { person_id, details }),
        2 => (id::<PersonId>(), details())
            .prop_map(|(person_id, details)| PersonCommand::Amend { person_id, details }),
        2 => (date(), note()).prop_map(|(on, reason)| PersonCommand::Archive { on, reason }),
        1 => Just(PersonCommand::Restore),
        2 => id::<StudyYearId>().prop_map(|study_year_id| PersonCommand::ListForUnt { study_year_id }),
        1 => id::<StudyYearId>().prop_map(|study_year_id| PersonCommand::UnlistForUnt { study_year_id }),
        1 => name().prop_map(|name| PersonCommand::RegisterProgram { name }),
        4 => (id::<PersonId>(), id::<PersonId>(), kinship).prop_map(|(pupil_id, guardian_id, kinship)| {
            PersonCommand::LinkGuardian { pupil_id, guardian_id, kinship }
        }),
        2 => (id::<PersonId>(), note())
            .prop_map(|(guardian_id, reason)| PersonCommand::UnlinkGuardian { guardian_id, reason }),
    ]
}

pub(super) fn iin_claim_command() -> impl Strategy<Value = IinClaimCommand> {
    prop_oneof![
        2 => id::<PersonId>().prop_map(|person_id| IinClaimCommand::Claim { person_id }),
        1 => id::<PersonId>().prop_map(|person_id| IinClaimCommand::Release { person_id }),
    ]
}

/// A moment of the first hours there were.
fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..3).prop_map(|hours| DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hours))
}

pub(super) fn account_command() -> impl Strategy<Value = AccountCommand> {
    let scope = select(vec![TokenScope::Read, TokenScope::ReadAndWrite]);
    prop_oneof![
        4 => (id::<Uuid>(), moment(), any::<bool>()).prop_map(|(invitation_id, expires_at, restores)| {
            AccountCommand::Invite { invitation_id, expires_at, restores }
        }),
        1 => Just(AccountCommand::WithdrawInvitation),
        4 => id::<Uuid>().prop_map(|invitation_id| AccountCommand::Activate { invitation_id }),
        2 => (id::<Uuid>(), any::<bool>()).prop_map(|(change_id, takes_tokens)| {
            AccountCommand::NotePasswordChange { change_id, takes_tokens }
        }),
        2 => id::<Uuid>().prop_map(|link_id| AccountCommand::LinkPlace { link_id }),
        1 => id::<Uuid>().prop_map(|link_id| AccountCommand::UnlinkPlace { link_id }),
        1 => Just(AccountCommand::EnableSecondFactor),
        1 => Just(AccountCommand::RemoveSecondFactor),
        1 => note().prop_map(|reason| AccountCommand::Block { reason }),
        2 => Just(AccountCommand::Unblock),
        2 => (id::<Uuid>(), name(), scope, option::of(moment())).prop_map(
            |(token_id, label, scope, expires_at)| AccountCommand::IssueToken {
                token_id,
                label,
                scope,
                expires_at
            }
        ),
        2 => id::<Uuid>().prop_map(|token_id| AccountCommand::RevokeToken { token_id }),
    ]
}

pub(super) fn membership_command() -> impl Strategy<Value = MembershipCommand> {
    // Granted in a school, in a governing organisation, in some schools only, and not by hand.
    let role = || {
        select(vec![
            Role::Administrator,
            Role::Editor,
            Role::Editor,
            Role::OrgEditor,
            Role::Psychologist,
            Role::Teacher,
        ])
    };
    let section = || select(vec![Section::Journals, Section::People, Section::Announcements]);
    let level = select(vec![Level::View, Level::Edit]);
    let kind = select(vec![InstitutionKind::General, InstitutionKind::Preschool, InstitutionKind::Governing]);
    let others = || 0_u32..5;
    prop_oneof![
        (role(), order(), note(), option::of(kind), others()).prop_map(
            |(role, order, reason, institution, others)| MembershipCommand::GrantRole {
                role,
                order,
                reason,
                institution,
                others
            }
        ),
        (role(), order(), note(), others(), any::<bool>()).prop_map(
            |(role, order, reason, others, leaves_none)| MembershipCommand::RevokeRole {
                role,
                order,
                reason,
                others,
                leaves_none
            }
        ),
        (role(), section(), level, order()).prop_map(|(role, section, level, order)| {
            MembershipCommand::OpenSection { role, section, level, order }
        }),
        (role(), section(), order(), note()).prop_map(|(role, section, order, reason)| {
            MembershipCommand::CloseSection { role, section, order, reason }
        }),
    ]
}
