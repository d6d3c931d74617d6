//! Settings: defaults, then the file, then the environment, then the command line; every mistake is reported with its
//! key, its place and the fix, all of them at once.
//!
//! Invariant: a [`Config`] holds only checked values, so nobody above parses a setting again.

mod check;
pub mod handoff;
pub mod hours;
mod keys;
pub mod outgoing;
mod read;
mod shown;
mod together;

use crate::clock::TimeZone;
use crate::text::Lang;
use std::net::SocketAddr;
use std::path::PathBuf;

pub use handoff::Handoff;
pub use keys::commented_default;
pub(crate) use read::PREFIX;
pub use read::{ConfigError, load};
pub use shown::{AsWritten, Setting};

/// All settings of a process.
#[derive(Clone, Debug)]
pub struct Config {
    /// `[server]`
    pub server: Server,
    /// `[site]`
    pub site: Site,
    /// `[faq] dir`: the folder of FAQ files.
    pub faq_dir: PathBuf,
    /// `[faq] editable`: whether the folder's files may be changed in the admin area.
    pub faq_editable: bool,
    /// `[data] dir`: where `deskbell.db` lives.
    pub data_dir: PathBuf,
    /// `[answers] wrong_rate`: the share of answers that may be wrong, as a limit.
    pub wrong_rate: f64,
    /// `[limits]`
    pub limits: Limits,
    /// `[privacy]`
    pub privacy: Privacy,
    /// `[reports]`
    pub reports: Reports,
    /// `[mail]`
    pub mail: outgoing::Mail,
    /// `[handoff]`
    pub handoff: Handoff,
    /// What was set, as it was written, by `section.key`.
    pub written: AsWritten,
}

/// `[server]`: where it listens and whom it believes.
#[derive(Clone, Debug)]
pub struct Server {
    /// The address of the public listener.
    pub listen: SocketAddr,
    /// The address under which browsers reach it, in the form of an origin; empty: derived from `listen`.
    pub public_url: String,
    /// A second address for the admin area and the metrics; without it they are on the public one.
    pub admin_listen: Option<SocketAddr>,
    /// Networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Connections at a time, WebSockets included.
    pub max_connections: usize,
}

/// `[site]`: what visitors see.
#[derive(Clone, Debug)]
pub struct Site {
    /// The company's name.
    pub name: String,
    /// The first line of the panel; empty: the widget's own in the visitor's language.
    pub greeting: String,
    /// What the bot is called.
    pub bot_name: String,
    /// The accent, `#rrggbb`.
    pub color: String,
    /// The language of everything that has no other.
    pub lang: Lang,
    /// The languages in which the FAQ should be complete.
    pub langs: Vec<Lang>,
    /// The zone in which days, weeks and office hours are counted.
    pub time_zone: TimeZone,
    /// Origins of the pages that may embed the widget, `https://www.example.com`.
    pub allowed_origins: Vec<String>,
    /// The privacy notice that the panel links to.
    pub privacy_url: String,
}

/// `[limits]`: 0 switches one off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Messages per second and conversation, in the long run.
    pub messages_per_second: f64,
    /// Messages at once after a pause.
    pub burst: u32,
    /// Requests per second and address.
    pub address_per_second: f64,
}

/// `[privacy]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// Days that conversations are kept; 0: for ever.
    pub keep_days: u32,
    /// Whether personal data is masked in reports and exports.
    pub mask: bool,
}

/// `[reports]`: when the weekly report is sent, and where to.
#[derive(Clone, Debug, Default)]
pub struct Reports {
    /// When, in the site's time zone.
    pub send_at: outgoing::WeekTime,
    /// To whom by mail.
    pub mail_to: Vec<String>,
    /// Where else; empty: nowhere. Such an address may be a password of its own.
    pub webhook: outgoing::Secret,
    /// What signs it; always set where there is a webhook.
    pub webhook_secret: outgoing::Secret,
    /// Whether the webhook may be on this machine or in a private network.
    pub webhook_private: bool,
}

impl Config {
    /// The address that people open: `public_url`, or else made from `listen`.
    pub fn base_url(&self, bound: SocketAddr) -> String {
        if !self.server.public_url.is_empty() {
            return self.server.public_url.clone();
        }
        reachable(bound)
    }

    /// The address of the admin area: that of its own listener, if it has one, since `public_url` leads to the other.
    pub fn admin_url(&self, bound: SocketAddr) -> String {
        match self.server.admin_listen {
            Some(configured) if configured.port() != 0 => reachable(configured),
            Some(_) => reachable(bound),
            None => self.base_url(bound),
        }
    }

    /// Where a week's report is to be read by whoever gets a mail; `None` where that is not known: without `public_url`,
    /// or where the admin area has a listener of its own.
    pub fn report_url(&self, week: &str) -> Option<String> {
        let known = !self.server.public_url.is_empty() && self.server.admin_listen.is_none();
        known.then(|| format!("{}/admin/report?week={week}", self.server.public_url))
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.data_dir.join("deskbell.db")
    }
}

/// The address under which a browser on this machine finds a listener.
fn reachable(listener: SocketAddr) -> String {
    // nobody can open 0.0.0.0 in a browser
    if listener.ip().is_unspecified() || listener.ip().is_loopback() {
        format!("http://localhost:{}", listener.port())
    } else {
        format!("http://{listener}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_can_be_opened_in_a_browser() {
        let config = |admin_listen: &str| {
            let variable = ("DESKBELL_SERVER_ADMIN_LISTEN".to_owned(), admin_listen.to_owned());
            load(None, &[variable].into()).unwrap()
        };
        let bound: SocketAddr = ([0, 0, 0, 0], 8080).into();
        let lan: SocketAddr = ([10, 0, 0, 5], 8080).into();
        assert_eq!(config("").base_url(bound), "http://localhost:8080");
        assert_eq!(config("").admin_url(bound), "http://localhost:8080");
        assert_eq!(config("").admin_url(lan), "http://10.0.0.5:8080");
        for listen in ["0.0.0.0:9000", "[::]:9000", "127.0.0.1:9000", "[::1]:9000"] {
            assert_eq!(config(listen).admin_url(bound), "http://localhost:9000", "{listen}");
        }
        assert_eq!(config("10.0.0.5:9000").admin_url(bound), "http://10.0.0.5:9000");
        // a port that the system chooses is known from the listener alone
        assert_eq!(config("0.0.0.0:0").admin_url(bound), "http://localhost:8080");
        assert_eq!(config("10.0.0.5:0").admin_url(lan), "http://10.0.0.5:8080");
    }
}
