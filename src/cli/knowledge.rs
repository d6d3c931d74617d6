//! `check`, `ask` and `eval`: the FAQ without a server.

use super::{Context, PROBLEMS, explained, pretty, print};
use crate::eval::{self, Case};
use crate::faq::load::load;
use crate::faq::{Catalog, Problem, Severity};
use crate::knowledge::{Reading, Settings, Snapshot, read};
use crate::search::check::Outlook;
use crate::search::{Decision, Question, Verdict};
use crate::text::Lang;
use crate::web::api::AskView;
use anyhow::Context as _;
use clap::Args;
use std::collections::HashSet;
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
    /// The entry answered before, from which the question may go on
    #[arg(long, value_name = "ID")]
    after: Option<String>,
    /// Show how the question was read and what decided
    #[arg(long)]
    explain: bool,
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

pub(super) fn parse_lang(tag: &str) -> Result<Lang, String> {
    Lang::parse(tag).ok_or_else(|| "expected a language tag such as en or zh".into())
}

fn reading(context: &Context) -> anyhow::Result<Reading> {
    Ok(read(&Settings::of(&context.config), context.clock.now())?)
}

/// The FAQ, or its errors on standard error.
fn snapshot(context: &Context) -> anyhow::Result<Snapshot> {
    snapshot_of(context, &Settings::of(&context.config))
}

/// A FAQ read with these settings, or its errors on standard error.
pub(super) fn snapshot_of(context: &Context, settings: &Settings) -> anyhow::Result<Snapshot> {
    let reading = read(settings, context.clock.now())?;
    match reading.snapshot {
        Some(snapshot) => Ok(snapshot),
        None => Err(faulty(settings, &reading.problems)),
    }
}

/// The entries without an index over them, or their errors on standard error.
pub(super) fn catalog(context: &Context) -> anyhow::Result<Catalog> {
    let settings = Settings::of(&context.config);
    let loaded = load(&settings.dir, &settings.load, context.clock.now());
    loaded.catalog.ok_or_else(|| faulty(&settings, &loaded.problems))
}

/// Shows the errors of a folder.
fn faulty(settings: &Settings, problems: &[Problem]) -> anyhow::Error {
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
        eprintln!("{problem}");
    }
    anyhow::anyhow!("the FAQ in {} has errors; put them right first", settings.dir.display())
}

pub(super) fn check(context: &Context, strict: bool) -> anyhow::Result<ExitCode> {
    let mut reading = reading(context)?;
    if let Some(snapshot) = &reading.snapshot {
        // in their own order, the most useful first
        reading.problems.extend(snapshot.index.self_check(&|| false).unwrap_or_default());
    }
    let errors = reading.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let warnings = reading.problems.len() - errors;
    let catalog = reading.snapshot.as_ref().map(|snapshot| &snapshot.catalog);
    let outlook = reading.snapshot.as_ref().map(|snapshot| snapshot.index.outlook()).unwrap_or_default();
    if context.json {
        let entries = catalog.map(|catalog| catalog.entries.len());
        let version = catalog.map(|catalog| &catalog.version);
        let outcome = serde_json::json!({
            "errors": errors, "warnings": warnings, "entries": entries, "version": version,
            "problems": reading.problems,
            "wrong_rate": context.config.wrong_rate,
            "expected": outlook,
        });
        print(&(pretty(&outcome) + "\n"));
    } else {
        let lines: String = reading.problems.iter().map(|problem| format!("{problem}\n")).collect();
        print(&lines);
        for of_lang in &outlook {
            eprintln!("{}", expect(of_lang, context.config.wrong_rate));
        }
        let counts = format!("{}, {}", count(errors, "error"), count(warnings, "warning"));
        match catalog {
            Some(catalog) => {
                let langs: Vec<String> = catalog.langs().iter().map(ToString::to_string).collect();
                let entries = catalog.entries.len();
                eprintln!("{counts}; {} in {}, version {}", count(entries, "entry"), langs.join(", "), catalog.version);
            }
            None => eprintln!("{counts}; a server that runs goes on with the FAQ it has"),
        }
    }
    Ok(if errors > 0 || (strict && warnings > 0) { ExitCode::from(PROBLEMS) } else { ExitCode::SUCCESS })
}

fn count(number: usize, noun: &str) -> String {
    let ending = match (number, noun.strip_suffix('y')) {
        (1, _) => return format!("1 {noun}"),
        (_, Some(stem)) => return format!("{number} {stem}ies"),
        (_, None) => "s",
    };
    format!("{number} {noun}{ending}")
}

/// What a site can expect of one language, as a line.
fn expect(outlook: &Outlook, wrong_rate: f64) -> String {
    let Outlook { lang, entries, wordings, expected } = outlook;
    let counts = format!("{lang}: {}, {}", count(*entries, "entry"), count(*wordings, "wording"));
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    match expected {
        None => format!("{counts}; too few wordings to tell how many questions will be answered"),
        Some(expected) => {
            let answered = match expected.answered {
                _ if expected.answered_plain < 0.005 => "hardly any question is answered".to_owned(),
                share if expected.answered_plain - share < 0.05 => {
                    format!("about {} of questions are answered", percent(share))
                }
                share => format!(
                    "about {:.0} (if hard) to {} (if plain) of questions are answered",
                    share * 100.0,
                    percent(expected.answered_plain)
                ),
            };
            let wrong = match expected.wrong {
                _ if expected.answered_plain < 0.005 => String::new(),
                share if share < 0.005 => ", hardly any answer is wrong".to_owned(),
                share => format!(", {} of answers are wrong", percent(share)),
            };
            // a tenth of a per cent is the finest that a budget is set by
            let budget = (wrong_rate * 1000.0).round() / 10.0;
            format!("{counts}; at a budget of {budget} % wrong answers {answered}{wrong}")
        }
    }
}

pub(super) fn ask(context: &Context, arguments: &AskArguments) -> anyhow::Result<ExitCode> {
    let snapshot = snapshot(context)?;
    if let Some(id) = &arguments.after {
        let holds = snapshot.catalog.entries.iter().any(|entry| *entry.id == **id);
        anyhow::ensure!(holds, "the FAQ has no entry {id}; `deskbell ask --json` shows the ids of what it finds");
    }
    let answer = |text: &str| {
        let question = Question {
            text,
            lang: arguments.lang.as_ref(),
            page: arguments.page.as_deref(),
            previous: arguments.after.as_deref(),
            now: context.clock.now(),
        };
        if arguments.explain {
            return explain(&snapshot, &question, context.json);
        }
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

/// Why a question is answered as it is: for people, or as one line of JSON.
fn explain(snapshot: &Snapshot, question: &Question, json: bool) -> String {
    match snapshot.index.explain(question) {
        Some(explanation) if json => {
            serde_json::to_string(&explanation).expect("an explanation has only text keys") + "\n"
        }
        Some(explanation) => explained::describe(&explanation) + "\n",
        None if json => "null\n".to_owned(),
        None => "The FAQ has no entries.\n".to_owned(),
    }
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
        _ if verdict.small_talk.is_some() => {
            format!("Small talk, which visitors get a polite reply to; the FAQ has none of its own. ({text})\n")
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

/// Names the ids of labelled questions that no entry has: with a slip of the pen the figures would only be worse.
fn warn_of_unknown(catalog: &Catalog, cases: &[Case]) {
    let known: HashSet<&str> = catalog.entries.iter().map(|entry| &*entry.id).collect();
    let mut told: HashSet<&str> = HashSet::new();
    for (case, id) in cases.iter().flat_map(|case| case.ids.iter().map(move |id| (case, id.as_str()))) {
        if !known.contains(id) && told.insert(id) {
            eprintln!("warning: the FAQ has no entry `{id}`, which is right for \"{}\"; that counts as a miss", case.q);
        }
    }
}

pub(super) fn eval(context: &Context, arguments: &EvalArguments) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(&arguments.file).with_context(|| arguments.file.display().to_string())?;
    let cases: Vec<Case> =
        eval::parse(&arguments.file.display().to_string(), &text).map_err(|error| anyhow::anyhow!("{error}"))?;
    let snapshot = snapshot(context)?;
    warn_of_unknown(&snapshot.catalog, &cases);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::confidence::Expectation;

    #[test]
    fn what_to_expect_is_told_in_a_line() {
        let line = |entries: usize, wordings: usize, expected: Option<(f64, f64)>| {
            let expected =
                expected.map(|(answered, wrong)| Expectation { answered, answered_plain: 1.02 * answered, wrong });
            expect(&Outlook { lang: Lang::english(), entries, wordings, expected }, 0.1)
        };
        assert_eq!(
            line(65, 623, Some((0.784, 0.091))),
            "en: 65 entries, 623 wordings; at a budget of 10 % wrong answers about 78 % of questions are answered, \
             9 % of answers are wrong"
        );
        assert_eq!(
            line(1, 1, None),
            "en: 1 entry, 1 wording; too few wordings to tell how many questions will be answered"
        );
        assert!(line(9, 90, Some((0.5, 0.0))).ends_with("50 % of questions are answered, hardly any answer is wrong"));
        let young = Expectation { answered: 0.11, answered_plain: 0.44, wrong: 0.09 };
        let young = Outlook { lang: Lang::english(), entries: 40, wordings: 120, expected: Some(young) };
        assert!(expect(&young, 0.1).ends_with(
            "wrong answers about 11 (if hard) to 44 % (if plain) of questions are answered, 9 % of answers are wrong"
        ));
        assert!(line(9, 90, Some((0.0, 0.0))).ends_with("wrong answers hardly any question is answered"));
    }
}
