//! What asking for permission adds to a command: the same mark given by a teacher, whose membership and
//! class are asked, and by the program itself, which is asked nothing.

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use dayek::log::{Actor, Request, UseCase};
use dayek::store::Store;
use dayek::usecases::{
    AddSubject, AssignTeacher, ChangeMarks, DefineStudyYear, EnrolPupil, FormClass, GrantRole, MarkChange,
    PlanAssessment, RegisterInstitution, RegisterPerson,
};
use dayek_domain::access::Role;
use dayek_domain::assessment::AssessmentPlan;
use dayek_domain::expected::Expected;
use dayek_domain::id::{AssessmentId, ClassId, InstitutionId, PeriodId, PersonId, StudyYearId, SubjectId};
use dayek_domain::institution::InstitutionKind;
use dayek_domain::person::PersonDetails;
use dayek_domain::points::Points;
use dayek_domain::school_class::ClassKind;
use dayek_domain::study_year::{Days, PeriodKind};
use uuid::Uuid;

use crate::asked::Asked;
use crate::ground::Ground;
use crate::marks::fixed_id;
use crate::table::{Goal, Row, Table};
use crate::timing::percentile;

const NAME: &str = "access check";
const PUPILS: u64 = 30;

pub(crate) async fn measure(ground: &Ground, asked: &Asked, table: &mut Table) {
    if !asked.picks(NAME) {
        return;
    }
    let store = ground.store("access").await;
    for projection in dayek_projections::all() {
        dayek_projections::delivery::ensure_active(&store.runner, projection.as_ref()).await.unwrap();
    }
    let school = InstitutionId(fixed_id(0x50, 0));
    store.log.open_institution(school).await.unwrap();
    found(&store, school).await;
    let teacher = Actor::Person(PersonId(fixed_id(0x51, 0)));
    let commands = asked.sized(2_000);
    let mut took = [Vec::new(), Vec::new()];
    for command in 0..commands {
        let turns = if command.is_multiple_of(2) { [0, 1] } else { [1, 0] };
        for side in turns {
            let actor = if side == 0 { teacher } else { Actor::System };
            took[side].push(give(&store, school, actor, side, command).await);
        }
    }
    let [ours, baseline] = took.each_mut().map(|took| percentile(took, 50));
    table.add(Row {
        name: format!("{NAME}: a mark by a teacher, median"),
        unit: "ms",
        ours,
        baseline,
        against: "the same by the program, unasked",
        goal: Goal::AtMost(1.1),
    });
    table.note(format!("access: {commands} marks each, in turn, one client, one column each"));
    store.close().await.unwrap();
}

async fn give(store: &Store, school: InstitutionId, actor: Actor, column: usize, command: u64) -> Duration {
    let change = MarkChange {
        pupil_id: PersonId(fixed_id(0x52, command % PUPILS)),
        number: 1,
        value: Some(Points::whole(1 + i32::try_from(command / 30 % 10).unwrap())),
        expected: Expected::Anything,
        reason: None,
    };
    let assessment_id = AssessmentId(fixed_id(0x53, command / 60 * 2 + column as u64));
    let marks = ChangeMarks { assessment_id, on: day(15), changes: vec![change] };
    if command.is_multiple_of(60) {
        let plan = PlanAssessment { assessment_id, plan: plan() };
        run(store, school, Actor::System, plan).await;
    }
    let begun = Instant::now();
    run(store, school, actor, marks).await;
    begun.elapsed()
}

async fn run(store: &Store, school: InstitutionId, actor: Actor, use_case: impl UseCase) {
    let request = Request { actor, ..Request::of_system(school, Uuid::nil()) };
    store.log.execute(request, use_case).await.unwrap();
}

async fn found(store: &Store, school: InstitutionId) {
    let system = Actor::System;
    let institution = RegisterInstitution {
        institution_id: school,
        kind: InstitutionKind::General,
        name: "school".to_owned(),
        parent_id: None,
        time_zone: "Asia/Almaty".to_owned(),
        external_id: None,
    };
    run(store, school, system, institution).await;
    let year = DefineStudyYear {
        study_year_id: StudyYearId(fixed_id(0x54, 0)),
        name: "2026/2027".to_owned(),
        days: Days { first: day(1), last: day(30) },
        periods: vec![(
            PeriodId(fixed_id(0x55, 0)),
            PeriodKind::Quarter,
            "1".to_owned(),
            Days { first: day(1), last: day(30) },
        )],
    };
    run(store, school, system, year).await;
    let subject_id = SubjectId(fixed_id(0x56, 0));
    run(store, school, system, AddSubject { subject_id, name: "algebra".to_owned(), code: None }).await;
    let class_id = ClassId(fixed_id(0x57, 0));
    let class = FormClass {
        class_id,
        study_year_id: StudyYearId(fixed_id(0x54, 0)),
        kind: ClassKind::Class,
        name: "7A".to_owned(),
        parts: vec![],
    };
    run(store, school, system, class).await;
    let teacher_id = PersonId(fixed_id(0x51, 0));
    let pupils = (0..PUPILS).map(|pupil| PersonId(fixed_id(0x52, pupil)));
    for person_id in pupils.clone().chain([teacher_id]) {
        let details = PersonDetails { family_name: "Invented".to_owned(), ..PersonDetails::default() };
        run(store, school, system, RegisterPerson { person_id, details }).await;
    }
    for pupil_id in pupils {
        run(store, school, system, EnrolPupil { class_id, pupil_id, from: day(1), order: None }).await;
    }
    run(store, school, system, GrantRole::of(teacher_id, Role::Employee)).await;
    run(store, school, system, AssignTeacher { class_id, subject_id, teacher_id }).await;
}

fn plan() -> AssessmentPlan {
    AssessmentPlan {
        class_id: ClassId(fixed_id(0x57, 0)),
        subject_id: SubjectId(fixed_id(0x56, 0)),
        study_year_id: StudyYearId(fixed_id(0x54, 0)),
        period_id: PeriodId(fixed_id(0x55, 0)),
        lesson_id: None,
        category_id: None,
        title: "work".to_owned(),
        description: None,
        assigned_on: day(8),
        due_on: day(15),
        least: Points::whole(1),
        most: Points::whole(10),
        external_id: None,
    }
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, day).unwrap()
}
