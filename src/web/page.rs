//! `/chat`: the panel as a page of its own, for links in mails and printed codes; `/return`: the same for a link that leads
//! back to a conversation, whose key stands behind the `#`, so that no server and no log ever sees it.
//!
//! Invariant: nothing of a request gets into the page but one of the languages that we have words for.

use super::assets::{DEMO_POLICY, Files, embedded, media_type, respond};
use super::error::ApiError;
use crate::config::Config;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use std::sync::Arc;

/// The routes of this file.
pub fn routes() -> Router<super::AppState> {
    Router::new()
        .route("/chat", get(|config, request, headers| async { page(config, request, headers, "") }))
        .route("/return", get(|config, request, headers| async { page(config, request, headers, RETURN) }))
        .route("/chat/{file}", get(asset))
}

/// What takes the key out of the address before the widget begins.
const RETURN: &str = "<script src=\"/chat/return.js\"></script>\n    ";

/// `GET /chat?lang=de`
#[derive(Debug, Deserialize)]
struct PageRequest {
    lang: Option<String>,
}

fn page(
    State(config): State<Arc<Config>>,
    Query(request): Query<PageRequest>,
    headers: HeaderMap,
    first: &str,
) -> Response {
    let Some(source) = Files::get("chat/index.html") else { return ApiError::NotFound.into_response() };
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let lang = request
        .lang
        .iter()
        .map(String::as_str)
        .chain(wanted.split(',').map(|one| one.split(';').next().unwrap_or_default().trim()))
        .chain([config.site.lang.as_str()])
        .find_map(interface)
        .unwrap_or_else(|| "en".to_owned());
    let title = match config.site.name.as_str() {
        "" => config.site.bot_name.clone(),
        name => format!("{} · {name}", config.site.bot_name),
    };
    let source = String::from_utf8_lossy(&source.data)
        .replacen("lang=\"en\"", &format!("lang=\"{lang}\""), 1)
        .replacen("<title>Chat", &format!("<title>{}", escaped(&title)), 1)
        .replacen("<script async", &format!("{first}<script async"), 1);
    let mut response = respond(&headers, source.into_bytes(), media_type("chat.html"), "no-cache");
    let fields = response.headers_mut();
    fields.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(DEMO_POLICY));
    fields.insert(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Response {
    match embedded("chat", &file).filter(|_| !file.ends_with(".html")) {
        Some(found) => respond(&headers, found.data.into_owned(), media_type(&file), "no-cache"),
        None => ApiError::NotFound.into_response(),
    }
}

/// The language of the interface for a tag, as the loader finds it; `None` where there are no words for it.
fn interface(tag: &str) -> Option<String> {
    let tag = tag.to_ascii_lowercase();
    let primary = tag.split('-').next().unwrap_or_default();
    let name = match primary {
        "zh" if ["hant", "tw", "hk", "mo"].iter().any(|part| tag.split('-').any(|one| one == *part)) => "zh-Hant",
        "zh" => "zh-Hans",
        "iw" => "he",
        primary => primary,
    };
    let file = format!("locale-{}.js", name.to_ascii_lowercase());
    embedded("widget", &file).map(|_| name.to_owned())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_one_that_we_have() {
        for (tag, expected) in [
            ("de-AT", Some("de")),
            ("zh-TW", Some("zh-Hant")),
            ("zh", Some("zh-Hans")),
            ("iw", Some("he")),
            ("sw", None),
            ("en-more", Some("en")),
            ("..", None),
            ("\"><script>", None),
            ("", None),
        ] {
            assert_eq!(interface(tag).as_deref(), expected, "{tag}");
        }
    }

    #[test]
    fn a_name_cannot_leave_the_title() {
        assert_eq!(escaped("</title><b>&"), "&lt;/title&gt;&lt;b&gt;&amp;");
    }
}
