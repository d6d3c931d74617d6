//! Long conversations and long visits.

use super::median;
use crate::browser::Browser;
use crate::browser::host::Page;
use crate::browser::lab::devtools::DevTools;
use crate::browser::stage::{Stage, answer, visitor};
use serde_json::json;

/// Bytes on the heap that somebody holds.
async fn heap(browser: &Browser) -> f64 {
    for _ in 0..2 {
        browser.cdp("HeapProfiler.collectGarbage", json!({})).await;
    }
    browser.cdp("Runtime.getHeapUsage", json!({})).await["usedSize"].as_f64().unwrap()
}

async fn nodes(browser: &Browser) -> i64 {
    browser.cdp("Memory.getDOMCounters", json!({})).await["nodes"].as_i64().unwrap()
}

/// Seconds that the main thread spent on the processor: in scripts, and in all of its tasks.
async fn spent(devtools: &mut DevTools) -> (f64, f64) {
    let metrics = devtools.call("Performance.getMetrics", json!({})).await;
    let of = |name: &str| {
        let found = metrics["metrics"].as_array().unwrap().iter().find(|metric| metric["name"] == name).unwrap();
        found["value"].as_f64().unwrap()
    };
    (of("ScriptDuration"), of("TaskDuration"))
}

const FRAMES: usize = 60;

/// From the end of the log to its start, a step in each frame: the frames' lengths by the clock on the wall.
fn scroll() -> String {
    format!(
        "new Promise((done) => {{ const log = root.querySelector('.log'); const times = []; log.scrollTop = log.scrollHeight; \
         const step = log.scrollTop / {FRAMES}; let last = performance.now(); const next = (now) => {{ times.push(now - last); last = now; \
         log.scrollTop -= step; times.length > {FRAMES} ? done(times.slice(1)) : requestAnimationFrame(next); }}; requestAnimationFrame(next); }})"
    )
}

/// A frame of scrolling through 200 messages, half of them rich answers, and what they take on the heap.
pub async fn two_hundred_messages(stage: &Stage) {
    let browser = &stage.browser;
    let shown = "root.querySelectorAll('.me, .bot').length";
    let mut heaps = Vec::new();
    for turns in [1, 100] {
        let events: Vec<_> =
            (0..turns).flat_map(|turn| [visitor(&format!("May I return it? {turn}")), answer()]).collect();
        stage.resume(Page::default(), false, &events).await;
        browser.open_panel().await;
        browser
            .wait(&format!("{shown} === {} && root.querySelectorAll('.thumb').length === {}", 2 * turns, 2 * turns))
            .await;
        browser.run("probe.heard.length = 0").await;
        heaps.push(heap(browser).await);
    }
    let megabytes = (heaps[1] - heaps[0]) / 1e6;
    let mut devtools = DevTools::of_page(browser).await;
    devtools.call("Performance.enable", json!({"timeDomain": "threadTicks"})).await;
    let (mut scripts, mut tasks, mut slowest, mut dropped) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        let before = spent(&mut devtools).await;
        let times: Vec<f64> = serde_json::from_value(browser.awaited(&scroll()).await).unwrap();
        let after = spent(&mut devtools).await;
        scripts.push((after.0 - before.0) * 1000.0 / FRAMES as f64);
        tasks.push((after.1 - before.1) * 1000.0 / FRAMES as f64);
        slowest.push(times.iter().copied().fold(0.0, f64::max));
        dropped.push(times.iter().filter(|time| **time > 33.4).count() as f64);
    }
    let (script, task) = (median(scripts), median(tasks));
    eprintln!(
        "200 messages, medians of 3: {script:.2} ms of script and {task:.2} ms of the thread in each frame; on the wall the slowest frame {:.0} ms, {} of {FRAMES} over 33 ms; {megabytes:+.2} MB",
        median(slowest),
        median(dropped)
    );
    assert!(script < 16.0, "{script} ms of script in a frame");
    assert!(task < 33.0, "{task} ms of the thread in a frame");
    assert!(megabytes < 6.0, "200 messages take {megabytes} MB");
    // at the start of what there is, nothing more is asked for
    assert_eq!(browser.value("root.querySelector('.log').scrollTop").await, 0);
    assert_eq!(browser.value(shown).await, 200);
}

pub async fn opened_and_closed_a_thousand_times(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    browser.ask("Where is my order?").await;
    browser.wait("root.querySelectorAll('.thumb').length === 2").await;
    let cycle = async |times: usize| {
        let cycles = format!(
            "(async () => {{ const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done))); \
             for (let n = 0; n < {times}; n++) {{ await deskbell.open(); if (n % 10 === 0) await frame(); deskbell.close(); if (n % 10 === 0) await frame(); }} \
             window.seen.length = 0; probe.heard.length = 0; return true; }})()"
        );
        browser.awaited(&cycles).await;
    };
    cycle(100).await;
    let (before, count) = (heap(browser).await, nodes(browser).await);
    for _ in 0..10 {
        cycle(100).await;
    }
    let (after, recount) = (heap(browser).await, nodes(browser).await);
    eprintln!("1,000 times opened and closed: {:+.3} MB, {:+} nodes", (after - before) / 1e6, recount - count);
    assert!(after - before < 1e6, "the heap grows: {before} {after}");
    assert!(recount - count < 100, "nodes are left: {count} {recount}");
    browser.open_panel().await;
    browser.ask("Track my parcel").await;
    browser.wait("root.querySelectorAll('.bot').length === 2").await;
}
