//! The team's WebSocket: from a request to a console's socket.
//!
//! Invariant: only a signed-in member of the team opens one, from the server's own pages or with a token; it ends within
//! a second of the session.

pub(super) mod frames;
mod socket;

use super::AppState;
use super::auth::{Caller, check_site, identify};
use super::error::ApiError;
use super::limit::ClientAddress;
use super::to_its_end;
use super::upgrade::{ConnectionSlot, limited};
use crate::conversation::engine::Ack;
use crate::conversation::flow::desk::{Action, Colleague};
use crate::conversation::staff::{NotDone, Staff};
use crate::ids::ConversationId;
use crate::store::accounts::{Account, Role};
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use socket::Console;
pub(super) use socket::team;

/// Who somebody of the team is at the desk.
pub(super) fn staff(account: &Account) -> Staff {
    Staff { colleague: colleague(account), lead: account.role > Role::Agent }
}

/// Somebody as colleagues and visitors see them.
pub(super) fn colleague(account: &Account) -> Colleague {
    Colleague { id: account.id.clone(), name: account.display_name() }
}

/// Does something to a conversation for somebody of the team, to its end though whoever asked for it may go away: what is
/// stored is told.
///
/// # Errors
/// [`NotDone`]: nothing is changed.
pub(super) async fn act(
    state: &AppState,
    conversation: &ConversationId,
    who: &Staff,
    cid: String,
    action: Action,
) -> Result<Ack, NotDone> {
    let to = match &action {
        Action::Assign { to, .. } => state.store.account(to).await?.filter(|account| account.role >= Role::Agent),
        _ => None,
    };
    let (engine, conversation, who) = (state.engine.clone(), conversation.clone(), who.clone());
    to_its_end(async move { engine.act(&conversation, &who, cid, &action, to.as_ref().map(colleague).as_ref()).await })
        .await
}

/// `GET /ws/console`
pub async fn upgrade(
    State(state): State<AppState>,
    address: ClientAddress,
    Extension(slot): Extension<ConnectionSlot>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, ApiError> {
    state.addresses.check(address)?;
    // a socket is opened by GET and changes things all the same: it takes what a POST would
    check_site(&Method::POST, &headers, &state.config)?;
    let caller: Caller = identify(&state.store, &state.clock, &headers).await?.ok_or(ApiError::Unauthorized)?;
    caller.require(Role::Agent)?;
    if state.sockets.stop.is_cancelled() {
        return Err(ApiError::Unavailable(5));
    }
    // what the session is asked for again
    let mut proof = HeaderMap::new();
    for name in [header::COOKIE, header::AUTHORIZATION, header::HOST] {
        for value in headers.get_all(&name) {
            proof.append(name.clone(), value.clone());
        }
    }
    let tasks = state.sockets.tasks.clone();
    let opened = limited(upgrade).protocols([frames::SUBPROTOCOL]);
    Ok(opened.on_failed_upgrade(|error| tracing::debug!(%error, "an upgrade failed")).on_upgrade(move |socket| {
        tasks.track_future(async move {
            Console::new(socket, state, caller.account, proof).run().await;
            drop(slot);
        })
    }))
}
