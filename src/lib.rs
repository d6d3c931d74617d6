//! Deskbell
pub mod clock;
pub mod faq;
pub mod ids;
pub mod search;
pub mod text;
