//! What a block of Markdown stands in, and the signs before its lines that say so.
//!
//! Invariant: the signs of a line are those of the levels in their order, so that a reader of Markdown finds the same
//! levels.

/// What a block stands in.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Level {
    Quote { begun: bool },
    List { next: Option<u64> },
    Item { marker: String, written: bool },
}

impl Level {
    /// What stands before a line.
    pub(super) fn sign(&mut self) -> String {
        match self {
            Self::Quote { begun } => {
                *begun = true;
                "> ".to_owned()
            }
            Self::List { .. } => String::new(),
            Self::Item { marker, written: true } => " ".repeat(marker.len()),
            Self::Item { marker, written } => {
                *written = true;
                marker.clone()
            }
        }
    }

    /// What stands in a blank line within it.
    pub(super) fn blank(&self) -> String {
        match self {
            Self::Quote { begun: true } => "> ".to_owned(),
            Self::Item { marker, written: true } => " ".repeat(marker.len()),
            _ => String::new(),
        }
    }
}
