//! Deskbell: the FAQ chat widget that a company puts on its website with one script tag and runs itself.
//!
//! One binary, one process, one SQLite file, one folder of YAML. Two ways run through the house, and each goes down
//! once and comes back once.
//!
//! **A message** comes in through [`web::upgrade`] as a frame, which [`web::wire`] turns into a
//! [`conversation::Message`]. The [`conversation::Engine`] takes one snapshot of the [`knowledge`] for the whole turn,
//! asks its index, lets [`conversation::flow`] decide (a pure step), and gives message and answer to the [`store`],
//! whose one writer commits them in one transaction together with what else is queued. Then the socket is sent the
//! `ack`, and every socket of the conversation the events. The weekly [`report`] is made from the same log.
//!
//! **A change to the FAQ** is noticed by [`faq::watch`] once the folder has settled, read by [`faq::load`] with all
//! problems at once, looked over by [`faq::lint`], indexed by [`search::Index`] off the request threads, and swapped in
//! by [`knowledge::Knowledge`]. Any error keeps the old snapshot in service and shows every problem.
//!
//! **The report of a week** is put into the store's outbox when it is due, and taken from there by [`delivery::weekly`],
//! which mails it and posts it to a webhook, once, whatever restarts or fails meanwhile.
//!
//! **How sure an answer can be** depends on how much visitors ask that the FAQ does not hold, too. The snapshot in
//! service hears what each question looked like to it and learns from the latest of the site; a new snapshot is first
//! asked the latest questions of the log.
//!
//! ```text
//! a message    web/chat      frame -> wire -> Message
//!              conversation  knowledge.current()      one Arc for the whole turn
//!                            index.ask(question)      candidates -> rank -> confidence -> verdict
//!                            flow::step(state, input) pure: state and effects
//!                            store.record(turn)       one transaction, one group commit
//!              web/chat      ack, then the events -> wire -> socket
//!              report        figures + titles -> html | csv | xlsx | json | md
//!
//! a FAQ edit   faq/watch -> faq/load -> faq/lint -> search/index -> knowledge swaps the Arc
//! ```
//!
//! Editors change the files on the disk or in the admin area, where [`editing`] checks a draft, asks it, compares it with
//! what is in service, and writes it by [`faq::edit`]; either way the folder is noticed to have changed.
//!
//! Before an edit is in service, [`replay`] asks the log's questions of both FAQs and tells what changes; [`exchange`]
//! turns the tables of other programs into FAQ files, and the FAQ into a table.
//!
//! # Floors
//!
//! A module imports only from floors below it; `tests/architecture.rs` holds the table and checks it.
//!
//! | floor | modules |
//! |---|---|
//! | 0 | [`text`], [`clock`], [`ids`], [`config`], [`telemetry`] |
//! | 1 | [`faq`] |
//! | 2 | [`search`] |
//! | 3 | [`knowledge`], [`store`] |
//! | 4 | [`conversation`], [`report`], [`replay`], [`exchange`], [`editing`] |
//! | 5 | [`web`], [`delivery`] |
//! | 6 | [`eval`], [`serve`], [`cli`] |
//!
//! # What holds everywhere
//!
//! * Commit, then acknowledge, then publish: an acknowledged message is never lost, doubled or reordered.
//! * A visitor's text is only ever turned into tokens or shown as text; it reaches no parser of queries, HTML or
//!   formulas.
//! * Every queue, map, frame, file, timeout and retry has a bound with a name and a reason.
//! * The time comes from [`clock`], identifiers and secrets from [`ids`].

pub mod background;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conversation;
pub mod delivery;
pub mod editing;
pub mod eval;
pub mod exchange;
pub mod faq;
pub mod ids;
pub mod knowledge;
pub mod replay;
pub mod report;
pub mod search;
pub mod serve;
pub mod store;
pub mod telemetry;
pub mod text;
pub mod web;
