//! Servers that die, networks that fail, pages that go and come back, and several tabs: what was written arrives, once
//! and in order, and the page says what goes on.

mod faults;
mod killed;
mod own;
mod tabs;

use super::lab::{Lab, checks};
use super::stage::Stage;
use faults::{offline_and_back, portal_and_back, refused_for_its_rate, silent_and_back, slow_at_the_first_question};
use killed::{killed_and_reloaded, killed_in_the_middle, killed_with_two_tabs};
use own::{conversation_is_deleted, conversation_is_downloaded, conversation_is_gone, page_is_restored_from_the_cache};
use tabs::{
    person_is_heard_on_the_next_page, person_is_waited_for_in_one_panel, reading_is_known_in_a_slow_tab,
    tabs_show_and_read_together,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_server_that_is_killed_loses_nothing() {
    checks!(killed::Away::open().await, killed_in_the_middle, killed_and_reloaded, killed_with_two_tabs);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn networks_that_fail() {
    let lab = Lab::with("networks", |config| {
        config.limits.messages_per_second = 4.0;
        config.limits.burst = 40;
    });
    checks!(
        lab.await,
        offline_and_back,
        silent_and_back,
        slow_at_the_first_question,
        portal_and_back,
        refused_for_its_rate,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn several_tabs_and_the_next_page() {
    checks!(
        Stage::open("tabs").await,
        tabs_show_and_read_together,
        reading_is_known_in_a_slow_tab,
        person_is_heard_on_the_next_page,
        person_is_waited_for_in_one_panel,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_conversation_is_the_visitors_own() {
    checks!(
        Lab::open("own").await,
        page_is_restored_from_the_cache,
        conversation_is_downloaded,
        conversation_is_deleted,
        conversation_is_gone,
    );
}
