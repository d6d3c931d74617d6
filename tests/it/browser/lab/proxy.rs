//! The network between visitor and server: it can be cut, fall silent, or be a captive portal, and come back.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    Works,
    /// Connections end, and new ones do at once.
    Cut,
    /// Connections stay, new ones are accepted, and nothing comes through.
    Silent,
    /// Connections stay, new ones are accepted, and all of them wait.
    Slow,
    /// Connections end, and whatever is asked is answered with a page to sign in.
    Portal,
}

pub struct Proxy {
    pub address: SocketAddr,
    network: watch::Sender<Network>,
    /// The first line of every request that came while the network worked.
    requests: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub async fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (network, seen) = watch::channel(Network::Works);
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // whoever goes away in between is no fault
                let (seen, log) = (seen.clone(), Arc::clone(&log));
                tokio::spawn(async move { serve(stream, server, seen, &log).await.ok() });
            }
        });
        Self { address, network, requests }
    }

    pub fn set(&self, network: Network) {
        self.network.send_replace(network);
    }

    /// The requests since the last time.
    pub fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.requests.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn serve(
    mut visitor: TcpStream,
    server: SocketAddr,
    mut network: watch::Receiver<Network>,
    log: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let now = *network.borrow_and_update();
    match now {
        Network::Works => {}
        Network::Slow => {
            network.wait_for(|now| *now != Network::Slow).await.ok();
        }
        Network::Cut => return Ok(()),
        Network::Portal => return portal(visitor).await,
        Network::Silent => {
            // a connection of that time never works, not even when the network is back
            let mut sink = Vec::new();
            return visitor.read_to_end(&mut sink).await.map(drop);
        }
    }
    let mut upstream = TcpStream::connect(server).await?;
    let (mut asked, mut answered) = ([0; 16_384], [0; 16_384]);
    loop {
        let silent = matches!(*network.borrow_and_update(), Network::Silent | Network::Slow);
        tokio::select! {
            changed = network.changed() => {
                let network = *network.borrow();
                if changed.is_err() || matches!(network, Network::Cut | Network::Portal) {
                    return Ok(());
                }
            }
            count = visitor.read(&mut asked), if !silent => {
                let count = count?;
                if count == 0 {
                    return Ok(());
                }
                note(&asked[..count], log);
                upstream.write_all(&asked[..count]).await?;
            }
            count = upstream.read(&mut answered), if !silent => {
                let count = count?;
                if count == 0 {
                    return visitor.shutdown().await;
                }
                visitor.write_all(&answered[..count]).await?;
            }
        }
    }
}

fn note(bytes: &[u8], log: &Mutex<Vec<String>>) {
    let methods: [&[u8]; 4] = [b"GET ", b"POST ", b"DELETE ", b"OPTIONS "];
    if methods.iter().any(|method| bytes.starts_with(method)) {
        let line = String::from_utf8_lossy(bytes).lines().next().unwrap_or_default().to_owned();
        log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

async fn portal(mut visitor: TcpStream) -> std::io::Result<()> {
    let mut request = [0; 16_384];
    if visitor.read(&mut request).await? == 0 {
        return Ok(());
    }
    let page = "<!doctype html><title>Airport</title><h1>Please sign in</h1>";
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        page.len()
    );
    visitor.write_all(format!("{head}{page}").as_bytes()).await?;
    visitor.shutdown().await
}
