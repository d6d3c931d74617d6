//! The team's bell: what tells who waits for a person, and who left a message, by every way of the settings.

use crate::delivery::team::{Places, Present, Team, Way};
use crate::delivery::weekly::House;
use crate::web::AppState;
use std::net::SocketAddr;
use std::sync::Arc;

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
