//! Events about people, their roles and their accounts as rows of the change history.

use dayek_domain::account::AccountEvent;
use dayek_domain::membership::MembershipEvent;
use dayek_domain::person::PersonEvent;

use super::row::{Change, Kind};
use crate::delivery::RecordedEvent;

pub(super) fn of_person(event: &RecordedEvent, fact: &PersonEvent) -> Change {
    let mut change = Change::of(Kind::Person).about(event.stream_id);
    match fact {
        PersonEvent::PersonRegistered { details } => {
            change.new_sealed = details.sealed().map(|sealed| event.placed("details", sealed));
            change
        }
        PersonEvent::PersonalDataAmended { from, to } => {
            change.old_sealed = from.sealed().map(|sealed| event.placed("from", sealed));
            change.new_sealed = to.sealed().map(|sealed| event.placed("to", sealed));
            change
        }
        PersonEvent::ProgramRegistered { name } => change.new_value(name),
        // The row is about the guardian, whose rights change; its stream is the pupil's.
        PersonEvent::GuardianLinked { guardian_id, from, kinship } => {
            let mut change = Change::of(Kind::Guardian).about(*guardian_id).new_value(kinship.as_ref());
            change.old = from.map(|kinship| kinship.as_ref().to_owned());
            change
        }
        PersonEvent::GuardianUnlinked { guardian_id, kinship, reason } => Change::of(Kind::Guardian)
            .about(*guardian_id)
            .old(kinship.as_ref())
            .reason(event, reason.as_ref()),
        PersonEvent::PersonArchived { on, reason } => {
            change.on_day = Some(*on);
            change.old("present").new_value("archived").reason(event, reason.as_ref())
        }
        PersonEvent::PersonRestored => change.old("archived").new_value("present"),
        PersonEvent::UntListed { .. } => change.new_value("unt_taker"),
        PersonEvent::UntUnlisted { .. } => change.old("unt_taker"),
    }
}

pub(super) fn of_membership(event: &RecordedEvent, fact: &MembershipEvent) -> Change {
    let change = Change::of(Kind::Role).about(event.stream_id);
    match fact {
        MembershipEvent::RoleGranted { role, order, reason, .. } => {
            ordered(change, order.as_ref()).new_value(role.as_ref()).reason(event, reason.as_ref())
        }
        MembershipEvent::RoleRevoked { role, order, reason, .. } => {
            ordered(change, order.as_ref()).old(role.as_ref()).reason(event, reason.as_ref())
        }
        MembershipEvent::SectionOpenedToEditor { section, from, level, order, .. } => {
            let mut change = ordered(Change::of(Kind::Section).about(event.stream_id), order.as_ref());
            change.old = from.map(|from| format!("{} {}", section.as_ref(), from.as_ref()));
            change.new_value(format!("{} {}", section.as_ref(), level.as_ref()))
        }
        MembershipEvent::SectionClosedToEditor { section, from, order, reason, .. } => {
            ordered(Change::of(Kind::Section).about(event.stream_id), order.as_ref())
                .old(format!("{} {}", section.as_ref(), from.as_ref()))
                .reason(event, reason.as_ref())
        }
    }
}

/// The order behind a change stands where other rows have their title and day.
fn ordered(mut change: Change, order: Option<&dayek_domain::membership::Order>) -> Change {
    if let Some(order) = order {
        change.title = Some(order.number.clone());
        change.on_day = Some(order.date);
    }
    change
}

pub(super) fn of_account(event: &RecordedEvent, fact: &AccountEvent) -> Change {
    let change = Change::of(Kind::Account).about(event.stream_id);
    match fact {
        AccountEvent::InvitationIssued { .. } => change.new_value("invited"),
        AccountEvent::AccessRestored { .. } => change.new_value("restored"),
        AccountEvent::InvitationWithdrawn { .. } => change.old("invited"),
        AccountEvent::AccountActivated { .. } => change.old("invited").new_value("active"),
        AccountEvent::PasswordChanged { .. } => change.new_value("password_changed"),
        AccountEvent::SecondFactorEnabled => change.new_value("second_factor"),
        AccountEvent::SecondFactorRemoved => change.old("second_factor"),
        AccountEvent::AccountBlocked { reason } => {
            change.old("active").new_value("blocked").reason(event, reason.as_ref())
        }
        AccountEvent::AccountUnblocked => change.old("blocked").new_value("active"),
        AccountEvent::TokenIssued { label, .. } => {
            let mut change = change.new_value("token");
            change.title = Some(label.clone());
            change
        }
        AccountEvent::TokenRevoked { .. } => change.old("token"),
        AccountEvent::PlaceLinked { .. } => change.new_value("linked_place"),
        AccountEvent::PlaceUnlinked { .. } => change.old("linked_place"),
    }
}
