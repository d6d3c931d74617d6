//! The report as one self-contained page: no script, no address of anything outside, one style block.
//!
//! Invariant: everything reaches the page through the template's escaping or through [`charts`], which escapes itself.
//! The style block is the same for every report, so that a policy can name it by [`style_hash`].

use super::cards::{Card, card, plain, reason};
use super::handed::{self, Line};
use super::print::{self, count, counted, date, language, percent};
use super::rows::{Gap, Improve, Slice, TopQuestion};
use super::{Figure, RenderError, Report, Table, charts};
use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// What stands between `<style>` and `</style>`.
const STYLE: &str = include_str!("templates/report.css");

/// The figures on cards, in this order.
pub(super) const CARDS: [&str; 12] = [
    "questions",
    "answered",
    "unanswered",
    "handed_over",
    "helpful",
    "response_median",
    "conversations",
    "visitors",
    "confirmed",
    "assumed",
    "resolved",
    "waiting_median",
];
/// The reasons for which questions stay unanswered, in the order in which they are looked for.
pub(super) const REASONS: [&str; 4] = ["no_result", "choice_ignored", "not_helpful", "person_asked"];
/// What is said of the help that people gave.
const HELP: [&str; 4] = ["waiting_p90", "handling_median", "satisfied", "messages_left"];
/// Entries in the table of top questions, and behind its fold. All of them are in CSV and XLSX.
const TOP: usize = 15;
const TOP_FOLDED: usize = 300;
/// Unanswered questions in sight, and behind the fold.
const GAPS: usize = 10;
const GAPS_FOLDED: usize = 200;
/// Rows of the short lists beside.
const BESIDE: usize = 5;
const LANGUAGES: usize = 10;
/// Rows of the lists of entries that need a look.
const UPKEEP: usize = 10;

/// The hash of the page's style for a policy: `style-src 'sha256-…'` without the quotes (CSP Level 3, 2.3.1).
pub fn style_hash() -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(STYLE.as_bytes())))
}

#[derive(Template)]
#[template(path = "report.html", config = "src/report/templates/askama.toml")]
struct Page<'a> {
    report: &'a Report,
    style: &'static str,
    span: String,
    made: String,
    empty: bool,
    cards: Vec<Card<'a>>,
    reasons: Vec<Card<'a>>,
    days: String,
    marked_days: bool,
    hours: String,
    scale: String,
    busiest: String,
    busiest_count: String,
    week_before: String,
    top_note: String,
    top: Vec<TopRow<'a>>,
    more: Vec<TopRow<'a>>,
    more_label: String,
    improve: Vec<ImproveRow<'a>>,
    languages: Vec<SliceRow<'a>>,
    pages: Vec<SliceRow<'a>>,
    gaps_note: String,
    gaps: Vec<GapRow<'a>>,
    more_gaps: Vec<GapRow<'a>>,
    more_gaps_label: String,
    /// Nothing where nobody asked for a person.
    help: Vec<Card<'a>>,
    helped: Vec<Block>,
    upkeep: Vec<Block>,
}

impl Page<'_> {
    /// What a table holds; it stands above the table.
    fn definition(&self, table: &str) -> &'static str {
        self.report.definitions.get(table).copied().unwrap_or("")
    }
}

pub(super) struct TopRow<'a> {
    pub(super) row: &'a TopQuestion,
    pub(super) rank: usize,
    pub(super) gone: bool,
    pub(super) bar: String,
    pub(super) asked: String,
    pub(super) share: String,
    pub(super) change: String,
    pub(super) helpful: String,
    pub(super) handed_over: String,
}

pub(super) struct ImproveRow<'a> {
    pub(super) row: &'a Improve,
    pub(super) why: String,
    pub(super) helpful: String,
}

struct SliceRow<'a> {
    name: &'a str,
    bar: String,
    questions: String,
    share: String,
}

pub(super) struct GapRow<'a> {
    pub(super) row: &'a Gap,
    pub(super) asked: String,
    pub(super) why: String,
    pub(super) closest_label: &'static str,
    pub(super) confidence: String,
    pub(super) open: bool,
}

/// A list of entries that need a look.
struct Block {
    heading: &'static str,
    note: String,
    definition: &'static str,
    rows: Vec<Line>,
}

/// The page.
pub(super) fn html(report: &Report) -> Result<String, RenderError> {
    let busiest = charts::busiest(&report.hours.questions);
    let top: Vec<TopRow<'_>> = top_rows(report);
    let gaps: Vec<GapRow<'_>> = report.unanswered.iter().enumerate().map(|(at, gap)| gap_row(at, gap)).collect();
    let (top, more) = folded(top, TOP, TOP_FOLDED);
    let (gaps, more_gaps) = folded(gaps, GAPS, GAPS_FOLDED);
    let page = Page {
        report,
        style: STYLE,
        span: print::span(report.week),
        made: report.made_at_site.strftime("%-d %B %Y, %H:%M").to_string(),
        empty: report.days.iter().all(|day| day.conversations == 0),
        cards: CARDS.iter().filter_map(|key| report.figure(key)).map(|figure| card(figure, report)).collect(),
        reasons: cards(&REASONS, report, reason),
        days: charts::days(&report.days),
        marked_days: report.days.iter().any(|day| day.questions_before.is_some()),
        hours: charts::hours(&report.hours.questions),
        scale: charts::scale(),
        busiest_count: busiest.map_or_else(String::new, |(.., questions)| count(questions)),
        busiest: busiest
            .map_or_else(String::new, |(day, hour, _)| format!("Busiest: {} {hour:02}:00", charts::WEEKDAYS[day % 7])),
        week_before: format!("week {}", report.week.previous().week),
        top_note: top_note(report, top.len()),
        more_label: fold_label(more.len(), report.top_questions.len(), TOP, "entry", "entries"),
        more_gaps_label: fold_label(more_gaps.len(), report.unanswered.len(), GAPS, "question", "questions"),
        top,
        more,
        improve: report.improve.iter().take(BESIDE).map(improve_row).collect(),
        languages: slice_rows(&report.languages, LANGUAGES, language),
        pages: slice_rows(&report.pages, BESIDE, |path| if path.is_empty() { "unknown" } else { path }),
        gaps_note: gaps_note(report),
        gaps,
        more_gaps,
        help: if report.handed_over.is_empty() { Vec::new() } else { cards(&HELP, report, plain) },
        helped: helped(report),
        upkeep: upkeep(report),
    };
    Ok(page.render()?)
}

fn cards<'a>(keys: &[&str], report: &'a Report, card: fn(&'a Figure) -> Card<'a>) -> Vec<Card<'a>> {
    keys.iter().filter_map(|key| report.figure(key)).map(card).collect()
}

/// The rows in sight and those behind the fold.
fn folded<Row>(mut rows: Vec<Row>, shown: usize, folded: usize) -> (Vec<Row>, Vec<Row>) {
    rows.truncate(shown + folded);
    let rest = rows.split_off(shown.min(rows.len()));
    (rows, rest)
}

fn fold_label(folded: usize, all: usize, shown: usize, singular: &str, plural: &str) -> String {
    let hidden = all.saturating_sub(shown + folded) as u64;
    let label = format!("Show {} more", counted(folded as u64, singular, plural));
    match hidden {
        0 => label,
        1 => format!("{label}; another 1 is in the CSV and XLSX files"),
        _ => format!("{label}; another {} are in the CSV and XLSX files", count(hidden)),
    }
}

pub(super) fn top_rows(report: &Report) -> Vec<TopRow<'_>> {
    let most = report.top_questions.first().map_or(0, |row| row.asked);
    let change =
        |row: &TopQuestion| row.asked_before.filter(|_| report.complete).map(|before| row.asked as i64 - before as i64);
    report
        .top_questions
        .iter()
        .enumerate()
        .map(|(at, top)| TopRow {
            row: top,
            rank: at + 1,
            // without an entry there is no title: the id stands for it
            gone: top.title == top.id,
            bar: charts::bar(top.asked, most),
            asked: count(top.asked),
            share: percent(top.share),
            change: change(top).map_or_else(String::new, signed),
            helpful: top.helpful.map_or_else(String::new, percent),
            handed_over: count(top.handed_over),
        })
        .collect()
}

fn signed(difference: i64) -> String {
    match difference {
        0 => "±0".to_owned(),
        up if up > 0 => format!("+{}", count(up.unsigned_abs())),
        down => format!("−{}", count(down.unsigned_abs())),
    }
}

pub(super) fn top_note(report: &Report, shown: usize) -> String {
    let share: f64 = report.top_questions.iter().take(shown).map(|row| row.share).sum();
    let used = counted(report.top_questions.len() as u64, "answer", "answers");
    format!("{} of {used} used, {} of all questions", count(shown as u64), percent(share))
}

pub(super) fn improve_row(row: &Improve) -> ImproveRow<'_> {
    let parts = [
        (row.thumbs_down, format!("{} thumbs down", count(row.thumbs_down))),
        (row.person_asked, format!("{} handed over after it", count(row.person_asked))),
    ];
    let why: Vec<String> = parts.into_iter().filter(|(times, _)| *times > 0).map(|(_, why)| why).collect();
    ImproveRow { row, why: why.join(", "), helpful: row.helpful.map_or_else(String::new, percent) }
}

fn slice_rows<'a>(slices: &'a [Slice], shown: usize, name: impl Fn(&'a str) -> &'a str) -> Vec<SliceRow<'a>> {
    let most = slices.first().map_or(0, |slice| slice.questions);
    slices
        .iter()
        .take(shown)
        .map(|slice| SliceRow {
            name: name(&slice.name),
            bar: charts::bar(slice.questions, most),
            questions: count(slice.questions),
            share: percent(slice.share),
        })
        .collect()
}

pub(super) fn gaps_note(report: &Report) -> String {
    let (all, once): (u64, u64) =
        report.unanswered.iter().fold((0, 0), |(all, once), gap| (all + gap.asked, once + u64::from(gap.asked == 1)));
    let several = report.unanswered.iter().filter(|gap| gap.asked > 1).count() as u64;
    let questions = counted(all, "question", "questions");
    match (several, once) {
        (0, 1) => format!("{questions}, asked once"),
        (0, _) => format!("{questions}, each asked once"),
        _ => format!("{questions}: {} asked more than once, {} only once", count(several), count(once)),
    }
}

pub(super) fn gap_row(at: usize, gap: &Gap) -> GapRow<'_> {
    let reasons: Vec<String> = [
        (gap.no_result, "no result"),
        (gap.choice_ignored, "choice ignored"),
        (gap.not_helpful, "not helpful"),
        (gap.person_asked, "asked for a person"),
    ]
    .into_iter()
    .filter(|(times, _)| *times > 0)
    .map(|(times, reason)| if times == gap.asked { reason.to_owned() } else { format!("{reason} {}", count(times)) })
    .collect();
    let conversations = counted(gap.conversations, "conversation", "conversations");
    GapRow {
        row: gap,
        asked: count(gap.asked),
        why: format!("{}, in {conversations}, {}", reasons.join(", "), language(&gap.lang)),
        closest_label: if gap.no_result + gap.choice_ignored > 0 { "Closest answer" } else { "Answered with" },
        confidence: format!("{:.2}", gap.confidence),
        open: at == 0,
    }
}

fn block(table: Table, rows: Vec<Line>, all: usize) -> Option<Block> {
    let note =
        if all > rows.len() { format!("{} of {}, the rest in CSV and XLSX", rows.len(), all) } else { String::new() };
    (!rows.is_empty()).then(|| Block { heading: table.label(), note, definition: table.definition(), rows })
}

/// What people did who took conversations over.
fn helped(report: &Report) -> Vec<Block> {
    let blocks = [
        block(Table::HandedOver, handed::handed_over_lines(report).take(UPKEEP).collect(), report.handed_over.len()),
        block(Table::Agents, handed::agent_lines(report).take(UPKEEP).collect(), report.agents.len()),
        block(Table::Topics, handed::topic_lines(report).take(UPKEEP).collect(), report.topics.len()),
    ];
    blocks.into_iter().flatten().collect()
}

fn upkeep(report: &Report) -> Vec<Block> {
    let expiring = report.expiring.iter().take(UPKEEP).map(|row| {
        let state = if row.expired { "Expired" } else { "Expires" };
        let why = format!("{state} {}, {}", date(row.until.date()), language(&row.lang));
        (row.title.clone(), why, format!("{} asked", count(row.asked)))
    });
    let untranslated = report.untranslated.iter().take(UPKEEP).map(|row| {
        let why = format!("Missing in {}", language(&row.lang));
        (row.title.clone(), why, format!("{} asked", count(row.asked)))
    });
    let wordings = report.wordings.iter().take(UPKEEP).map(|row| {
        let why = format!("For “{}”, {}", row.title, language(&row.lang));
        (row.wording.clone(), why, format!("{} chose it", count(row.chosen)))
    });
    let never = report.never_asked.iter().take(UPKEEP).map(|row| (row.title.clone(), String::new(), row.topic.clone()));
    [
        block(Table::Wordings, wordings.collect(), report.wordings.len()),
        block(Table::Expiring, expiring.collect(), report.expiring.len()),
        block(Table::Untranslated, untranslated.collect(), report.untranslated.len()),
        block(Table::NeverAsked, never.collect(), report.never_asked.len()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_is_one_block_that_a_policy_can_name() {
        assert!(!STYLE.contains("</") && !STYLE.contains("url("), "nothing ends the block or loads anything");
        let hash = style_hash();
        assert!(hash.starts_with("sha256-") && hash.len() == "sha256-".len() + 44, "{hash}");
    }

    #[test]
    fn rows_are_folded() {
        assert_eq!(folded(vec![1, 2, 3, 4, 5], 2, 2), (vec![1, 2], vec![3, 4]));
        assert_eq!(folded(vec![1], 2, 2), (vec![1], vec![]));
        assert_eq!(fold_label(1, 3, 2, "entry", "entries"), "Show 1 entry more");
        assert_eq!(
            fold_label(2, 5, 2, "entry", "entries"),
            "Show 2 entries more; another 1 is in the CSV and XLSX files"
        );
        assert_eq!(
            fold_label(2, 6, 2, "entry", "entries"),
            "Show 2 entries more; another 2 are in the CSV and XLSX files"
        );
    }
}
