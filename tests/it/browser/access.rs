//! The 36 checks of accessibility, each on a page of its own, many in one browser. `CHECKS=07,12` runs only these.

mod focus;
mod heard;
mod looks;
mod named;
mod sizes;
mod states;

use super::stage::Stage;
use futures_util::FutureExt;
use std::any::Any;
use std::panic::AssertUnwindSafe;

fn wanted(check: &str) -> bool {
    std::env::var("CHECKS")
        .map_or(true, |only| only.split(',').any(|number| check.contains(&format!("check_{number}"))))
}

fn text(fault: &(dyn Any + Send)) -> &str {
    let text = fault.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| fault.downcast_ref::<&str>().copied()).unwrap_or("it panicked")
}

/// Runs checks one after the other, and fails with the faults of all.
macro_rules! run {
    ($name:literal, $($module:ident :: $check:ident),* $(,)?) => {{
        if ![$(stringify!($check)),*].into_iter().any(wanted) {
            return;
        }
        let stage = Stage::open($name).await;
        let mut faults: Vec<String> = Vec::new();
        $(if wanted(stringify!($check)) {
            let started = std::time::Instant::now();
            if let Err(fault) = AssertUnwindSafe($module::$check(&stage)).catch_unwind().await {
                stage.browser.picture(stringify!($check)).await;
                faults.push(format!("{}: {}", stringify!($check), text(&*fault)));
            }
            eprintln!("{} took {:?}", stringify!($check), started.elapsed());
        })*
        stage.close().await;
        assert!(faults.is_empty(), "{} of the checks failed:\n\n{}", faults.len(), faults.join("\n\n"));
    }};
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn no_rule_is_broken_in_any_state() {
    run!(
        "access-states",
        states::check_01_axe_finds_nothing_in_any_state,
        states::check_01_axe_finds_nothing_from_right_to_left,
        states::check_01_axe_finds_nothing_in_menu_reasons_and_faults,
        states::check_22_contrast_holds_for_twelve_accents,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn keys_and_names() {
    run!(
        "access-keys",
        named::check_02_launcher_is_a_named_button_that_tells_whether_it_is_expanded,
        named::check_03_unread_count_is_in_the_name_of_the_launcher,
        focus::check_04_launcher_is_reached_by_tab_and_opens_by_enter_and_space,
        focus::check_05_opening_moves_the_focus_to_the_composer,
        focus::check_06_opening_by_itself_and_a_teaser_leave_the_focus,
        named::check_07_dialog_is_named_and_modal_only_on_a_phone,
        focus::check_08_on_a_phone_tab_stays_inside_and_the_page_is_inert,
        focus::check_09_on_a_desktop_tab_leaves_the_panel,
        focus::check_10_escape_closes_and_gives_the_focus_back,
        focus::check_10_agreeing_to_be_heard_keeps_the_focus_in_the_panel,
        focus::check_11_escape_closes_menu_and_suggestions_first,
        named::check_12_log_is_named_live_and_focusable,
        named::check_17_faults_are_alerts_tied_to_their_field,
        named::check_18_composer_has_a_label_and_large_type,
        focus::check_19_enter_sends_shift_enter_breaks_and_composing_does_neither,
        named::check_20_suggestions_are_a_combobox,
        focus::check_34_launcher_never_covers_a_focused_control,
        named::check_35_feedback_is_pressed_and_reasons_are_optional,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn what_is_heard_and_seen() {
    run!(
        "access-seen",
        heard::check_13_answer_is_announced_once_and_whole,
        heard::check_14_buttons_times_and_feedback_are_not_announced,
        heard::check_15_history_is_not_announced,
        heard::check_16_typing_is_one_message_then_cleared,
        heard::check_33_bot_notice_is_seen_first_and_a_join_is_announced,
        looks::check_23_focus_ring_is_seen_everywhere,
        looks::check_24_nothing_moves_with_reduced_motion,
        looks::check_25_forced_colours_keep_edges_focus_and_send,
        sizes::check_28_zoom_stays_allowed,
        sizes::check_29_composer_stays_above_a_keyboard,
        looks::check_30_right_to_left_is_mirrored,
        looks::check_30_right_to_left_fills_a_phone,
        looks::check_30_texts_begin_at_the_panels_side,
        looks::check_26_long_words_stay_inside,
        looks::check_12_welcome_stays_where_it_is,
        looks::check_12_pictures_keep_the_end_in_view,
        named::check_31_languages_are_marked,
        looks::check_32_dark_follows_the_system_and_the_page_wins,
        looks::check_36_hostile_styles_change_nothing,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn sizes_in_every_state() {
    run!(
        "access-sizes",
        sizes::check_21_targets_are_large_enough,
        sizes::check_26_zoomed_to_400_percent_all_is_in_reach,
        sizes::check_27_text_spacing_clips_nothing,
    );
}
