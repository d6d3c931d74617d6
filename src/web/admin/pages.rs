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

/// A page of the admin area.
struct Page {
    /// The last part of its address, and the stem of its file and its script.
    name: &'static str,
    file: &'static str,
    title: &'static str,
    /// In the navigation of narrow screens.
    short: &'static str,
    /// One of `icons.svg`.
    icon: &'static str,
    /// Who may open it.
    role: Role,
}

const fn page(
    name: &'static str,
    file: &'static str,
    title: &'static str,
    short: &'static str,
    icon: &'static str,
    role: Role,
) -> Page {
    Page { name, file, title, short, icon, role }
}

/// The pages in the order of the navigation.
const PAGES: [Page; 11] = [
    page("", "overview", "Overview", "Overview", "home", Role::Viewer),
    page("console", "console", "Live console", "Live", "live", Role::Agent),
    page("report", "report", "Weekly report", "Report", "bars", Role::Viewer),
    page("unanswered", "unanswered", "Unanswered", "To write", "question", Role::Viewer),
    page("answers", "answers", "Answers", "Answers", "list", Role::Viewer),
    page("conversations", "conversations", "Conversations", "Chats", "chat", Role::Viewer),
    page("faq", "faq", "FAQ editor", "Edit", "pen", Role::Viewer),
    page("problems", "problems", "FAQ problems", "FAQ", "book", Role::Viewer),
    page("accounts", "accounts", "Accounts", "Accounts", "people", Role::Admin),
    page("settings", "settings", "Settings", "Settings", "sliders", Role::Admin),
    page("password", "password", "Your account", "You", "person", Role::Viewer),
];
/// The pages that lead to a session, which stand alone and are for everybody.
const ALONE: [&str; 2] = ["login", "setup"];

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
    open(&PAGES[0], &store, &clock, &uri, &headers).await
}

async fn named(
    State(store): State<Store>,
    State(clock): State<Clock>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if let Some(page) = PAGES[1..].iter().find(|page| page.name == name) {
        return open(page, &store, &clock, &uri, &headers).await;
    }
    if ALONE.contains(&name.as_str()) {
        return Ok(show(&format!("{name}.html"), StatusCode::OK));
    }
    Ok(asset(&name, &headers).unwrap_or_else(|| show("missing.html", StatusCode::NOT_FOUND)))
}

async fn open(page: &Page, store: &Store, clock: &Clock, uri: &Uri, headers: &HeaderMap) -> Result<Response, ApiError> {
    match identify(store, clock, headers).await? {
        None => Ok(Redirect::to(&login_address(uri)).into_response()),
        Some(caller) if caller.require(page.role).is_err() => Ok(show("forbidden.html", StatusCode::FORBIDDEN)),
        Some(_) => {
            Ok(framed(page).map_or_else(|| ApiError::NotFound.into_response(), |text| html(text, StatusCode::OK)))
        }
    }
}

/// A page in the frame that all share: head, navigation and who is signed in.
fn framed(page: &Page) -> Option<String> {
    let read = |file: &str| Some(String::from_utf8_lossy(&Files::get(file)?.data).into_owned());
    let mut nav = String::new();
    for one in &PAGES {
        let Page { name, title, short, icon, .. } = one;
        // what only some may open is shown to them by the script that knows who is signed in
        let hidden = match one.role {
            Role::Admin => " data-admin hidden",
            Role::Agent => " data-agent hidden",
            Role::Viewer | Role::Editor => "",
        };
        let current = if one.name == page.name { " aria-current=\"page\"" } else { "" };
        let badge = match *name {
            "problems" => "<b class=\"badge number\" data-badge hidden></b>",
            "console" => "<b class=\"badge alarm number\" data-waiting hidden></b>",
            _ => "",
        };
        let label = format!("<span class=\"wide\">{title}</span><span class=\"narrow\">{short}</span>");
        nav.push_str(&format!(
            "        <li{hidden}><a href=\"/admin/{name}\"{current}><svg class=\"icon\" aria-hidden=\"true\">\
             <use href=\"/admin/icons.svg#{icon}\"/></svg>{label}{badge}</a></li>\n"
        ));
    }
    // the report fills what the head leaves, and the console the whole window
    let class = match page.name {
        "report" => " class=\"fill\"",
        "console" => " class=\"console\"",
        _ => "",
    };
    let frame = read("frame.html")?;
    let filled = frame.replace("{{title}}", page.title).replace("{{script}}", page.file).replace("{{class}}", class);
    Some(filled.replace("{{nav}}", &nav).replace("{{main}}", &read(&format!("{}.html", page.file))?))
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
        Some(page) => html(String::from_utf8_lossy(&page.data).into_owned(), status),
        None => ApiError::NotFound.into_response(),
    }
}

fn html(text: String, status: StatusCode) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
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
        for page in &PAGES {
            let text = framed(page).expect("its file is there");
            assert!(!text.contains("{{"), "{}", page.name);
            assert!(Files::get(&format!("{}.js", page.file)).is_some(), "{}", page.file);
            assert_eq!(text.matches("aria-current").count(), 1, "{}", page.name);
        }
        let none = HeaderMap::new();
        for foreign in ["login.html", "../../Cargo.toml", "..\\app.js", "app.js\0.css", "Shell.js", "nothing.js", ".js"]
        {
            assert!(asset(foreign, &none).is_none(), "{foreign}");
        }
    }

    #[test]
    fn pages_hold_no_script_and_no_style_of_their_own() {
        let alone = ["login", "setup", "forbidden", "missing"].map(|name| {
            let data = Files::get(&format!("{name}.html")).expect("it is there").data;
            (name, String::from_utf8(data.into_owned()).unwrap())
        });
        for (file, text) in PAGES.iter().map(|page| (page.file, framed(page).unwrap())).chain(alone) {
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
