//! Inviting people, and the sheet that is cut into strips.

use askama::Template;

use super::layout::{Choice, FieldError, Frame, Qr};

#[derive(Template)]
#[template(path = "invitations.html")]
pub(crate) struct Invitations {
    pub(crate) frame: Frame,
    /// Field `people`, the whole list.
    pub(crate) errors: Vec<FieldError>,
    /// Classes with their pupils and guardians, staff.
    pub(crate) groups: Vec<InvitationGroup>,
    pub(crate) issued: Vec<Issued>,
}

pub(crate) struct InvitationGroup {
    /// Unique on the page: letters and digits.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) people: Vec<Choice>,
    /// Whoever has an invitation that waits; another one takes it back.
    pub(crate) waiting: Vec<Choice>,
}

pub(crate) struct Issued {
    pub(crate) name: String,
    pub(crate) at: String,
    pub(crate) until: String,
    pub(crate) state: String,
    /// The look of the state: empty, `create` for accepted, `delete` for lapsed.
    pub(crate) badge: &'static str,
    /// Where the invitation is printed again while it waits.
    pub(crate) again: Option<String>,
}

#[derive(Template)]
#[template(path = "invitation_sheet.html")]
pub(crate) struct InvitationSheet {
    pub(crate) frame: Frame,
    pub(crate) strips: Vec<Strip>,
}

pub(crate) struct Strip {
    pub(crate) name: String,
    /// Role, class and school.
    pub(crate) place: String,
    pub(crate) code: String,
    /// What to do with the code: address and last day, as a sentence.
    pub(crate) address: String,
    pub(crate) until: String,
    pub(crate) qr: Qr,
}
