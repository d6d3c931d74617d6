//! The FAQ in service: catalog, index and version as one snapshot that is swapped whole.
//!
//! Invariant: whoever holds a snapshot sees one FAQ from beginning to end; a folder with errors never replaces the
//! snapshot in service, it only replaces the list of problems.

use crate::faq::{Catalog, Problem};
use crate::search::Index;
use std::sync::{Arc, RwLock};

/// One FAQ, ready to be asked.
pub struct Snapshot {
    /// The entries.
    pub catalog: Arc<Catalog>,
    /// The index over them.
    pub index: Index,
}

/// The snapshot in service and what is wrong with the files. Cheap to clone.
#[derive(Clone)]
pub struct Knowledge(Arc<Shared>);

struct Shared {
    current: RwLock<Arc<Snapshot>>,
    problems: RwLock<Arc<[Problem]>>,
}

impl Knowledge {
    /// Begins with a snapshot and the problems of its files.
    pub fn new(snapshot: Snapshot, problems: Vec<Problem>) -> Self {
        Self(Arc::new(Shared { current: RwLock::new(Arc::new(snapshot)), problems: RwLock::new(problems.into()) }))
    }

    /// The snapshot in service. Hold it for the whole of a turn.
    pub fn current(&self) -> Arc<Snapshot> {
        self.0.current.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// The problems of the last reading, errors included that keep the files out of service.
    pub fn problems(&self) -> Arc<[Problem]> {
        self.0.problems.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}
