//! What an asker saw before asking for a change.

/// The value a change is meant to replace. Another one now is a conflict: somebody was faster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Expected<T> {
    /// The asker does not say; whatever stands is replaced.
    #[default]
    Anything,
    /// Exactly this value, or an empty cell.
    Exactly(Option<T>),
}

impl<T: PartialEq> Expected<T> {
    /// Whether what stands now is what the asker saw.
    pub fn agrees_with(&self, current: Option<&T>) -> bool {
        match self {
            Self::Anything => true,
            Self::Exactly(seen) => seen.as_ref() == current,
        }
    }
}
