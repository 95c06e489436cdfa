//! QR codes as a picture for the page: one path, a square for each dark module.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

use super::views::Qr;
use crate::http::problem::Refused;

/// Modules left white around it, without which cameras do not find it.
const QUIET: usize = 4;

pub(super) fn qr_of(text: &str) -> Result<Qr, Refused> {
    let code = QrCode::new(text).map_err(|error| Refused::internal(error.to_string()))?;
    let width = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (place % width + QUIET, place / width + QUIET);
            // Writing into a text cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Ok(Qr { size: i64::try_from(width + 2 * QUIET).unwrap_or_default(), path })
}
