//! Deskbell
pub mod clock;
pub mod config;
pub mod eval;
pub mod faq;
pub mod ids;
pub mod knowledge;
pub mod search;
pub mod store;
pub mod telemetry;
pub mod text;
pub mod web;
