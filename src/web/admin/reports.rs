//! The weekly reports: which there are, and each in all its forms.
//!
//! Invariant: a report is built for each request from the log, a few at a time; a file's name is made of the week and
//! the form alone, never of what the request holds.

use crate::clock::{Clock, rfc3339};
use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::report::{self, Format, Settings, Table, Week, WeekSummary};
use crate::store::Store;
use crate::store::accounts::Role;
use crate::store::outbox::{Delivery, REPORTS};
use crate::web::auth::Caller;
use crate::web::error::ApiError;
use crate::web::gate::Gate;
use crate::web::openapi::{Operation, PathPart};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Reports built at once: on a machine of two cores one leaves a core to the chat for most of the time.
const AT_ONCE: usize = 1;
/// Callers that wait for a report; at under 1 s each the last one still gets it in a request's time.
const WAITING: usize = 16;
/// How far back it is told what became of sent reports: a month, in milliseconds.
const SENT_MILLIS: i64 = 31 * 24 * 3_600_000;

/// The gate that reports go through, one for a process.
pub fn gate() -> Gate {
    Gate::new("reports", AT_ONCE, WAITING, 5)
}

pub(super) const WEEKS: Operation =
    Operation::new("listReports", "The weeks that there are reports for", "Newest first, with the main figures.")
        .gives::<Weeks>(200, "The weeks.");

pub(super) const FILE: Operation = Operation::new(
    "getReport",
    "The report of a week, as a file",
    "Any week that the calendar has; one that is not over is counted as far as it went.",
)
.path(&[PathPart {
    name: "file",
    about: "The week and the form: `.html`, `.csv`, `.xlsx`, `.json` or `.md`.",
    pattern: r"^(19[7-9][0-9]|[2-8][0-9]{3})-W(0[1-9]|[1-4][0-9]|5[0-2])\.(html|csv|xlsx|json|md)$",
    example: "2026-W47.json",
}])
.query::<View>(&[])
.gives_any(
    &[
        ("application/json", Some(SchemaGenerator::subschema_for::<report::Report>)),
        ("text/html", None),
        ("text/csv", None),
        ("text/markdown", None),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None),
    ],
    "The report in the form that the file's name asks for.",
);

/// The weeks that there are reports for.
#[derive(Serialize, JsonSchema)]
pub(super) struct Weeks {
    /// The zone in which they are counted.
    time_zone: String,
    /// The last week that is over: what a reader wants first.
    last_full: Week,
    /// The week that is not over yet.
    current: Week,
    /// Newest first.
    weeks: Vec<WeekSummary>,
    /// What `?table=` of a CSV file takes.
    tables: Vec<TableName>,
    /// What became of the reports that were sent lately, the latest first.
    deliveries: Vec<Sent>,
}

/// A report on its way to somebody.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SentReport")]
struct Sent {
    week: String,
    /// `mail` or `webhook`.
    kind: String,
    /// A mail address, or the host of a webhook; for administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// `waiting`, `sending`, `sent` or `failed`.
    state: String,
    attempts: i64,
    /// When a waiting one is tried, or another one was last touched.
    at: String,
    /// The receiver's last words, or why there were none; for administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<String>,
}

impl Sent {
    /// To others than administrators, who read the settings, whom a report goes to and what a server said is not told.
    fn of(delivery: Delivery, whole: bool) -> Option<Self> {
        Some(Self {
            week: delivery.subject.strip_prefix("report/")?.to_owned(),
            kind: delivery.kind,
            to: whole.then_some(delivery.label),
            state: delivery.state,
            attempts: delivery.attempts,
            at: rfc3339(delivery.next_at),
            said: whole.then_some(delivery.answer),
        })
    }
}

/// A table that can be had alone.
#[derive(Serialize, JsonSchema)]
struct TableName {
    name: &'static str,
    title: &'static str,
}

pub(super) async fn weeks(
    caller: Caller,
    State(store): State<Store>,
    State(clock): State<Clock>,
    State(config): State<Arc<Config>>,
) -> Result<Json<Weeks>, ApiError> {
    let settings = Settings::of(&config, clock.now());
    let whole = caller.require(Role::Admin).is_ok();
    let deliveries = store.deliveries(REPORTS, clock.now_millis() - SENT_MILLIS).await?;
    Ok(Json(Weeks {
        time_zone: settings.time_zone.iana_name().unwrap_or("UTC").to_owned(),
        last_full: Week::last_full(settings.now, &settings.time_zone),
        current: Week::of(settings.now, &settings.time_zone),
        weeks: report::weeks(&store, &settings).await?,
        tables: Table::ALL.map(|table| TableName { name: table.name(), title: table.label() }).into(),
        deliveries: deliveries.into_iter().filter_map(|delivery| Sent::of(delivery, whole)).collect(),
    }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct View {
    /// Which table a CSV file holds: one of `tables` in the list of reports.
    #[schemars(extend("enum" = Table::ALL.map(Table::name)))]
    table: Option<String>,
    /// `1`: the page is shown, not downloaded.
    view: Option<String>,
}

/// The week and the form that a file's name stands for: `2026-W47.csv`.
fn parse(file: &str) -> Result<(Week, Format), ApiError> {
    let parsed = file.rsplit_once('.').and_then(|(week, ending)| Some((Week::parse(week)?, Format::parse(ending)?)));
    parsed.ok_or_else(|| {
        ApiError::Invalid(
            "A report is named by an ISO week and a form: 2026-W47.html, .csv, .xlsx, .json or .md.".into(),
        )
    })
}

pub(super) async fn file(
    State(gate): State<Gate>,
    State(store): State<Store>,
    State(clock): State<Clock>,
    State(config): State<Arc<Config>>,
    State(knowledge): State<Knowledge>,
    Path(file): Path<String>,
    Query(view): Query<View>,
) -> Result<Response, ApiError> {
    let (week, format) = parse(&file)?;
    let table = match view.table.as_deref() {
        None => Table::default(),
        Some(word) => Table::parse(word).ok_or_else(|| {
            let known = Table::ALL.map(Table::name).join(", ");
            ApiError::Invalid(format!("There is no such table; there are {known}."))
        })?,
    };
    let pass = gate.enter().await?;
    let snapshot = knowledge.current();
    let settings = Settings { listed: format.lists(table), ..Settings::of(&config, clock.now()) };
    let report = report::build(&store, &snapshot.catalog, week, &settings).await?;
    let rendered = tokio::task::spawn_blocking(move || {
        let _until_the_memory_is_free = pass;
        report::render(&report, format, table)
    });
    let bytes = rendered
        .await
        .map_err(anyhow::Error::from)
        .and_then(|rendered| rendered.map_err(anyhow::Error::from))
        .map_err(ApiError::Internal)?;
    let shown = format == Format::Html && view.view.as_deref() == Some("1");
    Ok(respond(bytes, week, format, shown))
}

fn respond(bytes: Vec<u8>, week: Week, format: Format, shown: bool) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    let way = if shown { "inline" } else { "attachment" };
    let name = format!("{way}; filename=\"deskbell-report-{week}.{}\"", format.extension());
    let mut set = |header, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header, value);
        }
    };
    set(header::CONTENT_DISPOSITION, name);
    if format == Format::Html {
        // the one style sheet of the page is allowed by its digest; nothing else is loaded, and no script runs
        let policy = format!(
            "default-src 'none'; style-src '{}'; img-src data:; sandbox; frame-ancestors 'self'; base-uri 'none'; \
             form-action 'none'",
            report::style_hash()
        );
        set(header::CONTENT_SECURITY_POLICY, policy);
        // a sandboxed page that opens alone must not ask for more isolation: browsers refuse it (HTML Standard, 7.4.5)
        set(HeaderName::from_static("cross-origin-opener-policy"), "unsafe-none".into());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_week_and_form() {
        assert!(matches!(parse("2026-W47.csv"), Ok((_, Format::Csv))));
        for wrong in ["2026-W47", "2026-W60.csv", "2026-W47.exe", "../2026-W47.csv", "2026-W47.csv/..", ".csv", ""] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
