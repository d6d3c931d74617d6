//! Today and just now, for a page that asks again every few seconds.
//!
//! Invariant: however many pages are open, it is counted once in [`HOLDS`], and the report's sentence once in
//! [`REPORT_HOLDS`]; visitors' words are masked where the settings say so.

use super::settings::script;
use crate::clock::{self, from_millis};
use crate::faq::Severity;
use crate::report::mask::mask;
use crate::report::{self, Week};
use crate::store::conversations::VISIT_SILENCE_MILLIS;
use crate::store::figures::WeekCount;
use crate::store::live::JustAsked;
use crate::web::AppState;
use crate::web::admin::answers::entry_of;
use crate::web::error::ApiError;
use crate::web::openapi::Operation;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Questions that are shown as they come.
const LATEST: i64 = 12;
/// How long counts hold: less than a page waits before it asks again.
const HOLDS: Duration = Duration::from_secs(3);
/// How long the sentence of the last full week holds: thumbs may still come for it.
const REPORT_HOLDS: Duration = Duration::from_secs(600);

pub(super) const ONE: Operation = Operation::new(
    "getOverview",
    "Today and just now",
    "Made to be asked for every five seconds. Personal data is masked where `privacy.mask` is set.",
)
.gives::<Overview>(200, "How things stand.");

/// How things stand.
#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct Overview {
    now: String,
    /// Whether nobody ever asked anything.
    empty: bool,
    today: Count,
    /// The week so far.
    week: Count,
    /// The week before, up to the same moment of it.
    week_before: Count,
    /// Conversations with a message in the last 30 minutes.
    active: i64,
    /// Open chat sockets.
    sockets: i64,
    /// The newest first.
    latest: Vec<Latest>,
    faq: Faq,
    /// Of the last full week; none where nothing was asked before its end, and until it was first made.
    report: Option<LastReport>,
    /// What the pages of the site need.
    script: String,
}

/// Questions, counted.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "QuestionCount")]
struct Count {
    questions: u64,
    /// The share of them that was answered, 0 to 1; none without questions.
    answered: Option<f64>,
}

/// A question as it came.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "LatestQuestion")]
struct Latest {
    at: String,
    text: String,
    lang: String,
    /// `answer`, `choices` or `none`.
    verdict: String,
    /// The title of the entry that answered.
    title: Option<String>,
    conversation: String,
}

/// The FAQ in service.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "FaqSummary")]
struct Faq {
    version: String,
    entries: usize,
    errors: usize,
    warnings: usize,
}

/// The report of the last full week.
#[derive(Clone, Serialize, JsonSchema)]
struct LastReport {
    week: Week,
    /// What happened, in a sentence or three.
    summary: String,
}

/// What the log says, as it was last counted.
#[derive(Clone)]
struct Counts {
    empty: bool,
    counts: Vec<WeekCount>,
    active: i64,
    latest: Vec<JustAsked>,
}

/// What was counted, and when.
type Counted = (Instant, Arc<Counts>);
/// The sentence of a week's report, and when it was made; `None` where there is nothing to say.
type Said = (Week, Instant, Option<String>);

#[derive(Default)]
struct Report {
    said: Option<Said>,
    /// One at a time is enough.
    is_being_made: bool,
}

/// What was last counted. Cheap to clone; who comes while it is counted waits for that.
#[derive(Clone, Default)]
pub struct Live {
    counts: Arc<tokio::sync::Mutex<Option<Counted>>>,
    report: Arc<Mutex<Report>>,
}

async fn count(state: &AppState) -> Result<Counts, ApiError> {
    let (now, zone) = (state.clock.now(), &state.config.site.time_zone);
    let millis = now.as_millisecond();
    let midnight = zone.to_datetime(now).date().to_zoned(zone.clone());
    let midnight = midnight.map_or(millis, |day| day.timestamp().as_millisecond());
    let week = Week::of(now, zone);
    let (monday, monday_before) = (week.range_millis(zone).0, week.previous().range_millis(zone).0);
    // a visit that began in this very millisecond counts
    let spans = [midnight..millis + 1, monday..millis + 1, monday_before..monday_before + (millis - monday) + 1];
    let (counts, span, active, latest) = tokio::try_join!(
        state.store.count_weeks(&spans),
        state.store.visit_span(),
        state.store.active_since(millis - VISIT_SILENCE_MILLIS),
        state.store.just_asked(LATEST),
    )?;
    Ok(Counts { empty: span.is_none(), counts, active, latest })
}

/// The sentence of the last full week's report; none where the log begins later.
async fn sentence(state: &AppState) -> Result<Option<String>, ApiError> {
    let settings = report::Settings { listed: false, ..report::Settings::of(&state.config, state.clock.now()) };
    let week = Week::last_full(settings.now, &settings.time_zone);
    let Some((first, _)) = state.store.visit_span().await? else { return Ok(None) };
    if Week::of(from_millis(first), &settings.time_zone) > week {
        return Ok(None);
    }
    let _turn = state.reports.enter().await?;
    let report = report::build(&state.store, &state.knowledge.current().catalog, week, &settings).await?;
    Ok(Some(report.summary.to_string()))
}

impl Live {
    async fn counts(&self, state: &AppState) -> Result<Arc<Counts>, ApiError> {
        let mut held = self.counts.lock().await;
        if let Some((at, counts)) = held.as_ref()
            && at.elapsed() < HOLDS
        {
            return Ok(counts.clone());
        }
        let counts = Arc::new(count(state).await?);
        *held = Some((clock::instant(), counts.clone()));
        Ok(counts)
    }

    /// Drops what is held of the log, since something of it was deleted.
    pub(crate) async fn forget(&self) {
        *self.counts.lock().await = None;
        self.of_report().said = None;
    }

    /// What was said last of the last full week. What is too old is made anew beside, since it may take as long as a
    /// report; the page gets it when it asks again.
    fn report(&self, state: &AppState) -> Option<LastReport> {
        let current = Week::last_full(state.clock.now(), &state.config.site.time_zone);
        let mut report = self.of_report();
        let fresh = |(week, at, _): &Said| *week == current && at.elapsed() < REPORT_HOLDS;
        if !report.said.as_ref().is_some_and(fresh) && !report.is_being_made {
            report.is_being_made = true;
            let (live, state) = (self.clone(), state.clone());
            tokio::spawn(async move {
                let made = sentence(&state).await;
                let mut report = live.of_report();
                report.is_being_made = false;
                match made {
                    Ok(said) => report.said = Some((current, clock::instant(), said)),
                    // a report that cannot be had now is no reason to show nothing
                    Err(error) => tracing::debug!(%error, "the last report's sentence is left out"),
                }
            });
        }
        let (week, _, summary) = report.said.as_ref()?;
        Some(LastReport { week: *week, summary: summary.clone()? })
    }

    /// Held for a moment only, and nothing in it can be left half done.
    fn of_report(&self) -> MutexGuard<'_, Report> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) async fn one(State(state): State<AppState>, headers: HeaderMap) -> Result<Json<Overview>, ApiError> {
    let counts = state.live.counts(&state).await?;
    let report = if counts.empty { None } else { state.live.report(&state) };
    let (catalog, problems) = (state.knowledge.current().catalog.clone(), state.knowledge.problems());
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let title = |asked: &JustAsked| {
        let id = asked.entry.as_deref()?;
        let entry = entry_of(&catalog, &state.config.site.lang, &asked.lang, id);
        Some(entry.map_or_else(|| id.to_owned(), |entry| entry.title().to_owned()))
    };
    let masked = state.config.privacy.mask;
    let latest = counts.latest.iter().map(|asked| Latest {
        at: clock::rfc3339(asked.at),
        text: if masked { mask(&asked.text) } else { asked.text.clone() },
        lang: asked.lang.clone(),
        verdict: asked.verdict.clone(),
        title: title(asked),
        conversation: asked.conversation.clone(),
    });
    let counted = |place: usize| {
        let WeekCount { questions, answered } = counts.counts.get(place).copied().unwrap_or_default();
        Count { questions, answered: (questions > 0).then(|| answered as f64 / questions as f64) }
    };
    Ok(Json(Overview {
        now: clock::rfc3339(state.clock.now_millis()),
        empty: counts.empty,
        today: counted(0),
        week: counted(1),
        week_before: counted(2),
        active: counts.active,
        sockets: state.metrics.sockets.get(),
        latest: latest.collect(),
        faq: Faq {
            version: catalog.version.clone(),
            entries: catalog.entries.len(),
            errors,
            warnings: problems.len() - errors,
        },
        report,
        script: script(&headers, &state.config),
    }))
}
