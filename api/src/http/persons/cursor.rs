//! Where the next part of the list of people begins. Opaque to the reader, and refused when it is not ours.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::refusal::Refusal;

const FORM: &str = "people1:";

/// The cursor behind the last person that was shown.
pub(super) fn after(person: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(format!("{FORM}{person}"))
}

/// The person a cursor stands for.
pub(super) fn parse(cursor: &str) -> Result<Uuid, Refusal> {
    person(cursor).ok_or_else(|| Refusal::input("cursor", "is not one this list has given out"))
}

fn person(cursor: &str) -> Option<Uuid> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    text.strip_prefix(FORM)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_person() {
        assert_eq!(parse(&after(Uuid::from_u128(7))).unwrap(), Uuid::from_u128(7));
    }

    #[test]
    fn a_text_that_is_not_a_cursor_of_this_list_is_refused() {
        let other = URL_SAFE_NO_PAD.encode("history1:5");
        for wrong in ["", "5", "people1:5", &other, "%%%"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
