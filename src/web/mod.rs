//! HTTP and WebSockets: the state that handlers share, as cheap handles.
//!
//! Invariant: a handler's signature lists what it touches; it reaches the engine, reads of the store, the knowledge
//! and the report, never the index, the FAQ's files or SQL.

pub mod error;

use crate::clock::Clock;
use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::store::Store;
use crate::telemetry::Metrics;
use axum::extract::FromRef;
use std::sync::Arc;

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
}
