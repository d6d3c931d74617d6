//! placeholder
/// The index.
pub struct Index;
