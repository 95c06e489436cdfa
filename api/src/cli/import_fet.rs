//! `dayek import fet`: a solved timetable of the program FET into the log.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Args;
use dayek_domain::id::{InstitutionId, PeriodId};
use serde_json::json;

use super::terminal::{bar, open, print, print_json};
use super::{Failure, Shared};
use crate::fet_import::{BellsFrom, FetImportError, FetOptions, Listener, Progress, Summary, There, import};
use crate::readers::bring_up_to_date;
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct Fet {
    path: PathBuf,
    /// The school's id, as `dayek status` shows it.
    #[arg(long)]
    institution: InstitutionId,
    /// The first day on which the timetable holds, such as 2026-09-01.
    #[arg(long, value_name = "DATE")]
    from: NaiveDate,
    /// The last day of the reporting period, or a later one.
    #[arg(long, value_name = "DATE")]
    to: NaiveDate,
    /// The reporting period, where several hold these days.
    #[arg(long, value_name = "ID")]
    period: Option<PeriodId>,
    /// Make the study year by the ministry's calendar, if the school has none for these days.
    #[arg(long)]
    make_year: bool,
    /// Check and count, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(shared: &Shared, arguments: &Fet) -> Result<(), Failure> {
    let store = open(shared).await?;
    let result = bring_in(shared, &store, arguments).await;
    store.close().await?;
    match result {
        Ok(summary) if shared.json => print_json(&summary),
        Ok(summary) => {
            show(&summary);
            Ok(())
        }
        Err(failure) => {
            if shared.json {
                tell(&failure)?;
            }
            Err(failure)
        }
    }
}

async fn bring_in(shared: &Shared, store: &Store, arguments: &Fet) -> Result<Summary, Failure> {
    let bar = bar(shared);
    bar.set_message("reading and checking");
    let shown = bar.clone();
    let listener: Listener = Arc::new(move |progress| {
        let (message, done, of) = match progress {
            Progress::Planning { done, of } => ("planning", done, of),
            Progress::Publishing { done, of } => ("publishing timetables", done, of),
        };
        shown.set_message(message);
        shown.set_length(of as u64);
        shown.set_position(done as u64);
    });
    let options = FetOptions {
        institution: arguments.institution,
        from: arguments.from,
        to: arguments.to,
        period: arguments.period,
        make_year: arguments.make_year,
        dry_run: arguments.dry_run,
    };
    let summary = import(store, &arguments.path, &options, &listener).await?;
    if !summary.dry_run {
        bar.set_message("bringing read models up to date");
        bring_up_to_date(&store.runner, &|ahead| {
            bar.set_length(u64::try_from(ahead).unwrap_or_default());
            bar.set_position(0);
        })
        .await?;
    }
    bar.finish_and_clear();
    Ok(summary)
}

/// Every fault of the file, for programs.
fn tell(failure: &Failure) -> Result<(), Failure> {
    match failure.downcast_ref() {
        Some(FetImportError::Rejected(rejected)) => print_json(
            &json!({ "events": 0, "refused": rejected.summary.refused, "refusals": rejected.refusals }),
        ),
        Some(FetImportError::Clashes(clashes)) => {
            print_json(&json!({ "events": 0, "refused": clashes.len(), "clashes": clashes }))
        }
        Some(
            FetImportError::Unreadable { .. }
            | FetImportError::TooManyDays { .. }
            | FetImportError::TooManyHours { .. }
            | FetImportError::NoInstitution(_)
            | FetImportError::NotASchool(_)
            | FetImportError::DaysReversed
            | FetImportError::NoStudyYear { .. }
            | FetImportError::NoCalendar { .. }
            | FetImportError::NoPeriod { .. }
            | FetImportError::NotInPeriod { .. }
            | FetImportError::SeveralPeriods { .. }
            | FetImportError::PeriodClosed(_)
            | FetImportError::EndsInPeriod { .. }
            | FetImportError::NotAllowed(_)
            | FetImportError::Moved
            | FetImportError::Refused(_)
            | FetImportError::Log(_)
            | FetImportError::Delivery(_)
            | FetImportError::Broken(_),
        )
        | None => Ok(()),
    }
}

fn show(summary: &Summary) {
    let Summary { file, there, .. } = summary;
    print(&format!("{}, {} to {}", summary.period_name, summary.from, summary.to));
    print(&format!("{:20} {:>9} {:>9}", "", "in all", "there"));
    let There { subjects, teachers, buildings, rooms, classes, teaching_groups, timetables, lessons } =
        *there;
    for (what, all, there) in [
        ("subjects", file.subjects, subjects),
        ("teachers", file.teachers, teachers),
        ("rooms", file.rooms, rooms),
        ("classes", file.classes, classes),
        ("teaching groups", summary.teaching_groups, teaching_groups),
        ("timetables", summary.timetables, timetables),
        ("lessons", summary.lessons, lessons),
    ] {
        print(&format!("{what:20} {all:>9} {there:>9}"));
    }
    if buildings > 0 {
        print(&format!("{buildings} buildings were there."));
    }
    print(&format!(
        "In the file: {} years, {} groups, {} subgroups, {} activities, {} lessons a week; {} activities are \
         switched off there and left out. {} refused.",
        file.years,
        file.groups,
        file.subgroups,
        file.activities,
        file.weekly_lessons,
        file.inactive,
        file.refused
    ));
    match summary.bells {
        BellsFrom::HourNames => {
            print("The bells follow the names of the hours: 45 minutes, but not beyond the next lesson.");
        }
        BellsFrom::Assumed => print(
            "The names of the hours say no clock times, so lessons begin at 08:00 and every 50 minutes; \
             put the bells right on the page of bells and publish again.",
        ),
    }
    if summary.rooms_left_out > 0 {
        print(&format!(
            "warning: lessons in several rooms have the first alone; {} rooms are left out",
            summary.rooms_left_out
        ));
    }
    if summary.dry_run {
        print("Nothing was written: this was a dry run.");
    } else {
        print(&format!("{} events written.", summary.events));
    }
}
