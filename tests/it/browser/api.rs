//! What `src/web/embedding.md` promises to a page: options from every place, methods, getters and events.

mod events;
mod methods;
mod options;

use super::lab::{Lab, checks};
use super::stage::Stage;
use events::{error_is_told, every_event_is_told_twice};
use methods::{
    calls_wait_for_the_widget, conversation_begins_anew, destroyed_and_booted, kept_in_this_page_only,
    language_changes_under_a_form, languages_and_themes, launcher_and_panel, questions_from_the_page,
    styled_from_outside,
};
use options::{
    consent_is_waited_for, later_place_wins, launcher_is_none, opens_by_itself, options_of_every_place, stored_nowhere,
    teaser_is_dismissed_for_good, values_that_mean_nothing,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn options_do_what_is_promised() {
    checks!(
        Lab::open("options").await,
        options_of_every_place,
        later_place_wins,
        launcher_is_none,
        opens_by_itself,
        teaser_is_dismissed_for_good,
        stored_nowhere,
        consent_is_waited_for,
        values_that_mean_nothing,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn methods_do_what_is_promised() {
    checks!(
        Lab::open("methods").await,
        calls_wait_for_the_widget,
        launcher_and_panel,
        questions_from_the_page,
        languages_and_themes,
        language_changes_under_a_form,
        kept_in_this_page_only,
        conversation_begins_anew,
        destroyed_and_booted,
        styled_from_outside,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn events_are_told() {
    checks!(Stage::open("events").await, every_event_is_told_twice, error_is_told);
}
