//! What one address takes and gives, written down beside its handler.
//!
//! Invariant: an operation can only be made whole: with a name, a summary and an answer. Its shapes are those of the
//! types that the handler reads and sends, so that they cannot say anything else.

use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Makes the schema of a type.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// A part of the path that is filled in.
#[derive(Clone, Copy)]
pub struct PathPart {
    /// As it stands in the path, without braces.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// What is taken, as a regular expression.
    pub pattern: &'static str,
    /// One that is taken.
    pub example: &'static str,
}

/// A kind of content and its schema; `None`: text or bytes.
pub type Content = (&'static str, Option<SchemaOf>);

/// An operation of the interface.
#[derive(Clone, Copy)]
pub struct Operation {
    /// Unique, for generated clients.
    pub(super) id: &'static str,
    /// One line.
    pub(super) summary: &'static str,
    /// More, where there is more to say.
    pub(super) about: &'static str,
    pub(super) path: &'static [PathPart],
    /// The parameters, and an example for some of them.
    pub(super) query: Option<(SchemaOf, &'static [(&'static str, &'static str)])>,
    /// The body, and an example of it as JSON.
    pub(super) body: Option<(SchemaOf, &'static str)>,
    pub(super) status: u16,
    pub(super) answer: &'static str,
    pub(super) contents: &'static [Content],
    pub(super) json: Option<SchemaOf>,
    pub(super) refusals: &'static [(u16, &'static str)],
}

impl Operation {
    /// An operation that answers with 204 and nothing, until it is told otherwise.
    pub const fn new(id: &'static str, summary: &'static str, about: &'static str) -> Self {
        Self {
            id,
            summary,
            about,
            path: &[],
            query: None,
            body: None,
            status: 204,
            answer: "Done.",
            contents: &[],
            json: None,
            refusals: &[],
        }
    }

    /// With parts of the path.
    pub const fn path(self, path: &'static [PathPart]) -> Self {
        Self { path, ..self }
    }

    /// With the fields of `Query` in the address, and examples of some.
    pub const fn query<Query: JsonSchema>(self, examples: &'static [(&'static str, &'static str)]) -> Self {
        Self { query: Some((<Query as JsonSchema>::json_schema, examples)), ..self }
    }

    /// With a JSON body, and an example of it.
    pub const fn takes<Body: JsonSchema>(self, example: &'static str) -> Self {
        Self { body: Some((SchemaGenerator::subschema_for::<Body>, example)), ..self }
    }

    /// With a JSON answer.
    pub const fn gives<Answer: JsonSchema>(self, status: u16, answer: &'static str) -> Self {
        Self { status, answer, json: Some(SchemaGenerator::subschema_for::<Answer>), ..self }
    }

    /// With an answer of one of several kinds.
    pub const fn gives_any(self, contents: &'static [Content], answer: &'static str) -> Self {
        Self { status: 200, answer, contents, ..self }
    }

    /// With refusals beside those that all operations of its kind have.
    pub const fn refuses(self, refusals: &'static [(u16, &'static str)]) -> Self {
        Self { refusals, ..self }
    }
}
