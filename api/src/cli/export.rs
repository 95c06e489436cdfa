//! `dayek export`: the change history and the marks, for checks and for other programs.
//!
//! Personal values are opened: whoever may run this command holds the root key. External ids stand
//! where an import gave them.

use std::collections::HashMap;
use std::io::{BufWriter, Write};

use clap::{Args, Subcommand, ValueEnum};
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_projections::change_history::{self, Row};
use dayek_projections::{directory, journal};
use futures::TryStreamExt as _;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::terminal::open;
use super::{Failure, Shared};
use crate::readers::bring_up_to_date;
use crate::store::Store;
use crate::vault::PlacedSeal;

#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Every row of the change history.
    History(Format),
    /// Every mark that stands.
    Marks(Format),
}

#[derive(Debug, Args)]
struct Format {
    #[arg(long, value_enum, default_value = "csv")]
    format: FileFormat,
    /// Only this institution; all of them without it.
    #[arg(long)]
    institution: Option<InstitutionId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FileFormat {
    Csv,
    Jsonl,
}

pub(super) async fn run(shared: &Shared, command: &Export) -> Result<(), Failure> {
    let store = open(shared).await?;
    let result = match &command.command {
        Command::History(format) => history(&store, format).await,
        Command::Marks(format) => marks(&store, format).await,
    };
    store.close().await?;
    result
}

/// Writes rows as CSV or as JSON lines.
enum Sink {
    Csv(Box<csv::Writer<BufWriter<std::io::Stdout>>>),
    Jsonl(BufWriter<std::io::Stdout>),
}

impl Sink {
    fn new(format: FileFormat) -> Self {
        let output = BufWriter::new(std::io::stdout());
        match format {
            FileFormat::Csv => Self::Csv(Box::new(csv::Writer::from_writer(output))),
            FileFormat::Jsonl => Self::Jsonl(output),
        }
    }

    fn write<T: Serialize>(&mut self, row: &T) -> Result<(), Failure> {
        match self {
            Self::Csv(writer) => writer.serialize(row)?,
            Self::Jsonl(output) => {
                serde_json::to_writer(&mut *output, row)?;
                output.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn end(self) -> Result<(), Failure> {
        match self {
            Self::Csv(mut writer) => writer.flush()?,
            Self::Jsonl(mut output) => output.flush()?,
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct HistoryRow<'a> {
    institution: Uuid,
    position: i64,
    recorded_at: String,
    author: Option<Uuid>,
    role: Option<&'a str>,
    origin: &'a str,
    kind: &'a str,
    action: &'a str,
    class: Option<Uuid>,
    subject: Option<Uuid>,
    period: Option<Uuid>,
    person: Option<Uuid>,
    stream: Uuid,
    number: Option<i16>,
    day: Option<String>,
    title: Option<&'a str>,
    old: Option<String>,
    new: Option<String>,
    reason: Option<String>,
}

async fn institutions(store: &Store, format: &Format) -> Result<Vec<InstitutionId>, Failure> {
    bring_up_to_date(&store.runner, &|_| {}).await?;
    if let Some(institution) = format.institution {
        return Ok(vec![institution]);
    }
    let rows: Vec<(Uuid,)> = sqlx::query_as("SELECT institution_id FROM institution_head ORDER BY 1")
        .fetch_all(&store.pool)
        .await?;
    Ok(rows.into_iter().map(|(id,)| InstitutionId(id)).collect())
}

async fn history(store: &Store, format: &Format) -> Result<(), Failure> {
    let mut sink = Sink::new(format.format);
    for institution in institutions(store, format).await? {
        let mut rows = change_history::stream_all(&store.pool, institution.0).try_chunks(500);
        while let Some(chunk) = rows.try_next().await? {
            let opened = open_all(store, institution, chunk.iter().flat_map(sealed_of)).await?;
            for row in &chunk {
                sink.write(&history_row(institution, row, &opened))?;
            }
        }
    }
    sink.end()
}

fn sealed_of(row: &Row) -> impl Iterator<Item = &str> {
    [&row.old_sealed, &row.new_sealed, &row.reason_sealed].into_iter().flatten().map(String::as_str)
}

fn history_row<'a>(
    institution: InstitutionId,
    row: &'a Row,
    opened: &HashMap<String, String>,
) -> HistoryRow<'a> {
    let value = |plain: &Option<String>, sealed: &Option<String>| {
        plain
            .clone()
            .or_else(|| sealed.as_ref().map(|sealed| opened.get(sealed).cloned().unwrap_or_default()))
    };
    HistoryRow {
        institution: institution.0,
        position: row.position,
        recorded_at: row.recorded_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        author: row.author_id,
        role: row.author_role.as_deref(),
        origin: &row.origin,
        kind: &row.kind,
        action: &row.action,
        class: row.class_id,
        subject: row.subject_id,
        period: row.period_id,
        person: row.person_id,
        stream: row.stream_id,
        number: row.number,
        day: row.on_day.map(|day| day.to_string()),
        title: row.title.as_deref(),
        old: value(&row.old_value, &row.old_sealed),
        new: value(&row.new_value, &row.new_sealed),
        reason: value(&row.reason, &row.reason_sealed),
    }
}

#[derive(Serialize)]
struct ExportedMark {
    institution: String,
    class: String,
    pupil: String,
    assessment: String,
    value: String,
}

async fn marks(store: &Store, format: &Format) -> Result<(), Failure> {
    let mut sink = Sink::new(format.format);
    for institution in institutions(store, format).await? {
        let known = directory::institution_of(&store.pool, institution.0).await?;
        let named = known.and_then(|(_, external)| external).unwrap_or_else(|| institution.to_string());
        let mut pupils: HashMap<Uuid, String> = HashMap::new();
        let mut rows = journal::all_marks(&store.pool, institution.0).try_chunks(1_000);
        while let Some(chunk) = rows.try_next().await? {
            let unknown: Vec<Uuid> =
                chunk.iter().map(|mark| mark.pupil_id).filter(|pupil| !pupils.contains_key(pupil)).collect();
            pupils.extend(external_ids(store, institution, &unknown).await?);
            for mark in chunk {
                sink.write(&ExportedMark {
                    institution: named.clone(),
                    class: mark.class_external_id.unwrap_or_else(|| mark.class_id.to_string()),
                    pupil: pupils.get(&mark.pupil_id).cloned().unwrap_or_else(|| mark.pupil_id.to_string()),
                    assessment: mark.assessment_external_id.unwrap_or_else(|| mark.assessment_id.to_string()),
                    value: mark.value.normalize().to_string(),
                })?;
            }
        }
    }
    sink.end()
}

async fn external_ids(
    store: &Store,
    institution: InstitutionId,
    people: &[Uuid],
) -> Result<HashMap<Uuid, String>, Failure> {
    let rows = directory::people(&store.pool, institution.0, people).await?;
    let opened = open_all(store, institution, rows.iter().filter_map(|row| row.details.as_deref())).await?;
    let mut ids = HashMap::new();
    for row in rows {
        let details = row.details.as_ref().and_then(|sealed| opened.get(sealed));
        let parsed: Option<Value> = details.and_then(|text| serde_json::from_str(text).ok());
        let external = parsed.as_ref().and_then(|details| details.get("external_id")).and_then(Value::as_str);
        ids.insert(row.person_id, external.map_or_else(|| row.person_id.to_string(), str::to_owned));
    }
    Ok(ids)
}

/// Opens sealed values in bulk; erased ones come out empty. Texts come as they are, all else as JSON.
async fn open_all<'a>(
    store: &Store,
    institution: InstitutionId,
    sealed: impl Iterator<Item = &'a str>,
) -> Result<HashMap<String, String>, Failure> {
    let mut seals = Vec::new();
    for text in sealed {
        seals.push((text.to_owned(), PlacedSeal::parse(institution, text)?));
    }
    let people: Vec<PersonId> = seals.iter().filter_map(|(_, seal)| seal.person()).collect();
    let keys = store.log.person_keys().fetch(&store.pool, institution, &people).await?;
    let mut opened = HashMap::new();
    for (text, seal) in seals {
        let value = match seal.open(&keys)? {
            None => String::new(),
            Some(Value::String(plain)) => plain,
            Some(other) => other.to_string(),
        };
        opened.insert(text, value);
    }
    Ok(opened)
}
