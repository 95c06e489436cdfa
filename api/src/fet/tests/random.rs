//! Whatever the bytes are, the reader answers.

use proptest::arbitrary::any;
use proptest::collection::vec;
use proptest::proptest;
use proptest::sample::select;

use super::super::{Booked, read};
use super::{FILE, taken};

const SCRAPS: [&str; 16] = [
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a [",
    "&#0;",
    "&amp;",
    "<?",
    "?>",
    "\u{feff}",
    "<Group><Name>8A</Name></Group>",
    "<Activity><Id>1</Id></Activity>",
];

proptest! {
    #[test]
    fn random_bytes_are_refused(bytes in vec(any::<u8>(), 0..400)) {
        assert!(read("random.fet", &bytes).is_err());
    }

    #[test]
    fn random_markup_is_refused(scraps in vec(select(SCRAPS.to_vec()), 0..40)) {
        assert!(read("random.fet", scraps.concat().as_bytes()).is_err());
        assert!(read("random.fet", format!("<fet>{}</fet>", scraps.concat()).as_bytes()).is_err());
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(at in 0..FILE.len(), length in 0..60_usize, scrap in select(SCRAPS.to_vec())) {
        let mut bytes = FILE.as_bytes().to_vec();
        let end = bytes.len().min(at + length);
        bytes.splice(at..end, scrap.bytes());
        if let Err(rejected) = read("damaged.fet", &bytes) {
            assert!(rejected.summary.refused > 0);
        }
    }

    /// Two activities at one time share pupils exactly when some part of the one meets one of the other.
    #[test]
    fn parts_miss_no_clash_of_students(one in select(NAMES.to_vec()), other in select(NAMES.to_vec())) {
        let file = FILE
            .replace("<Students>7A</Students>", &format!("<Students>{one}</Students>"))
            .replace("<Students>7B</Students>", &format!("<Students>{other}</Students>"));
        let fet = taken(&file);
        let clash = fet.clashes.iter().any(|clash| clash.booked == Booked::Students && clash.activities == (1, 2));
        let parts = |activity: usize| &fet.sets[fet.activities[activity].set].parts;
        let meet = parts(0).iter().any(|one| {
            parts(1).iter().any(|other| {
                let either_whole = one.division.is_none() || other.division.is_none();
                one.class == other.class
                    && (either_whole || one.division != other.division || one.part == other.part)
            })
        });
        assert!(meet || !clash, "{one} and {other} share pupils, their parts do not meet");
        assert!(clash || !meet || one.contains("eng") || other.contains("eng"), "{one} and {other} share nobody");
    }
}

const NAMES: [&str; 14] = [
    "7",
    "7A",
    "7B",
    "7A boys",
    "7A girls",
    "all of 7B",
    "8A",
    "8A eng1",
    "8A eng2",
    "8A boys",
    "8A girls",
    "8A eng1 boys",
    "8A eng2 girls",
    "9A",
];
