//! The policy against the 410 statements of the seed: what they give is given, as far as they say and no
//! further; what they refuse is refused; and nothing is given that no statement speaks of.
//!
//! `seed_rows.csv` is the seed as it was read: each statement with the actions it speaks of, and with
//! what stays out of reach of somebody who holds its role and nothing else. What every employee may
//! anyway is not out of reach, however narrow the statement is.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::str::FromStr;

use dayek_domain::access::{
    Action, Decision, Grant, Level, Object, Over, Reach, Right, Role, Section, Standing, matrix,
};
use dayek_domain::id::{ClassId, PersonId, SubjectId};
use dayek_domain::institution::InstitutionKind as Kind;
use dayek_domain::membership::{Membership, MembershipCommand, MembershipEvent};
use strum::IntoEnumIterator as _;
use uuid::Uuid;

const CLASS_7A: ClassId = ClassId(Uuid::from_u128(0x7a));
const CLASS_7B: ClassId = ClassId(Uuid::from_u128(0x7b));
const CLASS_7C: ClassId = ClassId(Uuid::from_u128(0x7c));
const ALGEBRA: SubjectId = SubjectId(Uuid::from_u128(0xa1));
const HISTORY: SubjectId = SubjectId(Uuid::from_u128(0x51));
/// Whoever asks, and another of the staff.
const ASKER: PersonId = PersonId(Uuid::from_u128(1));
const COLLEAGUE: PersonId = PersonId(Uuid::from_u128(2));
/// Pupils: two of 7A, one of 7B.
const AIGERIM: PersonId = PersonId(Uuid::from_u128(0xa));
const DANIYAR: PersonId = PersonId(Uuid::from_u128(0xd));
const ERLAN: PersonId = PersonId(Uuid::from_u128(0xe));
const GRANT: Grant = Grant { stream: "membership", id: ASKER.0, sequence: 1 };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decided {
    Refused,
    Nothing,
    ReadAs(Action),
}

/// What was decided about rows that are damaged, or do not say themselves what they give. The notes
/// are those of section 5 of the permission matrix.
const DECIDED: [(&[u16], Decided); 7] = [
    // Note 10: describes the platform. Org administrators send, and editors with the section.
    (&[47, 48, 49], Decided::Refused),
    // Note 9: the summary. The pages of «Статистика» are the org administrator's.
    (&[50], Decided::ReadAs(Action::ViewNetworkSummary)),
    // Note 17: "school administration" is no role of the seed; the administrator is.
    (&[53], Decided::ReadAs(Action::FillAuthorityReports)),
    // Note 6: cannot be understood, and nothing hangs on it.
    (&[111], Decided::Nothing),
    // "Part of the administrator's rights": which part is said by rows 236–255 and 403–407.
    (&[234, 401], Decided::Nothing),
    // Note 3: attendance, like the rows before it.
    (&[296], Decided::ReadAs(Action::RecordAttendance)),
    // Note 7: copied from the settings of a school; an organisation gives no marks.
    (&[385], Decided::Refused),
];

/// One statement of the seed. A limit says how far something goes that other rows give. Two phrases in
/// `what` are read: "named under", where holders are shown, and "of schools below".
struct Row {
    no: u16,
    roles: Vec<Role>,
    effect: &'static str,
    what: &'static str,
    line: u16,
    actions: Vec<Action>,
    outside: Vec<&'static str>,
}

impl Row {
    fn read(text: &'static str) -> Self {
        let fields: Vec<&str> = text.split(',').collect();
        let [no, roles, effect, what, line, actions, outside] = fields.try_into().unwrap();
        Self {
            no: no.parse().unwrap(),
            roles: if roles == "any" { Role::iter().collect() } else { list(roles) },
            effect,
            what,
            line: line.parse().unwrap(),
            actions: list(actions),
            outside: outside.split_terminator(';').collect(),
        }
    }

    fn decided(&self) -> Option<Decided> {
        DECIDED.iter().find(|(numbers, _)| numbers.contains(&self.no)).map(|(_, decided)| *decided)
    }

    fn refuses(&self) -> bool {
        self.effect == "deny" || self.decided() == Some(Decided::Refused)
    }

    fn pairs(&self) -> impl Iterator<Item = (Role, Action)> {
        self.roles.iter().flat_map(|role| self.actions.iter().map(|action| (*role, *action)))
    }

    /// Where somebody is allowed by a right of this reach; none if it is not as wide as this row.
    fn inside(&self, reach: Reach) -> Option<Vec<Object>> {
        let without = |outside| self.outside.contains(&outside);
        let (whole, below) = (self.outside == ["other_school"], self.what.contains("of schools below"));
        let (class, pupil) = (Object::Class(CLASS_7A), person(AIGERIM, Some(CLASS_7A)));
        let (fits, objects) = match reach {
            Reach::OwnAccount => (without("other_person"), vec![person(ASKER, None)]),
            Reach::OwnChild => (without("other_child"), vec![pupil]),
            Reach::ChildsClass => (without("other_class"), vec![class]),
            Reach::OwnClass => {
                let fits = without("other_class") && !without("other_subject");
                (fits, vec![class, pupil, journal(CLASS_7A, HISTORY)])
            }
            Reach::Taught => (without("other_subject"), vec![journal(CLASS_7A, ALGEBRA)]),
            Reach::OpenedSection => (whole || without("not_opened"), in_school()),
            Reach::Institution => (whole && !below, in_school()),
            Reach::Subordinate => (whole && below, vec![Object::OtherInstitution { below: true }]),
        };
        fits.then_some(objects)
    }

    /// A line for everything that is decided otherwise than this row says.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (role, action) in self.pairs() {
            let named = |right: &&Right| {
                right.role == role && (self.effect == "limit" || right.seed_lines.contains(&self.line))
            };
            let rights: Vec<(Reach, Vec<Object>)> = (action.rights().iter().filter(named))
                .filter_map(|right| Some((right.reach, self.inside(right.reach)?)))
                .collect();
            let mut fault = |found: &str| {
                faults.push(format!("row {}: {}: {role:?} {action:?}: {found}", self.no, self.what));
            };
            if rights.is_empty() && !self.refuses() {
                fault("no right names the line and is as wide");
            }
            let mut expect = |allowed: bool, standing: &Standing, objects: Vec<Object>| {
                for object in objects {
                    if allows(standing, action, &object) != allowed {
                        fault(&format!("{} on {object:?}", if allowed { "refused" } else { "allowed" }));
                    }
                }
            };
            if self.refuses() {
                expect(false, &only(role), everywhere());
            }
            for (reach, inside) in rights {
                let standing = holder(role, action, reach);
                expect(true, &standing, inside);
                for outside in &self.outside {
                    expect(false, &standing, out_of_reach(outside, reach));
                }
            }
            if self.outside.contains(&"not_opened") {
                let (section, level) = action.section().unwrap();
                expect(false, &only(role), vec![Object::Institution, person(COLLEAGUE, None)]);
                if level == Level::Edit {
                    expect(false, &with_section(role, section, Level::View), in_school());
                }
            }
        }
        faults
    }
}

fn rows() -> impl Iterator<Item = Row> {
    include_str!("seed_rows.csv").lines().skip(1).map(Row::read)
}

fn list<T: FromStr<Err: Debug>>(text: &str) -> Vec<T> {
    text.split_terminator(';').map(|word| word.parse().unwrap()).collect()
}

fn person(person_id: PersonId, class: Option<ClassId>) -> Object {
    Object::Person { person_id, classes: class.into_iter().collect() }
}

fn journal(class_id: ClassId, subject_id: SubjectId) -> Object {
    Object::Journal { class_id, subject_id }
}

fn in_school() -> Vec<Object> {
    let (class, taught) = (Object::Class(CLASS_7A), journal(CLASS_7A, ALGEBRA));
    let own = vec![Object::Institution, class, taught, person(ASKER, None), person(AIGERIM, Some(CLASS_7A))];
    let others = ["other_class", "other_subject", "other_person"];
    [own, others.map(|outside| out_of_reach(outside, Reach::Institution)).concat()].concat()
}

fn everywhere() -> Vec<Object> {
    [in_school(), out_of_reach("other_school", Reach::Institution)].concat()
}

fn out_of_reach(outside: &str, reach: Reach) -> Vec<Object> {
    let other_school = |below| Object::OtherInstitution { below };
    match outside {
        "other_class" => {
            vec![Object::Class(CLASS_7B), journal(CLASS_7B, ALGEBRA), person(ERLAN, Some(CLASS_7B))]
        }
        "other_subject" => vec![journal(CLASS_7A, HISTORY)],
        "other_child" => vec![person(DANIYAR, Some(CLASS_7A))],
        "other_person" => vec![person(DANIYAR, Some(CLASS_7A)), person(COLLEAGUE, None)],
        "other_school" if reach == Reach::Subordinate => vec![other_school(false)],
        "other_school" => vec![other_school(false), other_school(true)],
        "not_opened" => Vec::new(), // asked by somebody else, not about something else
        unknown => unreachable!("nothing is called {unknown}"),
    }
}

/// Somebody who holds each role over what it is held over in a school.
fn holding(two_factors: bool, roles: &[Role]) -> Standing {
    let mut standing = Standing::of(ASKER, two_factors);
    for role in roles {
        if role.is_granted() {
            standing.add(*role, Over::Institution, GRANT);
        }
        if [Role::ClassLeader, Role::Psychologist, Role::Pupil].contains(role) {
            standing.add(*role, Over::Class(CLASS_7A), GRANT);
        }
        if *role == Role::Teacher {
            standing.add(*role, Over::Journal { class_id: CLASS_7A, subject_id: ALGEBRA }, GRANT);
        }
        if *role == Role::Parent {
            standing.add(*role, Over::Child { pupil_id: AIGERIM, classes: vec![CLASS_7A] }, GRANT);
        }
    }
    standing
}

fn only(role: Role) -> Standing {
    holding(true, &[role])
}

fn with_section(role: Role, section: Section, level: Level) -> Standing {
    let mut standing = only(role);
    standing.add(role, Over::Section { section, level }, GRANT);
    standing
}

/// Somebody to whom a right of this reach applies.
fn holder(role: Role, action: Action, reach: Reach) -> Standing {
    if let (Reach::OpenedSection, Some((section, level))) = (reach, action.section()) {
        return with_section(role, section, level);
    }
    let mut standing = only(if reach == Reach::Taught { Role::Teacher } else { role });
    if role == Role::ClassLeader && reach == Reach::Taught {
        // Line 214 speaks of a leader who teaches as well, in whatever class.
        standing.add(role, Over::Class(CLASS_7C), GRANT);
    }
    standing
}

fn allows(standing: &Standing, action: Action, object: &Object) -> bool {
    matches!(standing.decide(action, object), Decision::Allowed(_))
}

/// The answer to everything that can be asked.
fn answers(standing: &Standing) -> Vec<(Action, Object, bool)> {
    let asked = Action::iter().flat_map(|action| everywhere().into_iter().map(move |at| (action, at)));
    asked.map(|(action, object)| (action, object.clone(), allows(standing, action, &object))).collect()
}

#[test]
fn all_410_rows_are_there_and_name_what_they_speak_of() {
    let numbers: Vec<u16> = rows().map(|row| row.no).collect();
    assert_eq!(numbers, (1..=410).collect::<Vec<u16>>());
    for row in rows() {
        let named = match (row.decided(), row.effect) {
            (Some(Decided::ReadAs(action)), "grant") => row.actions == [action],
            (Some(Decided::Nothing), "grant") | (None, "rule" | "display") => row.actions.is_empty(),
            (Some(Decided::Refused), "grant") => !row.actions.is_empty(),
            (None, "grant" | "grant_if_opened" | "deny") => !row.actions.is_empty(),
            (None, "limit") => row.actions.is_empty() == row.outside.is_empty(),
            (_, effect) => unreachable!("row {}: {effect}", row.no),
        };
        assert!(named, "row {}: {}", row.no, row.what);
    }
}

#[test]
fn every_row_of_the_seed_is_decided_as_written() {
    let faults: Vec<String> = rows().flat_map(|row| row.faults()).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_is_given_that_no_row_speaks_of() {
    let said: BTreeSet<(Role, u16, Action)> = rows()
        .filter(|row| !row.refuses())
        .flat_map(|row| row.pairs().map(|(role, action)| (role, row.line, action)).collect::<Vec<_>>())
        .collect();
    let mut unsaid = Vec::new();
    for given in matrix() {
        let base = given.role.base().filter(|base| *base != given.role);
        let everybodys = |right: &Right| Some(right.role) == base && right.reach == Reach::Institution;
        let repeated = given.action.rights().iter().any(everybodys);
        for line in given.seed_lines {
            // Who may change a thing may see it; and a line may repeat what all employees may.
            let implies = |other: &Action| *other == given.action || other.seen_through() == given.action;
            let mut implied = Action::iter().filter(|other| repeated || implies(other));
            let told = implied.any(|action| said.contains(&(given.role, *line, action)));
            unsaid.extend((!told).then_some((given, *line)));
        }
        // The seed says nothing of what people may with their own account, nor who sees the roles.
        let ours = given.role == Role::Auditor
            || given.reach == Reach::OwnAccount
            || (given.role, given.action) == (Role::Director, Action::ViewRoles);
        unsaid.extend((given.seed_lines.is_empty() && !ours).then_some((given, 0)));
    }
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}

/// "Unless additional rights are held": no denial outweighs what another role gives.
#[test]
fn leadership_that_teaches_may_what_a_teacher_may() {
    for row in rows().filter(|row| row.effect == "deny") {
        for (role, action) in row.pairs() {
            let (both, teacher) = (holding(true, &[role, Role::Teacher]), only(Role::Teacher));
            for object in everywhere() {
                let taught = allows(&teacher, action, &object);
                assert_eq!(allows(&both, action, &object), taught, "row {}: {object:?}", row.no);
            }
        }
    }
}

/// Rows 408–410. Scopes are not merged: the wider view does not widen the narrower right to edit.
#[test]
fn a_director_who_teaches_views_every_journal_and_edits_the_taught_one() {
    let standing = holding(true, &[Role::Director, Role::Teacher]);
    assert!(allows(&standing, Action::GiveMarks, &journal(CLASS_7A, ALGEBRA)));
    for object in [journal(CLASS_7A, HISTORY), journal(CLASS_7B, ALGEBRA)] {
        assert!(allows(&standing, Action::ViewJournals, &object));
        assert_eq!(standing.decide(Action::GiveMarks, &object), Decision::Forbidden);
    }
    assert!(!standing.scope(Action::GiveMarks).institution);
    assert_eq!(standing.scope(Action::GiveMarks).journals, [(CLASS_7A.0, ALGEBRA.0)]);
}

#[test]
fn another_role_takes_no_right_away() {
    for role in Role::iter() {
        let alone = answers(&only(role));
        for other in Role::iter() {
            let both = answers(&holding(true, &[role, other]));
            let lost = alone.iter().zip(&both).find(|(before, after)| before.2 && !after.2);
            assert_eq!(lost, None, "{other:?} takes it from {role:?}");
        }
    }
}

#[test]
fn administrators_have_an_employees_rights_until_they_prove_a_second_factor() {
    for role in Role::iter().filter(|role| role.needs_second_factor()) {
        let dormant = holding(false, &[role]);
        assert_eq!(dormant.dormant().collect::<Vec<_>>(), [role]);
        assert_eq!(answers(&dormant), answers(&only(role.base().unwrap())));
    }
}

#[test]
fn holders_are_named_where_the_seed_shows_them() {
    for row in rows().filter(|row| row.effect == "display") {
        let (_, block) = row.what.split_once("named under ").unwrap();
        for role in row.roles {
            assert_eq!(role.block().unwrap().as_ref(), block.replace(' ', "_"), "row {}", row.no);
        }
    }
}

/// Rows 3, 64, 235, 256, 285, 327, 362 and 402.
#[test]
fn roles_are_what_the_rules_say() {
    for role in Role::iter() {
        let staff = role.base() == Some(Role::Employee);
        assert_eq!(allows(&only(role), Action::UseTeachersRoom, &Object::Institution), staff, "{role:?}");
        assert_eq!(role.exists_in(Kind::General), role.base() != Some(Role::OrgEmployee), "{role:?}");
        let editor = [Role::Editor, Role::OrgEditor].contains(&role);
        assert_eq!(Section::iter().any(|section| section.opens_to(role)), editor, "{role:?}");
        assert_eq!(role.has_sections(), editor, "{role:?}");
    }
    assert!(!Role::Teacher.is_granted() && !Role::ClassLeader.is_granted());
    let kinds = [Kind::General, Kind::Vocational, Kind::Preschool, Kind::Additional, Kind::Governing];
    let psychologists = kinds.map(|kind| Role::Psychologist.exists_in(kind));
    assert_eq!(psychologists, [true, true, false, false, false]);
}

/// Row 70.
#[test]
fn a_fourth_administrator_is_advised_against_and_not_refused() {
    let (role, institution) = (Role::Administrator, Some(Kind::General));
    for (others, administrators) in [(2, None), (3, Some(4))] {
        let grant = MembershipCommand::GrantRole { role, order: None, reason: None, institution, others };
        let granted = MembershipEvent::RoleGranted { role, order: None, reason: None, administrators };
        assert_eq!(Membership::default().decide(grant), Ok(vec![granted]));
    }
}
