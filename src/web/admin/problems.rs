//! What is wrong with the FAQ's files, and which FAQ is in service.
//!
//! Invariant: version and problems are shown as they are; a folder with errors is never in service.

use crate::faq::{Problem, Severity};
use crate::knowledge::Knowledge;
use crate::web::openapi::Operation;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;

pub(super) const LIST: Operation = Operation::new(
    "getFaqState",
    "The FAQ in service, and what is wrong with its files",
    "Errors keep the earlier version in service.",
)
.gives::<Problems>(200, "The state.");

/// The state of the FAQ.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqState")]
pub(super) struct Problems {
    /// Of the FAQ in service.
    version: String,
    /// In service.
    entries: usize,
    errors: usize,
    warnings: usize,
    /// Of the files as they were last read: errors first, then by place.
    problems: Vec<Problem>,
}

pub(super) async fn list(State(knowledge): State<Knowledge>) -> Json<Problems> {
    let current = knowledge.current();
    let mut problems = knowledge.problems().to_vec();
    problems.sort_by(|one, other| (one.severity, &one.place).cmp(&(other.severity, &other.place)));
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    Json(Problems {
        version: current.catalog.version.clone(),
        entries: current.catalog.entries.len(),
        errors,
        warnings: problems.len() - errors,
        problems,
    })
}
