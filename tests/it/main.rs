//! The integration tests, in one binary: every further one would link the search engine and the database once more.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod admin;
mod answers;
mod attacks;
mod browse;
mod browser;
mod chat;
mod cli;
mod console_reads;
mod crash;
mod described;
mod desk;
mod dialogues;
mod editor;
mod exchange;
mod files;
mod follow_ups;
mod fuzz;
mod http;
mod learned;
mod load;
mod migrations;
mod model;
mod night;
mod own;
mod process;
mod quality;
mod replay;
mod report;
mod send;
mod soak;
mod store;
mod support;
mod traffic;
mod unanswered;
mod weight;
