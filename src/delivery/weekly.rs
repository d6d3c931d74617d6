//! The weekly report on its way: put into the outbox when it is due, sent, and tried again.
//!
//! Invariant: a week and an address have one row in the outbox. What was due while the server was down is put there when
//! it is back, the last week only; so that no failure of the process sends a week twice. By a clock that leapt ahead by
//! more than a week nothing is sent until it is put right, or has stayed so for hours: see [`crate::store::time`].

use super::outbox::{self, Outbox, UNKNOWN};
use super::schedule::around;
use super::{Attempt, Parcel, Target};
use crate::clock::{Clock, Timestamp};
use crate::config::Config;
use crate::faq::Catalog;
use crate::knowledge::Knowledge;
use crate::report::{self, Format, Settings, Table, Week};
use crate::store::Store;
use crate::store::outbox::{Claimed, REPORTS};
use crate::store::time::TimeCheck;
use crate::telemetry::Metrics;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How late a report may be sent: on the seventh day the next one is due.
pub const LATE: Duration = Duration::from_secs(6 * 24 * 3600);
/// How often it is looked whether the time has come. That costs a comparison; only when it has, the database is asked.
/// A clock that was set or a machine that slept is noticed as soon.
pub const LOOK_INTERVAL: Duration = Duration::from_secs(1);
/// How long to wait where the database does not answer.
const TROUBLE: Duration = Duration::from_secs(60);
/// Deliveries to each address that are remembered: those of half a year, whatever the clock says.
const REMEMBERED: i64 = 26;
/// Bytes of a workbook that goes with a mail: with what mail adds to it, 10 MB is what every server takes.
const ATTACHMENT_BYTES: usize = 7 << 20;
/// What can be done about a report that was given up.
const BY_HAND: &str = "the overview of the admin area says why, and `deskbell report --send` sends it by hand";

/// What the sending works with.
#[derive(Clone)]
pub struct House {
    /// The settings.
    pub config: Arc<Config>,
    /// The time.
    pub clock: Clock,
    /// The FAQ that names the entries.
    pub knowledge: Knowledge,
    /// The log, and the outbox.
    pub store: Store,
    /// Whether the time may be believed.
    pub time: TimeCheck,
    /// The metrics.
    pub metrics: Metrics,
}

/// The sending of the weekly report.
pub struct Weekly {
    house: House,
    outbox: Outbox,
    /// When it was looked last, and when there is something to do next.
    looked: Timestamp,
    wake: Timestamp,
}

impl Weekly {
    /// Takes note of the addresses in the settings. What a process that broke off had begun waits again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn start(house: House) -> anyhow::Result<Self> {
        let now = house.clock.now();
        house.store.remember_deliveries(REPORTS, REMEMBERED).await?;
        let outbox = Outbox::open(&house, REPORTS, Target::all(&house.config), BY_HAND).await?;
        Ok(Self { house, outbox, looked: now, wake: now })
    }

    /// Does what is due, if anything is. Begins nothing new once `stop` is cancelled.
    pub async fn look(&mut self, stop: &CancellationToken) {
        let now = self.house.clock.now();
        if now < self.looked {
            // the clock was set back: what was planned by it is planned anew
            self.wake = now;
        }
        self.looked = now;
        if now < self.wake {
            return;
        }
        self.wake = self.work(now, stop).await.unwrap_or_else(|error| {
            tracing::error!(error = format!("{error:#}"), "the outbox could not be worked off; it is tried again");
            now + TROUBLE
        });
    }

    /// Returns when there is something to do next.
    async fn work(&mut self, now: Timestamp, stop: &CancellationToken) -> anyhow::Result<Timestamp> {
        self.outbox.note_the_unnoted().await?;
        if self.house.time.now().await?.is_none() {
            self.outbox.rest(&self.outbox.waiting().await?, now);
            return Ok(now + TROUBLE);
        }
        let reports = &self.house.config.reports;
        let (due, next) = around(reports.send_at, now, &self.house.config.site.time_zone);
        self.put(now, due).await?;
        let mut made = None;
        while let Some(claimed) = self.outbox.claim(stop).await? {
            self.deliver(claimed, &mut made).await?;
        }
        Ok(self.outbox.rest(&self.outbox.waiting().await?, next))
    }

    /// Puts the report that was due last into the outbox, for the addresses that were in the settings then.
    async fn put(&self, now: Timestamp, due: Timestamp) -> anyhow::Result<()> {
        if now.duration_since(due) > LATE.try_into()? {
            return Ok(());
        }
        let zone = &self.house.config.site.time_zone;
        let week = Week::last_full(due, zone);
        let due = due.as_millisecond();
        let to = self.outbox.known_since(due);
        if to.is_empty() {
            return Ok(());
        }
        let logged = self.house.store.visit_span().await?.is_some_and(|(first, _)| first < week.range_millis(zone).1);
        if !logged {
            return Ok(());
        }
        let new = self.house.store.put_into_outbox(&format!("{REPORTS}{week}"), to, due).await?;
        if new > 0 {
            tracing::info!(%week, recipients = new, "the weekly report is due");
        }
        Ok(())
    }

    async fn deliver(&mut self, claimed: Claimed, made: &mut Option<(Week, Parcel)>) -> anyhow::Result<()> {
        let now = self.house.clock.now();
        let week = claimed.subject.strip_prefix(REPORTS).and_then(Week::parse);
        let (Some(target), Some(week)) = (self.outbox.target(&claimed.destination).cloned(), week) else {
            return self.outbox.settle(claimed, Attempt::refused(None, UNKNOWN)).await;
        };
        let late = now.as_millisecond() - claimed.due_at > LATE.as_millis() as i64;
        let attempt = if late {
            Attempt::Refused { code: None, said: format!("given up, too late; before: {}", claimed.answer) }
        } else {
            match self.parcel(week, made).await {
                Ok(parcel) => target.send(parcel, &outbox::name(&claimed), now).await,
                Err(error) => Attempt::Again { code: None, said: format!("{error:#}"), after: None },
            }
        };
        self.outbox.settle(claimed, attempt).await
    }

    /// The report of a week, made once for all who get it now.
    async fn parcel<'a>(&self, week: Week, made: &'a mut Option<(Week, Parcel)>) -> anyhow::Result<&'a Parcel> {
        if made.as_ref().is_none_or(|(known, _)| *known != week) {
            let settings = Settings::of(&self.house.config, self.house.clock.now());
            let catalog = Arc::clone(&self.house.knowledge.current().catalog);
            *made = Some((week, parcel(&self.house.store, &catalog, week, &settings, &self.house.config).await?));
        }
        made.as_ref().map(|(_, parcel)| parcel).ok_or_else(|| anyhow::anyhow!("the report was not made"))
    }
}

/// The report of a week in every form in which it is sent.
///
/// # Errors
/// When the log cannot be read, or a form cannot hold the report.
pub async fn parcel(
    store: &Store,
    catalog: &Catalog,
    week: Week,
    settings: &Settings,
    config: &Config,
) -> anyhow::Result<Parcel> {
    let report = report::build(store, catalog, week, settings).await?;
    let link = config.report_url(&week.to_string());
    // forms are written away from the threads that answer visitors
    tokio::task::spawn_blocking(move || {
        let workbook = report::render(&report, Format::Xlsx, Table::default())?;
        let workbook = Some(workbook).filter(|workbook| workbook.len() <= ATTACHMENT_BYTES);
        let letter = report::letter(&report, link.as_deref(), workbook.is_some())?;
        let file = format!("deskbell-report-{week}.xlsx");
        Ok(Parcel {
            subject: letter.subject,
            html: letter.html,
            text: letter.text,
            attachment: workbook.map(|workbook| (file, Format::Xlsx.content_type(), workbook)),
            json: report::render(&report, Format::Json, Table::default())?,
            ..Parcel::default()
        })
    })
    .await?
}

/// The name of a report that a person sends by hand: another one each time, so that no receiver takes it for one that it
/// has.
pub fn name_by_hand(week: Week) -> String {
    format!("report_{week}_by-hand_{}", crate::ids::random_name(8))
}
