//! HTTP and WebSockets: the state that handlers share, as cheap handles, and the table of routes.
//!
//! Invariant: a handler's signature lists what it touches; it reaches the engine, reads of the store, the knowledge,
//! editing and the report, never the index, the FAQ's files or SQL.

pub mod admin;
pub mod api;
pub mod assets;
pub mod auth;
mod bundle;
mod chat;
mod console;
#[doc = include_str!("embedding.md")]
pub mod embedding {}
pub mod endpoint;
pub mod error;
pub mod gate;
pub mod limit;
pub mod openapi;
pub mod origin;
mod own;
mod pack;
mod page;
mod strip;
pub mod upgrade;
pub mod wire;

use crate::clock::Clock;
use crate::config::Config;
use crate::conversation::Engine;
use crate::editing::Editing;
use crate::knowledge::Knowledge;
use crate::store::Store;
use crate::telemetry::Metrics;
use axum::body::Body;
use axum::extract::FromRef;
use axum::http::{HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::routing::{any, get};
use axum::{Router, response::IntoResponse};
use limit::AddressLimit;
use origin::Origins;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::{DefaultOnFailure, DefaultOnResponse, TraceLayer};
use upgrade::Sockets;

/// Bytes of a visitor's request's body at most; nothing we take of them is longer.
pub const BODY_BYTES: usize = 64 * 1024;
/// How long a request may take, its body and its answer included.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// Runs something to its end, though whoever asked for it may go away: a request that is cut off is dropped where it stands,
/// and what was stored by then has to be told.
async fn to_its_end<Output: Send + 'static>(work: impl Future<Output = Output> + Send + 'static) -> Output {
    match tokio::spawn(work).await {
        Ok(output) => output,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// Everything that handlers may ask for, each by its own type.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// The settings.
    pub config: Arc<Config>,
    /// The time.
    pub clock: Clock,
    /// The FAQ in service.
    pub knowledge: Knowledge,
    /// The log and the accounts.
    pub store: Store,
    /// The metrics.
    pub metrics: Metrics,
    /// Conversations.
    pub engine: Engine,
    /// The pages that may open a chat.
    pub origins: Origins,
    /// The bucket of each address.
    pub addresses: AddressLimit,
    /// What the chat sockets share.
    pub sockets: Sockets,
    /// Who may try passwords, and how often.
    pub auth: auth::Auth,
    /// How many reports are built at once.
    pub reports: gate::Gate,
    /// The FAQ's files as editors change them.
    pub editing: Editing,
    /// How each answer did, as it was last counted.
    pub counted: admin::Counted,
    /// How things stand, as it was last counted.
    pub live: admin::Live,
    /// Whether the database takes writes.
    pub readiness: api::Readiness,
}

/// The routes for visitors.
pub fn public_routes(state: &AppState) -> Router<AppState> {
    let origins = state.origins.listed().iter().filter_map(|origin| origin.parse().ok()).collect::<Vec<HeaderValue>>();
    let cors = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
        .max_age(Duration::from_secs(3600));
    let api = endpoint::routes(api::ENDPOINTS, openapi::PLACE)
        // set here, so that the layer below wraps it and can answer a browser's preflight
        .method_not_allowed_fallback(wrong_method)
        .layer(cors);
    Router::new()
        .merge(assets::routes())
        .merge(page::routes())
        .merge(api)
        .route("/ws/chat", any(upgrade::upgrade))
        .route("/livez", get(api::live))
        .route("/readyz", get(api::ready))
        .layer(RequestBodyLimitLayer::new(BODY_BYTES))
}

/// The routes for those who run it: the admin area and the metrics.
pub fn operator_routes(state: &AppState) -> Router<AppState> {
    admin::routes(state).route("/ws/console", any(console::upgrade)).route("/metrics", get(api::metrics))
}

async fn wrong_method() -> error::ApiError {
    error::ApiError::WrongMethod
}

/// What holds for every route: limits of size and time, headers, logging, no panic that ends more than its request.
pub fn finish(router: Router<AppState>, state: AppState) -> Router {
    let fixed = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    let behind_tls = state.config.server.public_url.starts_with("https://");
    // browsers ignore this header on plain HTTP, so that it is only sent where it holds
    let transport = behind_tls.then(|| fixed(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
    router
        .fallback(|| async { error::ApiError::NotFound.into_response() })
        .method_not_allowed_fallback(wrong_method)
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIMEOUT))
        .layer(RequestBodyLimitLayer::new(admin::LARGEST_BODY_BYTES))
        .layer(CompressionLayer::new())
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "strict-origin-when-cross-origin"))
        .layer(fixed(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), payment=(), usb=()"))
        .layer(tower::util::option_layer(transport))
        .layer(CatchPanicLayer::new())
        .layer(axum::middleware::map_response(error::as_problem))
        .layer(
            TraceLayer::new_for_http()
                // never the query: it holds what visitors type, and whatever else somebody put into an address
                .make_span_with(|request: &Request<Body>| {
                    tracing::debug_span!("request", method = %request.method(), path = request.uri().path())
                })
                .on_response(DefaultOnResponse::new().level(tracing::Level::DEBUG))
                .on_failure(DefaultOnFailure::new().level(tracing::Level::DEBUG)),
        )
        .with_state(state)
}
