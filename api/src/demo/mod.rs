//! A small school of our own making: two classes, four subjects, six weeks of marks with corrections, the
//! timetable from then on; and the education department it stands under.
//! Its people are invented; every change goes through the same use cases as a real one, asked by the
//! person who would ask it.

mod accounts;
mod days;
mod organisation;
mod school;
mod timetable;

use dayek_domain::access::Role;
use dayek_domain::id::{AssessmentId, ClassId, InstitutionId, PeriodId, PersonId, SubjectId};
use uuid::Uuid;

use crate::entropy::new_id;
use crate::log::{Actor, Idempotency, Origin, Receipt, Request, UseCase};
use crate::readers::bring_up_to_date;
use crate::refusal::Refusal;
use crate::store::Store;
use crate::usecases::GrantRole;

/// What the demo tells of its school.
#[derive(Debug, Clone)]
pub struct DemoSchool {
    pub institution: InstitutionId,
    pub administrator: PersonId,
    pub class: ClassId,
    pub subject: SubjectId,
    pub period: PeriodId,
    /// The last column of algebra marks of the first class.
    pub assessment: AssessmentId,
    pub pupils: Vec<PersonId>,
    /// Somebody of every role, of the organisation above the school as well.
    pub sign_ins: Vec<SignIn>,
}

/// A way in for trying a role.
#[derive(Debug, Clone, Copy)]
pub struct SignIn {
    pub login: &'static str,
    pub password: &'static str,
    pub role: Role,
}

/// The key under which the last step is noted; once it is there, the school is complete.
const COMPLETE: &str = "demo/complete";
/// The same of the organisation above it, which an earlier release did not load.
const ORGANISATION: &str = "demo/organisation";
/// The same of the timetable.
const TIMETABLE: &str = "demo/timetable";

/// Loads the demo school, or goes on where an earlier load broke off. Does nothing when it is there.
pub async fn load(store: &Store, progress: &(dyn Fn(usize, usize) + Sync)) -> Result<DemoSchool, Refusal> {
    let mut loader = Loader { store, institution: InstitutionId(id(store, "institution")), step: 0 };
    let mut office = Loader { store, institution: InstitutionId(id(store, "organisation")), step: 0 };
    let has_school = loader.has_done(COMPLETE).await?;
    let has_organisation = office.has_done(ORGANISATION).await?;
    let has_timetable = loader.has_done(TIMETABLE).await?;
    if !has_school || !has_organisation || !has_timetable {
        prepare(store, [loader.institution, office.institution]).await?;
    }
    if !has_school {
        school::found(&mut loader).await?;
        accounts::appoint(&mut loader).await?;
        days::teach(&mut loader, progress).await?;
        // Granting again what is held changes nothing, but its receipt marks the end.
        let last = GrantRole::of(loader.id("administrator"), Role::Administrator);
        loader.ask_under(COMPLETE, Actor::System, last).await?;
    }
    if !has_timetable {
        timetable::hang_up(&loader).await?;
    }
    if !has_organisation {
        organisation::found(&mut office, &loader).await?;
    }
    let mut demo = days::described(&loader);
    demo.sign_ins = accounts::sign_ins(&loader, school::administrator(&loader), &accounts::logins()).await?;
    let of_office =
        accounts::sign_ins(&office, organisation::head_of(&office), &organisation::logins()).await?;
    demo.sign_ins.extend(of_office);
    Ok(demo)
}

async fn prepare(store: &Store, institutions: [InstitutionId; 2]) -> Result<(), Refusal> {
    // Who is administrator is looked up in a read model, which a new database does not have yet.
    bring_up_to_date(&store.runner, &|_| {}).await.map_err(|error| Refusal::Broken(error.to_string()))?;
    for institution in institutions {
        store.log.open_institution(institution).await?;
    }
    Ok(())
}

/// The id of something of the demo: the same on every start with the same root key.
fn id(store: &Store, name: &str) -> Uuid {
    store.root.imported_id(Uuid::nil(), "demo", name)
}

/// Asks one thing after the other, each under a key of its own, so that a load can be repeated.
struct Loader<'a> {
    store: &'a Store,
    institution: InstitutionId,
    step: usize,
}

impl Loader<'_> {
    fn id<T: From<Uuid>>(&self, name: &str) -> T {
        id(self.store, name).into()
    }

    async fn ask(&mut self, actor: Actor, use_case: impl UseCase) -> Result<Receipt, Refusal> {
        self.step += 1;
        let key = format!("demo/{}", self.step);
        self.ask_under(&key, actor, use_case).await
    }

    /// For what must not be done again under the same key: invitations are new every time.
    async fn ask_once(&self, actor: Actor, use_case: impl UseCase) -> Result<Receipt, Refusal> {
        let request_id = new_id(self.store.entropy.as_ref());
        let request_id = request_id.map_err(|error| Refusal::Broken(error.to_string()))?;
        let request = Request { actor, ..Request::of_system(self.institution, request_id) };
        self.store.log.execute(request, use_case).await
    }

    async fn ask_under(&self, key: &str, actor: Actor, use_case: impl UseCase) -> Result<Receipt, Refusal> {
        let entropy = self.store.entropy.as_ref();
        let request_id = new_id(entropy).map_err(|error| Refusal::Broken(error.to_string()))?;
        let request = Request {
            actor,
            origin: Origin::CommandLine,
            idempotency: Some(Idempotency { key: key.to_owned(), request_hash: [0; 32] }),
            ..Request::of_system(self.institution, request_id)
        };
        self.store.log.execute(request, use_case).await
    }

    /// Whether a step was done, by an earlier start as well.
    async fn has_done(&self, key: &str) -> Result<bool, Refusal> {
        let (done,): (bool,) = sqlx::query_as(
            "SELECT EXISTS (SELECT 1 FROM command_log WHERE institution_id = $1 AND idempotency_key = $2)",
        )
        .bind(self.institution.0)
        .bind(key)
        .fetch_one(&self.store.pool)
        .await?;
        Ok(done)
    }
}
