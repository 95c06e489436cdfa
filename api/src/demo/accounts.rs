//! Somebody of every role, each with a way in: for trying what each of them sees.

use dayek_domain::access::{Level, Role, Section};
use dayek_domain::id::{ClassId, PersonId};
use dayek_domain::person::Kinship;

use super::school::{CLASSES, Name, administrator, pupil_key, register, teacher_key};
use super::{Loader, SignIn};
use crate::accounts::{self, Device, Door, Entered, Passwords, Secrets};
use crate::log::Actor;
use crate::refusal::Refusal;
use crate::usecases::{Duty, GrantRole, InvitePeople, LinkGuardian, OpenSection, StaffClass};

/// Of everybody in the demonstration; it protects nothing.
const PASSWORD: &str = "alma-terek-kokjal";

const MORE: [(&str, Name, Role); 5] = [
    ("deputy director", ("Қызылтаңов", "Ержан"), Role::DeputyDirector),
    ("editor", ("Бәйтерекова", "Жұлдыз"), Role::Editor),
    ("psychologist", ("Ақсұңқарова", "Динара"), Role::Psychologist),
    ("moderator", ("Тобылғыев", "Марат"), Role::Moderator),
    ("auditor", ("Самырсынов", "Нұржан"), Role::Auditor),
];
const PARENT: Name = ("Аққайыңова", "Шолпан");

/// Login, the role to try, and the key of whoever it belongs to.
pub(super) type Login = (&'static str, Role, String);

pub(super) fn logins() -> Vec<Login> {
    vec![
        ("administrator", Role::Administrator, "administrator".to_owned()),
        ("director", Role::Director, "director".to_owned()),
        ("deputy", Role::DeputyDirector, "deputy director".to_owned()),
        ("studies", Role::HeadOfStudies, "head of studies".to_owned()),
        ("editor", Role::Editor, "editor".to_owned()),
        ("teacher", Role::Teacher, teacher_key("algebra")),
        ("leader", Role::ClassLeader, teacher_key("kazakh")),
        ("psychologist", Role::Psychologist, "psychologist".to_owned()),
        ("moderator", Role::Moderator, "moderator".to_owned()),
        ("pupil", Role::Pupil, pupil_key(CLASSES[0].0, 0)),
        ("parent", Role::Parent, "parent".to_owned()),
        ("auditor", Role::Auditor, "auditor".to_owned()),
    ]
}

/// Appoints those whom the lessons do not need.
pub(super) async fn appoint(loader: &mut Loader<'_>) -> Result<(), Refusal> {
    let office = administrator(loader);
    for (key, name, role) in MORE {
        register(loader, office, key, name).await?;
        loader.ask(office, GrantRole::of(loader.id(key), role)).await?;
    }
    let editor: PersonId = loader.id("editor");
    for (section, level) in [(Section::Timetable, Level::Edit), (Section::People, Level::View)] {
        let opened = OpenSection { person_id: editor, role: Role::Editor, section, level, order: None };
        loader.ask(office, opened).await?;
    }
    let class_id: ClassId = loader.id(CLASSES[0].0);
    for (duty, person) in
        [(Duty::ClassLeader, teacher_key("kazakh")), (Duty::Psychologist, "psychologist".to_owned())]
    {
        let person_id = Some(loader.id(&person));
        loader.ask(office, StaffClass { class_id, duty, person_id, order: None }).await?;
    }
    register(loader, office, "parent", PARENT).await?;
    let pupil_id = loader.id(&pupil_key(CLASSES[0].0, 0));
    let guardian_id = loader.id("parent");
    loader.ask(office, LinkGuardian { pupil_id, guardian_id, kinship: Kinship::Mother }).await?;
    Ok(())
}

/// Gives each of them a login, through an invitation as anybody would get one from whoever sends it.
/// Whoever can sign in already is left as they are.
pub(super) async fn sign_ins(
    loader: &Loader<'_>,
    sender: Actor,
    logins: &[Login],
) -> Result<Vec<SignIn>, Refusal> {
    let store = loader.store;
    let broken = |error: &dyn std::fmt::Display| Refusal::Broken(error.to_string());
    let secrets = Secrets::of(&store.root);
    let passwords = Passwords::new(store.entropy.as_ref()).map_err(|error| broken(&error))?;
    let door = Door { log: &store.log, secrets: &secrets, passwords: &passwords, entropy: &store.entropy };
    let mut told = Vec::new();
    for (login, role, key) in logins {
        let (login, role) = (*login, *role);
        let person: PersonId = loader.id(key);
        told.push(SignIn { login, password: PASSWORD, role });
        let entered = Entered {
            login,
            password: PASSWORD.to_owned(),
            network: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
            known_device: Device::is_known(&secrets, login, Some(&Device::proof(&secrets, login))),
            device: "demo",
        };
        if accounts::sign_in(door, entered).await.is_ok() {
            continue;
        }
        let invited = accounts::invite(person, store.entropy.as_ref()).map_err(|error| broken(&error))?;
        loader.ask_once(sender, InvitePeople { invited: vec![invited] }).await?;
        accounts::remember_codes(&store.pool, &secrets, loader.institution, &[invited])
            .await
            .map_err(|error| broken(&error))?;
        let code = accounts::code_of(&secrets, loader.institution, invited.invitation_id);
        let joined = accounts::join(door, &code, login, PASSWORD.to_owned(), "demo").await;
        joined.map_err(|error| broken(&error))?;
    }
    for (_, _, key) in logins {
        let person: PersonId = loader.id(key);
        accounts::end_others(&store.pool, loader.institution, person, None).await?;
    }
    Ok(told)
}
