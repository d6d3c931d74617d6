//! `deskbell admin`: accounts and tokens from the command line, also while a server runs.

use super::{Context, existing_database, pretty, print, say};
use crate::store::Store;
use crate::store::accounts::{AccountName, Link, Role};
use crate::telemetry::Metrics;
use crate::web::auth;
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(super) enum AdminCommand {
    /// Make an account and print a one-time link to set its password
    Add {
        /// The account's name
        name: AccountName,
        /// viewer reads reports, agent talks to visitors, editor changes answers, admin manages accounts
        #[arg(long, default_value = "viewer")]
        role: Role,
    },
    /// Void an account's password, end its sessions, and print a one-time link to set a new one
    Reset {
        /// The account's name
        name: AccountName,
    },
    /// Remove an account with its sessions and tokens
    Remove {
        /// The account's name
        name: AccountName,
    },
    /// List accounts and their tokens
    List,
    /// Print a new bearer token for scripts, once
    Token {
        /// The account whose role the token has
        name: AccountName,
        /// What it is for
        #[arg(long, default_value = "default")]
        label: String,
    },
    /// Revoke a token
    Revoke {
        /// The account's name
        name: AccountName,
        /// The token's label
        #[arg(long, default_value = "default")]
        label: String,
    },
}

pub(super) async fn run(context: &Context, command: AdminCommand) -> anyhow::Result<ExitCode> {
    // the first account may come before the first start; whoever looks for what is there is in the wrong folder
    let adds = matches!(command, AdminCommand::Add { .. });
    let path = if adds { context.config.database() } else { existing_database(context)? };
    if !path.exists() {
        eprintln!("There was no database at {}; a new one is made.", path.display());
    }
    let store = Store::open(&path, Metrics::default()).await?;
    let now = context.clock.now_millis();
    let done = match command {
        AdminCommand::Add { name, role } => show_link(context, &store.create_account(&name, role, now).await?),
        AdminCommand::Reset { name } => show_link(context, &store.reset_account(&name, now).await?),
        AdminCommand::Remove { name } => {
            store.remove_account(&name).await?;
            say(context, &serde_json::json!({"removed": name.as_str()}), &format!("{name} is removed."))
        }
        AdminCommand::List => list(context, &store, now).await?,
        AdminCommand::Token { name, label } => {
            let token = store.create_token(&name, &label, now).await?;
            let value = serde_json::json!({"name": name.as_str(), "label": label, "token": token.reveal()});
            eprintln!("The token is shown this once; send it as \"Authorization: Bearer …\".");
            say(context, &value, token.reveal())
        }
        AdminCommand::Revoke { name, label } => {
            store.revoke_token(&name, &label).await?;
            let value = serde_json::json!({"name": name.as_str(), "revoked": label});
            say(context, &value, &format!("The token \"{label}\" of {name} is revoked."))
        }
    };
    store.close().await;
    Ok(done)
}

fn show_link(context: &Context, link: &Link) -> ExitCode {
    let base = context.config.admin_url(context.config.server.listen);
    let address = auth::setup_address(&base, &link.token);
    let until = crate::clock::rfc3339(link.expires_at);
    eprintln!("Give this link to {}; it works once, until {until}.", link.name);
    say(context, &serde_json::json!({"name": link.name, "link": address, "expires_at": until}), &address)
}

async fn list(context: &Context, store: &Store, now: i64) -> anyhow::Result<ExitCode> {
    let accounts = store.accounts(now).await?;
    if context.json {
        return Ok(print(&(pretty(&accounts) + "\n")));
    }
    if accounts.is_empty() {
        eprintln!("There are no accounts yet; `deskbell serve` prints a link for the first one.");
    }
    let mut text = String::new();
    for account in &accounts {
        let seen = match (account.signed_in_at, account.has_password) {
            (Some(at), _) => format!("last signed in {}", crate::clock::rfc3339(at)),
            (None, true) => "never signed in".into(),
            (None, false) => "no password yet".into(),
        };
        text.push_str(&format!("{:24} {:8} {seen}\n", account.name, account.role.as_str()));
        for token in &account.tokens {
            let used = token.used_at.map_or("never used".into(), |at| format!("used {}", crate::clock::rfc3339(at)));
            text.push_str(&format!("    token {:24} {used}\n", token.label));
        }
    }
    Ok(print(&text))
}
