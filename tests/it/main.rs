//! The integration tests, in one binary: every further one would link the search engine and the database once more.

mod chat;

mod http;
mod load;
mod store;
mod support;
