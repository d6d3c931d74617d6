//! `deskbell import` and `deskbell export`: the FAQ and the tables of other programs.

use super::{Context, knowledge, pretty, print, put};
use crate::exchange::{self, Format, MAX_BYTES, Settings};
use crate::text::Lang;
use anyhow::Context as _;
use clap::Args;
use std::io::{IsTerminal, Read};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// A table (.csv, .tsv or .xlsx with columns named question and answer) or an export in JSON of Zendesk or Chatwoot
    file: PathBuf,
    /// The folder in which the new files are made; no file is ever replaced [default: the FAQ's own]
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// The language of rows that name none [default: the site's own]
    #[arg(long, value_parser = knowledge::parse_lang)]
    lang: Option<Lang>,
    /// The topic of rows that name none [default: the file's name]
    #[arg(long, value_parser = parse_topic)]
    topic: Option<String>,
    /// Write nothing, only show what would come of it
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// csv or xlsx; only a workbook has the synonyms as well
    #[arg(long, default_value = "csv", value_parser = |text: &str| Format::parse(text).ok_or("expected csv or xlsx"))]
    format: Format,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn parse_topic(text: &str) -> Result<String, String> {
    let topic = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if topic.is_empty() { Err("write what the entries are about, such as Shipping".into()) } else { Ok(topic) }
}

pub(super) fn import(context: &Context, arguments: &ImportArguments) -> anyhow::Result<ExitCode> {
    let path = &arguments.file;
    let shown = path.display().to_string();
    let file = std::fs::File::open(path).with_context(|| shown.clone())?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).with_context(|| shown.clone())?;
    anyhow::ensure!(bytes.len() as u64 <= MAX_BYTES, "{shown} has more than {} MiB; split it", MAX_BYTES >> 20);
    let site = &context.config.site;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let settings = Settings {
        lang: arguments.lang.clone().unwrap_or_else(|| site.lang.clone()),
        langs: site.langs.clone(),
        topic: arguments.topic.clone().or_else(|| parse_topic(&stem).ok()).unwrap_or_else(|| "FAQ".to_owned()),
        time_zone: site.time_zone.clone(),
    };
    let into = arguments.into.as_ref().unwrap_or(&context.config.faq_dir);
    let import = exchange::import(&shown, &bytes, into, &settings, context.clock.now())?;
    if !arguments.dry_run {
        import.write(into)?;
    }
    Ok(print(&if context.json {
        let mut value = serde_json::to_value(&import.report)?;
        value["written"] = (!arguments.dry_run).into();
        pretty(&value) + "\n"
    } else {
        exchange::report_text(&import.report, arguments.dry_run)
    }))
}

pub(super) fn export(context: &Context, arguments: &ExportArguments) -> anyhow::Result<ExitCode> {
    let catalog = knowledge::catalog(context)?;
    let bytes = exchange::export(&catalog, arguments.format, &context.config.site.time_zone)?;
    if arguments.format == Format::Csv && !catalog.synonyms.is_empty() {
        eprintln!("The {} groups of synonyms are not in a CSV file; an XLSX file has them.", catalog.synonyms.len());
    }
    match &arguments.output {
        Some(path) => {
            std::fs::write(path, &bytes).with_context(|| path.display().to_string())?;
            eprintln!("{} entries written to {}", catalog.entries.len(), path.display());
        }
        None if arguments.format == Format::Xlsx && std::io::stdout().is_terminal() => {
            anyhow::bail!("a workbook is not for the terminal; name a file with --output")
        }
        None => return Ok(put(&bytes)),
    }
    Ok(ExitCode::SUCCESS)
}
