//! What can be asked of a subject.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubjectCommand {
    /// Adds the subject, or brings its name and code up to date when it is there.
    Add { name: String, code: Option<String>, external_id: Option<String> },
}
