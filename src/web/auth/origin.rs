//! Where a request was made: on the server's own pages or elsewhere, and over which kind of connection.
//!
//! Invariant: a request that changes something and carries a session comes from the server's own pages; a session's
//! cookie is readable on the way nowhere but on the machine's own loopback.

use crate::config::Config;
use crate::web::error::ApiError;
use axum::http::{HeaderMap, HeaderName, Method, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// The session's cookie: `__Host-` makes the browser refuse it without `Secure`, and from any other host.
const COOKIE: &str = "__Host-deskbell";
/// The same over plain HTTP, where browsers do not take the other: on loopback only.
const LOOPBACK_COOKIE: &str = "deskbell";

/// Refuses what another site's page made a signed-in browser send.
///
/// # Errors
/// [`ApiError::ForeignOrigin`].
pub(super) fn check_site(method: &Method, headers: &HeaderMap, config: &Config) -> Result<(), ApiError> {
    // no page can make a browser send a token of ours; and reading changes nothing
    if method.is_safe() || bearer(headers).is_some() {
        return Ok(());
    }
    let fetch_site = text(headers, HeaderName::from_static("sec-fetch-site"));
    let own = match (fetch_site, text(headers, header::ORIGIN)) {
        (Some(site), _) => site == "same-origin",
        // browsers leave Sec-Fetch-Site out over plain HTTP, but never Origin
        (None, Some(origin)) => is_own(origin, headers, config),
        (None, None) => session(headers).is_none(),
    };
    if own { Ok(()) } else { Err(ApiError::ForeignOrigin) }
}

fn is_own(origin: &str, headers: &HeaderMap, config: &Config) -> bool {
    let Some((scheme, named)) = origin.split_once("://") else { return false };
    let host = text(headers, header::HOST).is_some_and(|host| host.eq_ignore_ascii_case(named));
    let public = config.server.public_url.split('/').take(3).collect::<Vec<_>>().join("/");
    (host && (scheme == "http" || scheme == "https")) || origin.eq_ignore_ascii_case(&public)
}

/// The token of `Authorization: Bearer …`.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = text(headers, header::AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The session's secret from the cookie that holds on this kind of connection.
pub(super) fn session(headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    // elsewhere the plain name could have been set by another host of the same domain
    let plain = || jar.get(LOOPBACK_COOKIE).filter(|_| is_loopback(headers));
    jar.get(COOKIE).or_else(plain).map(|cookie| cookie.value().to_owned())
}

/// How a session may be kept in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    /// Over TLS, here or at a proxy.
    Secure,
    /// Over plain HTTP on this very machine.
    Loopback,
}

impl Connection {
    /// What the settings and the request say.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] over plain HTTP through a network: browsers would drop the cookie, and the password would
    /// be readable on its way.
    pub(crate) fn of(headers: &HeaderMap, config: &Config) -> Result<Self, ApiError> {
        let origin = text(headers, header::ORIGIN).unwrap_or_default();
        let tls = origin.starts_with("https://") || config.server.public_url.starts_with("https://");
        match (tls, is_loopback(headers)) {
            (true, _) => Ok(Self::Secure),
            (false, true) => Ok(Self::Loopback),
            // a script that names no origin gets the strict cookie
            (false, false) if origin.is_empty() => Ok(Self::Secure),
            (false, false) => Err(ApiError::Invalid(
                "Over plain HTTP a password can be read on its way. Open the admin area over https, or on the server \
                 itself as http://localhost."
                    .into(),
            )),
        }
    }

    /// The cookie that keeps a session until the browser is closed.
    pub(crate) fn cookie(self, session: String) -> Cookie<'static> {
        let (name, secure) = match self {
            Self::Secure => (COOKIE, true),
            Self::Loopback => (LOOPBACK_COOKIE, false),
        };
        Cookie::build((name, session)).path("/").http_only(true).same_site(SameSite::Strict).secure(secure).build()
    }
}

/// Cookies that make the browser drop its session, whichever kind it holds.
pub(crate) fn dropped() -> [Cookie<'static>; 2] {
    [Connection::Secure, Connection::Loopback].map(|connection| {
        let mut cookie = connection.cookie(String::new());
        cookie.make_removal();
        cookie
    })
}

/// Whether the browser asked for this very machine.
fn is_loopback(headers: &HeaderMap) -> bool {
    let host = text(headers, header::HOST).unwrap_or_default();
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _port)) => address,
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(public_url: &str) -> Config {
        let environment = [("DESKBELL_SERVER_PUBLIC_URL".to_owned(), public_url.to_owned())].into();
        crate::config::load(None, &environment).unwrap()
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_own_pages_may_change_something() {
        let cookie = ("cookie", "__Host-deskbell=x");
        let host = ("host", "bot.example");
        for (allowed, extra) in [
            (true, vec![("sec-fetch-site", "same-origin")]),
            (true, vec![("origin", "https://bot.example")]),
            (true, vec![("authorization", "Bearer abc"), ("origin", "https://evil.example")]),
            (false, vec![("sec-fetch-site", "same-site")]),
            (false, vec![("sec-fetch-site", "cross-site"), ("origin", "https://bot.example")]),
            (false, vec![("sec-fetch-site", "none")]),
            (false, vec![("origin", "null")]),
            (false, vec![("origin", "https://bot.example.evil.example")]),
            (false, vec![("origin", "https://bot.example:8443")]),
            (false, vec![("authorization", "Basic abc")]),
            (false, vec![]),
        ] {
            let request = headers(&[[host, cookie].as_slice(), &extra].concat());
            let outcome = check_site(&Method::POST, &request, &config(""));
            assert_eq!(outcome.is_ok(), allowed, "{extra:?}");
            assert!(check_site(&Method::GET, &request, &config("")).is_ok());
        }
        // a proxy that changes Host
        let behind = headers(&[("host", "127.0.0.1:8080"), cookie, ("origin", "https://bot.example")]);
        assert!(check_site(&Method::POST, &behind, &config("https://bot.example/")).is_ok());
        assert!(check_site(&Method::POST, &behind, &config("")).is_err());
        // a script without a session has nothing to lose; a page of another site still may not sign anybody in
        assert!(check_site(&Method::POST, &headers(&[host]), &config("")).is_ok());
        let foreign = headers(&[host, ("origin", "https://evil.example")]);
        assert!(check_site(&Method::POST, &foreign, &config("")).is_err());
    }

    #[test]
    fn the_cookie_is_plain_on_loopback_only() {
        let of = |public_url: &str, pairs: &[(&'static str, &str)]| {
            Connection::of(&headers(pairs), &config(public_url)).ok()
        };
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "deskbell.localhost", "LOCALHOST"] {
            assert_eq!(of("", &[("host", host)]), Some(Connection::Loopback), "{host}");
        }
        assert_eq!(of("https://bot.example", &[("host", "127.0.0.1:8080")]), Some(Connection::Secure));
        let tls_proxy = [("host", "127.0.0.1:8080"), ("origin", "https://bot.example")];
        assert_eq!(of("", &tls_proxy), Some(Connection::Secure));
        assert_eq!(of("", &[("host", "bot.example")]), Some(Connection::Secure));
        for host in ["192.168.1.5:8080", "localhost.evil.example", "127.0.0.1.evil.example"] {
            assert_eq!(of("", &[("host", host), ("origin", "http://192.168.1.5:8080")]), None, "{host}");
        }
    }

    #[test]
    fn cookies_have_every_flag() {
        let strict = Connection::Secure.cookie("abc".into()).to_string();
        assert_eq!(strict, "__Host-deskbell=abc; HttpOnly; SameSite=Strict; Secure; Path=/");
        let plain = Connection::Loopback.cookie("abc".into()).to_string();
        assert_eq!(plain, "deskbell=abc; HttpOnly; SameSite=Strict; Path=/");
    }

    #[test]
    fn the_plain_cookie_is_read_on_loopback_only() {
        let plain = ("cookie", "deskbell=a");
        assert_eq!(session(&headers(&[("host", "localhost:8080"), plain])).as_deref(), Some("a"));
        assert_eq!(session(&headers(&[("host", "bot.example"), plain])), None);
        let both = ("cookie", "deskbell=a; __Host-deskbell=b");
        assert_eq!(session(&headers(&[("host", "localhost"), both])).as_deref(), Some("b"));
    }
}
