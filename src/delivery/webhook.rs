//! Webhooks: a POST of JSON to one address, signed but for the chats that know no such signature.
//!
//! Invariant: what an address of the settings leads to is looked up once, every address that comes of it is checked,
//! and the connection goes to one of those and nowhere else: no second look-up, no redirect, no proxy. A plain `http`
//! never leaves one's own network.

use super::address::{Reach, reach};
use super::sign::signature;
use super::{Attempt, cleaned};
use crate::clock::Timestamp;
use crate::config::outgoing::Secret;
use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// How long a receiver has to answer, and a name to be looked up (RELIABILITY, row 46).
const TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of the body that a line carries in a second at least, for which the receiver has the time more.
const BYTES_PER_SECOND: u64 = 128 * 1024;
/// Bytes of an answer that are read.
const ANSWER_BYTES: usize = 16 * 1024;

/// The way to a webhook.
#[derive(Clone)]
pub struct Webhook {
    address: Secret,
    key: Option<Vec<u8>>,
    private: bool,
    section: &'static str,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Webhook").field("host", &self.host()).finish_non_exhaustive()
    }
}

impl Webhook {
    /// To this address, signed with this key; `private`: it may be on this machine or in a private network. The section
    /// of the settings is where people look for what is wrong.
    pub fn new(address: Secret, key: Option<Vec<u8>>, private: bool, section: &'static str) -> Self {
        Self { address, key, private, section }
    }

    /// The host of its address: the rest may be a secret.
    pub fn host(&self) -> String {
        let host = Url::parse(self.address.reveal()).ok().and_then(|url| url.host_str().map(str::to_owned));
        host.unwrap_or_default()
    }

    /// Sends a body, once. With the same `id` it is the same message.
    pub async fn post(&self, body: &[u8], id: &str, now: Timestamp) -> Attempt {
        self.post_with(body, id, now, &[]).await.0
    }

    /// The same, with more in the address's query; and the body of the answer, which is empty where there was none.
    pub async fn post_with(&self, body: &[u8], id: &str, now: Timestamp, query: &[(&str, &str)]) -> (Attempt, String) {
        let silent = |attempt| (attempt, String::new());
        let Ok(mut url) = Url::parse(self.address.reveal()) else {
            return silent(Attempt::refused(None, &format!("an address in [{}] is none", self.section)));
        };
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let addresses = match look_up(&url).await {
            Ok(addresses) => addresses,
            Err(said) => return silent(Attempt::again(None, &said)),
        };
        if let Err(said) = check(url.scheme(), &addresses, self.private) {
            let more = if said == PRIVATE {
                format!("; if that is meant, set {}.webhook_private = true", self.section)
            } else {
                String::new()
            };
            return silent(Attempt::refused(None, &format!("{}: {said}{more}", self.host())));
        }
        self.post_to(url, &addresses, body, id, now).await
    }

    /// The request itself, to addresses that were checked.
    async fn post_to(
        &self,
        url: Url,
        addresses: &[SocketAddr],
        body: &[u8],
        id: &str,
        now: Timestamp,
    ) -> (Attempt, String) {
        let host = self.host();
        let silent = |attempt| (attempt, String::new());
        let client = match client(&host, addresses, body.len()) {
            Ok(client) => client,
            Err(error) => return silent(Attempt::refused(None, &chain(error))),
        };
        let mut request = client.post(url).header("content-type", "application/json");
        if let Some(key) = &self.key {
            let timestamp = now.as_second();
            request = request
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp.to_string())
                .header("webhook-signature", signature(key, id, timestamp, body));
        }
        match request.body(body.to_vec()).send().await {
            Ok(response) => judge(response, self.section).await,
            Err(error) => silent(Attempt::again(None, &format!("{host}: {}", chain(error)))),
        }
    }
}

/// All addresses of a host.
async fn look_up(url: &Url) -> Result<Vec<SocketAddr>, String> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(443);
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    match tokio::time::timeout(TIMEOUT, tokio::net::lookup_host((host, port))).await {
        Ok(Ok(found)) => Ok(found.collect()),
        Ok(Err(error)) => Err(format!("{host} has no address: {error}")),
        Err(_elapsed) => Err(format!("{host} could not be looked up in time")),
    }
}

/// Why a request may not go to one's own network.
const PRIVATE: &str = "leads into a private network";

/// Whether a request may go there. Every address counts: which of them is taken is not ours to say.
fn check(scheme: &str, addresses: &[SocketAddr], private: bool) -> Result<(), &'static str> {
    if addresses.is_empty() {
        return Err("has no address");
    }
    let mut reached = addresses.iter().map(|address| reach(address.ip()));
    if reached.clone().any(|reach| reach == Reach::Never) {
        return Err("leads to an address at which no webhook can be");
    }
    if !private && reached.clone().any(|reach| reach == Reach::Private) {
        return Err(PRIVATE);
    }
    if scheme != "https" && reached.any(|reach| reach == Reach::Public) {
        return Err("is not in a private network, so it must be https://");
    }
    Ok(())
}

fn client(host: &str, addresses: &[SocketAddr], bytes: usize) -> reqwest::Result<Client> {
    // the first one in the process stays
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sending = Duration::from_secs(bytes as u64 / BYTES_PER_SECOND);
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .resolve_to_addrs(host, addresses)
        .connect_timeout(TIMEOUT)
        .timeout(TIMEOUT + sending)
        .user_agent(concat!("deskbell/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// What an answer means, and its body.
async fn judge(response: Response, section: &str) -> (Attempt, String) {
    let status = response.status();
    let asked = response.headers().get(RETRY_AFTER).and_then(|after| after.to_str().ok()?.trim().parse().ok());
    let body = beginning(response).await;
    let said = cleaned(&format!("{} {body}", status.as_u16()));
    let code = Some(status.as_u16());
    let attempt = match status {
        status if status.is_success() => Attempt::Delivered { said },
        status if status.is_redirection() => Attempt::refused(
            code,
            &format!("answered with a redirect, which is not followed; write where it leads into [{section}]"),
        ),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => {
            Attempt::Again { code, said, after: asked.map(Duration::from_secs) }
        }
        status if status.is_client_error() => Attempt::Refused { code, said },
        _ => Attempt::Again { code, said, after: asked.map(Duration::from_secs) },
    };
    (attempt, body)
}

/// The first words of an answer; no more of it is read.
async fn beginning(mut response: Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() >= ANSWER_BYTES {
            bytes.truncate(ANSWER_BYTES);
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// An error with its causes, without the address, which may be a secret.
fn chain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    fn at(addresses: &[&str]) -> Vec<SocketAddr> {
        addresses.iter().map(|address| SocketAddr::new(address.parse().unwrap(), 443)).collect()
    }

    #[test]
    fn every_address_of_a_name_is_checked() {
        assert_eq!(check("https", &at(&["1.1.1.1", "2606:4700::1111"]), false), Ok(()));
        for inner in ["10.0.0.1", "127.0.0.1", "::1", "::ffff:10.0.0.1", "100.64.0.1", "fd12::1"] {
            assert!(
                check("https", &at(&["1.1.1.1", inner]), false).unwrap_err().contains("private network"),
                "{inner}"
            );
            assert_eq!(check("https", &at(&[inner]), true), Ok(()), "{inner}");
            assert_eq!(check("http", &at(&[inner]), true), Ok(()), "{inner}");
        }
        for never in ["169.254.169.254", "fe80::1", "0.0.0.0", "::ffff:169.254.169.254", "fd00:ec2::254"] {
            assert!(check("https", &at(&[never]), true).unwrap_err().contains("no webhook"), "{never}");
        }
        assert!(check("http", &at(&["1.1.1.1"]), true).unwrap_err().contains("https://"));
        assert!(check("https", &[], true).is_err());
    }

    #[tokio::test]
    async fn other_writings_of_an_address_are_seen_through() {
        for written in ["https://2130706433/", "https://0x7f.1/", "https://[::ffff:127.0.0.1]/", "https://127.1/"] {
            let webhook = Webhook::new(Secret::new(written), Some(vec![0; 32]), false, "reports");
            let attempt = webhook.post(b"{}", "one", Timestamp::UNIX_EPOCH).await;
            assert!(
                matches!(&attempt, Attempt::Refused { said, .. } if said.contains("private network")),
                "{attempt:?}"
            );
        }
    }

    #[tokio::test]
    async fn the_connection_goes_to_the_address_that_was_checked() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let receiver = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut read = vec![0; 4096];
            let length = stream.read(&mut read).await.unwrap();
            stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
            String::from_utf8_lossy(&read[..length]).to_lowercase()
        });
        // nobody can look this name up: that the request arrives shows that nobody did
        let url = format!("http://hooks.invalid:{}/in", address.port());
        let webhook = Webhook::new(Secret::new(&url), Some(vec![0; 32]), true, "reports");
        let (attempt, _) =
            webhook.post_to(Url::parse(&url).unwrap(), &[address], b"{}", "one", Timestamp::UNIX_EPOCH).await;
        assert_eq!(attempt, Attempt::Delivered { said: "204".into() });
        let request = receiver.await.unwrap();
        assert!(request.contains(&format!("host: hooks.invalid:{}", address.port())), "{request}");
        assert!(!format!("{webhook:?}").contains("/in"), "{webhook:?}");
    }
}
