//! The command line: arguments, exit codes, and which command does what.
//!
//! Invariant: exit codes are those of the contract: 0 done, 1 problems found, 2 wrong usage, 78 wrong configuration.

mod data;
mod exchange;
mod explained;
mod knowledge;
mod replay;
mod send;
mod staff;

use crate::clock::Clock;
use crate::config::{self, Config};
use clap::{Args, Parser, Subcommand};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Problems were found, or the command could not do its work.
const PROBLEMS: u8 = 1;
/// The configuration is wrong (`EX_CONFIG` of sysexits.h).
const WRONG_CONFIGURATION: u8 = 78;
/// How long a program that has done its work waits for what it began beside it.
const LAST_WORK: Duration = Duration::from_secs(1);

/// The FAQ chat widget for your website, as one program.
#[derive(Debug, Parser)]
#[command(name = "deskbell", version, about, arg_required_else_help = false)]
struct Arguments {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Shared {
    /// The configuration file [default: deskbell.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of FAQ files, over the configuration's
    #[arg(long, global = true, value_name = "DIR")]
    faq: Option<PathBuf>,
    /// The folder of the database, over the configuration's
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the widget, the chat and the admin area (what `deskbell` alone does)
    Serve,
    /// Load the FAQ and print every problem with its place
    Check {
        /// Warnings count as errors
        #[arg(long)]
        strict: bool,
    },
    /// Ask the FAQ one question, or one for each line of standard input
    Ask(knowledge::AskArguments),
    /// Measure the FAQ against labelled questions
    Eval(knowledge::EvalArguments),
    /// Write the weekly FAQ report, or send it
    Report(data::ReportArguments),
    /// Ask the questions of the log again of another FAQ, and show what changes
    ///
    /// Each question is asked alone, as if it opened its conversation: what was said before it is not replayed, and
    /// buttons that were chosen are not asked.
    Replay(replay::ReplayArguments),
    /// Make FAQ files of a table or of another program's export
    Import(exchange::ImportArguments),
    /// Write all entries as a table
    Export(exchange::ExportArguments),
    /// Manage accounts and tokens of the admin area
    #[command(subcommand)]
    Admin(staff::AdminCommand),
    /// Write a consistent copy of the database, also while serving
    Backup {
        /// The file to write
        file: PathBuf,
    },
    /// Put a backup into place; refuses to overwrite a database
    Restore {
        /// The file that `deskbell backup` wrote
        file: PathBuf,
    },
    /// Print the default configuration with comments
    Config,
    /// Print the JSON Schema of FAQ files, for editors
    Schema,
}

/// What a command works with.
pub(crate) struct Context {
    config: Config,
    clock: Clock,
    json: bool,
}

/// Runs one command and says how it went.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            // help and version were asked for and are no mistakes
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    // these two must work with a broken configuration: they are how it is put right
    match arguments.command {
        Some(Command::Config) => return print(&config::commented_default()),
        Some(Command::Schema) => return print(&(pretty(&crate::faq::schema::json_schema()) + "\n")),
        _ => {}
    }
    let environment = match environment() {
        Ok(environment) => environment,
        Err(name) => {
            eprintln!("environment: {name}: its value is no UTF-8 text; set it anew or unset it");
            return ExitCode::from(WRONG_CONFIGURATION);
        }
    };
    let mut config = match config::load(arguments.shared.config.as_deref(), &environment) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(WRONG_CONFIGURATION);
        }
    };
    // for a replay `--faq` names the FAQ that is compared with the configured one
    if let Some(folder) = arguments.shared.faq
        && !matches!(arguments.command, Some(Command::Replay(_)))
    {
        config.note_option("faq.dir", "--faq", &folder.to_string_lossy());
        config.faq_dir = folder;
    }
    if let Some(folder) = arguments.shared.data {
        config.note_option("data.dir", "--data", &folder.to_string_lossy());
        config.data_dir = folder;
    }
    let context = Context { config, clock: Clock::system(), json: arguments.shared.json };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: the program could not start its threads: {error}");
            return ExitCode::from(PROBLEMS);
        }
    };
    let outcome = runtime.block_on(dispatch(context, arguments.command.unwrap_or(Command::Serve)));
    // an index that nobody waits for any more is not built to its end
    runtime.shutdown_timeout(LAST_WORK);
    match outcome {
        Ok(_) if UNPRINTED.load(Ordering::Relaxed) => ExitCode::from(PROBLEMS),
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(PROBLEMS)
        }
    }
}

async fn dispatch(context: Context, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => data::serve(context).await,
        Command::Check { strict } => knowledge::check(&context, strict),
        Command::Ask(arguments) => knowledge::ask(&context, &arguments),
        Command::Eval(arguments) => knowledge::eval(&context, &arguments),
        Command::Report(arguments) => data::report(&context, &arguments).await,
        Command::Replay(arguments) => replay::replay(&context, &arguments).await,
        Command::Import(arguments) => exchange::import(&context, &arguments),
        Command::Export(arguments) => exchange::export(&context, &arguments),
        Command::Admin(command) => staff::run(&context, command).await,
        Command::Backup { file } => data::backup(&context, &file).await,
        Command::Restore { file } => data::restore(&context, &file).await,
        Command::Config | Command::Schema => Ok(ExitCode::SUCCESS),
    }
}

/// Where the log is.
fn existing_database(context: &Context) -> anyhow::Result<PathBuf> {
    let path = context.config.database();
    anyhow::ensure!(
        path.exists(),
        "there is no database at {}; start `deskbell serve` once, or set data.dir",
        path.display()
    );
    Ok(path)
}

/// The variables that are text; or the name of one of ours that is not.
fn environment() -> Result<BTreeMap<String, String>, String> {
    let mut environment = BTreeMap::new();
    for (name, value) in std::env::vars_os() {
        let Ok(name) = name.into_string() else { continue };
        match value.into_string() {
            Ok(value) => drop(environment.insert(name, value)),
            Err(_) if name.starts_with(config::PREFIX) => return Err(name),
            Err(_) => {}
        }
    }
    Ok(environment)
}

/// Whether something that was printed did not get out: a command that goes on after it must not end as if it had.
static UNPRINTED: AtomicBool = AtomicBool::new(false);

/// Prints to standard output; a reader that went away (`| head`) is no error, a full disk is.
fn print(text: &str) -> ExitCode {
    put(text.as_bytes())
}

/// [`print`], of what may be no text.
fn put(bytes: &[u8]) -> ExitCode {
    use std::io::{ErrorKind, Write};
    let mut output = std::io::stdout().lock();
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            if !UNPRINTED.swap(true, Ordering::Relaxed) {
                eprintln!("error: standard output cannot be written: {error}");
            }
            ExitCode::from(PROBLEMS)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Prints an outcome: JSON if it was asked for, else a sentence.
fn say(context: &Context, value: &serde_json::Value, text: &str) -> ExitCode {
    print(&if context.json { pretty(value) + "\n" } else { format!("{text}\n") })
}

/// JSON for people.
fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("what we print has only text keys")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
