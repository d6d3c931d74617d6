//! What came of an import, for people.
//!
//! Invariant: says what the report says, so that text and JSON never differ.

use super::{Effect, Report};
use crate::report::print::counted;
use std::fmt::Write;

/// The report as text: what was left out or changed, line by line, then what there is. `dry` says that nothing was
/// written.
pub fn text(report: &Report, dry: bool) -> String {
    let mut text = String::new();
    for note in &report.notes {
        let _ = writeln!(text, "{note}");
    }
    let count = |effect: Effect| report.notes.iter().filter(|note| note.effect == effect).count();
    let rows = counted(report.rows as u64, "row", "rows");
    let entries = counted(report.entries as u64, "entry", "entries");
    let wordings = counted(report.wordings as u64, "wording", "wordings");
    let _ = writeln!(
        text,
        "{} ({}): {rows}, {entries} with {wordings}; {} dropped, {} changed.",
        report.file,
        report.kind,
        count(Effect::Dropped),
        count(Effect::Changed)
    );
    for file in &report.files {
        let entries = counted(file.entries as u64, "entry", "entries");
        let _ = writeln!(text, "  {}  {entries} in {}, “{}”", file.path, file.lang, file.topic);
    }
    if report.warnings > 0 {
        let warnings = counted(report.warnings as u64, "warning", "warnings");
        let _ = writeln!(text, "`deskbell check` has {warnings} for them, such as entries with a single wording.");
    }
    if dry {
        text.push_str("Nothing was written, since --dry-run only looks.\n");
    }
    text
}
