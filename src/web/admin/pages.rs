//! The pages of the admin area, from `static/admin`, and what they load.
//!
//! Invariant: a page holds nothing but its frame, which anybody may see; what it shows it asks the interface for. Whoever
//! is not signed in is sent to sign in, and from there back.

use crate::clock::Clock;
use crate::store::Store;
use crate::store::accounts::Role;
use crate::web::AppState;
use crate::web::auth::identify;
use crate::web::error::ApiError;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

#[derive(rust_embed::RustEmbed)]
#[folder = "static/admin/"]
struct Files;

/// Pages by the last part of their address, their files, and who may open them (`None`: everybody).
const PAGES: [(&str, &str, Option<Role>); 7] = [
    ("", "overview.html", Some(Role::Viewer)),
    ("report", "report.html", Some(Role::Viewer)),
    ("problems", "problems.html", Some(Role::Viewer)),
    ("password", "password.html", Some(Role::Viewer)),
    ("accounts", "accounts.html", Some(Role::Admin)),
    ("login", "login.html", None),
    ("setup", "setup.html", None),
];

/// The routes of the pages.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin", get(|| async { Redirect::permanent("/admin/") }))
        .route("/admin/", get(overview))
        .route("/admin/{*name}", get(named))
}

async fn overview(
    State(store): State<Store>,
    State(clock): State<Clock>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    page(PAGES[0].1, PAGES[0].2, &store, &clock, &uri, &headers).await
}

async fn named(
    State(store): State<Store>,
    State(clock): State<Clock>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if let Some((_, file, role)) = PAGES.iter().find(|(page, ..)| *page == name) {
        return page(file, *role, &store, &clock, &uri, &headers).await;
    }
    Ok(asset(&name, &headers).unwrap_or_else(|| show("missing.html", StatusCode::NOT_FOUND)))
}

async fn page(
    file: &'static str,
    role: Option<Role>,
    store: &Store,
    clock: &Clock,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let Some(role) = role else { return Ok(show(file, StatusCode::OK)) };
    match identify(store, clock, headers).await? {
        None => Ok(Redirect::to(&login_address(uri)).into_response()),
        Some(caller) if caller.require(role).is_err() => Ok(show("forbidden.html", StatusCode::FORBIDDEN)),
        Some(_) => Ok(show(file, StatusCode::OK)),
    }
}

/// The login page, which leads back to `uri`.
fn login_address(uri: &Uri) -> String {
    let back = uri.path_and_query().map_or("/admin/", |back| back.as_str());
    let escaped: String = back
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'/' => (byte as char).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    if back == "/admin/" { "/admin/login".into() } else { format!("/admin/login?next={escaped}") }
}

fn show(file: &str, status: StatusCode) -> Response {
    match Files::get(file) {
        Some(page) => (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.data).into_response(),
        None => ApiError::NotFound.into_response(),
    }
}

/// A style sheet, script or picture. They are the same for everybody, so a browser may keep them if it asks each time
/// whether they have changed.
fn asset(name: &str, headers: &HeaderMap) -> Option<Response> {
    let kind = match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    // names of ours have no slash, and neither may what comes decoded out of an address
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'.') {
        return None;
    }
    let file = Files::get(name)?;
    let digest: String = file.metadata.sha256_hash().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = HeaderValue::from_str(&format!("\"{digest}\"")).ok()?;
    let unchanged = headers.get(header::IF_NONE_MATCH).is_some_and(|known| {
        known.to_str().is_ok_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag))
    });
    let caching = [(header::CACHE_CONTROL, HeaderValue::from_static("no-cache")), (header::ETAG, tag)];
    if unchanged {
        return Some((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Some((caching, [(header::CONTENT_TYPE, kind)], file.data).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_cannot_leave_its_parameter() {
        let address = |uri: &str| login_address(&uri.parse().unwrap());
        assert_eq!(address("/admin/"), "/admin/login");
        assert_eq!(
            address("/admin/report?week=2026-W46&x=1"),
            "/admin/login?next=/admin/report%3Fweek%3D2026-W46%26x%3D1"
        );
    }

    #[test]
    fn every_page_and_only_pages_are_there() {
        for (_, file, _) in PAGES {
            assert!(Files::get(file).is_some(), "{file}");
        }
        let none = HeaderMap::new();
        for foreign in ["login.html", "../../Cargo.toml", "..\\app.js", "app.js\0.css", "Shell.js", "nothing.js", ".js"]
        {
            assert!(asset(foreign, &none).is_none(), "{foreign}");
        }
    }

    #[test]
    fn pages_hold_no_script_and_no_style_of_their_own() {
        for file in Files::iter().filter(|file| file.ends_with(".html")) {
            let data = Files::get(&file).expect("it was listed").data;
            let text = std::str::from_utf8(&data).unwrap();
            assert!(text.contains("<html lang=\"en\">") && text.contains("name=\"viewport\""), "{file}");
            for forbidden in ["<style", " style=", " onclick=", " onload=", "javascript:", "http://", "https://"] {
                assert!(!text.contains(forbidden), "{file} contains {forbidden}");
            }
            for script in text.split("<script").skip(1) {
                assert!(script.starts_with(" type=\"module\" src=\"/admin/"), "{file}: <script{script}");
            }
        }
    }
}
