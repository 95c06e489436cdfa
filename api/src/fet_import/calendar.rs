//! The ministry's calendar as a study year, where a school has none yet.

use dayek_domain::id::StudyYearId;
use dayek_domain::study_year::{CALENDAR_2026_2027, Named, PeriodKind, StudyYearCommand};

use super::Ids;

/// The year, its four quarters and its holidays.
pub(super) fn commands(ids: &Ids<'_>) -> (StudyYearId, Vec<StudyYearCommand>) {
    let order = CALENDAR_2026_2027;
    let study_year_id = ids.of("fet-year", "2026-2027");
    let set_id = ids.of("fet-period-set", "2026-2027");
    let mut commands = vec![
        StudyYearCommand::Define {
            name: "2026–2027".to_owned(), days: order.year.days(), external_id: None
        },
        StudyYearCommand::DefinePeriodSet { set_id, name: "Тоқсандар".to_owned() },
    ];
    commands.extend((1..).zip(order.quarters).map(|(number, span): (u32, _)| {
        StudyYearCommand::DefinePeriod {
            period_id: ids.of("fet-period", &format!("2026-2027/{number}")),
            kind: PeriodKind::Quarter,
            name: format!("{number}-тоқсан"),
            days: span.days(),
            external_id: None,
            set_id: Some(set_id),
        }
    }));
    let holiday = |named: Named, public: bool| StudyYearCommand::DeclareHoliday {
        holiday_id: ids.of("fet-holiday", &format!("2026-2027/{}", named.code)),
        name: holiday_name(named.code).to_owned(),
        days: named.span.days(),
        public,
        set_id: None,
    };
    commands.extend(order.holidays.into_iter().map(|named| holiday(named, false)));
    commands.extend(order.public.into_iter().map(|named| holiday(named, true)));
    (study_year_id, commands)
}

/// What the holidays of the order are called.
pub(crate) fn holiday_name(code: &'static str) -> &'static str {
    match code {
        "autumn" => "Күзгі каникул",
        "winter" => "Қысқы каникул",
        "spring" => "Көктемгі каникул",
        "independence_day" => "Тәуелсіздік күні",
        "womens_day" => "Халықаралық әйелдер күні",
        "unity_day" => "Қазақстан халқының бірлігі мерекесі",
        "defenders_day" => "Отан қорғаушы күні",
        other => other,
    }
}
