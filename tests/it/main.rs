//! What is seen from outside, as one binary: every further one links tantivy and SQLite once more.

mod report;
