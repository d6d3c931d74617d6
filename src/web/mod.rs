//! HTTP and WebSockets: the state that handlers share, as cheap handles, and the table of routes.
//!
//! Invariant: a handler's signature lists what it touches; it reaches the engine, reads of the store, the knowledge
//! and the report, never the index, the FAQ's files or SQL.

pub mod admin;
pub mod auth;
pub mod error;
pub mod gate;
pub mod limit;

use crate::clock::Clock;
use crate::config::Config;
use crate::conversation::Engine;
use crate::knowledge::Knowledge;
use crate::store::Store;
use crate::telemetry::Metrics;
use axum::extract::FromRef;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::routing::{any, get, post};
use axum::{Router, response::IntoResponse};
use chat::Sockets;
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
use tower_http::trace::{DefaultMakeSpan, DefaultOnFailure, DefaultOnResponse, TraceLayer};

/// Bytes of a request's body at most; nothing we take is longer.
pub const BODY_BYTES: usize = 64 * 1024;
/// How long a request may take, its body and its answer included.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

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
    /// Who may try passwords, and how often.
    pub auth: auth::Auth,
    /// How many reports are built at once.
    pub reports: gate::Gate,
}
