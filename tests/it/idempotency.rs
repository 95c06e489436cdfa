//! The same request sent many times, as browsers and networks do.

use dayek::log::{Idempotency, Request};
use dayek_domain::access::Role;
use dayek_tests::history::{assert_dense, history};
use dayek_tests::journal::school;
use dayek_tests::school::{AIGERIM, CONTROL_WORK, LESSON_DAY, SCHOOL, give};
use futures::future::join_all;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn fifty_sendings_of_one_request_give_one_mark_and_one_receipt() {
    let journal = school().open().await;
    let before = history(journal.pool(), SCHOOL.institution()).await.len();
    // Five processes: the queues in front of a stream do not know of one another.
    let processes: Vec<_> = (0..5).map(|_| journal.another_process()).collect();
    let sendings = (0..50).map(|sending| {
        let log = processes[sending % processes.len()].clone();
        let idempotency = Some(Idempotency { key: "one".to_owned(), request_hash: [1; 32] });
        let request = Request { idempotency, ..journal.request() };
        tokio::spawn(async move { log.execute(request, give(AIGERIM, 9)).await.unwrap() })
    });
    let receipts: Vec<_> = join_all(sendings).await.into_iter().map(Result::unwrap).collect();

    let events = history(journal.pool(), SCHOOL.institution()).await;
    assert_dense(&events);
    assert_eq!(events.len(), before + 1);
    let position = u64::try_from(events.len()).unwrap();
    for receipt in &receipts {
        assert_eq!(receipt.positions, Some((position, position)));
        assert_eq!(receipt.streams, receipts[0].streams);
    }
    assert_eq!(receipts.iter().filter(|receipt| !receipt.replayed).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_belongs_to_one_request_over_http_too() {
    let journal = school().open().await;
    let before = history(journal.pool(), SCHOOL.institution()).await.len();
    let client = journal.client(&journal.token_for(Role::Administrator).await).with("idempotency-key", "k-1");
    let path = format!("/api/v1/assessments/{CONTROL_WORK}/marks/{AIGERIM}");
    let asked = history(journal.pool(), SCHOOL.institution()).await.len();
    assert_eq!(asked, before + 2, "the program was registered and granted its role");

    let nine = json!({ "value": "9", "on": LESSON_DAY });
    let first = client.put(&path, &nine).await;
    first.succeeds();
    assert_eq!(first.header("idempotency-replayed"), None);
    let sendings = (0..20).map(|_| {
        let (client, path, nine) = (client.clone(), path.clone(), nine.clone());
        tokio::spawn(async move { client.put(&path, &nine).await })
    });
    for again in join_all(sendings).await {
        let again = again.unwrap();
        assert_eq!(again.status, first.status);
        assert_eq!(again.json(), first.json());
        assert_eq!(again.header("journal-position"), first.header("journal-position"));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
    }
    let problem = client.put(&path, &json!({ "value": "8", "on": LESSON_DAY })).await;
    assert_eq!(problem.is(422).header("content-type"), Some("application/problem+json"));
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await.len(), asked + 1);
}
