//! `dayek access matrix`: who may do what, and how far, as the program itself decides it.

use clap::{Args, Subcommand, ValueEnum};
use dayek_domain::access::matrix;

use super::Failure;
use super::terminal::print;

#[derive(Debug, Args)]
pub(super) struct Access {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print every role with its actions, how far each reaches, and the lines of the seed behind it.
    Matrix(Matrix),
}

#[derive(Debug, Args)]
struct Matrix {
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Csv,
}

pub(super) fn run(access: &Access) -> Result<(), Failure> {
    let Command::Matrix(Matrix { format }) = &access.command;
    let text = match format {
        Format::Text => dayek_domain::access::readable(),
        Format::Csv => csv()?,
    };
    print(text.trim_end());
    Ok(())
}

fn csv() -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["role", "action", "reach", "seed_lines"])?;
    for row in matrix() {
        writer.write_record([row.role.as_ref(), row.action.as_ref(), row.reach.as_ref(), &row.lines()])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
