//! The list of classes, and one class with the forms for whoever may change it.

use askama::Template;

use super::layout::{Choice, ErrorsOn as _, Fact, FieldError, Frame, Link, Named};

#[derive(Template)]
#[template(path = "classes.html")]
pub(crate) struct Classes {
    pub(crate) frame: Frame,
    pub(crate) rows: Vec<ClassRow>,
}

pub(crate) struct ClassRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) leader: Option<String>,
    pub(crate) pupils: String,
}

#[derive(Template)]
#[template(path = "class.html")]
pub(crate) struct Class {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) facts: Vec<Fact>,
    /// Who leads the class and who serves it, each with the duty.
    pub(crate) staff: Vec<(String, Named)>,
    pub(crate) links: Vec<Link>,
    pub(crate) pupils: Vec<ClassPupil>,
    pub(crate) subjects: Vec<ClassSubject>,
    pub(crate) forms: ClassForms,
    /// Ids: those of the fields of each [`DutyForm`]; `subject`, `teacher`; `pupil`, `from`,
    /// `enrolment_order_date`; `withdrawn_on`; `transferred_to`; `members`, `members_from`; `class_name`.
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct ClassPupil {
    pub(crate) href: Option<String>,
    pub(crate) name: String,
    pub(crate) since: String,
    /// Absent for those who may not.
    pub(crate) withdrawal: Option<WithdrawalForm>,
    /// Absent for those who may not, and where there is no other class.
    pub(crate) transfer: Option<TransferForm>,
}

pub(crate) struct WithdrawalForm {
    pub(crate) action: String,
    pub(crate) on: String,
    pub(crate) reason: String,
    pub(crate) order_number: String,
    pub(crate) order_date: String,
    /// It was sent and not taken.
    pub(crate) refused: bool,
}

pub(crate) struct TransferForm {
    pub(crate) action: String,
    /// The other classes of the year.
    pub(crate) classes: Vec<Choice>,
    pub(crate) on: String,
    pub(crate) order_number: String,
    pub(crate) order_date: String,
    /// It was sent and not taken.
    pub(crate) refused: bool,
}

pub(crate) struct ClassSubject {
    /// The journal.
    pub(crate) href: Option<String>,
    pub(crate) subject: String,
    pub(crate) teachers: Vec<ClassTeacher>,
}

pub(crate) struct ClassTeacher {
    pub(crate) name: String,
    /// Where the form is sent that takes them off; absent for those who may not.
    pub(crate) removal: Option<String>,
}

/// What can be changed; what is absent is not for the visitor.
#[derive(Default)]
pub(crate) struct ClassForms {
    pub(crate) duties: Vec<DutyForm>,
    pub(crate) teaching: Option<TeachingForm>,
    pub(crate) enrolment: Option<EnrolmentForm>,
    /// Of a group.
    pub(crate) members: Option<MembersForm>,
    /// What the class is called, or was to be called.
    pub(crate) name: Option<String>,
}

/// Takes pupils of its classes into a group.
pub(crate) struct MembersForm {
    pub(crate) pupils: Vec<Choice>,
    pub(crate) from: String,
}

/// Gives a duty in the class to somebody, or to nobody.
pub(crate) struct DutyForm {
    pub(crate) title: String,
    /// Ids of the fields; the first is also the end of the form's path.
    pub(crate) person: &'static str,
    pub(crate) number: &'static str,
    pub(crate) date: &'static str,
    pub(crate) people: Vec<Choice>,
    pub(crate) order_number: String,
    pub(crate) order_date: String,
}

pub(crate) struct TeachingForm {
    pub(crate) subjects: Vec<Choice>,
    pub(crate) teachers: Vec<Choice>,
}

pub(crate) struct EnrolmentForm {
    /// Whoever is in no class.
    pub(crate) pupils: Vec<Choice>,
    pub(crate) from: String,
    pub(crate) order_number: String,
    pub(crate) order_date: String,
}
