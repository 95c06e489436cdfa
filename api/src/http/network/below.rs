//! What an organisation sees of the institutions below it, in numbers.

use std::collections::HashMap;

use chrono::NaiveDate;
use dayek_domain::access::{Object, Role};
use dayek_domain::id::InstitutionId;
use dayek_domain::institution::InstitutionKind;
use dayek_projections::directory::{self, FurtherRow, SubordinateRow, SummaryRow};
use sqlx::PgPool;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

/// Every institution below: what rights over the network are asked for.
pub(crate) const NETWORK: Object = Object::OtherInstitution { below: true };

/// The institutions that stand below by the word of both sides, each with its numbers on a day.
pub(crate) async fn below(
    pool: &PgPool,
    organisation: InstitutionId,
    day: NaiveDate,
) -> Result<Vec<(SubordinateRow, SummaryRow)>, sqlx::Error> {
    let rows = directory::subordinates(pool, organisation.0).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.institution_id).collect();
    let staff: Vec<&str> =
        Role::iter().filter(|role| role.base().is_some()).map(<&'static str>::from).collect();
    let counted = directory::summary(pool, &ids, &staff, day).await?;
    let mut counted: HashMap<Uuid, SummaryRow> =
        counted.into_iter().map(|row| (row.institution_id, row)).collect();
    let with_numbers = |row: SubordinateRow| {
        let summary = counted.remove(&row.institution_id).unwrap_or_default();
        (row, summary)
    };
    Ok(rows.into_iter().map(with_numbers).collect())
}

/// What those of these institutions that are organisations themselves have below them: one level further
/// down, and again only what both sides say.
pub(crate) async fn further(
    pool: &PgPool,
    rows: &[(SubordinateRow, SummaryRow)],
) -> Result<HashMap<Uuid, FurtherRow>, sqlx::Error> {
    let is_organisation = |row: &SubordinateRow| row.kind == InstitutionKind::Governing.as_ref();
    let organisations: Vec<Uuid> =
        rows.iter().filter(|(row, _)| is_organisation(row)).map(|(row, _)| row.institution_id).collect();
    let found = directory::further(pool, &organisations).await?;
    Ok(found.into_iter().map(|row| (row.institution_id, row)).collect())
}
