//! What a week left unanswered, and what the team answered that the FAQ does not hold, for the page that shows nothing
//! else.
//!
//! Invariant: what was left unanswered is what the report of that week says. All is made for each request from the log
//! and the FAQ in service, so that a deletion, a late thumb and a change to the FAQ show at once.

use crate::clock::Clock;
use crate::config::Config;
use crate::editing::Editing;
use crate::knowledge::Knowledge;
use crate::report::{self, Learned, Settings, Unanswered, Week};
use crate::store::{Store, StoreError};
use crate::web::error::ApiError;
use crate::web::gate::Gate;
use crate::web::openapi::{Operation, PathPart};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

pub(super) const ONE: Operation = Operation::new(
    "getUnanswered",
    "What a week left unanswered",
    "The table `unanswered` of the week's report, without the time that the rest of it takes; and the entries that the \
     team's answers of that week propose.",
)
.path(&[PathPart {
    name: "week",
    about: "The ISO week.",
    pattern: r"^(19[7-9][0-9]|[2-8][0-9]{3})-W(0[1-9]|[1-4][0-9]|5[0-2])$",
    example: "2026-W47",
}])
.gives::<Page>(200, "The groups of questions, and the proposals.");

/// What a week left unanswered, and what the team answered.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnansweredPage")]
pub(super) struct Page {
    #[serde(flatten)]
    unanswered: Unanswered,
    /// Questions that the team answered and the FAQ does not, the most frequent first.
    learned: Vec<Learned>,
}

pub(super) async fn one(
    State(gate): State<Gate>,
    State(store): State<Store>,
    State(clock): State<Clock>,
    State(config): State<Arc<Config>>,
    State(knowledge): State<Knowledge>,
    State(editing): State<Editing>,
    Path(week): Path<String>,
) -> Result<impl IntoResponse, ApiError> {
    let week = Week::parse(&week).ok_or_else(|| ApiError::Invalid("week: an ISO week, such as 2026-W47".into()))?;
    let made = gate.work(async move {
        let settings = Settings::of(&config, clock.now());
        let snapshot = knowledge.current();
        let (unanswered, said) = tokio::try_join!(
            report::unanswered(&store, &snapshot.catalog, week, &settings),
            report::said(&store, week, &settings)
        )?;
        let learned = report::learned(said, snapshot, week, &settings, &unanswered.groups).await;
        Ok::<_, StoreError>((unanswered, learned))
    });
    let (unanswered, mut learned) = made.await??;
    for one in &mut learned {
        // as the editor names files
        one.file = one.file.take().and_then(|shown| editing.within(&shown).map(str::to_owned));
    }
    Ok(Json(Page { unanswered, learned }))
}
