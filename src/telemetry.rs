//! Tracing, and every metric by its name.
//!
//! Invariant: at info level no visitor's text, name or address is logged; metrics have labels with few values only.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error: text on a terminal, JSON lines elsewhere. `RUST_LOG` sets the level (`info`).
pub fn start_logging() {
    use std::io::IsTerminal;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // a log that cannot be written must not end the task that writes it
    let builder =
        tracing_subscriber::fmt().log_internal_errors(false).with_env_filter(filter).with_writer(std::io::stderr);
    // a second start in one process (tests) keeps the first one's settings
    let _ = if std::io::stderr().is_terminal() { builder.try_init() } else { builder.json().try_init() };
}

/// What became of a question.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct VerdictLabel {
    /// `answer`, `choices` or `none`.
    pub verdict: &'static str,
}

/// Why a message was refused.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct CodeLabel {
    /// The `nack` code.
    pub code: &'static str,
}

/// In which language.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct LangLabel {
    /// A BCP 47 tag, one of those of the FAQ.
    pub lang: String,
}

/// By which way something is sent out.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct KindLabel {
    /// `mail` or `webhook`.
    pub kind: &'static str,
}

/// What became of an attempt to send something out.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct DeliveryLabel {
    /// `mail` or `webhook`.
    pub kind: &'static str,
    /// `sent`, `again` or `failed`.
    pub outcome: &'static str,
}

/// A gauge of numbers that are not whole.
type Fraction = Gauge<f64, AtomicU64>;

/// Every metric of the process. Cheap to clone.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    /// Questions by verdict, and `small_talk` that the FAQ has no answer to.
    pub questions: Family<VerdictLabel, Counter>,
    /// Messages refused, by code.
    pub refused: Family<CodeLabel, Counter>,
    /// From frame to answer, in seconds, without the commit.
    pub answer_seconds: Histogram,
    /// One commit of the writer, in seconds.
    pub commit_seconds: Histogram,
    /// Messages in one commit.
    pub commit_messages: Histogram,
    /// Commits that failed.
    pub commit_failures: Counter,
    /// Open chat sockets.
    pub sockets: Gauge,
    /// Open connections of all kinds.
    pub connections: Gauge,
    /// Tasks of the runtime, counted whenever the metrics are read.
    tasks: Gauge,
    /// Entries in service.
    pub faq_entries: Gauge,
    /// Errors in the FAQ's files; above 0 the previous FAQ is in service.
    pub faq_errors: Gauge,
    /// Warnings in the FAQ's files.
    pub faq_warnings: Gauge,
    /// Times that a changed FAQ was taken into service.
    pub faq_reloads: Counter,
    /// The share of the visitors' questions that the FAQ is thought not to hold, 0 to 1.
    pub outside_share: Fraction,
    /// The confidence from which on an answer is given, 0 to 1, by language.
    pub answer_threshold: Family<LangLabel, Fraction>,
    /// Attempts to send something out, by kind and outcome.
    pub deliveries: Family<DeliveryLabel, Counter>,
    /// What waits to be sent out, by kind.
    pub deliveries_pending: Family<KindLabel, Gauge>,
}

impl Default for Metrics {
    fn default() -> Self {
        let seconds = || Histogram::new([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0]);
        let mut registry = Registry::with_prefix("deskbell");
        let questions = Family::<VerdictLabel, Counter>::default();
        registry.register("questions", "Questions by verdict", questions.clone());
        let refused = Family::<CodeLabel, Counter>::default();
        registry.register("refused_messages", "Messages refused by code", refused.clone());
        let answer_seconds = seconds();
        registry.register("answer_seconds", "Time from message to answer without the commit", answer_seconds.clone());
        let commit_seconds = seconds();
        registry.register("commit_seconds", "Time of one commit", commit_seconds.clone());
        let commit_messages = Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0]);
        registry.register("commit_messages", "Messages in one commit", commit_messages.clone());
        let commit_failures = Counter::default();
        registry.register("commit_failures", "Commits that failed", commit_failures.clone());
        let sockets = Gauge::default();
        registry.register("sockets", "Open chat sockets", sockets.clone());
        let connections = Gauge::default();
        registry.register("connections", "Open connections", connections.clone());
        let tasks = Gauge::default();
        registry.register("tasks", "Tasks that the runtime has not ended", tasks.clone());
        let faq_entries = Gauge::default();
        registry.register("faq_entries", "FAQ entries in service", faq_entries.clone());
        let faq_errors = Gauge::default();
        registry.register("faq_errors", "Errors in the FAQ files", faq_errors.clone());
        let faq_warnings = Gauge::default();
        registry.register("faq_warnings", "Warnings in the FAQ files", faq_warnings.clone());
        let faq_reloads = Counter::default();
        registry.register("faq_reloads", "Changed FAQs taken into service", faq_reloads.clone());
        let outside_share = Fraction::default();
        let help = "Share of the questions that the FAQ is thought not to hold";
        registry.register("questions_outside_share", help, outside_share.clone());
        let answer_threshold = Family::<LangLabel, Fraction>::default();
        registry.register("answer_threshold", "Confidence from which on an answer is given", answer_threshold.clone());
        let deliveries = Family::<DeliveryLabel, Counter>::default();
        registry.register("deliveries", "Attempts to send something out by kind and outcome", deliveries.clone());
        let deliveries_pending = Family::<KindLabel, Gauge>::default();
        registry.register("deliveries_pending", "What waits to be sent out by kind", deliveries_pending.clone());
        Self {
            registry: Arc::new(registry),
            questions,
            refused,
            answer_seconds,
            commit_seconds,
            commit_messages,
            commit_failures,
            sockets,
            connections,
            tasks,
            faq_entries,
            faq_errors,
            faq_warnings,
            faq_reloads,
            outside_share,
            answer_threshold,
            deliveries,
            deliveries_pending,
        }
    }
}

impl Metrics {
    /// All metrics in the OpenMetrics text form that Prometheus reads.
    pub fn render(&self) -> String {
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            self.tasks.set(i64::try_from(runtime.metrics().num_alive_tasks()).unwrap_or(i64::MAX));
        }
        let mut text = String::new();
        // writing to a String cannot fail
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
        text
    }
}
