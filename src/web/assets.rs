//! The loader, the panel's modules and the demo page, embedded in the binary (read from disk in a debug build).
//!
//! Invariant: a part's address holds a digest of all modules, so that it never changes under its address.

use super::AppState;
use super::error::ApiError;
use super::wire::SiteFrame;
use super::{bundle, pack, strip};
use crate::config::Config;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use rust_embed::RustEmbed;
use std::sync::{Arc, OnceLock};

/// What is served to visitors.
#[derive(RustEmbed)]
#[folder = "static/"]
#[include = "widget.js"]
#[include = "widget/*.js"]
#[include = "demo/*"]
#[include = "chat/*"]
#[exclude = "demo/preview.png"]
pub struct Files;

/// What the loader's settings replace in its source.
const SETTINGS_MARK: &str = "\"__DESKBELL_SETTINGS__\"";
/// The loader is asked for again after five minutes; until a day later an old one is shown while the new one loads.
const LOADER_CACHE: &str = "public, max-age=300, stale-while-revalidate=86400";
/// A module never changes under its address.
const MODULE_CACHE: &str = "public, max-age=31536000, immutable";
/// The rules of our own pages for visitors: it loads nothing from elsewhere.
pub const DEMO_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'";

/// The routes of this file.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(|headers: HeaderMap| async move { demo(&headers, "index.html") }))
        .route("/demo/{file}", get(|Path(file): Path<String>, headers: HeaderMap| async move { demo(&headers, &file) }))
        .route("/widget.js", get(loader))
        .route("/widget/{digest}/{locale}/{file}", get(part))
        .route("/favicon.ico", get(|| async { Redirect::permanent("/demo/icon.svg") }))
}

/// A digest of all of the panel's modules, and of how they are joined: 16 hexadecimal digits.
pub fn modules_digest() -> String {
    static ONCE: OnceLock<String> = OnceLock::new();
    // in a debug build the modules are read from disk, where they change
    if cfg!(debug_assertions) { digest_modules() } else { ONCE.get_or_init(digest_modules).clone() }
}

fn digest_modules() -> String {
    let mut all = env!("CARGO_PKG_VERSION").as_bytes().to_vec();
    all.extend_from_slice(include_bytes!("bundle.rs"));
    all.extend_from_slice(include_bytes!("strip.rs"));
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
async fn loader(State(config): State<Arc<Config>>, headers: HeaderMap) -> Response {
    let Some(file) = Files::get("widget.js") else { return ApiError::NotFound.into_response() };
    let SiteFrame { name, greeting, bot, color } = site(&config);
    let settings = serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "parts": format!("/widget/{}/", modules_digest()),
        "site": {
            "name": name, "greeting": greeting, "bot": bot, "color": color,
            "lang": config.site.lang, "privacy_url": config.site.privacy_url,
        },
    });
    let settings = settings.to_string();
    let make = || Ok(strip::strip(&String::from_utf8_lossy(&file.data)).replacen(SETTINGS_MARK, &settings, 1));
    let key = crate::ids::digest(&[file.data.as_ref(), settings.as_bytes()].concat());
    send(&headers, pack::packed(&key, make), LOADER_CACHE)
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

/// `GET /widget/{digest}/{locale}/{file}`: a part of the panel, with the words of one language where it has any.
async fn part(Path((digest, locale, file)): Path<(String, String, String)>, headers: HeaderMap) -> Response {
    let read = |name: &str| {
        let found = embedded("widget", name)?;
        Some(String::from_utf8_lossy(&found.data).into_owned())
    };
    // only what is imported on its own is a part, or more could be asked for than is kept
    let is_part = bundle::PARTS.contains(&&*file) || file.starts_with("locale-");
    let is_locale = !locale.ends_with("-more") && read(&format!("locale-{locale}.js")).is_some();
    if !is_locale || !is_part || read(&file).is_none() {
        return ApiError::NotFound.into_response();
    }
    // a page that has been open since another version is given what there is now: what it asks for later, such as
    // messages, mostly fits the panel that it holds, and nothing would fit worse
    if digest != modules_digest() {
        let address = format!("/widget/{}/{locale}/{file}", modules_digest());
        let fields = [(header::CACHE_CONTROL, "no-store"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
        return (fields, Redirect::temporary(&address)).into_response();
    }
    // words are the same for whichever language's panel asks for them
    let key =
        if file.starts_with("locale-") { format!("{digest}/{file}") } else { format!("{digest}/{locale}/{file}") };
    // compressing takes a tenth of a second, which would hold up the chat
    let made = tokio::task::spawn_blocking(move || pack::packed(&key, || bundle::join(&read, &file, &locale))).await;
    send(&headers, made.unwrap_or_else(|error| Err(error.to_string())), MODULE_CACHE)
}

fn send(headers: &HeaderMap, made: Result<Arc<pack::Packed>, String>, cache: &'static str) -> Response {
    match made {
        Ok(packed) => packed.respond(headers, "text/javascript; charset=utf-8", cache),
        Err(fault) => {
            ApiError::Internal(anyhow::anyhow!("the widget's modules do not fit together: {fault}")).into_response()
        }
    }
}

fn demo(headers: &HeaderMap, file: &str) -> Response {
    let Some(found) = embedded("demo", file) else { return ApiError::NotFound.into_response() };
    let mut response = respond(headers, found.data.into_owned(), media_type(file), "no-cache");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(DEMO_POLICY));
    response
}

/// A file by a name from an address: a plain name, which leads to no other folder.
pub fn embedded(folder: &str, name: &str) -> Option<rust_embed::EmbeddedFile> {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    (plain && !name.contains("..")).then(|| Files::get(&format!("{folder}/{name}")))?
}

/// A file with its type and how long it may be kept; nothing where the browser has it.
pub fn respond(headers: &HeaderMap, data: Vec<u8>, media_type: &'static str, cache: &'static str) -> Response {
    let tag = format!("\"{}\"", &crate::ids::digest(&data)[..16]);
    let fresh = pack::is_known(headers, &tag);
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
