//! Somebody who visits the pages without a browser: sends forms, keeps cookies, reads what comes back.

use std::collections::BTreeMap;

use dayek::accounts::{code_of, invite, remember_codes};
use dayek::clock;
use dayek::usecases::InvitePeople;
use dayek_domain::id::PersonId;
use totp_rs::{Builder, Secret, Totp};

use crate::client::{Answer, Client};
use crate::journal::Journal;
use crate::school::{SCHOOL, School};
use crate::staff::Who;

/// The password of everybody.
pub const PASSWORD: &str = "төрт түлік жайылымда";

const SESSION: &str = "__Host-dayek";
const DEVICE: &str = "__Host-dayek-device";
const LANGUAGE: &str = "__Host-dayek-language";
/// For how many seconds a code stands on a telephone.
const STEP: u64 = 30;

/// A visitor with the cookies the program gave them.
#[derive(Clone)]
pub struct Visitor {
    client: Client,
    cookies: BTreeMap<String, String>,
    pub login: String,
    /// What their telephone knows.
    secret: Option<String>,
}

impl Journal {
    /// Invites somebody. Answers with the code on their paper.
    pub async fn invite(&self, school: School, person: PersonId) -> String {
        let invited = invite(person, self.store.entropy.as_ref()).unwrap();
        self.run_in(school, InvitePeople { invited: vec![invited] }).await;
        remember_codes(self.pool(), &self.secrets, school.institution(), &[invited]).await.unwrap();
        code_of(&self.secrets, school.institution(), invited.invitation_id)
    }

    /// Somebody nobody knows yet.
    pub fn stranger(&self) -> Visitor {
        Visitor {
            client: self.anonymous(),
            cookies: BTreeMap::new(),
            login: "nobody".to_owned(),
            secret: None,
        }
    }

    /// Somebody who has come with their code and is signed in.
    pub async fn visitor(&self, person: PersonId) -> Visitor {
        self.visitor_in(SCHOOL, person).await
    }

    pub async fn visitor_in(&self, school: School, person: PersonId) -> Visitor {
        let code = self.invite(school, person).await;
        let mut visitor = self.stranger();
        visitor.login = login_of(person);
        visitor.join(&code).await.is(303);
        visitor
    }

    /// Somebody in a role, with the second factor their role asks for.
    pub async fn signed_in(&self, who: Who) -> Visitor {
        let visitor = self.visitor(who.person()).await;
        if who == Who::Administrator { visitor.with_second_factor().await } else { visitor }
    }
}

/// The login of a person of the tests.
pub fn login_of(person: PersonId) -> String {
    format!("k{}", person.0.as_simple())
}

impl Visitor {
    /// What they ask of the API with, as the script of a page would.
    pub fn client(&self) -> Client {
        self.with_cookies().with("sec-fetch-site", "same-origin")
    }

    /// The same without saying from where.
    pub fn with_cookies(&self) -> Client {
        if self.cookies.is_empty() {
            return self.client.clone();
        }
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        self.client.with("cookie", &cookies.collect::<Vec<_>>().join("; "))
    }

    /// The same visitor, who says something more about every request.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        Self { client: self.client.with(name, value), ..self.clone() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let answer = self.with_cookies().get(path).await;
        self.keep(&answer);
        answer
    }

    pub async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.with_cookies().form(path, fields).await;
        self.keep(&answer);
        answer
    }

    /// Sends a form with a file.
    pub async fn upload(&mut self, path: &str, name: &str, file: &[u8], fields: &[(&str, &str)]) -> Answer {
        let answer = self.with_cookies().upload(path, name, file, fields).await;
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        for sent in answer.headers.get_all("set-cookie") {
            let sent = sent.to_str().unwrap();
            let (name, value) = sent.split(';').next().unwrap().split_once('=').unwrap();
            if sent.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub fn session(&self) -> Option<&str> {
        self.cookies.get(SESSION).map(String::as_str)
    }

    /// Has a session that somebody else has put there.
    #[must_use]
    pub fn with_session(mut self, text: &str) -> Self {
        self.cookies.insert(SESSION.to_owned(), text.to_owned());
        self
    }

    /// The same person on a browser they have never used.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        Self { cookies: BTreeMap::new(), ..self.clone() }
    }

    /// The same person on this browser on another day: the session is over, the device is known.
    #[must_use]
    pub fn later(&self) -> Self {
        let mut visitor = self.clone();
        visitor.cookies.remove(SESSION);
        assert!(visitor.cookies.contains_key(DEVICE), "the browser was not remembered");
        visitor
    }

    #[must_use]
    pub fn speaking(mut self, language: &str) -> Self {
        self.cookies.insert(LANGUAGE.to_owned(), language.to_owned());
        self
    }

    /// Comes with a code, and takes a login and the password.
    pub async fn join(&mut self, code: &str) -> Answer {
        let login = self.login.clone();
        self.form("/join/account", &[("code", code), ("login", &login), ("password", PASSWORD)]).await
    }

    pub async fn sign_in(&mut self) -> Answer {
        self.sign_in_with(PASSWORD).await
    }

    pub async fn sign_in_with(&mut self, password: &str) -> Answer {
        let login = self.login.clone();
        self.form("/sign-in", &[("login", &login), ("password", password)]).await
    }

    /// Whether a page lets them in.
    pub async fn is_in(&mut self) -> bool {
        let answer = self.get("/account").await;
        if answer.status == 200 {
            return true;
        }
        let door = answer.is(303).header("location");
        assert!(door.is_some_and(|door| door.starts_with("/sign-in")), "{door:?}");
        false
    }

    /// Turns the second factor on.
    pub async fn with_second_factor(mut self) -> Self {
        self.learn_secret().await;
        let code = self.code(0);
        let answer = self.form("/account/second-factor", &[("code", &code)]).await;
        assert_eq!(answer.is(303).header("location"), Some("/account?done=second-factor"));
        self
    }

    /// Reads from the page what the telephone is to know.
    pub async fn learn_secret(&mut self) {
        let page = self.get("/account").await.is(200).text();
        let shown = page.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next());
        let plain = shown.map(|text| text.replace(' ', ""));
        let is_secret = |text: &String| {
            text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        };
        self.secret = plain.into_iter().find(is_secret);
        assert!(self.secret.is_some(), "no secret stands on the page: {page}");
    }

    pub const fn has_second_factor(&self) -> bool {
        self.secret.is_some()
    }

    /// The code on the telephone so many steps from now. One step ahead is taken as well, so that a
    /// second code can be had without waiting for it.
    pub fn code(&self, ahead: u64) -> String {
        self.totp().generate(now() + STEP * ahead).to_string()
    }

    /// A code that stands on the telephone neither now nor soon.
    pub fn wrong_code(&self) -> String {
        let totp = self.totp();
        let good: Vec<String> =
            (0..12).map(|step| totp.generate(now() + STEP * step - 5 * STEP).to_string()).collect();
        let mut tried = (0..20).map(|number| format!("{:06}", number * 11_111));
        tried.find(|code| !good.contains(code)).unwrap()
    }

    fn totp(&self) -> Totp {
        let secret = self.secret.as_deref().unwrap();
        Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap()
    }
}

fn now() -> u64 {
    u64::try_from(clock::now().timestamp()).unwrap()
}

/// The secret of a token that is shown on a page.
pub fn token_on(page: &Answer) -> String {
    let text = page.is(200).text();
    let shown = text.split("<code class=\"once\">").nth(1).and_then(|rest| rest.split("</code>").next());
    shown.unwrap_or_else(|| panic!("no token stands on the page: {text}")).to_owned()
}
