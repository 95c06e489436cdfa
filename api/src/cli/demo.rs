//! `dayek demo`: a small school of invented people, a token, three commands to try, and the server.

use std::net::SocketAddr;

use clap::Args;
use dayek_domain::access::Role;

use super::serve::serve;
use super::terminal::{bar, open, print, say};
use super::{Failure, Shared};
use crate::demo::{DemoSchool, load};
use crate::readers::bring_up_to_date;
use crate::store::Store;
use crate::tokens::issue;

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    address: SocketAddr,
    /// Load the school, print the token and end.
    #[arg(long)]
    no_serve: bool,
}

pub(super) async fn run(shared: &Shared, command: &Demo) -> Result<(), Failure> {
    let store = open(shared).await?;
    let result = show(shared, &store, command).await;
    store.close().await?;
    if command.no_serve || result.is_err() {
        return result;
    }
    say("Ended. `./dev demo` goes on with the same data.");
    Ok(())
}

async fn show(shared: &Shared, store: &Store, command: &Demo) -> Result<(), Failure> {
    let bar = bar(shared);
    bar.set_message("loading the demo school");
    let school = load(store, &|done, of| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    })
    .await?;
    bring_up_to_date(&store.runner, &|_| {}).await?;
    bar.finish_and_clear();
    let tomorrow = crate::clock::now() + chrono::Duration::days(1);
    let token = issue(
        &store.pool,
        store.entropy.as_ref(),
        school.institution,
        school.administrator,
        "demo",
        Some(tomorrow),
    )
    .await?;
    if command.no_serve {
        tell(shared, &school, token.text.as_str(), None);
        return Ok(());
    }
    serve(store, command.address, 0, |address| tell(shared, &school, token.text.as_str(), Some(address)))
        .await
}

fn tell(shared: &Shared, school: &DemoSchool, token: &str, address: Option<SocketAddr>) {
    let url = address.map(|address| format!("http://{address}"));
    if shared.json {
        let told = serde_json::json!({
            "address": url,
            "token": token,
            "role": Role::Administrator.as_ref(),
            "institution": school.institution.0,
            "class": school.class.0,
            "subject": school.subject.0,
            "period": school.period.0,
            "assessment": school.assessment.0,
            "sign_ins": school.sign_ins.iter().map(|one| {
                serde_json::json!({ "role": one.role.as_ref(), "login": one.login, "password": one.password })
            }).collect::<Vec<_>>(),
            "pupils": school.pupils.iter().map(|pupil| pupil.0).collect::<Vec<_>>(),
        });
        print(&told.to_string());
        return;
    }
    let Some(url) = url else {
        print(token);
        return;
    };
    let pupil = school.pupils.first().map_or_else(String::new, ToString::to_string);
    let auth = r#"-H "Authorization: Bearer $TOKEN""#;
    say(&format!("\nThe demo school is served at {url}  (Ctrl-C ends it)\n"));
    say("Open it in a browser and sign in as one of these:\n");
    for one in &school.sign_ins {
        say(&format!("  {:17} login {:17} password {}", one.role.as_ref(), one.login, one.password));
    }
    say("\nAdministrators are asked to set up a second factor first (an authenticator app).");
    say("For programs there is the API:\n");
    print(&format!("TOKEN={token}"));
    say("\nIt is an administrator's token for one day. Three things to try in another terminal,");
    say("after pasting the TOKEN line above into it:\n\n1. Give or change a mark:");
    print(&format!(
        "curl -s -X PUT {auth} -H 'Content-Type: application/json' {url}/api/v1/assessments/{}/marks/{pupil} \
         -d '{{\"value\":\"9\",\"reason\":\"checked again\"}}'",
        school.assessment
    ));
    say("\n2. See it in the change history, with old value, new value, author and reason:");
    print(&format!("curl -s {auth} '{url}/api/v1/change-history?kind=mark&limit=3'"));
    say("\n3. See the averages of the classes:");
    print(&format!("curl -s {auth} '{url}/api/v1/statistics?by=class'"));
    say("");
}
