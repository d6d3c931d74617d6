//! The outbox as a sender works it off: what waits for whom, what is claimed, and what became of it.
//!
//! Invariant: one sender has all subjects that begin with its prefix, and no other; what was sent and could not be noted
//! is noted before anything else is claimed, so that a database that is back does not hear of it as unsent.

use super::backoff::{MOST_ATTEMPTS, wait};
use super::weekly::House;
use super::{Attempt, Target};
use crate::clock::{Clock, Timestamp, from_millis};
use crate::store::Store;
use crate::store::outbox::{Claimed, Destination, REPORTS, Settled, Waiting};
use crate::telemetry::{DeliveryLabel, KindLabel, Metrics};
use tokio_util::sync::CancellationToken;

/// What is noted of a subject that was written by another version.
pub(super) const UNKNOWN: &str = "this version does not know what it is";

/// The part of the outbox that one sender works off.
pub(super) struct Outbox {
    store: Store,
    clock: Clock,
    metrics: Metrics,
    prefix: &'static str,
    targets: Vec<(Target, Destination)>,
    unnoted: Vec<(Claimed, Settled, String)>,
    /// What people can do about what was given up.
    remedy: &'static str,
}

impl Outbox {
    /// Takes note of the targets. What a process that broke off had begun waits again.
    pub(super) async fn open(
        house: &House,
        prefix: &'static str,
        targets: Vec<Target>,
        remedy: &'static str,
    ) -> anyhow::Result<Self> {
        house.store.reopen_outbox(prefix).await?;
        let wanted = targets.iter().map(Target::note).collect();
        let known = house.store.note_destinations(wanted, house.clock.now_millis()).await?;
        Ok(Self {
            store: house.store.clone(),
            clock: house.clock.clone(),
            metrics: house.metrics.clone(),
            prefix,
            targets: targets.into_iter().zip(known).collect(),
            unnoted: Vec::new(),
            remedy,
        })
    }

    /// Whether there is nobody to send to.
    pub(super) fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// The destinations that were in the settings at a moment.
    pub(super) fn known_since(&self, moment: i64) -> Vec<String> {
        self.targets.iter().filter(|(_, known)| known.since <= moment).map(|(_, known)| known.id.clone()).collect()
    }

    /// The destinations of one kind.
    pub(super) fn of_kind(&self, kind: &str) -> Vec<String> {
        self.targets.iter().filter(|(target, _)| target.kind == kind).map(|(_, known)| known.id.clone()).collect()
    }

    pub(super) fn target(&self, destination: &str) -> Option<&Target> {
        self.targets.iter().find(|(_, known)| known.id == destination).map(|(target, _)| target)
    }

    /// What waits. What is for an address that is not in the settings waits until it is, or for its end.
    pub(super) async fn waiting(&self) -> anyhow::Result<Vec<Waiting>> {
        let mut waiting = self.store.waiting_deliveries(self.prefix).await?;
        waiting.retain(|waiting| self.target(&waiting.destination).is_some());
        Ok(waiting)
    }

    /// Shows what waits in the metrics; returns when the first of it is to be tried, or `next` if that is sooner.
    pub(super) fn rest(&self, waiting: &[Waiting], next: Timestamp) -> Timestamp {
        // of reports both kinds are shown, whatever the settings name
        let reports = if self.prefix == REPORTS { ["mail", "webhook"].as_slice() } else { &[] };
        let of_targets = self.targets.iter().map(|(target, _)| target.kind);
        for kind in reports.iter().copied().chain(of_targets) {
            let of_kind = |waiting: &&Waiting| self.target(&waiting.destination).is_some_and(|to| to.kind == kind);
            let pending = waiting.iter().filter(of_kind).count();
            self.metrics.deliveries_pending.get_or_create(&KindLabel { kind }).set(pending as i64);
        }
        waiting.first().map_or(next, |first| next.min(from_millis(first.next_at)))
    }

    /// Takes the first delivery whose time has come; none any more once `stop` is cancelled.
    pub(super) async fn claim(&self, stop: &CancellationToken) -> anyhow::Result<Option<Claimed>> {
        loop {
            let waiting = self.waiting().await?;
            let now = self.clock.now_millis();
            let due = waiting.iter().find(|waiting| waiting.next_at <= now && !stop.is_cancelled());
            let Some(due) = due else { return Ok(None) };
            if let Some(claimed) = self.store.claim_delivery(due, now).await? {
                return Ok(Some(claimed));
            }
        }
    }

    /// Notes what came of an attempt.
    pub(super) async fn settle(&mut self, claimed: Claimed, attempt: Attempt) -> anyhow::Result<()> {
        let (settled, said) = self.judge(&claimed, attempt);
        self.unnoted.push((claimed, settled, said));
        self.note_the_unnoted().await
    }

    pub(super) async fn note_the_unnoted(&mut self) -> anyhow::Result<()> {
        while let Some((claimed, settled, said)) = self.unnoted.last() {
            self.store.settle_delivery(claimed, *settled, said, self.clock.now_millis()).await?;
            self.unnoted.pop();
        }
        Ok(())
    }

    /// What an attempt means for the delivery, counted and logged without anybody's address.
    fn judge(&self, claimed: &Claimed, attempt: Attempt) -> (Settled, String) {
        let (subject, attempts) = (&claimed.subject, claimed.attempts);
        let kind = self.target(&claimed.destination).map_or("mail", |target| target.kind);
        let count = |outcome| self.metrics.deliveries.get_or_create(&DeliveryLabel { kind, outcome }).inc();
        tracing::debug!(subject, kind, said = attempt.said(), "an attempt to send");
        match attempt {
            Attempt::Delivered { said } => {
                count("sent");
                tracing::info!(subject, kind, attempts, "sent");
                (Settled::Sent, said)
            }
            Attempt::Again { code, said, after } if attempts < MOST_ATTEMPTS => {
                count("again");
                let at = self.clock.now() + wait(attempts, after);
                tracing::warn!(subject, kind, attempts, code, next = %at, "could not be sent; it is tried again");
                (Settled::Again(at.as_millisecond()), said)
            }
            Attempt::Again { code, said, .. } | Attempt::Refused { code, said } => {
                count("failed");
                tracing::error!(
                    subject,
                    kind,
                    attempts,
                    code,
                    "could not be sent and is not tried again; {}",
                    self.remedy
                );
                (Settled::Failed, said)
            }
        }
    }
}

/// What tells a delivery from every other, the same for each of its attempts.
pub(super) fn name(claimed: &Claimed) -> String {
    format!("{}_{}", claimed.subject.replace('/', "_"), claimed.destination)
}
