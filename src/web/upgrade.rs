//! From a request to a chat socket: who may open one, how large it may be, and what all of them share.
//!
//! Invariant: a socket holds its connection's place until its task has ended, and the server can wait for every task.

use super::AppState;
use super::chat::Visitor;
use super::error::ApiError;
use super::limit::ClientAddress;
use super::origin::Origins;
use super::wire::{self, SiteFrame};
use crate::telemetry::Metrics;
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Bytes of one frame at most.
const FRAME_BYTES: usize = 16 * 1024;
/// Read buffer of one socket, which holds a message of ordinary length: the default of 128 KiB would cost 1.2 GiB at
/// 10,000 sockets.
const READ_BUFFER_BYTES: usize = 1024;
/// Frames of one turn go out together up to so many bytes.
const WRITE_TOGETHER_BYTES: usize = 4 * 1024;
/// Unwritten bytes of one socket at most, of a single frame as well: a table that fills the 64 KiB of an answer's text takes
/// 360 KiB as content.
const WRITE_BUFFER_BYTES: usize = 1024 * 1024;
/// Unfinished `hello`s at a time: after a restart everybody comes back at once.
pub const UNFINISHED_HELLOS: usize = 512;

/// What the sockets of a process share. Cheap to clone.
#[derive(Clone)]
pub struct Sockets {
    /// Cancelled when the server stops.
    pub stop: CancellationToken,
    /// Every socket's task, so that the server can wait for them.
    pub tasks: TaskTracker,
    /// A place for each unfinished `hello`.
    pub hellos: Arc<Semaphore>,
    /// What `ready` says of the site.
    pub site: Arc<SiteFrame>,
}

/// A connection's place in the bounded number of connections; it is free again when the last clone is gone.
#[derive(Clone)]
pub struct ConnectionSlot {
    _place: Arc<Place>,
}

struct Place {
    _permit: OwnedSemaphorePermit,
    metrics: Metrics,
}

impl ConnectionSlot {
    /// Counts a connection for as long as the slot or a clone of it lives.
    pub fn new(permit: OwnedSemaphorePermit, metrics: Metrics) -> Self {
        metrics.connections.inc();
        Self { _place: Arc::new(Place { _permit: permit, metrics }) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.metrics.connections.dec();
    }
}

/// `GET /ws/chat`
pub async fn upgrade(
    State(state): State<AppState>,
    State(sockets): State<Sockets>,
    State(origins): State<Origins>,
    address: ClientAddress,
    Extension(slot): Extension<ConnectionSlot>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, ApiError> {
    state.addresses.check(address)?;
    if !origins.allows(&headers) {
        let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or("none");
        tracing::info!(origin, "a page that site.allowed_origins does not list was refused");
        return Err(ApiError::UnlistedOrigin);
    }
    if sockets.stop.is_cancelled() {
        return Err(ApiError::Unavailable(5));
    }
    // a task keeps the room of what it was given for as long as it lives: that of a pointer, and not that of the state
    let given = Box::new((state, address, sockets, slot));
    Ok(limited(upgrade)
        .protocols([wire::SUBPROTOCOL])
        .on_failed_upgrade(|error| tracing::debug!(%error, "an upgrade failed"))
        .on_upgrade(move |socket| {
            let (state, address, sockets, slot) = *given;
            let (tasks, open) = (sockets.tasks.clone(), state.metrics.sockets.clone());
            let visitor = Box::new(Visitor::new(socket, state, address, sockets));
            tasks.track_future(async move {
                open.inc();
                visitor.run().await;
                open.dec();
                drop(slot);
            })
        }))
}

/// A socket's limits.
pub(super) fn limited(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .max_message_size(FRAME_BYTES)
        .max_frame_size(FRAME_BYTES)
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_TOGETHER_BYTES)
        .max_write_buffer_size(WRITE_BUFFER_BYTES)
}
