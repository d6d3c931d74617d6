//! `report --send`: sends a week's report now, and says what each receiver answered.
//!
//! Invariant: it does what the server does at `reports.send_at`, but for the outbox: what is sent by hand is neither
//! held back by it nor noted in it.

use super::{Context, WRONG_CONFIGURATION, pretty, print};
use crate::delivery::weekly::{name_by_hand, parcel};
use crate::delivery::{Attempt, Target};
use crate::faq::Catalog;
use crate::report::{Settings, Week};
use crate::store::Store;
use std::process::ExitCode;

/// Sends to everybody in the settings, or to `to` alone.
pub(super) async fn send(
    context: &Context,
    store: &Store,
    catalog: &Catalog,
    week: Week,
    settings: &Settings,
    to: Option<&str>,
) -> anyhow::Result<ExitCode> {
    let targets = match to {
        Some(to) => Target::mail(&context.config, to).into_iter().collect(),
        None => Target::all(&context.config),
    };
    if targets.is_empty() {
        eprintln!(
            "{}",
            match to {
                Some(_) => "there is no mail server to send by; set mail.smtp_url and mail.from",
                None =>
                    "there is nobody to send to; set reports.mail_to or reports.webhook, or name somebody with --to",
            }
        );
        return Ok(ExitCode::from(WRONG_CONFIGURATION));
    }
    let parcel = parcel(store, catalog, week, settings, &context.config).await?;
    if !context.json {
        print(&format!("{}\n", parcel.subject));
    }
    let (mut rows, mut failed) = (Vec::new(), 0);
    for target in &targets {
        let attempt = target.send(&parcel, &name_by_hand(week), context.clock.now()).await;
        let sent = matches!(attempt, Attempt::Delivered { .. });
        failed += usize::from(!sent);
        if !context.json {
            let outcome = if sent { "sent  " } else { "FAILED" };
            print(&format!("{outcome}  {:<8} {}: {}\n", target.kind, target.label, attempt.said()));
        }
        rows.push(serde_json::json!({
            "kind": target.kind, "to": target.label, "sent": sent, "said": attempt.said(),
            "may_pass": matches!(attempt, Attempt::Again { .. }),
        }));
    }
    if context.json {
        print(&(pretty(&serde_json::json!({"week": week, "subject": parcel.subject, "deliveries": rows})) + "\n"));
    } else {
        print(&format!("{} of {} sent\n", targets.len() - failed, targets.len()));
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(super::PROBLEMS) })
}
