//! A connection of our own to the browser's DevTools, beside ChromeDriver's: for what comes as a stream of events.

use crate::browser::Browser;
use crate::support::PATIENCE;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Instant;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

pub struct DevTools {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u64,
    /// What was told and not yet taken.
    pub events: Vec<Value>,
}

/// The port, and the path of the browser's own socket.
fn door(browser: &Browser) -> (u16, String) {
    let text = std::fs::read_to_string(browser._profile.path().join("DevToolsActivePort")).unwrap();
    let (port, path) = text.split_once('\n').unwrap();
    (port.parse().unwrap(), path.trim().to_owned())
}

impl DevTools {
    async fn connect(address: &str) -> Self {
        // a piece of a trace is larger than what a chat may send
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = tokio_tungstenite::connect_async_with_config(address, Some(config), false).await.unwrap();
        Self { socket, last: 0, events: Vec::new() }
    }

    /// Of the page that the browser shows.
    pub async fn of_page(browser: &Browser) -> Self {
        let (port, _) = door(browser);
        let pages: Vec<Value> =
            reqwest::get(format!("http://127.0.0.1:{port}/json/list")).await.unwrap().json().await.unwrap();
        let page = pages.iter().find(|one| one["type"] == "page").unwrap();
        Self::connect(page["webSocketDebuggerUrl"].as_str().unwrap()).await
    }

    /// Of the browser as a whole.
    pub async fn of_browser(browser: &Browser) -> Self {
        let (port, path) = door(browser);
        Self::connect(&format!("ws://127.0.0.1:{port}{path}")).await
    }

    async fn frame(&mut self) -> Value {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("DevTools answer in time");
            if let Message::Text(text) = next.unwrap().unwrap() {
                return serde_json::from_str(&text).unwrap();
            }
        }
    }

    /// Sends a command and returns its result; events on the way are kept.
    pub async fn call(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let command = json!({"id": self.last, "method": method, "params": params});
        self.socket.send(Message::text(command.to_string())).await.unwrap();
        loop {
            let frame = self.frame().await;
            if frame["id"] == self.last {
                assert!(frame["error"].is_null(), "{method}: {}", frame["error"]);
                return frame["result"].clone();
            }
            self.events.push(frame);
        }
    }

    /// Listens until something is told.
    pub async fn until(&mut self, method: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.events.iter().any(|event| event["method"] == method) {
            assert!(Instant::now() < deadline, "{method} was not told");
            let frame = self.frame().await;
            self.events.push(frame);
        }
    }

    /// What was told of this kind.
    pub fn told(&self, method: &str) -> Vec<&Value> {
        self.events.iter().filter(|event| event["method"] == method).map(|event| &event["params"]).collect()
    }

    /// Begins to note what the browser's threads do.
    pub async fn trace(&mut self) {
        let categories =
            json!(["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "v8", "v8.execute"]);
        let params = json!({"transferMode": "ReportEvents", "traceConfig": {"includedCategories": categories}});
        self.call("Tracing.start", params).await;
    }

    /// Ends that, and returns what was noted.
    pub async fn traced(&mut self) -> Vec<Value> {
        self.events.clear();
        self.call("Tracing.end", json!({})).await;
        self.until("Tracing.tracingComplete").await;
        let pieces = self.told("Tracing.dataCollected").into_iter();
        pieces.flat_map(|piece| piece["value"].as_array().cloned().unwrap_or_default()).collect()
    }
}

/// A task of a page's main thread in which code of ours ran: milliseconds of the processor, and what it was.
pub struct Task {
    pub ms: f64,
    pub ours: f64,
    pub what: Vec<String>,
}

fn number(event: &Value, field: &str) -> f64 {
    event[field].as_f64().unwrap_or_default()
}

/// What follows promises, which is told by a beginning and an end, as spans like the others.
fn microtasks(trace: &[Value]) -> Vec<Value> {
    let mut told: Vec<&Value> = trace.iter().filter(|event| event["name"] == "RunMicrotasks").collect();
    told.sort_by(|one, other| number(one, "ts").total_cmp(&number(other, "ts")));
    let mut open: Vec<&Value> = Vec::new();
    let mut spans = Vec::new();
    for event in told {
        let same = |begun: &&Value| begun["pid"] == event["pid"] && begun["tid"] == event["tid"];
        match event["ph"].as_str() {
            Some("X") => spans.push(event.clone()),
            Some("B") => open.push(event),
            _ => {
                let Some(at) = open.iter().rposition(same) else { continue };
                let mut span = open.remove(at).clone();
                span["dur"] = json!(number(event, "ts") - number(&span, "ts"));
                span["tdur"] = json!(number(event, "tts") - number(&span, "tts"));
                spans.push(span);
            }
        }
    }
    spans
}

/// The tasks of `trace` in which code from `origin` ran, or what follows a promise, which has no address; by time on the
/// processor and not by the clock on the wall.
pub fn tasks(trace: &[Value], origin: &str) -> Vec<Task> {
    let ours = |event: &&Value| {
        let named = ["EvaluateScript", "FunctionCall", "v8.compile", "v8.compileModule", "v8.evaluateModule"];
        let url = [&event["args"]["data"]["url"], &event["args"]["fileName"]];
        event["ph"] == "X"
            && named.iter().any(|name| event["name"] == *name)
            && url.iter().any(|url| url.as_str().is_some_and(|url| url.starts_with(origin)))
    };
    let mut spans: Vec<Value> = trace.iter().filter(ours).cloned().collect();
    let threads: Vec<_> = spans.iter().map(|span| (span["pid"].clone(), span["tid"].clone())).collect();
    spans.extend(microtasks(trace));
    let run = |event: &&Value| {
        event["ph"] == "X"
            && event["name"] == "ThreadControllerImpl::RunTask"
            && threads.contains(&(event["pid"].clone(), event["tid"].clone()))
    };
    trace.iter().filter(run).filter_map(|task| Task::of(task, &spans)).collect()
}

impl Task {
    /// With those of the spans that lie within it, if there are any.
    fn of(task: &Value, spans: &[Value]) -> Option<Self> {
        let range = |event: &Value| (number(event, "ts"), number(event, "ts") + number(event, "dur"));
        let within =
            |inner: &Value, outer: &Value| range(inner).0 >= range(outer).0 && range(inner).1 <= range(outer).1;
        let inside: Vec<&Value> = spans
            .iter()
            .filter(|span| span["pid"] == task["pid"] && span["tid"] == task["tid"] && within(span, task))
            .collect();
        let tell = |span: &&Value| {
            let data = &span["args"]["data"];
            let at = format!("{}:{}", data["url"].as_str().unwrap_or_default(), data["lineNumber"]);
            format!("{} {} {at} {:.1}", span["name"], data["functionName"], number(span, "tdur") / 1000.0)
        };
        // a call within a call is not counted twice
        let outermost = |span: &&&Value| {
            !inside.iter().any(|other| within(span, other) && number(other, "dur") > number(span, "dur"))
        };
        (!inside.is_empty()).then(|| Self {
            ms: number(task, "tdur") / 1000.0,
            ours: inside.iter().filter(outermost).map(|span| number(span, "tdur") / 1000.0).sum(),
            what: inside.iter().map(tell).collect(),
        })
    }
}
