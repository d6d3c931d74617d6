//! Settings: defaults, then the file, then the environment, then the command line; every mistake is reported with its
//! key, its place and the fix, all of them at once.
//!
//! Invariant: a [`Config`] holds only checked values, so nobody above parses a setting again.

mod keys;
mod read;

use crate::clock::TimeZone;
use crate::text::Lang;
use std::net::SocketAddr;
use std::path::PathBuf;

pub use keys::commented_default;
pub use read::{ConfigError, load};

/// All settings of a process.
#[derive(Clone, Debug)]
pub struct Config {
    /// `[server]`
    pub server: Server,
    /// `[site]`
    pub site: Site,
    /// `[faq] dir`: the folder of FAQ files.
    pub faq_dir: PathBuf,
    /// `[data] dir`: where `deskbell.db` lives.
    pub data_dir: PathBuf,
    /// `[answers] wrong_rate`: the share of answers that may be wrong.
    pub wrong_rate: f64,
    /// `[limits]`
    pub limits: Limits,
    /// `[privacy]`
    pub privacy: Privacy,
    /// `[reports]` and `[mail]`
    pub reports: Reports,
    /// `[handoff] hours`, as written.
    pub handoff_hours: String,
}

/// `[server]`: where it listens and whom it believes.
#[derive(Clone, Debug)]
pub struct Server {
    /// The address of the public listener.
    pub listen: SocketAddr,
    /// The address under which browsers reach it, without a slash at the end; empty: derived from `listen`.
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

/// `[reports]` and `[mail]`: checked and kept for the sending of reports.
#[derive(Clone, Debug, Default)]
pub struct Reports {
    /// When, `Mon 07:00`, in the site's time zone.
    pub send_at: String,
    /// To whom.
    pub mail_to: Vec<String>,
    /// Where else.
    pub webhook: String,
    /// The mail server, `smtps://user:password@host`.
    pub smtp_url: String,
    /// The sender of mails.
    pub mail_from: String,
}

impl Config {
    /// The address that people open: `public_url`, or else made from `listen`.
    pub fn base_url(&self, bound: SocketAddr) -> String {
        if !self.server.public_url.is_empty() {
            return self.server.public_url.clone();
        }
        // nobody can open 0.0.0.0 in a browser
        if bound.ip().is_unspecified() || bound.ip().is_loopback() {
            format!("http://localhost:{}", bound.port())
        } else {
            format!("http://{bound}")
        }
    }

    /// The address of the admin area: that of its own listener, if it has one, since `public_url` leads to the other.
    pub fn admin_url(&self, bound: SocketAddr) -> String {
        match self.server.admin_listen {
            Some(configured) if configured.port() != 0 => format!("http://{configured}"),
            Some(_) => format!("http://{bound}"),
            None => self.base_url(bound),
        }
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.data_dir.join("deskbell.db")
    }
}
