//! Requests that another site makes a browser send are refused before anything else looks at them.
//!
//! Browsers say where a request comes from (Fetch Metadata; an `Origin` before that). One that changes
//! something must come from these pages themselves. A call of the API without a cookie is no browser being
//! misled: it has only the token it shows itself.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::{Extensions, HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::problem::{Kind, Refused};

pub(crate) async fn own_pages_only(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_program = request.uri().path().starts_with("/api/") && !headers.contains_key(header::COOKIE);
    if request.method().is_safe() || is_program || is_ours(headers) {
        return next.run(request).await;
    }
    Refused::new(Kind::Forbidden, "this request was made by another site").into_response()
}

fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let names_us = || match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => host_of(origin).is_some_and(|sent| sent.eq_ignore_ascii_case(host)),
        (None, _) | (_, None) => false,
    };
    match headers.get("sec-fetch-site").map(axum::http::HeaderValue::to_str) {
        Some(Ok("same-origin")) => true,
        // Typed in, or from a bookmark: no page has sent it, so none is named.
        Some(Ok("none")) => !headers.contains_key("origin") || names_us(),
        Some(Ok(_) | Err(_)) => false,
        None => names_us(),
    }
}

/// Host and port of an origin of the web.
fn host_of(origin: &str) -> Option<&str> {
    origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"))
}

/// Where a request comes from: what the nearest proxy that is not trusted said of it.
pub(crate) fn network(headers: &HeaderMap, extensions: &Extensions, trusted_proxies: usize) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    if trusted_proxies == 0 {
        return peer;
    }
    let told = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<IpAddr> =
        told.flat_map(|value| value.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
    // The last entries were written by our proxies, the one before them by nobody we know.
    hops.len().checked_sub(trusted_proxies).and_then(|place| hops.get(place)).copied().unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sent(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs.iter().copied() {
            headers.append(name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn a_change_comes_from_these_pages_or_from_nowhere() {
        assert!(is_ours(&sent(&[("sec-fetch-site", "same-origin")])));
        assert!(is_ours(&sent(&[("sec-fetch-site", "none")])));
        assert!(!is_ours(&sent(&[("sec-fetch-site", "cross-site")])));
        assert!(!is_ours(&sent(&[("sec-fetch-site", "same-site")])));
        assert!(is_ours(&sent(&[("origin", "https://dayek.example"), ("host", "dayek.example")])));
        assert!(!is_ours(&sent(&[("origin", "https://evil.example"), ("host", "dayek.example")])));
        assert!(!is_ours(&sent(&[("origin", "null"), ("host", "dayek.example")])));
        assert!(!is_ours(&sent(&[("host", "dayek.example")])));
        for origin in
            ["ftp://dayek.example", "x://dayek.example", "dayek.example", "https://https://dayek.example"]
        {
            assert!(!is_ours(&sent(&[("origin", origin), ("host", "dayek.example")])), "{origin}");
        }
    }

    #[test]
    fn a_change_that_no_page_has_sent_names_no_other_site() {
        let typed_in = |origin| [("sec-fetch-site", "none"), ("origin", origin), ("host", "dayek.example")];
        assert!(is_ours(&sent(&typed_in("https://dayek.example"))));
        for origin in ["https://evil.example", "null", "ftp://dayek.example"] {
            assert!(!is_ours(&sent(&typed_in(origin))), "{origin}");
        }
    }

    #[test]
    fn what_a_client_says_of_itself_is_believed_of_trusted_proxies_alone() {
        let headers = sent(&[("x-forwarded-for", "6.6.6.6, 203.0.113.9")]);
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        assert_eq!(network(&headers, &Extensions::new(), 0), here);
        assert_eq!(network(&headers, &Extensions::new(), 1).to_string(), "203.0.113.9");
        assert_eq!(network(&headers, &Extensions::new(), 3), here);
    }
}
