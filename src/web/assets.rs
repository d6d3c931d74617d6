//! The loader, the panel's modules and the demo page, embedded in the binary (read from disk in a debug build).
//!
//! Invariant: a module's address holds a digest of all modules, so that it never changes under its address and every
//! set of modules fits together.

use super::AppState;
use super::error::ApiError;
use super::wire::SiteFrame;
use crate::config::Config;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "static/"]
#[include = "widget.js"]
#[include = "widget/*.js"]
#[include = "demo/*"]
#[exclude = "demo/preview.png"]
struct Files;

/// What the loader's settings replace in its source.
const SETTINGS_MARK: &str = "\"__DESKBELL_SETTINGS__\"";
/// The loader is asked for again after five minutes; until a day later an old one is shown while the new one loads.
const LOADER_CACHE: &str = "public, max-age=300, stale-while-revalidate=86400";
/// A module never changes under its address.
const MODULE_CACHE: &str = "public, max-age=31536000, immutable";
/// The demo page's own rules: it loads nothing from elsewhere.
const DEMO_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'";

/// The routes of this file.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(|headers: HeaderMap| async move { demo(&headers, "index.html") }))
        .route("/demo/{file}", get(|Path(file): Path<String>, headers: HeaderMap| async move { demo(&headers, &file) }))
        .route("/widget.js", get(loader))
        .route("/widget/{digest}/{file}", get(module))
        .route("/favicon.ico", get(|| async { Redirect::permanent("/demo/icon.svg") }))
}

/// A digest of all of the panel's modules: 16 hexadecimal digits.
pub fn modules_digest() -> String {
    let mut all = Vec::new();
    let mut names: Vec<_> = Files::iter().filter(|name| name.starts_with("widget/")).collect();
    names.sort();
    for name in names {
        if let Some(file) = Files::get(&name) {
            all.extend_from_slice(name.as_bytes());
            all.extend_from_slice(&file.data);
        }
    }
    crate::ids::digest(&all)[..16].to_owned()
}

/// `GET /widget.js`: the loader with the site's settings inside, so that no page asks for them.
async fn loader(
    State(config): State<std::sync::Arc<Config>>,
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Response {
    let Some(file) = Files::get("widget.js") else { return ApiError::NotFound.into_response() };
    let catalog = state.knowledge.current().catalog.clone();
    // every language that the FAQ speaks can be chosen, the site's own first
    let mut langs = vec![config.site.lang.clone()];
    langs.extend(config.site.langs.iter().cloned().chain(catalog.langs()).filter(|lang| *lang != config.site.lang));
    let mut seen = std::collections::HashSet::new();
    langs.retain(|lang| seen.insert(lang.clone()));
    let SiteFrame { name, greeting, bot, color } = site(&config);
    let settings = serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "panel": format!("/widget/{}/panel.js", modules_digest()),
        "site": {
            "name": name, "greeting": greeting, "bot": bot, "color": color,
            "lang": config.site.lang, "langs": langs, "privacy_url": config.site.privacy_url,
        },
    });
    let source = String::from_utf8_lossy(&file.data).replacen(SETTINGS_MARK, &settings.to_string(), 1);
    respond(&headers, source.into_bytes(), "text/javascript; charset=utf-8", LOADER_CACHE)
}

/// What visitors see of the site.
pub fn site(config: &Config) -> SiteFrame {
    SiteFrame {
        name: config.site.name.clone(),
        greeting: config.site.greeting.clone(),
        bot: config.site.bot_name.clone(),
        color: config.site.color.clone(),
    }
}

async fn module(Path((digest, file)): Path<(String, String)>, headers: HeaderMap) -> Response {
    match embedded("widget", &file) {
        // another version's set of modules is not here: a page that is open since then must load anew
        Some(found) if digest == modules_digest() => {
            respond(&headers, found.data.into_owned(), media_type(&file), MODULE_CACHE)
        }
        _ => ApiError::NotFound.into_response(),
    }
}

fn demo(headers: &HeaderMap, file: &str) -> Response {
    let Some(found) = embedded("demo", file) else { return ApiError::NotFound.into_response() };
    let mut response = respond(headers, found.data.into_owned(), media_type(file), "no-cache");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(DEMO_POLICY));
    response
}

/// A file by a name from an address: a plain name, which leads to no other folder.
fn embedded(folder: &str, name: &str) -> Option<rust_embed::EmbeddedFile> {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    (plain && !name.contains("..")).then(|| Files::get(&format!("{folder}/{name}")))?
}

fn respond(headers: &HeaderMap, data: Vec<u8>, media_type: &'static str, cache: &'static str) -> Response {
    let tag = format!("\"{}\"", &crate::ids::digest(&data)[..16]);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    // a proxy that compresses marks the tag as weak
    let fresh = known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let status = if fresh { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let body = if fresh { Body::empty() } else { Body::from(data) };
    let fields = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, cache),
        (header::ETAG, tag.as_str()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (status, fields, body).into_response()
}

/// The media type of a file that we ship.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        _ => "application/octet-stream",
    }
}
