//! `serve`, `report`, `backup` and `restore`: what works with the database.

use super::{Context, existing_database, print, put, say};
use crate::faq::Catalog;
use crate::report::{self, Format, Table, Week};
use crate::serve::Server;
use crate::store::{self, Store};
use crate::telemetry::{self, Metrics};
use anyhow::Context as _;
use clap::Args;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// The ISO week, such as 2026-W47 [default: the last full one, in the site's time zone]
    #[arg(long, value_parser = |text: &str| Week::parse(text).ok_or("expected a week such as 2026-W47"))]
    week: Option<Week>,
    /// html, csv, xlsx, json or md
    #[arg(long, default_value = "md", value_parser = |text: &str| Format::parse(text).ok_or("expected html, csv, xlsx, json or md"))]
    format: Format,
    /// For CSV: which table, such as unanswered or conversations
    #[arg(long, value_parser = parse_table)]
    table: Option<Table>,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Send it now, to reports.mail_to and reports.webhook; exits with 1 if one of them did not take it
    #[arg(long, conflicts_with_all = ["format", "table", "output"])]
    send: bool,
    /// Send it to this address alone
    #[arg(long, value_name = "ADDRESS", requires = "send")]
    to: Option<String>,
}

fn parse_table(text: &str) -> Result<Table, String> {
    let names = || Table::ALL.iter().map(|table| table.name()).collect::<Vec<_>>().join(", ");
    Table::parse(text).ok_or_else(|| format!("expected one of {}", names()))
}

pub(super) async fn serve(context: Context) -> anyhow::Result<ExitCode> {
    telemetry::start_logging();
    // first of all: whoever reads the address may ask it to stop at once
    let stop = stop_by_signal()?;
    let start = Server::start(context.config, context.clock.clone());
    let Some(server) = stop.run_until_cancelled(start).await else { return Ok(ExitCode::SUCCESS) };
    let server = server?;
    greet(&server).await?;
    server.run(stop).await?;
    Ok(ExitCode::SUCCESS)
}

/// Says where to look.
async fn greet(server: &Server) -> anyhow::Result<()> {
    let base = server.base_url();
    let admin = format!("{}/admin/", server.admin_url());
    let catalog = server.state.knowledge.current().catalog.clone();
    let langs: Vec<String> = catalog.langs().iter().map(ToString::to_string).collect();
    let mut text = format!(
        "Deskbell {} serves {} answers in {}.\n\n  Demo page   {base}/\n  Admin area  {admin}\n  Your pages  <script async src=\"{base}/widget.js\"></script>\n",
        env!("CARGO_PKG_VERSION"),
        catalog.entries.len(),
        langs.join(", "),
    );
    if let Some(link) = server.first_link().await? {
        text.push_str(&format!("\n  Set the admin password once, within 24 hours:\n  {link}\n"));
    }
    let problems = server.state.knowledge.problems().len();
    if problems > 0 {
        text.push_str(&format!("\n  The FAQ has {problems} warnings: `deskbell check` shows them.\n"));
    }
    print(&(text + "\n"));
    Ok(())
}

/// A token that SIGTERM and SIGINT cancel from now on.
fn stop_by_signal() -> anyhow::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).context("the system does not tell of signals");
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    let stop = CancellationToken::new();
    let cancelled = stop.clone();
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        cancelled.cancel();
    });
    Ok(stop)
}

pub(super) async fn report(context: &Context, arguments: &ReportArguments) -> anyhow::Result<ExitCode> {
    let config = &context.config;
    let path = existing_database(context)?;
    let store = Store::open(&path, Metrics::default()).await?;
    // a log can be reported without its FAQ: then ids stand for titles
    let settings = crate::knowledge::Settings::of(config);
    let loaded = crate::faq::load::load(&settings.dir, &settings.load, context.clock.now());
    let catalog = loaded.catalog.unwrap_or_else(|| {
        eprintln!("warning: the FAQ has errors (see `deskbell check`); the report shows ids instead of titles");
        Catalog::default()
    });
    let settings = report::Settings::of(config, context.clock.now());
    let week = arguments.week.unwrap_or_else(|| Week::last_full(settings.now, &settings.time_zone));
    if arguments.send {
        let sent = super::send::send(context, &store, &catalog, week, &settings, arguments.to.as_deref()).await;
        store.close().await;
        return sent;
    }
    let format = if context.json { Format::Json } else { arguments.format };
    let table = arguments.table.unwrap_or_default();
    let settings = report::Settings { listed: format.lists(table), ..settings };
    let report = report::build(&store, &catalog, week, &settings).await?;
    let bytes = report::render(&report, format, table)?;
    store.close().await;
    match &arguments.output {
        Some(path) => {
            std::fs::write(path, &bytes).with_context(|| path.display().to_string())?;
            eprintln!("{week} written to {}", path.display());
        }
        None if format == Format::Xlsx && std::io::stdout().is_terminal() => {
            anyhow::bail!("a workbook is not for the terminal; name a file with --output")
        }
        None => return Ok(put(&bytes)),
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn backup(context: &Context, file: &Path) -> anyhow::Result<ExitCode> {
    store::backup(&context.config.database(), file).await?;
    let text = format!("The database was copied to {}.", file.display());
    Ok(say(context, &serde_json::json!({"backup": file}), &text))
}

pub(super) async fn restore(context: &Context, file: &Path) -> anyhow::Result<ExitCode> {
    let target = context.config.database();
    store::restore(file, &target).await?;
    let text = format!("{} is in place at {}.", file.display(), target.display());
    Ok(say(context, &serde_json::json!({"restored": target}), &text))
}
