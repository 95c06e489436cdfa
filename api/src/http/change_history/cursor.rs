//! Where the next part of a list begins. Opaque to the reader, and refused when it is not ours.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::refusal::Refusal;

const FORM: &str = "history1:";

/// The cursor behind the last position that was shown.
pub(super) fn after(position: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{FORM}{position}"))
}

/// The position a cursor stands for.
pub(super) fn parse(cursor: &str) -> Result<i64, Refusal> {
    position(cursor).ok_or_else(|| Refusal::input("cursor", "is not one this list has given out"))
}

fn position(cursor: &str) -> Option<i64> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let position = text.strip_prefix(FORM)?.parse().ok()?;
    (position > 0).then_some(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_position() {
        assert_eq!(parse(&after(73_015)).unwrap(), 73_015);
    }

    #[test]
    fn a_text_that_is_not_a_cursor_of_this_list_is_refused() {
        let other = URL_SAFE_NO_PAD.encode("pupils1:5");
        let negative = URL_SAFE_NO_PAD.encode("history1:-5");
        for wrong in ["", "5", "history1:5", &other, &negative, "%%%"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
