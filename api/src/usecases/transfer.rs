//! A pupil goes from one class to another.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, PersonId};
use dayek_domain::membership::Order;
use dayek_domain::school_class::{Enrolment, SchoolClass, SchoolClassCommand, SchoolClassError};

use super::classes::must_lie_in_year;
use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// Ends a pupil's stay in one class and begins one in another, both or neither.
#[derive(Debug, Clone)]
pub struct TransferPupil {
    pub pupil_id: PersonId,
    pub from_class: ClassId,
    pub to_class: ClassId,
    /// The first day in the other class.
    pub on: NaiveDate,
    pub order: Option<Order>,
}

impl UseCase for TransferPupil {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.from_class), StreamKey::of::<SchoolClass>(self.to_class)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        let Self { pupil_id, from_class, to_class, on, ref order } = *self;
        if !work.look_at::<SchoolClass>(from_class).await?.is_formed() {
            return Err(Refusal::NotFound);
        }
        if from_class == to_class {
            return Err(SchoolError::SameClass.into());
        }
        let last = on.pred_opt().unwrap_or(on);
        match work.look_at::<SchoolClass>(from_class).await?.enrolment_on(pupil_id, last) {
            Enrolment::Member => {}
            Enrolment::OutsideStay => return Err(SchoolClassError::LeavesBeforeComing { pupil_id }.into()),
            Enrolment::Stranger => return Err(SchoolClassError::NotAMember { pupil_id }.into()),
        }
        // A stay that ends before the pupil would come to the other class is not one to be moved.
        let stays = work.look_at::<SchoolClass>(from_class).await?.enrolment_on(pupil_id, on);
        let came = work.look_at::<SchoolClass>(to_class).await?.enrolment_on(pupil_id, on);
        if stays != Enrolment::Member && came != Enrolment::Member {
            return Err(SchoolError::StayEnded.into());
        }
        must_lie_in_year(work, to_class, on).await?;
        let leave =
            SchoolClassCommand::WithdrawPupil { pupil_id, on: last, reason: None, order: order.clone() };
        work.handle::<SchoolClass>(from_class, leave).await?;
        let come = SchoolClassCommand::EnrolPupil { pupil_id, from: Some(on), order: order.clone() };
        work.handle::<SchoolClass>(to_class, come).await?;
        Ok(())
    }
}
