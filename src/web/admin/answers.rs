//! How each answer does: a list in pages, sorted and filtered here, since it is joined from the log and the FAQ.
//!
//! Invariant: every entry in service is in the list, asked or not, once for each language; what was answered by an entry
//! that is gone is there under its id. Counts are those of the report, and a minute old at most.

use crate::clock::{self, Clock};
use crate::config::Config;
use crate::faq::{Catalog, Entry, Problem, Severity};
use crate::knowledge::Knowledge;
use crate::store::Store;
use crate::store::answers::Answered;
use crate::text::Lang;
use crate::web::error::ApiError;
use crate::web::openapi::Operation;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Answers of one page of the list.
const PAGE_ANSWERS: usize = 50;
/// How long the counts of a week and of four weeks hold: turning pages and sorting must not count a big log again each
/// time.
const HOLDS: [Duration; 2] = [Duration::from_secs(10), Duration::from_secs(60)];
/// Characters of the words that are searched for.
const WORDS_CHARACTERS: usize = 200;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

pub(super) const LIST: Operation = Operation::new(
    "listAnswers",
    "How each answer does",
    "Every entry of the FAQ by language, with what became of the questions that it answered in the visits of the last 7 \
     or 28 days; fifty at a time. Counts are up to ten seconds old, those of 28 days up to a minute.",
)
.query::<ListRequest>(&[("days", "28"), ("sort", "handed_over")])
.gives::<Answers>(200, "A page of the list.");

/// Over how many days is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[schemars(inline)]
pub(super) enum Days {
    /// A week.
    #[default]
    #[serde(rename = "7")]
    Week,
    /// Four weeks.
    #[serde(rename = "28")]
    Month,
}

impl Days {
    /// The starts of the visits that are counted.
    pub(super) fn until(self, now: i64) -> Range<i64> {
        let days = match self {
            Self::Week => 7,
            Self::Month => 28,
        };
        // a visit that began in this very millisecond counts
        now - days * DAY_MILLIS..now + 1
    }
}

/// By what the list is sorted: what needs a look first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Sort {
    #[default]
    Asked,
    Helpful,
    HandedOver,
    Wordings,
    Problems,
    LastAsked,
    Title,
}

/// What of the list is wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListRequest {
    /// The visits of so many days.
    #[serde(default)]
    days: Days,
    /// Words of a title, a wording or an id, in any case.
    #[serde(default)]
    q: String,
    /// One of `topics`.
    topic: Option<String>,
    /// One of `langs`.
    lang: Option<String>,
    /// What comes first: the most asked, least helpful, most handed over, with the fewest wordings, with the most
    /// problems, asked last, or by title.
    #[serde(default)]
    sort: Sort,
    /// From 1.
    #[serde(default = "first_page")]
    #[schemars(range(min = 1, max = 100_000))]
    page: usize,
}

fn first_page() -> usize {
    1
}

/// A page of the list.
#[derive(Serialize, JsonSchema)]
pub(super) struct Answers {
    /// All questions of the time, answered or not.
    questions: i64,
    /// Entries that fit.
    found: usize,
    page: usize,
    pages: usize,
    /// Of all entries.
    topics: BTreeSet<String>,
    /// Of all entries, and in which those that are gone were asked.
    langs: BTreeSet<String>,
    answers: Vec<Row>,
}

/// How one entry does in one language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "AnswerRow")]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) lang: String,
    pub(super) title: String,
    /// Empty for an entry that is gone.
    topic: String,
    /// Questions that it answered.
    asked: i64,
    /// Of all questions, 0 to 1.
    share: f64,
    /// Answers that were rated.
    rated: i64,
    /// The share of thumbs up among them.
    helpful: Option<f64>,
    /// Times a person was asked for before the next question.
    handed_over: i64,
    /// None for an entry that is gone.
    wordings: usize,
    /// Problems of its lines in the files.
    errors: usize,
    warnings: usize,
    last_asked: Option<String>,
    /// Where it is written, in the FAQ's folder; none for an entry that is gone.
    file: Option<String>,
    line: Option<u32>,
    #[serde(skip)]
    last_at: i64,
}

/// The log's counts of one span of days.
#[derive(Debug)]
pub(super) struct Counts {
    /// By entry and language.
    pub(super) answered: Vec<Answered>,
    /// All questions.
    pub(super) questions: i64,
}

/// Counts by their span, and when they were made.
type ByDays = HashMap<Days, (Instant, Arc<Counts>)>;

/// The counts as they were last made. Cheap to clone; who comes while it is counted waits for that.
#[derive(Clone, Default)]
pub struct Counted(Arc<tokio::sync::Mutex<ByDays>>);

impl Counted {
    pub(super) async fn get(&self, days: Days, store: &Store, now: i64) -> Result<Arc<Counts>, ApiError> {
        let holds = HOLDS[usize::from(days == Days::Month)];
        let mut held = self.0.lock().await;
        if let Some((at, counts)) = held.get(&days)
            && at.elapsed() < holds
        {
            return Ok(counts.clone());
        }
        let (answered, questions) = store.answered(&days.until(now)).await?;
        let counts = Arc::new(Counts { answered, questions });
        held.insert(days, (clock::instant(), counts.clone()));
        Ok(counts)
    }
}

/// The entry that answered: in the language of the question, or else in the site's or another.
pub(super) fn entry_of<'c>(catalog: &'c Catalog, site: &Lang, lang: &str, id: &str) -> Option<&'c Arc<Entry>> {
    let own = Lang::parse(lang).unwrap_or_else(|| site.clone());
    catalog.find(&[&own, site, &Lang::english()], id)
}

/// The problems of each entry: of the lines from its first to the next one's. By path and first line.
pub(super) fn problems_by_entry<'p>(
    catalog: &Catalog,
    problems: &'p [Problem],
) -> HashMap<(Arc<str>, u32), Vec<&'p Problem>> {
    let mut starts: HashMap<&str, Vec<u32>> = HashMap::new();
    for entry in &catalog.entries {
        starts.entry(&entry.place.path).or_default().push(entry.place.line);
    }
    starts.values_mut().for_each(|lines| lines.sort_unstable());
    let mut found: HashMap<(Arc<str>, u32), Vec<&Problem>> = HashMap::new();
    for problem in problems {
        let lines = starts.get(&*problem.place.path).map_or(&[][..], Vec::as_slice);
        let above = lines.partition_point(|line| *line <= problem.place.line);
        if let Some(line) = above.checked_sub(1).map(|at| lines[at]) {
            found.entry((problem.place.path.clone(), line)).or_default().push(problem);
        }
    }
    found
}

/// All entries in service and those that are gone but answered, each with its counts.
pub(super) fn rows(catalog: &Catalog, problems: &[Problem], counts: &Counts, config: &Config) -> Vec<Row> {
    let (problems, site) = (problems_by_entry(catalog, problems), &config.site.lang);
    let mut rows: Vec<Row> = catalog
        .entries
        .iter()
        .filter(|entry| !entry.small_talk)
        .map(|entry| written(entry, &problems, &config.faq_dir))
        .collect();
    let mut places: HashMap<(String, String), usize> =
        rows.iter().enumerate().map(|(at, row)| ((row.id.clone(), row.lang.clone()), at)).collect();
    let mut up: Vec<i64> = vec![0; rows.len()];
    for answered in &counts.answered {
        let entry = entry_of(catalog, site, &answered.lang, &answered.entry);
        let lang = entry.map_or_else(|| answered.lang.clone(), |entry| entry.lang.to_string());
        let at = *places.entry((answered.entry.clone(), lang.clone())).or_insert_with(|| {
            rows.push(gone(&answered.entry, lang));
            up.push(0);
            rows.len() - 1
        });
        let row = &mut rows[at];
        row.asked += answered.asked;
        row.rated += answered.up + answered.down;
        row.handed_over += answered.handed_over;
        row.last_at = row.last_at.max(answered.last_at);
        up[at] += answered.up;
    }
    for (row, up) in rows.iter_mut().zip(up) {
        row.share = if counts.questions > 0 { row.asked as f64 / counts.questions as f64 } else { 0.0 };
        row.helpful = (row.rated > 0).then(|| up as f64 / row.rated as f64);
        row.last_asked = (row.last_at > 0).then(|| clock::rfc3339(row.last_at));
    }
    rows
}

fn written(entry: &Entry, problems: &HashMap<(Arc<str>, u32), Vec<&Problem>>, folder: &Path) -> Row {
    let own = problems.get(&(entry.place.path.clone(), entry.place.line)).map_or(&[][..], Vec::as_slice);
    let errors = own.iter().filter(|problem| problem.severity == Severity::Error).count();
    Row {
        title: entry.title().to_owned(),
        topic: entry.topic.to_string(),
        wordings: entry.questions.len(),
        errors,
        warnings: own.len() - errors,
        file: Some(within(&entry.place.path, folder)),
        line: Some(entry.place.line),
        ..gone(&entry.id, entry.lang.to_string())
    }
}

/// A file's path in the FAQ's folder.
fn within(path: &str, folder: &Path) -> String {
    Path::new(path).strip_prefix(folder).map_or_else(|_| path.to_owned(), |path| path.display().to_string())
}

fn gone(id: &str, lang: String) -> Row {
    Row {
        id: id.to_owned(),
        lang,
        title: id.to_owned(),
        topic: String::new(),
        asked: 0,
        share: 0.0,
        rated: 0,
        helpful: None,
        handed_over: 0,
        wordings: 0,
        errors: 0,
        warnings: 0,
        last_asked: None,
        file: None,
        line: None,
        last_at: 0,
    }
}

fn sort(rows: &mut [Row], sort: Sort) {
    match sort {
        Sort::Asked => rows.sort_by_key(|row| -row.asked),
        // an entry that nobody rated is neither good nor bad
        Sort::Helpful => rows.sort_by(|one, other| {
            let key = |row: &Row| row.helpful.unwrap_or(f64::INFINITY);
            key(one).total_cmp(&key(other)).then(other.rated.cmp(&one.rated))
        }),
        Sort::HandedOver => rows.sort_by_key(|row| -row.handed_over),
        Sort::Wordings => rows.sort_by_key(|row| if row.file.is_some() { row.wordings } else { usize::MAX }),
        Sort::Problems => rows.sort_by_key(|row| Reverse((row.errors, row.warnings))),
        Sort::LastAsked => rows.sort_by_key(|row| -row.last_at),
        Sort::Title => rows.sort_by_cached_key(|row| row.title.to_lowercase()),
    }
}

/// Whether an entry is one of those that are looked for.
fn fits(row: &Row, catalog: &Catalog, request: &ListRequest, words: &str) -> bool {
    let is = |wanted: &Option<String>, found: &str| wanted.as_deref().is_none_or(|one| one.is_empty() || one == found);
    let holds = |text: &str| text.to_lowercase().contains(words);
    let written = || Lang::parse(&row.lang).and_then(|lang| catalog.get(&lang, &row.id));
    is(&request.topic, &row.topic)
        && is(&request.lang, &row.lang)
        && (words.is_empty()
            || holds(&row.id)
            || holds(&row.title)
            || written().is_some_and(|entry| entry.questions.iter().any(|wording| holds(&wording.text))))
}

pub(super) async fn list(
    State(store): State<Store>,
    State(clock): State<Clock>,
    State(config): State<Arc<Config>>,
    State(knowledge): State<Knowledge>,
    State(counted): State<Counted>,
    request: Result<Query<ListRequest>, QueryRejection>,
) -> Result<Json<Answers>, ApiError> {
    let Query(request) = request.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    if !(1..=100_000).contains(&request.page) {
        return Err(ApiError::Invalid("page: expected a number from 1 to 100000".into()));
    }
    let counts = counted.get(request.days, &store, clock.now_millis()).await?;
    let catalog = knowledge.current().catalog.clone();
    let mut all = rows(&catalog, &knowledge.problems(), &counts, &config);
    let topics = all.iter().map(|row| row.topic.clone()).filter(|topic| !topic.is_empty()).collect();
    let langs = all.iter().map(|row| row.lang.clone()).collect();
    let words = request.q.trim().chars().take(WORDS_CHARACTERS).collect::<String>().to_lowercase();
    all.retain(|row| fits(row, &catalog, &request, &words));
    // what is equal stays in the order of the files
    sort(&mut all, request.sort);
    let found = all.len();
    let answers = all.into_iter().skip((request.page - 1) * PAGE_ANSWERS).take(PAGE_ANSWERS).collect();
    let pages = found.div_ceil(PAGE_ANSWERS).max(1);
    Ok(Json(Answers { questions: counts.questions, found, page: request.page, pages, topics, langs, answers }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::load::{LoadSettings, load_texts};

    const FAQ: &str = "topic: T\nlang: en\nentries:\n  - id: one\n    questions: [One?, The first?]\n    answer: The one.\n  - id: two\n    questions: [Two?]\n    answer: The other.\n";

    fn catalog() -> Catalog {
        let settings = LoadSettings { time_zone: crate::clock::TimeZone::UTC, langs: vec![Lang::english()] };
        let loaded = load_texts(&[("faq/en.yaml".into(), FAQ.into())], &settings, clock::from_millis(0));
        loaded.catalog.expect("it has no error")
    }

    fn answered(entry: &str, lang: &str, asked: i64) -> Answered {
        Answered { entry: entry.into(), lang: lang.into(), asked, up: 1, down: 1, handed_over: 2, last_at: asked }
    }

    #[test]
    fn answers_in_another_language_count_for_the_entry_that_was_shown() {
        let counts = Counts {
            answered: vec![answered("one", "en", 3), answered("one", "de", 2), answered("old", "de", 1)],
            questions: 10,
        };
        let config = crate::config::load(None, &std::collections::BTreeMap::new()).unwrap();
        let mut rows = rows(&catalog(), &[], &counts, &config);
        sort(&mut rows, Sort::Asked);
        let seen: Vec<_> = rows.iter().map(|row| (&*row.id, &*row.lang, row.asked, row.rated, row.helpful)).collect();
        assert_eq!(seen, [("one", "en", 5, 4, Some(0.5)), ("old", "de", 1, 2, Some(0.5)), ("two", "en", 0, 0, None)]);
        assert_eq!((rows[0].share, rows[0].file.as_deref(), rows[0].line), (0.5, Some("en.yaml"), Some(4)));
        assert_eq!(rows[1].line, None);
        sort(&mut rows, Sort::Wordings);
        assert_eq!(rows.iter().map(|row| &*row.id).collect::<Vec<_>>(), ["two", "one", "old"]);
    }

    #[test]
    fn a_problem_belongs_to_the_entry_above_it() {
        let place = |line| crate::faq::Place { path: "faq/en.yaml".into(), line, column: 1 };
        let problem = |line| Problem { place: place(line), severity: Severity::Warning, message: String::new() };
        let problems = [problem(1), problem(4), problem(6), problem(7)];
        let found = problems_by_entry(&catalog(), &problems);
        let lines =
            |first: u32| found[&("faq/en.yaml".into(), first)].iter().map(|one| one.place.line).collect::<Vec<_>>();
        assert_eq!((lines(4), lines(7), found.len()), (vec![4, 6], vec![7], 2));
    }
}
