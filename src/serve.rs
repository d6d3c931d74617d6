//! The running server: listeners, background tasks, and the way down.
//!
//! Invariant: a connection has a place in a bounded number from accept to its end, WebSockets included, and a deadline
//! for its request's head. On the way down everything acknowledged is committed and every client is told to come back.
//!
#![doc = include_str!("serve/operations.md")]

#[doc = include_str!("serve/attacks.md")]
pub mod attacks {}
mod bell;
mod descriptors;
mod linger;
mod tidy;

use crate::clock::Clock;
use crate::config::Config;
use crate::conversation::Engine;
use crate::delivery::team::Team;
use crate::delivery::weekly::{House, LOOK_INTERVAL, Weekly};
use crate::editing::Editing;
use crate::faq::watch::FolderWatch;
use crate::knowledge::audience::{self, Asked};
use crate::knowledge::{self, Knowledge};
use crate::store::time::TimeCheck;
use crate::store::{LatestQuestion, Store, lock_folder};
use crate::telemetry::Metrics;
use crate::text::Lang;
use crate::web::limit::AddressLimit;
use crate::web::origin::Origins;
use crate::web::upgrade::{ConnectionSlot, Sockets, UNFINISHED_HELLOS};
use crate::web::{self, AppState};
use anyhow::{Context, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use descriptors::connection_cap;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use linger::Lingering;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tidy::tidy_log;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service;

/// How long a client has for the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of a request's head at most.
const HEAD_BYTES: usize = 32 * 1024;
/// How long the way down may take (RELIABILITY, row 54).
const DRAIN_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections of the admin listener, which has its own so that visitors cannot lock the staff out.
const ADMIN_CONNECTIONS: usize = 128;
/// How long a FAQ waits for the questions of the log: two seconds after an edit it is in service.
const LOG_TIMEOUT: Duration = Duration::from_millis(500);
/// How often old conversations are looked for.
const RETENTION_INTERVAL: Duration = Duration::from_secs(6 * 3600);
/// How often idle addresses are forgotten.
const TIDY_INTERVAL: Duration = Duration::from_secs(60);

/// A server that has its addresses and its FAQ, and is ready to run.
pub struct Server {
    /// What its handlers share.
    pub state: AppState,
    /// The address of the public listener.
    pub address: SocketAddr,
    /// The address of the admin listener, if it has one.
    pub admin_address: Option<SocketAddr>,
    listener: TcpListener,
    admin_listener: Option<TcpListener>,
    watch: FolderWatch,
    time: TimeCheck,
    weekly: Weekly,
    team: [Team; 2],
    // held as long as the server lives
    _lock: std::fs::File,
}

impl Server {
    /// Loads the FAQ, opens the database and takes the addresses.
    ///
    /// # Errors
    /// Says what is wrong and what to do: FAQ errors, a database that cannot be used, an address that is taken.
    pub async fn start(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let metrics = Metrics::default();
        let (knowledge, watch) = first_knowledge(&config, &clock, &metrics).await?;
        let lock = lock_folder(&config.data_dir)?;
        let store = Store::open(&config.database(), metrics.clone()).await?;
        knowledge.recall(asked_before(&store).await).await;
        let listener = bind(config.server.listen, "server.listen").await?;
        let admin_listener = match config.server.admin_listen {
            Some(address) => Some(bind(address, "server.admin_listen").await?),
            None => None,
        };
        let address = listener.local_addr()?;
        let admin_address = admin_listener.as_ref().map(TcpListener::local_addr).transpose()?;
        let engine = Engine::new(knowledge.clone(), store.clone(), clock.clone(), metrics.clone(), &config);
        engine.recall_desk().await?;
        let state = AppState {
            origins: Origins::new(&config.site.allowed_origins, &config.server.public_url),
            addresses: AddressLimit::new(config.limits.address_per_second),
            sockets: Sockets {
                stop: CancellationToken::new(),
                tasks: TaskTracker::new(),
                hellos: Arc::new(Semaphore::new(UNFINISHED_HELLOS)),
                site: Arc::new(web::assets::site(&config)),
            },
            auth: web::auth::Auth::default(),
            reports: web::admin::report_gate(),
            editing: Editing::new(&config, knowledge.clone(), store.clone(), clock.clone()),
            counted: web::admin::Counted::default(),
            live: web::admin::Live::default(),
            readiness: web::api::Readiness::default(),
            config: Arc::new(config),
            clock,
            knowledge,
            store,
            metrics,
            engine,
        };
        let time = TimeCheck::new(state.store.clone(), state.clock.clone());
        let house = House {
            config: Arc::clone(&state.config),
            clock: state.clock.clone(),
            knowledge: state.knowledge.clone(),
            store: state.store.clone(),
            time: time.clone(),
            metrics: state.metrics.clone(),
        };
        let team = bell::hang(&house, &state, address, admin_address).await?;
        let weekly = Weekly::start(house).await?;
        Ok(Self { state, address, admin_address, listener, admin_listener, watch, time, weekly, team, _lock: lock })
    }

    /// The address that people open.
    pub fn base_url(&self) -> String {
        self.state.config.base_url(self.address)
    }

    /// The address that people who run it open.
    pub fn admin_url(&self) -> String {
        self.state.config.admin_url(self.admin_address.unwrap_or(self.address))
    }

    /// The link that sets the first password, while nobody can sign in; it replaces an unused one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn first_link(&self) -> anyhow::Result<Option<String>> {
        let token = web::auth::first_start_link(&self.state.store, &self.state.clock).await?;
        Ok(token.map(|token| web::auth::setup_address(&self.admin_url(), &token)))
    }

    /// Serves until `stop` is cancelled, then goes down in order.
    ///
    /// # Errors
    /// If it had to stop by itself, since nothing could be stored any more.
    pub async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        let state = self.state;
        let tasks = TaskTracker::new();
        background(&state, self.time, self.watch, &tasks);
        let (mut weekly, until) = (self.weekly, state.sockets.stop.clone());
        tasks.spawn(every(LOOK_INTERVAL, until.clone(), async move || weekly.look(&until).await));
        for mut team in self.team {
            let until = state.sockets.stop.clone();
            tasks.spawn(every(LOOK_INTERVAL, until.clone(), async move || team.look(&until).await));
        }
        let public = web::public_routes(&state);
        let operator = web::operator_routes(&state);
        let connections = TaskTracker::new();
        let places = Arc::new(Semaphore::new(connection_cap(state.config.server.max_connections)));
        match self.admin_listener {
            Some(admin) => {
                let admin_places = Arc::new(Semaphore::new(ADMIN_CONNECTIONS));
                let router = web::finish(operator, state.clone());
                connections.spawn(accept(admin, router, admin_places, state.clone(), connections.clone()));
                let router = web::finish(public, state.clone());
                connections.spawn(accept(self.listener, router, places, state.clone(), connections.clone()));
            }
            None => {
                let router = web::finish(public.merge(operator), state.clone());
                connections.spawn(accept(self.listener, router, places, state.clone(), connections.clone()));
            }
        }
        let broken = state.store.broken().clone();
        tokio::select! {
            () = stop.cancelled() => {}
            () = broken.cancelled() => {}
        }
        tracing::info!("stopping");
        state.sockets.stop.cancel();
        state.editing.halt();
        let drained = async {
            connections.close();
            state.sockets.tasks.close();
            tasks.close();
            connections.wait().await;
            state.sockets.tasks.wait().await;
            tasks.wait().await;
        };
        if tokio::time::timeout(DRAIN_TIMEOUT, drained).await.is_err() {
            tracing::warn!("some connections did not end in time");
        }
        state.store.close().await;
        if let Some(damage) = state.store.damage() {
            bail!("{damage}");
        }
        if broken.is_cancelled() {
            bail!("the task that writes the database broke off; the log says why, and a new start goes on");
        }
        tracing::info!("stopped");
        Ok(())
    }
}

/// The FAQ to begin with: without one there is nothing to serve. The folder is watched from before the first reading,
/// so that no change falls between.
async fn first_knowledge(
    config: &Config,
    clock: &Clock,
    metrics: &Metrics,
) -> anyhow::Result<(Knowledge, FolderWatch)> {
    let watch = FolderWatch::new(config.faq_dir.clone()).await;
    let settings = knowledge::Settings::of(config);
    let (for_reading, now) = (settings.clone(), clock.now());
    let reading = tokio::task::spawn_blocking(move || knowledge::read(&for_reading, now)).await??;
    match reading.snapshot {
        Some(snapshot) => {
            let knowledge = Knowledge::new(settings, clock.clone(), metrics.clone(), snapshot, reading.problems);
            Ok((knowledge, watch))
        }
        None => {
            let lines: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
            bail!("the FAQ cannot be served; put these right (`deskbell check` shows them too):\n{}", lines.join("\n"))
        }
    }
}

/// The questions of the log that a FAQ learns from, the newest first; none where the log cannot be read.
async fn asked_before(store: &Store) -> Vec<Asked> {
    let asked = |question: LatestQuestion| Asked {
        conversation: question.conversation,
        text: question.text,
        lang: Lang::parse(&question.lang),
        page: question.page,
    };
    let read = store.latest_questions(audience::MOST, audience::EACH);
    match tokio::time::timeout(LOG_TIMEOUT, read).await.map_err(anyhow::Error::from).and_then(|read| Ok(read?)) {
        Ok(latest) => latest.into_iter().map(asked).collect(),
        Err(error) => {
            tracing::warn!(%error, "the log cannot be read; the FAQ is served without what earlier questions teach");
            Vec::new()
        }
    }
}

async fn bind(address: SocketAddr, key: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("{key}: cannot listen on {address}; is it taken by another program?"))
}

/// What happens beside requests.
fn background(state: &AppState, time: TimeCheck, mut watch: FolderWatch, tasks: &TaskTracker) {
    let stop = state.sockets.stop.clone();
    let (knowledge, store, editing) = (state.knowledge.clone(), state.store.clone(), state.editing.clone());
    let until = stop.clone();
    tasks.spawn(async move {
        knowledge.examine();
        while until.run_until_cancelled(watch.changed()).await.is_some() {
            knowledge.reload(asked_before(&store)).await;
            editing.notice().await;
        }
    });

    let (addresses, engine, editing) = (state.addresses.clone(), state.engine.clone(), state.editing.clone());
    tasks.spawn(every(TIDY_INTERVAL, stop.clone(), async move || {
        addresses.tidy();
        editing.tidy();
        engine.tidy();
    }));

    bell::attend(state, tasks);

    let (store, time, config) = (state.store.clone(), time, state.config.clone());
    tasks.spawn(every(RETENTION_INTERVAL, stop, async move || {
        if let Err(error) = tidy_log(&store, &time, &config).await {
            tracing::error!(%error, "old conversations could not be deleted; this is tried again in some hours");
        }
    }));
}

async fn every(interval: Duration, stop: CancellationToken, mut work: impl AsyncFnMut()) {
    let mut ticks = tokio::time::interval(interval);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        work().await;
    }
}

/// What `axum::serve` does, and what it leaves out: a deadline for request heads and a bound on connections.
async fn accept(
    listener: TcpListener,
    router: Router,
    places: Arc<Semaphore>,
    state: AppState,
    connections: TaskTracker,
) {
    let stop = state.sockets.stop.clone();
    while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // out of descriptors: trying again at once would burn a core
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        match Arc::clone(&places).try_acquire_owned() {
            Ok(place) => {
                connections.spawn(serve_connection(stream, peer, router.clone(), place, state.clone()));
            }
            Err(_full) => {
                connections.spawn(turn_away(stream));
            }
        }
    }
}

async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    place: OwnedSemaphorePermit,
    state: AppState,
) {
    let _ = stream.set_nodelay(true);
    let slot = ConnectionSlot::new(place, state.metrics.clone());
    let service = hyper::service::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        // a WebSocket outlives this connection's task and keeps its place
        request.extensions_mut().insert(slot.clone());
        router.clone().call(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Lingering::new(stream)), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = state.sockets.stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.as_mut().await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// The server is full: says so, instead of leaving the visitor to wait.
async fn turn_away(mut stream: TcpStream) {
    const FULL: &[u8] =
        b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let _ = tokio::time::timeout(Duration::from_secs(1), stream.write_all(FULL)).await;
}
