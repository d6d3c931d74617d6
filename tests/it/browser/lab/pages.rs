//! A site with any page a test needs, each with headers of its own.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Kind, more headers, and text of a page.
type Page = (String, String, String);
type Shared = Arc<Mutex<HashMap<String, Page>>>;

pub struct Pages {
    pub address: SocketAddr,
    pages: Shared,
}

impl Pages {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let pages = Shared::default();
        let shared = Arc::clone(&pages);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let pages = Arc::clone(&shared);
                // a browser that goes away in between is no fault
                tokio::spawn(async move { serve(stream, &pages).await.ok() });
            }
        });
        let site = Self { address, pages };
        site.set("/blank", "text/html", "", "<!doctype html><title>Nothing</title>");
        site
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What is at a path from now on; `headers` are lines that each end in CR LF.
    pub fn set(&self, path: &str, kind: &str, headers: &str, text: &str) {
        let page = (kind.to_owned(), headers.to_owned(), text.to_owned());
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), page);
    }
}

async fn serve(mut stream: TcpStream, pages: &Shared) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") && request.len() < 16_384 {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let request = String::from_utf8_lossy(&request);
    let path = request.split_whitespace().nth(1).unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
    // read only now: a browser connects long before it asks
    let page = pages.lock().unwrap_or_else(PoisonError::into_inner).get(&path).cloned();
    let (status, (kind, headers, text)) = match page {
        Some(page) => ("200 OK", page),
        None => ("404 Not Found", ("text/plain".into(), String::new(), String::new())),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n",
        text.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(text.as_bytes()).await?;
    stream.shutdown().await
}
