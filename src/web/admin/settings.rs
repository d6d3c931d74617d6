//! The settings in force, to be read, and the line that a site's pages need.
//!
//! Invariant: nothing secret is shown, and nothing is changed: settings are changed in their file, by who runs the server.

use crate::config::Config;
use crate::web::error::ApiError;
use crate::web::openapi::Operation;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

pub(super) const LIST: Operation = Operation::new(
    "getSettings",
    "The settings in force",
    "Each with where its value comes from. Secrets are not shown.",
)
.gives::<Settings>(200, "The settings.");

/// All settings.
#[derive(Serialize, JsonSchema)]
pub(super) struct Settings {
    /// What the pages of the site need.
    script: String,
    /// Origins whose pages may open a chat.
    allowed_origins: Vec<String>,
    sections: Vec<Section>,
}

/// `[site]`
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettingsSection")]
struct Section {
    name: &'static str,
    settings: Vec<Setting>,
}

/// One of them.
#[derive(Serialize, JsonSchema)]
struct Setting {
    name: &'static str,
    /// As it is written in TOML.
    value: String,
    default: &'static str,
    /// `deskbell.toml:3`, `DESKBELL_SITE_NAME` or `--faq`; none: the default.
    source: Option<String>,
    /// The variable of the environment that sets it.
    variable: String,
    about: &'static str,
}

/// The line that embeds the widget, with the address under which this server is best known.
pub(super) fn script(headers: &HeaderMap, config: &Config) -> String {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    // a host of letters, digits and the signs of addresses: nothing that could end the attribute
    let plain = |host: &&str| host.chars().all(|sign| sign.is_ascii_alphanumeric() || ".-:[]_".contains(sign));
    let base = match host.filter(plain) {
        Some(host) if config.server.public_url.is_empty() && config.server.admin_listen.is_none() => {
            format!("http://{host}")
        }
        _ => config.base_url(config.server.listen),
    };
    format!("<script async src=\"{base}/widget.js\"></script>")
}

pub(super) async fn list(State(config): State<Arc<Config>>, headers: HeaderMap) -> Result<Json<Settings>, ApiError> {
    let mut sections: Vec<Section> = Vec::new();
    for one in config.settings() {
        if sections.last().is_none_or(|section| section.name != one.section) {
            sections.push(Section { name: one.section, settings: Vec::new() });
        }
        let setting = Setting {
            name: one.name,
            value: one.value,
            default: one.default,
            source: one.source,
            variable: one.variable,
            about: one.explanation,
        };
        if let Some(section) = sections.last_mut() {
            section.settings.push(setting);
        }
    }
    let script = script(&headers, &config);
    Ok(Json(Settings { script, allowed_origins: config.site.allowed_origins.clone(), sections }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_has_the_address_that_browsers_use() {
        let config = |public: &str| {
            let environment = [("DESKBELL_SERVER_PUBLIC_URL".to_owned(), public.to_owned())].into();
            crate::config::load(None, &environment).unwrap()
        };
        let headers = |host: &str| HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
        let line = |host: &str, public: &str| script(&headers(host), &config(public));
        assert_eq!(
            line("10.0.0.5:8080", "https://b.example"),
            "<script async src=\"https://b.example/widget.js\"></script>"
        );
        assert!(line("10.0.0.5:8080", "").contains("\"http://10.0.0.5:8080/widget.js\""));
        assert!(line("a\"><script>", "").contains("\"http://localhost:8080/widget.js\""));
    }
}
