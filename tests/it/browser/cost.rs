//! What the widget costs a page (section 6 of the specification): requests, storage, the processor, shifts, memory.
//!
//! Times are those of the page's main thread on the processor, from the browser's trace and its own counters on the
//! thread's clock: the clock on the wall says nothing on a busy machine. Each is the median or the second least of
//! several. At 4x the browser makes the thread spin three times as long as it works, which is counted, as the budget is
//! meant.

mod load;
mod long;

use super::lab::{Lab, checks};
use super::stage::Stage;
use load::{before_and_after_the_first_click, long_tasks_at_a_quarter_of_the_speed, nothing_shifts};
use long::{opened_and_closed_a_thousand_times, two_hundred_messages};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn loading_and_opening_are_cheap() {
    checks!(
        Lab::open("cost-load").await,
        before_and_after_the_first_click,
        long_tasks_at_a_quarter_of_the_speed,
        nothing_shifts,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn long_conversations_and_visits_are_cheap() {
    checks!(Stage::open("cost-long").await, two_hundred_messages, opened_and_closed_a_thousand_times);
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
