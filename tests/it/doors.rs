//! The door: who gets in, who does not, for how long, and what guessing comes to.

use dayek::log::{StreamKey, UseCase, Work};
use dayek::refusal::Refusal;
use dayek_domain::account::{Account, AccountCommand};
use dayek_domain::id::PersonId;
use dayek_tests::client::Answer;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, DAULET, SCHOOL};
use dayek_tests::visitor::{PASSWORD, Visitor};
use futures::future::join_all;

const WRONG: &str = "this is not the password";

/// What an answer says, whoever it was said to.
fn told(answer: &Answer, login: &str) -> String {
    answer.text().replace(login, "login")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_a_login_that_does_not_exist_are_told_the_same() {
    let journal = school().open().await;
    let known = journal.visitor(AIGERIM).await;
    let mut wrong = known.elsewhere();
    let refused = wrong.sign_in_with(WRONG).await;
    let mut nobody = journal.stranger();
    let unknown = nobody.sign_in_with(WRONG).await;
    assert_eq!(refused.is(422).status, unknown.is(422).status);
    assert_eq!(told(&refused, &wrong.login), told(&unknown, &nobody.login));
    assert_eq!((wrong.session(), nobody.session()), (None, None));
    // The right password of somebody else is a wrong one.
    nobody.sign_in_with(PASSWORD).await.is(422);

    let mut right = known.elsewhere();
    assert_eq!(right.sign_in().await.is(303).header("location"), Some("/"));
    assert!(right.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_known_however_its_letters_are_written_at_the_edges() {
    let journal = school().open().await;
    let mut visitor = journal.visitor(AIGERIM).await.elsewhere();
    visitor.login = format!(" {} ", visitor.login);
    visitor.sign_in().await.is(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_ends_the_session_at_once_wherever_its_cookie_is() {
    let journal = school().open().await;
    let mut visitor = journal.visitor(SCHOOL.algebra_teacher()).await;
    let mut stolen = visitor.clone();
    assert!(stolen.is_in().await);
    stolen.client().get("/api/v1/me").await.is(200);

    let left = visitor.form("/sign-out", &[]).await;
    assert_eq!(left.is(303).header("location"), Some("/sign-in"));
    assert!(left.header("clear-site-data").is_some_and(|cleared| cleared.contains("cache")));
    assert_eq!(visitor.session(), None);
    assert!(!stolen.is_in().await);
    stolen.client().get("/api/v1/me").await.is(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_ended_from_another_browser_is_over() {
    let journal = school().open().await;
    let mut here = journal.visitor(AIGERIM).await;
    let mut there = here.elsewhere();
    there.sign_in().await.is(303);
    here.form("/account/sessions/end-others", &[]).await.is(303);
    assert!(here.is_in().await);
    assert!(!there.is_in().await);
    there.client().get("/api/v1/me").await.is(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_a_session_of_somebody_else() {
    let journal = school().open().await;
    let mut victim = journal.visitor(AIGERIM).await;
    let mut other = journal.visitor(DAULET).await;
    let session = victim.session().unwrap().split('_').nth(1).unwrap().to_owned();
    other.form(&format!("/account/sessions/{session}/end"), &[]).await.is(404);
    assert!(victim.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_somebody_put_there_before_is_not_the_one_that_counts_after() {
    let journal = school().open().await;
    let attacker = journal.visitor(DAULET).await;
    let fixed = attacker.session().unwrap();
    let mut victim = journal.visitor(AIGERIM).await.elsewhere().with_session(fixed);
    victim.sign_in().await.is(303);
    assert_ne!(victim.session(), Some(fixed));
    let me = victim.client().get("/api/v1/me").await;
    assert_eq!(me.is(200).json()["person_id"], AIGERIM.to_string());
    let attackers = attacker.client().get("/api/v1/me").await;
    assert_eq!(attackers.is(200).json()["person_id"], DAULET.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_an_invitation_lets_in_once() {
    let journal = school().open().await;
    let code = journal.invite(SCHOOL, AIGERIM).await;
    let mut guest = journal.stranger();
    guest.login = "aigerim".to_owned();
    // However it is typed.
    guest.join(&code.to_lowercase().replace('-', " ")).await.is(303);
    let mut second = journal.stranger();
    second.login = "somebody-else".to_owned();
    second.join(&code).await.is(422);
    second.form("/join", &[("code", &code)]).await.is(422);
    second.sign_in().await.is(422);
    assert_eq!(second.session(), None);
    assert!(guest.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_worth_nothing_after_a_newer_one() {
    let journal = school().open().await;
    let older = journal.invite(SCHOOL, AIGERIM).await;
    let newer = journal.invite(SCHOOL, AIGERIM).await;
    let mut finder = journal.stranger();
    finder.login = "finder".to_owned();
    finder.join(&older).await.is(422);
    finder.sign_in().await.is(422);
    assert_eq!(finder.session(), None);
    let mut guest = journal.stranger();
    guest.login = "aigerim".to_owned();
    guest.join(&newer).await.is(303);
    assert!(guest.is_in().await);
    finder.sign_in().await.is(422);
    assert_eq!(finder.session(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_is_taken_and_a_password_that_is_guessed_first_are_refused() {
    let journal = school().open().await;
    let first = journal.visitor(AIGERIM).await;
    let code = journal.invite(SCHOOL, DAULET).await;
    let mut second = journal.stranger();
    second.login.clone_from(&first.login);
    second.join(&code).await.is(422);
    second.login = "daulet".to_owned();
    let weak = [("code", code.as_str()), ("login", "daulet"), ("password", "password1234")];
    second.form("/join/account", &weak).await.is(422);
    // The code is still good.
    second.join(&code).await.is(303);
}

struct Block(PersonId);

impl UseCase for Block {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.0)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.handle::<Account>(self.0, AccountCommand::Block { reason: None }).await?;
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_account_opens_with_no_password() {
    let journal = school().open().await;
    let visitor = journal.visitor(AIGERIM).await;
    journal.run(Block(AIGERIM)).await;
    for mut browser in [visitor.later(), visitor.elsewhere()] {
        browser.sign_in().await.is(422);
        assert_eq!(browser.session(), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_every_other_session() {
    const NEW: &str = "жеті рет өлшеп, бір рет кес";
    let journal = school().open().await;
    let mut here = journal.visitor(AIGERIM).await;
    let mut there = here.elsewhere();
    there.sign_in().await.is(303);
    here.form("/account/password", &[("current", WRONG), ("new", NEW)]).await.is(422);
    here.form("/account/password", &[("current", PASSWORD), ("new", "password1234")]).await.is(422);
    assert!(there.is_in().await);
    here.form("/account/password", &[("current", PASSWORD), ("new", NEW)]).await.is(303);
    assert!(here.is_in().await);
    assert!(!there.is_in().await);
    there.elsewhere().sign_in().await.is(422);
    there.elsewhere().sign_in_with(NEW).await.is(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_session_is_no_way_to_guess_its_password() {
    const NEW: &str = "жеті рет өлшеп, бір рет кес";
    let journal = school().open().await;
    let mut here = journal.visitor(AIGERIM).await;
    for _ in 0..5 {
        here.form("/account/password", &[("current", WRONG), ("new", NEW)]).await.is(422);
    }
    here.form("/account/password", &[("current", PASSWORD), ("new", NEW)]).await.is(422);
    // The wait is for changing the password, not for the door.
    here.elsewhere().sign_in_with(PASSWORD).await.is(303);
}

/// For how many seconds an attempt that has just failed keeps the next one waiting.
async fn wait_after(journal: &Journal) -> i64 {
    sqlx::query_scalar(
        "SELECT coalesce(max(round(extract(epoch FROM blocked_until - last_at))), 0)::bigint
         FROM sign_in_failure",
    )
    .fetch_one(journal.pool())
    .await
    .unwrap()
}

/// As if nobody had to wait any more; `failures` also changes how often it went wrong.
async fn the_wait_is_over(journal: &Journal, failures: Option<i32>) {
    sqlx::query("UPDATE sign_in_failure SET blocked_until = NULL, failures = coalesce($1, failures)")
        .bind(failures)
        .execute(journal.pool())
        .await
        .unwrap();
}

/// Has whoever must wait do so for as long as the test lasts.
async fn the_wait_is_long(journal: &Journal) {
    let waiting = sqlx::query(
        "UPDATE sign_in_failure SET blocked_until = now() + interval '1 hour'
         WHERE blocked_until IS NOT NULL",
    )
    .execute(journal.pool())
    .await
    .unwrap();
    assert_eq!(waiting.rows_affected(), 1, "one login from one network waits, and nobody else");
}

async fn guess(journal: &Journal, guesser: &mut Visitor, times: usize) -> Vec<i64> {
    let mut waits = Vec::new();
    for _ in 0..times {
        guesser.sign_in_with(WRONG).await.is(422);
        waits.push(wait_after(journal).await);
        the_wait_is_over(journal, None).await;
    }
    waits
}

#[tokio::test(flavor = "multi_thread")]
async fn every_guess_after_the_fifth_doubles_the_wait_up_to_a_quarter_of_an_hour() {
    let journal = school().open().await;
    let mut guesser = journal.visitor(AIGERIM).await.elsewhere();
    assert_eq!(guess(&journal, &mut guesser, 9).await, [0, 0, 0, 0, 1, 2, 4, 8, 16]);
    for failures in [100, 250, 10_000] {
        the_wait_is_over(&journal, Some(failures)).await;
        assert_eq!(guess(&journal, &mut guesser, 1).await, [900], "after {failures} failures");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guesser_waits_even_with_the_right_password_and_the_owner_does_not() {
    let journal = school().open().await;
    let owner = journal.visitor(AIGERIM).await;
    let mut guesser = owner.elsewhere();
    for _ in 0..5 {
        guesser.sign_in_with(WRONG).await.is(422);
    }
    the_wait_is_long(&journal).await;
    guesser.sign_in().await.is(422);
    assert_eq!(guesser.session(), None);
    // What the guesser says of its own address is believed of proxies alone.
    let mut elsewhere = guesser.with("x-forwarded-for", "203.0.113.9");
    elsewhere.sign_in().await.is(422);
    assert_eq!(elsewhere.session(), None);

    owner.later().sign_in().await.is(303);
    // Nor does anybody else wait who comes from the same place.
    let mut classmate = journal.visitor(DAULET).await.elsewhere();
    classmate.sign_in().await.is(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_guesses_come_to_a_handful_and_keep_nobody_out() {
    let journal = school().open().await;
    let owner = journal.visitor(AIGERIM).await;
    let mut guesser = owner.elsewhere();
    for number in 0..10_000 {
        let guessed = format!("guess number {number}");
        guesser.sign_in_with(&guessed).await.is(422);
    }
    let looked_at: i32 = sqlx::query_scalar("SELECT max(failures) FROM sign_in_failure")
        .fetch_one(journal.pool())
        .await
        .unwrap();
    // After five each wait is twice as long as the one before, so an hour of guessing is worth fifteen.
    assert!(looked_at < 20, "{looked_at} of the guesses were looked at");
    the_wait_is_long(&journal).await;
    guesser.sign_in().await.is(422);
    assert_eq!(guesser.session(), None);
    owner.later().sign_in().await.is(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_is_known_for_the_login_that_was_used_on_it() {
    let journal = school().open().await;
    let victim = journal.visitor(AIGERIM).await;
    let mut guesser = journal.visitor(DAULET).await.later();
    guesser.login.clone_from(&victim.login);
    for _ in 0..5 {
        guesser.sign_in_with(WRONG).await.is(422);
    }
    the_wait_is_long(&journal).await;
    victim.later().sign_in().await.is(303);
    guesser.sign_in().await.is(422);
    assert_eq!(guesser.session(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_guesses_at_once_no_more_are_looked_at_than_of_as_many_in_turn() {
    let journal = school().open().await;
    let owner = journal.visitor(AIGERIM).await;
    let guesses = (0..40).map(|number| {
        let mut guesser = owner.elsewhere();
        tokio::spawn(async move {
            guesser.sign_in_with(&format!("guess number {number}")).await.is(422);
        })
    });
    for guess in join_all(guesses).await {
        guess.unwrap();
    }
    let failures: i32 = sqlx::query_scalar("SELECT max(failures) FROM sign_in_failure")
        .fetch_one(journal.pool())
        .await
        .unwrap();
    // A wait that is over while others still come lets one more through.
    assert!(failures < 20, "{failures} were looked at");
    // Who was in a good place before is not kept out by them.
    owner.later().sign_in().await.is(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_device_does_not_wait_for_its_network() {
    let journal = school().open().await;
    let owner = journal.visitor(AIGERIM).await;
    let mut stranger = journal.stranger();
    stranger.sign_in_with(WRONG).await.is(422);
    sqlx::query("UPDATE sign_in_failure SET failures = 400, blocked_until = now() + interval '1 hour'")
        .execute(journal.pool())
        .await
        .unwrap();
    owner.elsewhere().sign_in().await.is(422);
    owner.later().sign_in().await.is(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_password_leaves_no_count_behind() {
    let journal = school().open().await;
    let owner = journal.visitor(AIGERIM).await;
    for _ in 0..3 {
        owner.elsewhere().sign_in().await.is(303);
    }
    let failures: Option<i32> = sqlx::query_scalar("SELECT max(failures) FROM sign_in_failure")
        .fetch_one(journal.pool())
        .await
        .unwrap();
    assert_eq!(failures.unwrap_or_default(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_code_is_told_no_name() {
    let journal = school().open().await;
    let older = journal.invite(SCHOOL, AIGERIM).await;
    let newer = journal.invite(SCHOOL, AIGERIM).await;
    journal.caught_up().await;
    let mut finder = journal.stranger();
    let refused = finder.form("/join", &[("code", &older)]).await;
    assert!(!refused.is(422).text().contains("Айгерім"), "{}", refused.text());
    assert!(finder.form("/join", &[("code", &newer)]).await.is(200).text().contains("Айгерім"));
}
