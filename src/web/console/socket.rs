//! One console: from `hello` to close.
//!
//! Invariant: an `ack` is written after the commit; a console sees each `seq` of the conversation that it watches once
//! and in order; what it missed of the list it reads anew.

use super::super::AppState;
use super::super::auth::{identify, recognise};
use super::super::chat::{End, HELLO_TIMEOUT, SILENCE_TIMEOUT, SPREAD_MILLIS, WRITE_TIMEOUT, fault, within};
use super::super::wire::{self, BadFrame};
use super::frames::{self, ClientFrame, Team};
use super::staff;
use crate::clock;
use crate::conversation::Refusal;
use crate::conversation::board::{Board, Change, Seat};
use crate::conversation::flow::desk::Action;
use crate::conversation::hub::{Parcel, Side, Sign, Subscription};
use crate::conversation::staff::Staff;
use crate::ids::ConversationId;
use crate::store::accounts::{Account, Role};
use crate::store::{StoreError, StoredEvent};
use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use axum::http::HeaderMap;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// Frames in ten seconds at most: a console that goes fast through a long list asks for fewer.
const FRAMES_PER_TEN_SECONDS: usize = 300;
/// Frames in a minute that are none of ours before the socket is closed.
const BAD_FRAMES_PER_MINUTE: usize = 20;
/// How often it is looked whether the session still holds.
const SESSION_INTERVAL: Duration = Duration::from_secs(1);
/// The session is over. From 4000 on codes are an application's own (RFC 6455, 7.4.2).
const SIGNED_OUT: End = End::Close(4401, "signed out");

/// One console.
pub(super) struct Console {
    socket: WebSocket,
    state: AppState,
    account: Account,
    who: Staff,
    /// What the session is asked for again.
    proof: HeaderMap,
    watched: Option<Watched>,
    frames: VecDeque<Instant>,
    bad_frames: VecDeque<Instant>,
}

/// The conversation that is shown.
struct Watched {
    subscription: Subscription,
    /// The last `seq` that was written.
    sent: i64,
    /// The number of the last note that was written.
    noted: i64,
}

impl Console {
    pub(super) fn new(socket: WebSocket, state: AppState, account: Account, proof: HeaderMap) -> Self {
        let who = staff(&account);
        let (frames, bad_frames) = (VecDeque::new(), VecDeque::new());
        Self { socket, state, account, who, proof, watched: None, frames, bad_frames }
    }

    pub(super) async fn run(mut self) {
        let end = match self.greet().await {
            Ok((_seat, changes)) => self.work(changes).await,
            Err(end) => end,
        };
        let (code, reason) = match end {
            End::Gone | End::Closed => return,
            End::Close(code, reason) => (code, reason),
            End::Restart => {
                let _ = self.write(wire::bye("restart", SPREAD_MILLIS)).await;
                (1012, "restart")
            }
        };
        let close = Frame::Close(Some(CloseFrame { code, reason: reason.into() }));
        let _ = tokio::time::timeout(WRITE_TIMEOUT, self.socket.send(close)).await;
    }

    fn board(&self) -> Board {
        self.state.engine.board().clone()
    }

    /// Waits for `hello` and answers it.
    async fn greet(&mut self) -> Result<(Seat, Receiver<Change>), End> {
        let stop = self.state.sockets.stop.clone();
        let first = tokio::select! {
            first = tokio::time::timeout(HELLO_TIMEOUT, self.socket.recv()) => first,
            () = stop.cancelled() => return Err(End::Restart),
        };
        let text = match first {
            Err(_late) => return Err(End::Close(1008, "no hello within 5 s")),
            Ok(None) => return Err(End::Gone),
            Ok(Some(Err(error))) => return Err(fault(error)),
            Ok(Some(Ok(Frame::Text(text)))) => text,
            Ok(Some(Ok(_))) => return Err(End::Close(1008, "the first frame must be hello")),
        };
        match frames::read(&text) {
            Ok(ClientFrame::Hello { v: 1, available }) => {
                // listening begins before the list is read, so that no change falls between
                let changes = self.board().changes();
                let seat = self.state.engine.sit_down(&self.who, available);
                self.state.engine.note_presence().await;
                self.ready().await?;
                Ok((seat, changes))
            }
            Ok(ClientFrame::Hello { .. }) => Err(End::Close(1008, "this server speaks version 1")),
            _ => Err(End::Close(1008, "the first frame must be hello")),
        }
    }

    async fn ready(&mut self) -> Result<(), End> {
        let rows = self.state.engine.desk().await.map_err(unreadable)?;
        let team = team(&self.board(), clock_now(&self.state));
        let ready = frames::ready(&self.who.colleague, self.account.role, self.state.engine.epoch(), &team, &rows);
        self.write(ready).await
    }

    async fn work(&mut self, mut changes: Receiver<Change>) -> End {
        let stop = self.state.sockets.stop.clone();
        let mut session = tokio::time::interval(SESSION_INTERVAL);
        session.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut heard = clock::instant();
        loop {
            let step = tokio::select! {
                frame = self.socket.recv() => match frame {
                    None => Err(End::Gone),
                    Some(Err(error)) => Err(fault(error)),
                    Some(Ok(frame)) => {
                        heard = clock::instant();
                        self.take(frame).await
                    }
                },
                parcel = next(&mut self.watched) => self.pass_on(parcel).await,
                change = changes.recv() => self.tell(change).await,
                _ = session.tick() => match heard.elapsed() > SILENCE_TIMEOUT {
                    true => Err(End::Close(1001, "no heartbeat")),
                    false => self.check_session().await,
                },
                () = stop.cancelled() => Err(End::Restart),
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn check_session(&mut self) -> Result<(), End> {
        match recognise(&self.state.store, &self.state.clock, &self.proof).await {
            Ok(Some(caller)) if caller.account.id == self.account.id && caller.require(Role::Agent).is_ok() => Ok(()),
            Ok(_) => Err(SIGNED_OUT),
            // a log that cannot be read for a moment signs nobody out
            Err(_) => Ok(()),
        }
    }

    async fn take(&mut self, frame: Frame) -> Result<(), End> {
        let text = match frame {
            Frame::Text(text) => text,
            Frame::Binary(_) => return Err(End::Close(1003, "text frames only")),
            Frame::Ping(_) | Frame::Pong(_) => return Ok(()),
            Frame::Close(_) => return Err(End::Closed),
        };
        if !within(&mut self.frames, Duration::from_secs(10), FRAMES_PER_TEN_SECONDS) {
            return Err(End::Close(1008, "too many frames"));
        }
        match frames::read(&text) {
            Ok(ClientFrame::Heartbeat) => self.write(wire::heartbeat()).await,
            Ok(ClientFrame::Watch { conversation, after }) => self.watch(conversation, after.max(0)).await,
            Ok(ClientFrame::Unwatch) => {
                self.watched = None;
                Ok(())
            }
            Ok(ClientFrame::History { conversation, before }) => self.history(&conversation, before).await,
            Ok(ClientFrame::Do { cid, conversation, action }) => self.act(&conversation, cid, &action).await,
            Ok(ClientFrame::Available { available }) => {
                self.board().set_available(&self.who.colleague, available);
                Ok(())
            }
            Ok(ClientFrame::Typing { conversation }) => self.sign(&conversation, Sign::Typing).await,
            Ok(ClientFrame::Seen { conversation, seq }) => self.sign(&conversation, Sign::Seen(seq)).await,
            Ok(ClientFrame::Hello { .. }) => {
                self.bad(BadFrame { cid: None, reason: "hello was said already".into() }).await
            }
            Err(bad) => self.bad(bad).await,
        }
    }

    async fn bad(&mut self, bad: BadFrame) -> Result<(), End> {
        self.write(wire::nack(bad.cid.as_deref(), &Refusal::Invalid(bad.reason))).await?;
        within(&mut self.bad_frames, Duration::from_secs(60), BAD_FRAMES_PER_MINUTE)
            .then_some(())
            .ok_or(End::Close(1008, "too many invalid frames"))
    }

    async fn act(&mut self, conversation: &ConversationId, cid: String, action: &Action) -> Result<(), End> {
        let done = super::act(&self.state, conversation, &self.who, cid.clone(), action.clone()).await;
        // somebody is there; who may not act any more is found by the next look
        let _ = identify(&self.state.store, &self.state.clock, &self.proof).await;
        self.write(match &done {
            Ok(ack) => frames::ack(&cid, *ack),
            Err(refused) => frames::nack(&cid, refused),
        })
        .await
    }

    /// Shows a conversation from `after` on.
    async fn watch(&mut self, id: ConversationId, after: i64) -> Result<(), End> {
        self.watched = None;
        let Some(subscription) = self.state.engine.watch(&id, &self.who).await.map_err(unreadable)? else {
            return self.write(frames::gone(&id)).await;
        };
        let Some(details) = self.state.store.desk_details(&id).await.map_err(unreadable)? else {
            return self.write(frames::gone(&id)).await;
        };
        let page = self.state.engine.events_after(&subscription.live, after).await.map_err(unreadable)?;
        self.write(frames::thread(&id, &details)).await?;
        if let Some(first) = page.gap {
            self.write(frames::of(&id, &wire::gap(first))).await?;
        }
        for event in &page.events {
            self.write(frames::event(&id, event)).await?;
        }
        let sent = page.events.last().map_or(after, |last| last.seq);
        let noted = details.notes.last().map_or(0, |last| last.id);
        self.watched = Some(Watched { subscription, sent, noted });
        self.write(frames::synced(&id, sent)).await
    }

    async fn history(&mut self, id: &ConversationId, before: i64) -> Result<(), End> {
        let events = self.state.engine.read_before(id, before).await.map_err(unreadable)?;
        for event in &events {
            self.write(frames::event(id, event)).await?;
        }
        let end = wire::history_end(events.first().map(|first| first.seq));
        self.write(frames::of(id, &end)).await
    }

    /// Tells the visitor what is worth knowing only now, of the person who has the conversation.
    async fn sign(&mut self, conversation: &ConversationId, sign: Sign) -> Result<(), End> {
        if let Some(watched) = self.watched.as_ref().filter(|watched| watched.subscription.live.id == *conversation)
            && self.board().has(conversation, &self.who.colleague)
        {
            let sign = match sign {
                Sign::Seen(seq) => Sign::Seen(seq.min(watched.sent)),
                sign => sign,
            };
            watched.subscription.live.tell(Side::Team, sign);
        }
        Ok(())
    }

    /// What happened in the conversation that is shown.
    async fn pass_on(&mut self, parcel: Option<Parcel>) -> Result<(), End> {
        let Some(watched) = &self.watched else { return Ok(()) };
        let id = watched.subscription.live.id.clone();
        match parcel {
            Some(Parcel::Events(events)) => self.write_events(&id, &events).await,
            Some(Parcel::Sign(_, Sign::Typing)) => self.write(frames::typing(&id)).await,
            Some(Parcel::Sign(_, Sign::Seen(seq))) => self.write(frames::seen(&id, seq)).await,
            Some(Parcel::Sign(_, Sign::Noted)) => self.write_notes(&id, watched.noted).await,
            Some(Parcel::Sign(_, Sign::Place(..))) => Ok(()),
            // too slow for this one: the console asks for it again from where it is
            None => {
                let sent = watched.sent;
                self.watch(id, sent).await
            }
        }
    }

    async fn write_events(&mut self, id: &ConversationId, events: &[StoredEvent]) -> Result<(), End> {
        for event in events {
            let Some(watched) = self.watched.as_mut().filter(|watched| event.seq > watched.sent) else { continue };
            watched.sent = event.seq;
            self.write(frames::event(id, event)).await?;
        }
        Ok(())
    }

    async fn write_notes(&mut self, id: &ConversationId, after: i64) -> Result<(), End> {
        let notes = self.state.store.notes_after(id, after).await.map_err(unreadable)?;
        for note in &notes {
            self.write(frames::note(id, note)).await?;
        }
        if let (Some(watched), Some(last)) = (self.watched.as_mut(), notes.last()) {
            watched.noted = watched.noted.max(last.id);
        }
        Ok(())
    }

    /// What changed at the desk.
    async fn tell(&mut self, change: Result<Change, RecvError>) -> Result<(), End> {
        match change {
            Ok(Change::Row(row)) => self.write(frames::row(&row)).await,
            Ok(Change::Gone(id)) => self.write(frames::gone(&id)).await,
            Ok(Change::Team) => {
                let team = team(&self.board(), clock_now(&self.state));
                self.write(frames::agents(&team)).await
            }
            // more changed than can be told one by one
            Err(RecvError::Lagged(_)) => self.ready().await,
            Err(RecvError::Closed) => Err(End::Restart),
        }
    }

    async fn write(&mut self, text: String) -> Result<(), End> {
        match tokio::time::timeout(WRITE_TIMEOUT, self.socket.send(Frame::Text(text.into()))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_slow) => Err(End::Close(1013, "reading too slowly, come back")),
        }
    }
}

/// The next parcel of the conversation that is shown; without one, never.
async fn next(watched: &mut Option<Watched>) -> Option<Parcel> {
    match watched {
        Some(watched) => watched.subscription.next().await,
        None => std::future::pending().await,
    }
}

fn clock_now(state: &AppState) -> clock::Timestamp {
    state.clock.now()
}

/// Who is there, and whether the office is open.
pub(in crate::web) fn team(board: &Board, now: clock::Timestamp) -> Team {
    let rules = board.rules();
    let opens_at = if rules.is_open(now) { None } else { rules.opens_at(now) };
    Team {
        open: board.is_available(),
        opens_at: opens_at.map(|at| clock::rfc3339(at.as_millisecond())),
        agents: board.team(),
    }
}

fn unreadable(error: StoreError) -> End {
    tracing::error!(%error, "the desk could not be read");
    End::Close(1013, "the log is not available, try again later")
}
