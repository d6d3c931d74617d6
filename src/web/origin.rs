//! Which pages may open a chat.
//!
//! Invariant: a browser always names its page's origin when it opens a WebSocket, and nothing else stands between a
//! foreign page and a visitor's conversation: an origin counts only if it equals one of the list, letter by letter.

use axum::http::{HeaderMap, header};
use std::sync::Arc;

/// The origins that may. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Origins {
    listed: Arc<[String]>,
    /// Whether the server's own pages are known only by the `Host` they were asked for.
    own_host: bool,
}

impl Origins {
    /// `listed` are the settings' origins; `public_url` is the server's own, or empty where it is not known.
    pub fn new(listed: &[String], public_url: &str) -> Self {
        let own = public_url.split('/').take(3).collect::<Vec<_>>().join("/").to_ascii_lowercase();
        let mut all = listed.to_vec();
        if !own.is_empty() {
            all.push(own);
        }
        Self { listed: all.into(), own_host: public_url.is_empty() }
    }

    /// The listed origins, for cross-origin requests of the HTTP interface.
    pub fn listed(&self) -> &[String] {
        &self.listed
    }

    /// Whether the page that sends these headers may open a chat.
    pub fn allows(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) else { return false };
        if self.listed.iter().any(|listed| listed == origin) {
            return true;
        }
        // without a configured address, the demo page's own origin is the host under which it was asked for
        let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
        self.own_host
            && !host.is_empty()
            && origin.split_once("://").is_some_and(|(scheme, named)| {
                (scheme == "http" || scheme == "https") && named.eq_ignore_ascii_case(host)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(origins: &Origins, origin: Option<&str>, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        headers.insert(header::HOST, host.parse().unwrap());
        origins.allows(&headers)
    }

    #[test]
    fn only_listed_origins_and_the_own_host_pass() {
        let origins = Origins::new(&["https://shop.example".into()], "");
        assert!(allows(&origins, Some("https://shop.example"), "bot.example"));
        assert!(allows(&origins, Some("http://localhost:8080"), "localhost:8080"));
        for foreign in [
            None,
            Some("null"),
            Some("http://shop.example"),
            Some("https://shop.example.evil.example"),
            Some("https://evil-shop.example"),
            Some("https://shop.example:8443"),
            Some("https://shop.example/"),
            Some("file://localhost:8080"),
            Some("http://localhost:8081"),
        ] {
            assert!(!allows(&origins, foreign, "localhost:8080"), "{foreign:?}");
        }
    }

    #[test]
    fn with_a_known_address_the_host_header_counts_for_nothing() {
        let origins = Origins::new(&[], "https://bot.example/");
        assert!(allows(&origins, Some("https://bot.example"), "bot.example"));
        assert!(!allows(&origins, Some("http://rebound.example"), "rebound.example"));
    }
}
