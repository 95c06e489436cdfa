//! Waiting for something to happen, with a bound after which a test calls it missing.

use crate::journal::PATIENCE;

/// What a future leads to.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    let output = tokio::time::timeout(PATIENCE, future).await;
    output.unwrap_or_else(|_| panic!("this did not happen: {what}"))
}

/// Asks again and again, until it is so.
pub async fn until<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    let asking = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    within(what, asking).await;
}
