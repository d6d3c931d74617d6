//! The visitors' WebSocket: one task for each socket, from `hello` to close.
//!
//! Invariant: an `ack` is written after the engine's commit and before the events of its turn; a socket sees each
//! `seq` once and in order.

use super::AppState;
use super::limit::{AddressLimit, ClientAddress};
use super::upgrade::Sockets;
use super::wire::{self, BadFrame, ClientFrame, HEARTBEAT_SECONDS, HelloFrame};
use crate::clock::{self, Clock};
use crate::conversation::greeting::{Hello, Welcome};
use crate::conversation::hub::{Parcel, Side, Sign, Subscription};
use crate::conversation::{Engine, Refusal};
use crate::store::{Page, StoreError, StoredEvent};
use crate::telemetry::{CodeLabel, Metrics};
use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use futures_util::SinkExt;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite;

/// How long a client has for its first frame.
pub(super) const HELLO_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a write may take before the reader counts as gone.
pub(super) const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// Silence after which a client counts as gone: it missed two heartbeats.
pub(super) const SILENCE_TIMEOUT: Duration = Duration::from_secs(HEARTBEAT_SECONDS * 5 / 2);
/// Frames in a minute that are none of ours before the socket is closed.
const BAD_FRAMES_PER_MINUTE: usize = 5;
/// Pings in ten seconds before the socket is closed.
const PINGS_PER_TEN_SECONDS: usize = 50;
/// Frames beside messages in ten seconds before the socket is closed: a client that scrolls far back asks for ten.
const FRAMES_PER_TEN_SECONDS: usize = 100;
/// Within how many milliseconds clients spread their return after a restart.
pub(super) const SPREAD_MILLIS: u64 = 20_000;

/// Why a socket ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The other side vanished.
    Gone,
    /// The other side closed.
    Closed,
    /// We close, with this code and reason (RFC 6455, 7.4.1 and the IANA registry).
    Close(u16, &'static str),
    /// The server stops.
    Restart,
}

/// One socket.
pub(super) struct Visitor {
    socket: WebSocket,
    engine: Engine,
    clock: Clock,
    metrics: Metrics,
    addresses: AddressLimit,
    address: ClientAddress,
    sockets: Sockets,
    page: Page,
    /// The last `seq` that was written to this socket.
    sent: i64,
    bad_frames: VecDeque<Instant>,
    pings: VecDeque<Instant>,
    frames: VecDeque<Instant>,
}

impl Visitor {
    pub(super) fn new(socket: WebSocket, state: AppState, address: ClientAddress, sockets: Sockets) -> Self {
        Self {
            socket,
            engine: state.engine,
            clock: state.clock,
            metrics: state.metrics,
            addresses: state.addresses,
            address,
            sockets,
            page: Page::default(),
            sent: 0,
            bad_frames: VecDeque::new(),
            pings: VecDeque::new(),
            frames: VecDeque::new(),
        }
    }

    /// Talks until the end. What lives as briefly as a greeting or a turn has its state on the heap: a socket is idle
    /// nearly all the time, and there are thousands.
    pub(super) async fn run(mut self: Box<Self>) {
        let greeting = Box::pin(self.greet()).await;
        let end = match greeting {
            Ok(mut subscription) => {
                let end = self.talk(&mut subscription).await;
                self.engine.left(subscription);
                end
            }
            Err(end) => end,
        };
        let (code, reason) = match end {
            End::Gone => return,
            End::Closed => {
                // the answer to a close frame waits to be written
                let rest = async {
                    let _ = self.socket.flush().await;
                    while let Some(Ok(_)) = self.socket.recv().await {}
                };
                let _ = tokio::time::timeout(WRITE_TIMEOUT, rest).await;
                return;
            }
            End::Close(code, reason) => (code, reason),
            End::Restart => {
                let _ = self.write(wire::bye("restart", SPREAD_MILLIS)).await;
                (1012, "restart")
            }
        };
        let close = Frame::Close(Some(CloseFrame { code, reason: reason.into() }));
        let _ = tokio::time::timeout(WRITE_TIMEOUT, self.socket.send(close)).await;
    }

    /// Waits for `hello` and answers it.
    async fn greet(&mut self) -> Result<Subscription, End> {
        let stop = self.sockets.stop.clone();
        // control frames are not ours to forbid, but they do not gain time
        let socket = &mut self.socket;
        let frame = async {
            loop {
                match socket.recv().await {
                    Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {}
                    other => return other,
                }
            }
        };
        let first = tokio::select! {
            first = tokio::time::timeout(HELLO_TIMEOUT, frame) => first,
            () = stop.cancelled() => return Err(End::Restart),
        };
        let text = match first {
            Err(_late) => return Err(End::Close(1008, "no hello within 5 s")),
            Ok(None) => return Err(End::Gone),
            Ok(Some(Err(error))) => return Err(fault(error)),
            Ok(Some(Ok(Frame::Text(text)))) => text,
            Ok(Some(Ok(Frame::Close(_)))) => return Err(End::Closed),
            Ok(Some(Ok(Frame::Binary(_)))) => return Err(End::Close(1003, "text frames only")),
            Ok(Some(Ok(_))) => return Err(End::Close(1008, "the first frame must be hello")),
        };
        let hello = match wire::read(&text) {
            Ok(ClientFrame::Hello(hello)) if hello.v == 1 => hello,
            Ok(ClientFrame::Hello(_)) => return Err(End::Close(1008, "this server speaks version 1")),
            Ok(_) => return Err(End::Close(1008, "the first frame must be hello")),
            Err(bad) => {
                self.refuse(bad.cid.as_deref(), &Refusal::Invalid(bad.reason)).await?;
                return Err(End::Close(1008, "the first frame must be hello"));
            }
        };
        self.welcome(hello).await
    }

    async fn welcome(&mut self, frame: HelloFrame) -> Result<Subscription, End> {
        let place = self.sockets.hellos.clone().acquire_owned().await.map_err(|_| End::Restart)?;
        let lang = frame.lang();
        // what is held of another database is void
        let same_epoch = frame.epoch.as_deref().is_none_or(|epoch| epoch == self.engine.epoch());
        let after = if same_epoch { frame.after.unwrap_or(0).max(0) } else { 0 };
        self.page = frame.page.unwrap_or_default().into_page();
        let hello = Hello { token: frame.token, return_key: frame.return_key, lang, page: self.page.clone() };
        let welcome = self.engine.hello(hello).await.map_err(|error| match error {
            StoreError::Gone => End::Close(1008, "this conversation was deleted"),
            error => {
                tracing::error!(%error, "a visitor could not be let in");
                End::Close(1013, "the log is not available, try again later")
            }
        })?;
        let ready = wire::ready(&welcome, self.engine.epoch(), &self.sockets.site);
        self.write(ready).await?;
        drop(place);
        let Welcome { subscription, resumed, seq, .. } = welcome;
        // who holds more than there is holds what is void
        self.sync(&subscription, if resumed && after <= seq { after } else { 0 }).await?;
        Ok(subscription)
    }

    async fn talk(&mut self, subscription: &mut Subscription) -> End {
        let stop = self.sockets.stop.clone();
        loop {
            if let Err(end) = self.write_ready(subscription).await {
                return end;
            }
            let step = tokio::select! {
                frame = tokio::time::timeout(SILENCE_TIMEOUT, self.socket.recv()) => match frame {
                    Err(_silent) => Err(End::Close(1001, "no heartbeat")),
                    Ok(None) => Err(End::Gone),
                    Ok(Some(Err(error))) => Err(fault(error)),
                    Ok(Some(Ok(frame))) => Box::pin(self.take(frame, subscription)).await,
                },
                parcel = subscription.next() => match parcel {
                    Some(parcel) => self.write_parcel(parcel).await,
                    None => Err(End::Close(1013, "reading too slowly, come back and sync")),
                },
                () = stop.cancelled() => Err(End::Restart),
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    /// Sends what is there to be sent, all of it at once: an acknowledgement goes out with the events of its turn.
    async fn write_ready(&mut self, subscription: &mut Subscription) -> Result<(), End> {
        while let Some(parcel) = subscription.ready() {
            self.write_parcel(parcel).await?;
        }
        self.in_time(async |socket: &mut WebSocket| socket.flush().await).await
    }

    async fn take(&mut self, frame: Frame, subscription: &Subscription) -> Result<(), End> {
        let text = match frame {
            Frame::Text(text) => text,
            Frame::Binary(_) => return Err(End::Close(1003, "text frames only")),
            Frame::Ping(_) => {
                return within(&mut self.pings, Duration::from_secs(10), PINGS_PER_TEN_SECONDS)
                    .then_some(())
                    .ok_or(End::Close(1008, "too many pings"));
            }
            Frame::Pong(_) => return Ok(()),
            Frame::Close(_) => return Err(End::Closed),
        };
        let received = clock::instant();
        match wire::read(&text) {
            Ok(ClientFrame::Send(send)) => {
                let cid = send.cid.clone();
                match send.into_message() {
                    Ok((cid, message)) => self.send(subscription, cid, message, received).await,
                    Err(refusal) => self.bad(BadFrame { cid: Some(cid), reason: refusal.message() }).await,
                }
            }
            Ok(ClientFrame::Hello(_)) => {
                self.bad(BadFrame { cid: None, reason: "hello was said already".into() }).await
            }
            Ok(frame) => self.attend(frame, subscription).await,
            Err(bad) => self.bad(bad).await,
        }
    }

    /// A frame that is never stored: bounded in number, and by address where it reads the log.
    async fn attend(&mut self, frame: ClientFrame, subscription: &Subscription) -> Result<(), End> {
        if !within(&mut self.frames, Duration::from_secs(10), FRAMES_PER_TEN_SECONDS) {
            return Err(End::Close(1008, "too many frames"));
        }
        let reads = matches!(frame, ClientFrame::Sync { .. } | ClientFrame::History { .. });
        if reads && let Err(after_millis) = self.addresses.take(self.address) {
            let refusal = Refusal::RateLimited { limit: "limits.address_per_second", after_millis };
            return self.refuse(None, &refusal).await;
        }
        match frame {
            ClientFrame::Heartbeat => self.write(wire::heartbeat()).await,
            ClientFrame::Sync { after } => self.sync(subscription, after.max(0)).await,
            ClientFrame::History { before } => self.history(subscription, before).await,
            ClientFrame::Page(page) => {
                let referrer = std::mem::take(&mut self.page.referrer);
                self.page = Page { referrer, ..page.into_page() };
                Ok(())
            }
            ClientFrame::Typing => {
                subscription.live.tell(Side::Visitor, Sign::Typing);
                Ok(())
            }
            ClientFrame::Seen { seq } => {
                subscription.live.tell(Side::Visitor, Sign::Seen(seq.min(self.sent)));
                Ok(())
            }
            ClientFrame::Send(_) | ClientFrame::Hello(_) => Ok(()),
        }
    }

    /// What the team's side tells, and nobody stores.
    async fn write_sign(&mut self, sign: Sign) -> Result<(), End> {
        match sign {
            Sign::Typing => self.write(wire::typing()).await,
            Sign::Seen(seq) => self.write(wire::seen(seq)).await,
            Sign::Place(place, minutes) => self.write(wire::queue(place, minutes)).await,
            Sign::Noted => Ok(()),
        }
    }

    async fn send(
        &mut self,
        subscription: &Subscription,
        cid: String,
        message: crate::conversation::Message,
        received: Instant,
    ) -> Result<(), End> {
        if let Err(after_millis) = self.addresses.take(self.address) {
            let refusal = Refusal::RateLimited { limit: "limits.address_per_second", after_millis };
            return self.refuse(Some(&cid), &refusal).await;
        }
        let sent = self.engine.send(&subscription.live, cid.clone(), message, &self.page, received).await;
        match sent.result {
            Ok(ack) => self.write(wire::ack(&cid, ack)).await,
            Err(refusal) => {
                self.refuse(Some(&cid), &refusal).await?;
                for (sender, body) in &sent.unsaved {
                    self.write(wire::unsaved(&cid, *sender, body, self.clock.now_millis())).await?;
                }
                Ok(())
            }
        }
    }

    /// A frame that is none of ours: said so, and after a few of them the socket ends.
    async fn bad(&mut self, bad: BadFrame) -> Result<(), End> {
        self.refuse(bad.cid.as_deref(), &Refusal::Invalid(bad.reason)).await?;
        within(&mut self.bad_frames, Duration::from_secs(60), BAD_FRAMES_PER_MINUTE)
            .then_some(())
            .ok_or(End::Close(1008, "too many invalid frames"))
    }

    async fn sync(&mut self, subscription: &Subscription, after: i64) -> Result<(), End> {
        let page = self.engine.events_after(&subscription.live, after).await.map_err(unreadable)?;
        if let Some(first) = page.gap {
            self.write(wire::gap(first)).await?;
        }
        for event in &page.events {
            self.write(wire::event(event)).await?;
        }
        self.sent = page.events.last().map_or(self.sent, |last| self.sent.max(last.seq));
        Ok(())
    }

    async fn history(&mut self, subscription: &Subscription, before: i64) -> Result<(), End> {
        let events = self.engine.events_before(&subscription.live, before).await.map_err(unreadable)?;
        for event in &events {
            self.write(wire::event(event)).await?;
        }
        self.write(wire::history_end(events.first().map(|first| first.seq))).await
    }

    async fn write_parcel(&mut self, parcel: Parcel) -> Result<(), End> {
        match parcel {
            Parcel::Events(events) => self.write_events(&events).await,
            Parcel::Sign(_, sign) => self.write_sign(sign).await,
        }
    }

    async fn write_events(&mut self, events: &[StoredEvent]) -> Result<(), End> {
        for event in events {
            // what `sync` gave already is not said twice
            if event.seq > self.sent {
                self.write(wire::event(event)).await?;
                self.sent = event.seq;
            }
        }
        Ok(())
    }

    async fn refuse(&mut self, cid: Option<&str>, refusal: &Refusal) -> Result<(), End> {
        self.metrics.refused.get_or_create(&CodeLabel { code: refusal.code() }).inc();
        self.write(wire::nack(cid, refusal)).await
    }

    /// Writes a frame, which goes out once there is nothing to be written after it.
    async fn write(&mut self, text: String) -> Result<(), End> {
        self.in_time(async |socket: &mut WebSocket| socket.feed(Frame::Text(text.into())).await).await
    }

    async fn in_time(&mut self, write: impl AsyncFnOnce(&mut WebSocket) -> Result<(), axum::Error>) -> Result<(), End> {
        match tokio::time::timeout(WRITE_TIMEOUT, write(&mut self.socket)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_slow) => Err(End::Close(1013, "reading too slowly, come back and sync")),
        }
    }
}

/// Counts an event; `false` once there were more than `limit` in `span`.
pub(super) fn within(times: &mut VecDeque<Instant>, span: Duration, limit: usize) -> bool {
    let now = clock::instant();
    while times.front().is_some_and(|first| now.duration_since(*first) > span) {
        times.pop_front();
    }
    times.push_back(now);
    times.len() <= limit
}

fn unreadable(error: StoreError) -> End {
    tracing::error!(%error, "events could not be read");
    End::Close(1013, "the log is not available, try again later")
}

/// The close code for a frame that the protocol forbids.
pub(super) fn fault(error: axum::Error) -> End {
    use tungstenite::Error;
    match error.into_inner().downcast::<Error>().map(|error| *error) {
        Ok(Error::Utf8(_)) => End::Close(1007, "text must be UTF-8"),
        Ok(Error::Capacity(_)) => End::Close(1009, "a frame may have 16 KiB at most"),
        Ok(Error::Protocol(_)) => End::Close(1002, "not a WebSocket frame"),
        _ => End::Gone,
    }
}
