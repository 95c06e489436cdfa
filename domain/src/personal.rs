//! Personal data inside events.
//!
//! The domain writes and reads [`Personal::Plain`]; the store seals it under the key of the person it
//! is about before the event is stored and opens it again for those who may read it. Once the key is
//! destroyed the value reads as [`Personal::Erased`]; the event itself stays as it was.

use std::fmt;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::id::PersonId;

/// Names, contacts, or free text about a person.
#[derive(Clone, PartialEq, Eq)]
pub enum Personal<T> {
    /// Readable, and about this person.
    Plain { of: PersonId, value: T },
    /// As it stands in the log.
    Sealed(String),
    /// The person's key has been destroyed.
    Erased { of: PersonId },
}

/// The key that marks a readable personal value in serialised form, for the store to find and seal.
pub const ABOUT: &str = "personal_of";
/// The key of the readable value beside [`ABOUT`]; missing when the value was erased.
pub const PLAIN: &str = "plain";

impl<T> Personal<T> {
    pub const fn plain(of: PersonId, value: T) -> Self {
        Self::Plain { of, value }
    }

    /// The readable value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Plain { value, .. } => Some(value),
            Self::Sealed(_) | Self::Erased { .. } => None,
        }
    }

    /// Whom it is about; `None` while it is sealed.
    pub const fn of(&self) -> Option<PersonId> {
        match self {
            Self::Plain { of, .. } | Self::Erased { of } => Some(*of),
            Self::Sealed(_) => None,
        }
    }

    /// The text as it stands in the log, if it was not opened.
    pub fn sealed(&self) -> Option<&str> {
        match self {
            Self::Sealed(text) => Some(text),
            Self::Plain { .. } | Self::Erased { .. } => None,
        }
    }
}

/// Never shows the value: events are printed in logs and test failures.
impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain { of, .. } => write!(f, "Plain(of {of})"),
            Self::Sealed(_) => f.write_str("Sealed"),
            Self::Erased { of } => write!(f, "Erased(of {of})"),
        }
    }
}

#[derive(Serialize)]
struct Readable<'a, T> {
    personal_of: PersonId,
    #[serde(skip_serializing_if = "Option::is_none")]
    plain: Option<&'a T>,
}

impl<T: Serialize> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain { of, value } => {
                Readable { personal_of: *of, plain: Some(value) }.serialize(serializer)
            }
            Self::Erased { of } => Readable::<T> { personal_of: *of, plain: None }.serialize(serializer),
            Self::Sealed(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Personal<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(sealed) => Ok(Self::Sealed(sealed)),
            Value::Object(mut map) => {
                let of = map.remove(ABOUT).ok_or_else(|| D::Error::missing_field(ABOUT))?;
                let of = PersonId::deserialize(of).map_err(D::Error::custom)?;
                match map.remove(PLAIN) {
                    None => Ok(Self::Erased { of }),
                    Some(value) => {
                        let value = T::deserialize(value).map_err(D::Error::custom)?;
                        Ok(Self::Plain { of, value })
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
                Err(D::Error::custom("personal data is a sealed text or a readable value with its person"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_event_does_not_show_personal_data() {
        let name = Personal::plain(PersonId::default(), "Aigerim".to_owned());
        assert!(!format!("{name:?}").contains("Aigerim"));
    }

    #[test]
    fn readable_sealed_and_erased_values_survive_serialisation() {
        let of = PersonId::default();
        for value in [
            Personal::plain(of, "note".to_owned()),
            Personal::Sealed("pii1.x".to_owned()),
            Personal::Erased { of },
        ] {
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<Personal<String>>(&json).unwrap(), value);
        }
    }
}
