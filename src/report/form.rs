//! The forms of a report and the names of its tables.
//!
//! Invariant: every form shows the same [`Report`]; none counts anything.

use super::{Report, csv, html, markdown, xlsx};

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

    /// Whether this form, with this table, shows [`Report::conversations`].
    pub fn lists(self, table: Table) -> bool {
        self == Self::Xlsx || (self == Self::Csv && table == Table::Conversations)
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

/// A table of the report: CSV holds one of them, XLSX a sheet for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Table {
    /// Entries by how often they answered.
    #[default]
    TopQuestions,
    /// What was left unanswered.
    Unanswered,
    /// Entries whose answers were not enough.
    Improve,
    /// Wordings that visitors' own choices propose.
    Wordings,
    /// The headline figures with their definitions.
    Figures,
    /// The headline figures of the last weeks.
    Weeks,
    /// By day.
    Days,
    /// By weekday and hour.
    Hours,
    /// By language.
    Languages,
    /// By page.
    Pages,
    /// Entries that nobody asked for.
    NeverAsked,
    /// Entries past their last day, or near it.
    Expiring,
    /// Entries that answered in a language in which they are not written.
    Untranslated,
    /// What was handed over to a person, by the entry that had answered the question before.
    HandedOver,
    /// The same by topic.
    Topics,
    /// The same by who had it.
    Agents,
    /// One row for each conversation.
    Conversations,
}

impl Table {
    /// All of them, in the order of the sheets.
    pub const ALL: [Self; 17] = [
        Self::Figures,
        Self::TopQuestions,
        Self::Unanswered,
        Self::Improve,
        Self::Wordings,
        Self::Weeks,
        Self::Days,
        Self::Hours,
        Self::Languages,
        Self::Pages,
        Self::NeverAsked,
        Self::Expiring,
        Self::Untranslated,
        Self::HandedOver,
        Self::Topics,
        Self::Agents,
        Self::Conversations,
    ];

    /// The table of this name, as in `?table=conversations`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == word)
    }

    /// Its name in addresses and file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::TopQuestions => "top-questions",
            Self::Unanswered => "unanswered",
            Self::Improve => "improve",
            Self::Wordings => "wordings",
            Self::Figures => "figures",
            Self::Weeks => "weeks",
            Self::Days => "days",
            Self::Hours => "hours",
            Self::Languages => "languages",
            Self::Pages => "pages",
            Self::NeverAsked => "never-asked",
            Self::Expiring => "expiring",
            Self::Untranslated => "untranslated",
            Self::HandedOver => "handed-over",
            Self::Topics => "topics",
            Self::Agents => "agents",
            Self::Conversations => "conversations",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::TopQuestions => "Top questions",
            Self::Unanswered => "Unanswered questions",
            Self::Improve => "Answers to improve",
            Self::Wordings => "Wordings to add",
            Self::Figures => "Figures",
            Self::Weeks => "Last weeks",
            Self::Days => "Days",
            Self::Hours => "Hours",
            Self::Languages => "Languages",
            Self::Pages => "Pages",
            Self::NeverAsked => "Never asked",
            Self::Expiring => "Expired and expiring",
            Self::Untranslated => "Not translated",
            Self::HandedOver => "Most often handed over",
            Self::Topics => "Help by topic",
            Self::Agents => "Help by agent",
            Self::Conversations => "Conversations",
        }
    }

    /// What its rows are and how they are counted.
    pub fn definition(self) -> &'static str {
        match self {
            Self::TopQuestions => {
                "Entries by the questions that they answered. A question with choices counts for the entry that was \
                 then taken, through the choice itself. Handed over: a person was asked for before the next question."
            }
            Self::Unanswered => {
                "Questions left unanswered. Those that ask the same, as far as their words tell, are one row. Closest: \
                 the entry that was most probably meant, and how probable it was."
            }
            Self::Improve => "Entries whose answer got a thumbs down, or after which a person was asked for.",
            Self::Wordings => {
                "Questions of the last eight weeks that the bot was not sure about, or answered wrongly, where visitors \
                 then chose the same entry five times or more and in two conversations or more. Adding the wording to the entry answers them at once."
            }
            Self::Figures => {
                "A difference to the week before is marked where it exceeds two standard errors: chance alone does \
                 that about one time in twenty."
            }
            Self::Weeks => "The figures of the last eight weeks, each week by its own conversations.",
            Self::Days => "Questions and conversations by the day on which the conversation began.",
            Self::Hours => {
                "Questions, conversations and visitors by the day and the hour in which the conversation began."
            }
            Self::Languages => {
                "Questions by the language in which they were matched. A conversation counts in each of its languages."
            }
            Self::Pages => {
                "Questions by the page on which the visitor was. A conversation counts on each of its pages."
            }
            Self::NeverAsked => "Entries in service that answered no question in the last eight weeks.",
            Self::Expiring => "Entries past their last day, and those that go out of service within 14 days.",
            Self::Untranslated => "Entries that answered a question in a language in which they are not written.",
            Self::HandedOver => {
                "Requests for a person by the entry that had answered the question before. One that the visitor repeats \
                 later in the conversation counts again. Satisfied: ratings of 4 and 5 among those given after a person closed it."
            }
            Self::Topics => "Requests for a person by the topic of the entry that had answered the question before.",
            Self::Agents => {
                "Requests for a person by who had them last. Handling time: from the first time it was taken until it \
                 was closed or given back; half took no longer."
            }
            Self::Conversations => {
                "Conversations that began in the week. Assumed: nothing says that it was not settled. Pending: nothing \
                 yet, but 24 hours have not passed."
            }
        }
    }
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// JSON.
    #[error("the report could not be written as JSON")]
    Json(#[from] serde_json::Error),
    /// CSV.
    #[error("the report could not be written as CSV")]
    Csv(#[from] ::csv::Error),
    /// XLSX.
    #[error("the report could not be written as a spreadsheet")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// HTML.
    #[error("the report could not be written as HTML")]
    Html(#[from] askama::Error),
}

/// Writes a report in a form. `table` says which one a CSV file holds; the other forms hold all of them. It takes some
/// time for a busy week: call it where blocking is allowed.
///
/// # Errors
/// [`RenderError`], if a form cannot hold the data.
pub fn render(report: &Report, format: Format, table: Table) -> Result<Vec<u8>, RenderError> {
    match format {
        Format::Html => html::html(report).map(String::into_bytes),
        Format::Csv => csv::csv(report, table),
        Format::Xlsx => xlsx::xlsx(report),
        Format::Json => {
            let mut json = serde_json::to_vec_pretty(report)?;
            json.push(b'\n');
            Ok(json)
        }
        Format::Markdown => Ok(markdown::markdown(report).into_bytes()),
    }
}

/// The JSON Schema (draft 2020-12) of the JSON form.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Report);
    schema.insert("$id".to_owned(), super::SCHEMA.into());
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for table in Table::ALL {
            assert_eq!(Table::parse(table.name()), Some(table));
        }
        for format in [Format::Html, Format::Csv, Format::Xlsx, Format::Json, Format::Markdown] {
            assert_eq!(Format::parse(format.extension()), Some(format));
        }
        assert_eq!((Table::parse("Days"), Format::parse("pdf")), (None, None));
        assert_eq!(Table::default().name(), "top-questions");
    }
}
