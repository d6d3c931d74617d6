//! `deskbell replay`: what another FAQ would change for visitors.

use super::{Context, PROBLEMS, existing_database, knowledge, print};
use crate::knowledge::{Settings, Snapshot, audience};
use crate::replay::{self, Format, Pace};
use crate::store::Store;
use crate::telemetry::Metrics;
use anyhow::Context as _;
use clap::Args;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Milliseconds of a week.
const WEEK_MILLIS: i64 = 7 * 24 * 3_600_000;
/// Different texts that are asked, at most: an hour's work. A log with more is that of many years, whose rarest
/// questions tell the least.
const MOST_TEXTS: usize = 1_000_000;
/// After so many questions the progress is shown anew.
const STEP: usize = 500;

#[derive(Debug, Args)]
pub(super) struct ReplayArguments {
    // The option that every command has, with another meaning here: clap takes a command's own over a global one.
    /// The other FAQ: every question of the log is asked of it and of the configured one (faq.dir in the settings, or
    /// DESKBELL_FAQ_DIR), both as of now, so that only the FAQ differs
    #[arg(long, value_name = "DIR", required = true)]
    faq: Option<PathBuf>,
    /// Questions of how many weeks are asked, counted back from the last one in the log
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=520))]
    weeks: u16,
    /// text, json, or md for a pull request
    #[arg(long, default_value = "text", value_parser = |text: &str| Format::parse(text).ok_or("expected text, json or md"))]
    format: Format,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Exit with 1 if a question that was answered is not answered any more
    #[arg(long)]
    strict: bool,
}

pub(super) async fn replay(context: &Context, arguments: &ReplayArguments) -> anyhow::Result<ExitCode> {
    let config = &context.config;
    let path = existing_database(context)?;
    let new = arguments.faq.clone().context("--faq names the FAQ to ask")?;
    // what costs nothing comes first: a FAQ with errors is told before anything is read or built
    let old = knowledge::snapshot_of(context, &Settings::of(config))?;
    let new = knowledge::snapshot_of(context, &Settings { dir: new, ..Settings::of(config) })?;
    let log = read_log(&path, i64::from(arguments.weeks), context.clock.now_millis()).await?;
    let replay = compare(context, &old, &new, &log);
    let format = if context.json { Format::Json } else { arguments.format };
    let span = match arguments.weeks {
        1 => "the last week".to_owned(),
        weeks => format!("the last {weeks} weeks"),
    };
    let text = replay::render(&replay, format, &span);
    match &arguments.output {
        Some(path) => {
            std::fs::write(path, &text).with_context(|| path.display().to_string())?;
            eprintln!("The comparison was written to {}.", path.display());
        }
        None => drop(print(&text)),
    }
    let lost = replay.totals.lost.distinct > 0;
    Ok(if arguments.strict && lost { ExitCode::from(PROBLEMS) } else { ExitCode::SUCCESS })
}

/// What of the log is needed.
struct Log {
    questions: Vec<replay::Asked>,
    /// For learning, the newest first.
    latest: Vec<audience::Asked>,
}

async fn read_log(path: &std::path::Path, weeks: i64, now: i64) -> anyhow::Result<Log> {
    let store = Store::open(path, Metrics::default()).await?;
    // by the log, so that a copy of last year's database can be asked as well
    let last = store.visit_span().await?.map_or(0, |(_, last)| last.min(now));
    let typed = store.typed_questions(last - weeks * WEEK_MILLIS, MOST_TEXTS).await?;
    if typed.len() == MOST_TEXTS {
        eprintln!("warning: the log has more than {MOST_TEXTS} different texts; the rarest are left out");
    }
    let latest = store.latest_questions(audience::MOST, audience::EACH).await?;
    store.close().await;
    let latest = latest.into_iter().map(replay::to_learn_from).collect();
    Ok(Log { questions: replay::distinct(typed), latest })
}

fn compare(context: &Context, old: &Snapshot, new: &Snapshot, log: &Log) -> replay::Replay {
    let now = context.clock.now();
    let all = log.questions.len();
    let shows = std::io::stderr().is_terminal();
    let show = |line: &str| {
        if shows {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K{line}");
        }
    };
    show("Learning from the latest questions …");
    std::thread::scope(|scope| {
        scope.spawn(|| replay::teach(&old.index, &log.latest, now));
        replay::teach(&new.index, &log.latest, now);
    });
    let shown = AtomicUsize::new(0);
    let progress = |done: usize| {
        let step = done / STEP;
        if shown.fetch_max(step, Ordering::Relaxed) < step {
            show(&format!("Asked {done} of {all} questions"));
        }
    };
    let mask = context.config.privacy.mask;
    let pace = Pace { now, mask, progress: &progress, go_on: &|| true, threads: replay::MOST_THREADS };
    let replay = replay::compare(&old.index, &new.index, &log.questions, &pace);
    show("");
    replay
}
