//! Migrations as statements, for the rules that are held over their text.

/// One statement, in lower case, with single blanks and without comments. What stands in dollar
/// quotes is kept apart: a function's body is not the statement that makes the function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub head: String,
    pub body: Option<String>,
}

/// A `CREATE TABLE` with what stands between its parentheses, item by item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub items: Vec<String>,
}

/// The statements of a file, in order.
pub fn statements(sql: &str) -> Vec<Statement> {
    let text = without_comments(sql);
    let mut found = Vec::new();
    let (mut head, mut body) = (String::new(), None);
    let mut rest = text.as_str();
    while let Some(next) = rest.chars().next() {
        let taken = if next == '\'' {
            let end = quoted(rest);
            head.push_str(&rest[..end]);
            end
        } else if let Some(tag) = dollar_tag(rest) {
            let after = &rest[tag.len()..];
            let inside = after.split_once(tag).map_or(after, |(inside, _)| inside);
            head.push_str(" $$ ");
            body = Some(plain(inside));
            (2 * tag.len() + inside.len()).min(rest.len())
        } else {
            if next == ';' {
                found.push(Statement { head: plain(&head), body: body.take() });
                head.clear();
            } else {
                head.push(next);
            }
            next.len_utf8()
        };
        rest = &rest[taken..];
    }
    if !head.trim().is_empty() {
        found.push(Statement { head: plain(&head), body });
    }
    found
}

fn without_comments(sql: &str) -> String {
    let mut text = String::new();
    let mut rest = sql;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("--") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            text.push(' ');
        } else {
            let end = if next == '\'' { quoted(rest) } else { next.len_utf8() };
            text.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    text
}

/// Where a text in quotes ends, of which this is the beginning.
fn quoted(rest: &str) -> usize {
    rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
}

fn dollar_tag(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('$')?;
    let end = inside.find('$')?;
    let named = inside[..end].chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    named.then(|| &rest[..end + 2])
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Statement {
    /// The table this makes.
    pub fn table(&self) -> Option<Table> {
        let rest = self.head.strip_prefix("create table ")?;
        let rest = rest.strip_prefix("if not exists ").unwrap_or(rest);
        let (name, rest) = rest.split_once('(')?;
        Some(Table { name: name.trim().to_owned(), items: items(rest) })
    }

    /// The table that this defines or gives rights on, and is not `CREATE TABLE`.
    pub fn about(&self) -> Option<&str> {
        let head = self.head.as_str();
        let rest = if let Some(rest) = head.strip_prefix("alter table ") {
            rest
        } else if [
            "create index",
            "create unique index",
            "create trigger",
            "create policy",
            "grant",
            "revoke",
        ]
        .iter()
        .any(|beginning| head.starts_with(beginning))
        {
            head.split_once(" on ")?.1
        } else {
            return None;
        };
        rest.split([' ', '(']).next()
    }

    /// Whether Citus takes this on a table that is distributed already.
    pub fn may_come_later(&self) -> bool {
        let adds_column = self.head.starts_with("alter table ") && self.head.contains(" add column ");
        adds_column || self.head.starts_with("grant ") || self.head.starts_with("revoke ")
    }

    /// Every statement in here that changes or removes rows.
    pub fn changes_of_rows(&self) -> Vec<&str> {
        let texts = [Some(self.head.as_str()), self.body.as_deref()];
        let pieces = texts.into_iter().flatten().flat_map(|text| text.split(';'));
        pieces.filter_map(change_of_rows).collect()
    }
}

fn change_of_rows(piece: &str) -> Option<&str> {
    for verb in ["update ", "delete from "] {
        for (at, _) in piece.match_indices(verb) {
            let before = piece[..at].trim_end();
            let word = before.rsplit(' ').next().unwrap_or_default();
            // ON CONFLICT DO UPDATE belongs to an INSERT; FOR UPDATE, BEFORE UPDATE, OR UPDATE change nothing.
            if !["do", "for", "before", "after", "or"].contains(&word) {
                return Some(&piece[at..]);
            }
        }
    }
    None
}

/// What stands before the closing parenthesis, cut at its own commas.
fn items(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0_u32;
    for letter in text.chars() {
        match letter {
            ')' if depth == 0 => break,
            ',' if depth == 0 => items.push(String::new()),
            other => {
                match other {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                if let Some(item) = items.last_mut() {
                    item.push(other);
                }
            }
        }
    }
    items.iter().map(|item| item.trim().to_owned()).collect()
}
