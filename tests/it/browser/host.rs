//! A company's site on an origin of its own, with pages that a check makes as it needs them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// axe-core, which `tests/run` unpacks here.
fn axe() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/axe/package/axe.min.js")
}

const BLANK: &str =
    r#"<!doctype html><meta name="viewport" content="width=device-width, initial-scale=1"><title>Nothing</title>"#;

/// Serves one page at `/`, an empty one at `/blank`, and what checks bring along.
pub struct Host {
    pub address: SocketAddr,
    page: Arc<Mutex<String>>,
}

/// What a page has beside its widget.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// Attributes of `<html>`.
    pub html: &'a str,
    /// More of its head.
    pub head: &'a str,
    /// Attributes of the widget's script.
    pub script: &'a str,
    /// More of its body.
    pub body: &'a str,
}

impl Default for Page<'_> {
    fn default() -> Self {
        Self { html: "lang=en", head: "", script: "", body: "" }
    }
}

impl Host {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let page = Arc::new(Mutex::new(String::new()));
        let shared = Arc::clone(&page);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // a browser that goes away in between is no fault
                let page = Arc::clone(&shared);
                tokio::spawn(async move { serve(stream, &page).await.ok() });
            }
        });
        Self { address, page }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The page from now on, with the widget of the server at `bot`.
    pub fn show(&self, bot: SocketAddr, page: Page<'_>) {
        let Page { html, head, script, body } = page;
        let text = format!(
            r##"<!doctype html><html {html}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>A shop</title>{head}
<script src="/probe.js"></script></head>
<body><main><h1>A shop</h1><p><a id="link" href="#link">A link</a>
<button id="opener" onclick="deskbell.open()">Ask us</button></p>{body}</main>
<script async src="http://{bot}/widget.js" {script}></script></body></html>"##
        );
        *self.page.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }
}

async fn serve(mut stream: TcpStream, page: &Mutex<String>) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") && request.len() < 16_384 {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let request = String::from_utf8_lossy(&request);
    let path = request.split_whitespace().nth(1).unwrap_or_default();
    let (status, kind, body) = match path {
        // read only now: a browser connects long before it asks
        "/" => ("200 OK", "text/html", page.lock().unwrap_or_else(PoisonError::into_inner).clone()),
        "/blank" => ("200 OK", "text/html", BLANK.into()),
        "/probe.js" => ("200 OK", "text/javascript", include_str!("probe.js").into()),
        "/axe.js" => {
            let text = std::fs::read_to_string(axe()).expect("axe-core is in target/axe (tests/run fetches it)");
            ("200 OK", "text/javascript", text)
        }
        "/picture.svg" => (
            "200 OK",
            "image/svg+xml",
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><path fill="#777" d="M0 0h60v40H0z"/></svg>"##.into(),
        ),
        _ => ("404 Not Found", "text/plain", String::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}
