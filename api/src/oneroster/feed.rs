//! Stands between the bytes of a file and the CSV parser. Makes every line end a single `\n`, so that rows
//! can be numbered as a text editor numbers them, and breaks off when a row does not end: without that, a
//! gigabyte of anything would be taken for one row and swallowed into memory. Line ends inside a quoted text
//! become plain as well.

use std::io::{self, ErrorKind, Read};

use super::meter::Stop;

/// A row may be a little longer than this, because the parser reads ahead.
const LONGEST_ROW: u64 = 1024 * 1024;

pub(super) struct Feed<R> {
    source: R,
    after_return: bool,
    line_is_open: bool,
    since_row: u64,
}

impl<R: Read> Feed<R> {
    pub(super) const fn new(source: R) -> Self {
        Self { source, after_return: false, line_is_open: false, since_row: 0 }
    }

    /// To be called for every row that was read, or reading stops.
    pub(super) const fn row_done(&mut self) {
        self.since_row = 0;
    }

    /// Rewrites line ends in place and gives the number of bytes kept.
    fn with_plain_line_ends(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..bytes.len() {
            let Some(&byte) = bytes.get(at) else { break };
            let second_of_pair = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if second_of_pair {
                continue;
            }
            if let Some(slot) = bytes.get_mut(kept) {
                *slot = if byte == b'\r' { b'\n' } else { byte };
                self.line_is_open = *slot != b'\n';
            }
            kept += 1;
        }
        kept
    }

    /// The last line of a file may lack its end.
    fn close(&mut self, buffer: &mut [u8]) -> usize {
        match buffer.first_mut() {
            Some(slot) if self.line_is_open => {
                *slot = b'\n';
                self.line_is_open = false;
                1
            }
            Some(_) | None => 0,
        }
    }
}

impl<R: Read> Read for Feed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = match self.source.read(buffer) {
                Ok(0) => return Ok(self.close(buffer)),
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let kept = self.with_plain_line_ends(buffer.get_mut(..count).unwrap_or_default());
            self.since_row = self.since_row.saturating_add(u64::try_from(kept).unwrap_or(u64::MAX));
            if self.since_row > LONGEST_ROW {
                return Err(Stop::RowTooLong(LONGEST_ROW).into());
            }
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}
