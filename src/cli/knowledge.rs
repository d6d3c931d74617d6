//! `check`, `ask` and `eval`: the FAQ without a server.

use super::{Context, PROBLEMS, pretty, print};
use crate::eval::{self, Case};
use crate::faq::Severity;
use crate::knowledge::{Reading, Settings, Snapshot, read};
use crate::search::{Decision, Question, Verdict};
use crate::text::Lang;
use crate::web::api::AskView;
use anyhow::{Context as _, bail};
use clap::Args;
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct AskArguments {
    /// The question; without it one is read from each line of standard input
    question: Option<String>,
    /// The language the visitor is known to use
    #[arg(long, value_parser = parse_lang)]
    lang: Option<Lang>,
    /// The path of the page the visitor is on, such as /checkout
    #[arg(long)]
    page: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct EvalArguments {
    /// A file of lines {"q":…,"id":…|null} or {"q":…,"ids":[…]}
    file: PathBuf,
    /// The language the visitors are known to use
    #[arg(long, value_parser = parse_lang)]
    lang: Option<Lang>,
    /// Where to write the questions that went wrong, a JSON line each
    #[arg(long, value_name = "FILE")]
    failures: Option<PathBuf>,
}

fn parse_lang(tag: &str) -> Result<Lang, String> {
    Lang::parse(tag).ok_or_else(|| "expected a language tag such as en or zh".into())
}

fn reading(context: &Context) -> anyhow::Result<Reading> {
    Ok(read(&Settings::of(&context.config), context.clock.now())?)
}

/// The FAQ, or its errors on standard error.
fn snapshot(context: &Context) -> anyhow::Result<Snapshot> {
    let reading = reading(context)?;
    if let Some(snapshot) = reading.snapshot {
        return Ok(snapshot);
    }
    for problem in reading.problems.iter().filter(|problem| problem.severity == Severity::Error) {
        eprintln!("{problem}");
    }
    bail!("the FAQ has errors; put them right first")
}

pub(super) fn check(context: &Context, strict: bool) -> anyhow::Result<ExitCode> {
    let mut reading = reading(context)?;
    if let Some(snapshot) = &reading.snapshot {
        reading.problems.extend(snapshot.index.self_check());
        reading.problems.sort();
    }
    let errors = reading.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let warnings = reading.problems.len() - errors;
    let catalog = reading.snapshot.as_ref().map(|snapshot| &snapshot.catalog);
    if context.json {
        let entries = catalog.map(|catalog| catalog.entries.len());
        let version = catalog.map(|catalog| &catalog.version);
        let outcome = serde_json::json!({
            "errors": errors, "warnings": warnings, "entries": entries, "version": version,
            "problems": reading.problems,
        });
        print(&(pretty(&outcome) + "\n"));
    } else {
        let lines: String = reading.problems.iter().map(|problem| format!("{problem}\n")).collect();
        print(&lines);
        let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        let counts = format!("{}, {}", count(errors, "error"), count(warnings, "warning"));
        match catalog {
            Some(catalog) => {
                let langs: Vec<String> = catalog.langs().iter().map(ToString::to_string).collect();
                let entries = catalog.entries.len();
                eprintln!("{counts}; {entries} entries in {}, version {}", langs.join(", "), catalog.version);
            }
            None => eprintln!("{counts}; a server that runs goes on with the FAQ it has"),
        }
    }
    Ok(if errors > 0 || (strict && warnings > 0) { ExitCode::from(PROBLEMS) } else { ExitCode::SUCCESS })
}

pub(super) fn ask(context: &Context, arguments: &AskArguments) -> anyhow::Result<ExitCode> {
    let snapshot = snapshot(context)?;
    let answer = |text: &str| {
        let question = Question {
            text,
            lang: arguments.lang.as_ref(),
            page: arguments.page.as_deref(),
            previous: None,
            now: context.clock.now(),
        };
        let verdict = snapshot.index.ask(&question);
        if context.json {
            serde_json::to_string(&AskView::new(text, &verdict)).expect("a view has only text keys") + "\n"
        } else {
            describe(text, &verdict)
        }
    };
    if let Some(text) = &arguments.question {
        return Ok(print(&answer(text)));
    }
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!("Type a question on each line; end with Ctrl-D.");
    }
    for line in stdin.lock().lines() {
        let line = line.context("standard input")?;
        if !line.trim().is_empty() {
            print(&answer(&line));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// An outcome for people.
fn describe(text: &str, verdict: &Verdict) -> String {
    let mut out = match (verdict.decision, verdict.answer()) {
        (Decision::Answer, Some(entry)) => {
            format!(
                "{} ({}, {:.0} %)\n\n{}\n",
                entry.title(),
                entry.id,
                verdict.confidence() * 100.0,
                entry.answer.trim()
            )
        }
        (Decision::Choices, _) => format!("Did you mean one of these? ({text})\n"),
        _ => format!("The FAQ does not hold this. ({text})\n"),
    };
    out.push('\n');
    for candidate in &verdict.candidates {
        let (id, percent) = (&candidate.entry.id, candidate.confidence * 100.0);
        out.push_str(&format!("{percent:4.0} %  {id}: {}\n", candidate.entry.title()));
    }
    out
}

pub(super) fn eval(context: &Context, arguments: &EvalArguments) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(&arguments.file).with_context(|| arguments.file.display().to_string())?;
    let cases: Vec<Case> =
        eval::parse(&arguments.file.display().to_string(), &text).map_err(|error| anyhow::anyhow!("{error}"))?;
    let snapshot = snapshot(context)?;
    let figures = eval::evaluate(&snapshot.index, &cases, arguments.lang.as_ref(), context.clock.now());
    if let Some(path) = &arguments.failures {
        let mut file = std::fs::File::create(path).with_context(|| path.display().to_string())?;
        for failure in &figures.failures {
            writeln!(file, "{}", serde_json::to_string(failure)?).with_context(|| path.display().to_string())?;
        }
    }
    if context.json {
        return Ok(print(&(pretty(&figures) + "\n")));
    }
    let figures = serde_json::to_value(&figures)?;
    let mut lines = String::new();
    for (name, value) in figures.as_object().into_iter().flatten() {
        lines.push_str(&format!("{name:34} {value}\n"));
    }
    Ok(print(&lines))
}
