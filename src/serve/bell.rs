//! The team's bell: what tells who waits for a person, and who left a message, by every way of the settings.

use crate::delivery::team::{Places, Present, Team, Way};
use crate::delivery::weekly::House;
use crate::web::AppState;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::task::TaskTracker;

/// How often it is looked who waits for long.
const DESK_INTERVAL: Duration = Duration::from_secs(5);
/// How long the changes of conversations are gathered before the team's consoles hear of them.
const ANNOUNCE_INTERVAL: Duration = Duration::from_millis(50);

/// Both ways, ready to be looked after.
///
/// # Errors
/// When the database cannot be written.
pub(super) async fn hang(
    house: &House,
    state: &AppState,
    address: SocketAddr,
    admin: Option<SocketAddr>,
) -> anyhow::Result<[Team; 2]> {
    let config = &state.config;
    let places = Places { admin: config.admin_url(admin.unwrap_or(address)), site: config.base_url(address) };
    let engine = state.engine.clone();
    let present: Present = Arc::new(move |id| engine.is_present(id));
    let start = |way| Team::start(house.clone(), way, places.clone(), Arc::clone(&present));
    Ok([start(Way::Notices).await?, start(Way::Letters).await?])
}

/// Lets consoles hear of what changes, and looks who waits for long.
pub(super) fn attend(state: &AppState, tasks: &TaskTracker) {
    let stop = state.sockets.stop.clone();
    let (engine, until) = (state.engine.clone(), stop.clone());
    tasks.spawn(async move {
        while until.run_until_cancelled(engine.announce()).await.is_some() {
            // what changes again in a moment is said once
            let _ = until.run_until_cancelled(tokio::time::sleep(ANNOUNCE_INTERVAL)).await;
        }
    });
    let engine = state.engine.clone();
    tasks.spawn(super::every(DESK_INTERVAL, stop, async move || engine.look_at_desk().await));
}
