//! The browser of a session in a few words.

/// So much of a name that is not known is shown.
const LETTERS: usize = 40;

/// By what stands in the name a browser gives itself. All of them also call themselves others, so the order
/// matters: whoever only some are comes first.
const BROWSERS: [(&str, &str); 10] = [
    ("YaBrowser/", "Яндекс Браузер"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
];

/// Safari says last that it is Safari, where a long name may be cut off.
const SAFARI: (&str, &str) = ("Version/", "Safari");

/// A telephone with Android also says that it is a Linux, one of Apple that it is like a Mac.
const SYSTEMS: [(&str, &str); 7] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// `Chrome, Linux`; of an unknown browser the beginning of the name it gives itself.
pub(super) fn device(name: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| name.contains(sign)).map(|(_, word)| *word)
    };
    let browser = first(&BROWSERS).or_else(|| first(&[SAFARI]));
    match (browser, first(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, _) => name.chars().take(LETTERS).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KHTML: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";

    #[test]
    fn a_browser_is_told_with_the_system_it_runs_on() {
        let chrome = format!("Mozilla/5.0 (X11; Linux x86_64) {KHTML} Chrome/131.0.0.0 Safari/537.36");
        assert_eq!(device(&chrome), "Chrome, Linux");
        let edge = format!("Mozilla/5.0 (Windows NT 10.0) {KHTML} Chrome/131.0.0.0 Safari/537.36 Edg/131.0");
        assert_eq!(device(&edge), "Edge, Windows");
        let android = format!("Mozilla/5.0 (Linux; Android 10; K) {KHTML} Chrome/131.0.0.0 Mobile Safari/5");
        assert_eq!(device(&android), "Chrome, Android");
        let firefox = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0";
        assert_eq!(device(firefox), "Firefox, macOS");
    }

    #[test]
    fn a_telephone_of_apple_is_told_though_its_name_was_cut_off() {
        let name = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Saf";
        assert_eq!(device(name), "Safari, iPhone");
    }

    #[test]
    fn what_nobody_knows_is_shown_as_it_calls_itself_and_not_whole() {
        assert_eq!(device("curl/8.5.0"), "curl/8.5.0");
        assert_eq!(device(&"з".repeat(90)).chars().count(), 40);
    }
}
