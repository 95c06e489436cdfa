//! What is asked of a study year.

use dayek_domain::id::{BellScheduleId, HolidayId, PeriodId, PeriodSetId};
use dayek_domain::study_year::{Bell, BellSchedule, PeriodKind, StudyYearCommand};
use proptest::arbitrary::any;
use proptest::collection::vec;
use proptest::option;
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::Strategy;

use super::{clock, date, days, id, name, words};

fn set_id() -> impl Strategy<Value = Option<PeriodSetId>> {
    option::of(id::<PeriodSetId>())
}

fn bell() -> impl Strategy<Value = Bell> {
    (select(vec![0_u8, 1, 2, 3, 16]), clock(), clock()).prop_map(|(number, begins, ends)| Bell {
        number,
        begins,
        ends,
    })
}

pub(super) fn study_year_command() -> impl Strategy<Value = StudyYearCommand> {
    let kind = select(vec![PeriodKind::Quarter, PeriodKind::Semester]);
    prop_oneof![
        (name(), days(), words()).prop_map(|(name, days, external_id)| StudyYearCommand::Define {
            name,
            days,
            external_id
        }),
        (id::<PeriodId>(), kind, name(), days(), words(), set_id()).prop_map(
            |(period_id, kind, name, days, external_id, set_id)| StudyYearCommand::DefinePeriod {
                period_id,
                kind,
                name,
                days,
                external_id,
                set_id
            }
        ),
        id::<PeriodId>().prop_map(|period_id| StudyYearCommand::ClosePeriod { period_id }),
        (id::<PeriodId>(), name())
            .prop_map(|(period_id, reason)| StudyYearCommand::ReopenPeriod { period_id, reason }),
        (id::<PeriodSetId>(), name())
            .prop_map(|(set_id, name)| StudyYearCommand::DefinePeriodSet { set_id, name }),
        (id::<HolidayId>(), name(), days(), any::<bool>(), set_id()).prop_map(
            |(holiday_id, name, days, public, set_id)| StudyYearCommand::DeclareHoliday {
                holiday_id,
                name,
                days,
                public,
                set_id
            }
        ),
        id::<HolidayId>().prop_map(|holiday_id| StudyYearCommand::WithdrawHoliday { holiday_id }),
        (id::<BellScheduleId>(), name(), vec(bell(), 0..3)).prop_map(|(bell_schedule_id, name, bells)| {
            let schedule = BellSchedule { name, bells };
            StudyYearCommand::SetBellSchedule { bell_schedule_id, schedule }
        }),
        (date(), id::<BellScheduleId>(), option::of(id::<BellScheduleId>())).prop_map(
            |(date, bell_schedule_id, to)| StudyYearCommand::SetDayBells { date, bell_schedule_id, to }
        ),
    ]
}
