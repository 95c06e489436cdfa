//! One element of a file with what lies in it.

#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) line: u32,
    raw: String,
    children: Vec<Element>,
}

impl Element {
    pub(super) fn new(name: String, line: u32) -> Self {
        Self { name, line, raw: String::new(), children: Vec::new() }
    }

    pub(super) fn put(&mut self, child: Self) {
        self.children.push(child);
    }

    pub(super) fn say(&mut self, text: &str) {
        self.raw.push_str(text);
    }

    pub(super) fn text(&self) -> &str {
        self.raw.trim()
    }

    /// With the spaces around it, which mean something in a separator.
    pub(super) fn raw(&self) -> &str {
        &self.raw
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of that name; empty without one.
    pub(super) fn value(&self, name: &str) -> &str {
        self.child(name).map_or("", Element::text)
    }
}
