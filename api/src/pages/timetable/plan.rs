//! The plan of a class with its groups in a period, as the log has it.

use dayek_domain::id::{ClassId, PeriodId, SlotId, StudyYearId, TimetableId};
use dayek_domain::timetable::{PlannedSlot, Timetable, TimetablePlace};
use dayek_projections::directory::{self, ClassRow, PeriodRow};
use dayek_projections::timetable;
use uuid::Uuid;

use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::classes::class_order;
use crate::pages::visitor::Visitor;
use crate::refusal::Refusal;

pub(super) struct Plan {
    pub(super) class: ClassRow,
    pub(super) period: PeriodRow,
    /// The class first, then its groups.
    pub(super) members: Vec<Member>,
}

/// A class or a group with its timetable, which may not be drafted yet.
pub(super) struct Member {
    pub(super) class_id: Uuid,
    pub(super) name: String,
    pub(super) timetable_id: TimetableId,
    pub(super) timetable: Timetable,
}

/// The timetable that a page begins for a class: the same whoever begins it.
pub(super) fn timetable_id(class: Uuid, period: Uuid) -> TimetableId {
    TimetableId(Uuid::new_v5(&class, period.as_bytes()))
}

impl Plan {
    /// A class or a period of another institution, or of different years, is not there.
    pub(super) async fn of(app: &App, visitor: &Visitor, class: Uuid, period: Uuid) -> Result<Self, Refused> {
        let institution = visitor.caller.institution();
        let class = directory::class(&app.pool, institution.0, class).await?.ok_or(Refusal::NotFound)?;
        let periods = directory::periods(&app.pool, institution.0).await?;
        let period = periods.into_iter().find(|row| row.period_id == period).ok_or(Refusal::NotFound)?;
        if period.study_year_id != class.study_year_id {
            return Err(Refusal::NotFound.into());
        }
        let groups = directory::groups_of(&app.pool, institution.0, class.class_id).await?;
        let mut rows = directory::classes(&app.pool, institution.0, Some(&groups)).await?;
        rows.retain(|row| row.study_year_id == class.study_year_id && row.class_id != class.class_id);
        rows.sort_by_cached_key(class_order);
        rows.insert(0, class.clone());
        let members = members(app, visitor, &rows, period.period_id).await?;
        Ok(Self { class, period, members })
    }

    /// The class itself.
    pub(super) fn own(&self) -> Option<&Member> {
        self.members.first()
    }

    /// Whose lesson of the week it is.
    pub(super) fn owner_of(&self, slot: Uuid) -> Option<(&Member, &PlannedSlot)> {
        self.members
            .iter()
            .find_map(|member| member.timetable.slot(SlotId(slot)).map(|planned| (member, planned)))
    }

    pub(super) fn member(&self, class: Uuid) -> Option<&Member> {
        self.members.iter().find(|member| member.class_id == class)
    }

    /// The timetables that are published together.
    pub(super) fn drafted(&self) -> Vec<TimetableId> {
        let drafted = self.members.iter().filter(|member| member.timetable.place().is_some());
        drafted.map(|member| member.timetable_id).collect()
    }

    /// The place of a timetable of one of the members, with the bells of the class.
    pub(super) fn place_of(&self, member: &Member) -> Option<TimetablePlace> {
        let own = self.own()?.timetable.place()?;
        Some(TimetablePlace { class_id: ClassId(member.class_id), ..own })
    }

    /// The place of the timetable of the class itself, by bells that are chosen.
    pub(super) fn place(&self, bells: Uuid) -> TimetablePlace {
        TimetablePlace {
            class_id: ClassId(self.class.class_id),
            study_year_id: StudyYearId(self.class.study_year_id),
            period_id: PeriodId(self.period.period_id),
            bell_schedule_id: bells.into(),
        }
    }

    /// What a timetable of this plan is called.
    pub(super) fn name_for(&self, member: &str) -> String {
        format!("{member}, {}", self.period.name)
    }

    pub(super) fn path(&self) -> String {
        plan_path(self.class.class_id, self.period.period_id)
    }

    /// Where forms of this plan are sent.
    pub(super) fn action(&self) -> String {
        format!("/timetable/plan/{}/{}", self.class.class_id, self.period.period_id)
    }
}

pub(super) fn plan_path(class: Uuid, period: Uuid) -> String {
    format!("/timetable/edit?class={class}&period={period}")
}

/// These classes with their timetables in a period. One that was begun elsewhere is the one that counts.
pub(super) async fn members(
    app: &App,
    visitor: &Visitor,
    rows: &[ClassRow],
    period: Uuid,
) -> Result<Vec<Member>, Refused> {
    let institution = visitor.caller.institution();
    let plans = timetable::plans(&app.pool, institution.0, Some(period)).await?;
    let known = |class: Uuid| {
        let plan = plans.iter().find(|plan| plan.class_id == class);
        plan.map_or_else(|| timetable_id(class, period), |plan| TimetableId(plan.timetable_id))
    };
    let ids: Vec<Uuid> = rows.iter().map(|row| known(row.class_id).0).collect();
    let mut states = app.log.states::<Timetable>(institution, &ids, None).await?;
    let members = rows.iter().zip(ids).map(|(row, id)| Member {
        class_id: row.class_id,
        name: row.name.clone(),
        timetable_id: TimetableId(id),
        timetable: states.remove(&id).unwrap_or_default(),
    });
    Ok(members.collect())
}
