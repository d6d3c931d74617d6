//! Pages that a widget has to live with: strict, hostile, old, moving, printed, magnified.

mod hard;
mod moving;
mod phone;

use super::lab::{Lab, checks};
use hard::{
    SIZES, all_is_unset_by_the_page, base_address_is_another, old_page_extends_everything,
    page_has_shortcuts_of_one_letter, policy_forbids_all_but_the_bot, quirks_mode, script_is_a_module,
    second_widget_and_swallowed_keys, two_script_tags,
};
use moving::{
    booted_and_destroyed_fifty_times, element_of_the_page, element_takes_the_place_of_another, inline_in_a_target,
    magnified, page_swaps_its_body, printed,
};
use phone::{element_within_a_shadow_root, notches_cover_nothing, page_keeps_its_overflow};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn pages_that_are_hard_to_live_on() {
    let lab = Lab::with("hard", |config| std::fs::write(config.faq_dir.join("sizes.yaml"), SIZES).unwrap());
    checks!(
        lab.await,
        policy_forbids_all_but_the_bot,
        all_is_unset_by_the_page,
        base_address_is_another,
        quirks_mode,
        old_page_extends_everything,
        second_widget_and_swallowed_keys,
        page_has_shortcuts_of_one_letter,
        two_script_tags,
        script_is_a_module,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn pages_that_move_and_change() {
    checks!(
        Lab::open("moving").await,
        printed,
        magnified,
        page_swaps_its_body,
        inline_in_a_target,
        element_of_the_page,
        element_takes_the_place_of_another,
        booted_and_destroyed_fifty_times,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn pages_on_a_phone() {
    checks!(Lab::open("phone").await, page_keeps_its_overflow, element_within_a_shadow_root, notches_cover_nothing);
}
