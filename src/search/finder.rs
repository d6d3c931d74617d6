//! Candidates from an index by tantivy: one document for each entry, which pools all its wordings, and its answer beside
//! them.
//!
//! Invariant: queries are put together from terms, never parsed from text, and hold a bounded number of them. Documents
//! are numbered as the entries are, since they are written in that order into a single segment.

use super::SearchError;
use super::analyze::{Kind, Term};
use super::lists::{List, Lists};
use std::collections::BTreeMap;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{IndexSettings, ReloadPolicy, TantivyDocument};

/// The most terms of a query; the rarest are kept, which decide.
const MOST_TERMS: usize = 48;
/// In a FAQ of more entries than this a query is bounded by its hits as well.
const MOST_UNBOUNDED: usize = 30_000;
/// Beyond so many hits of the rarer terms together the commoner ones are then left out.
const MOST_HITS: usize = 100_000;
/// The memory that tantivy collects documents in before it writes them: its least for one writer.
const WRITER_MEMORY: usize = 15_000_000;
/// The name under which tokens pass unchanged, for they are made before tantivy sees them. Whole texts of them are
/// quicker to take in than lists of tokens, which tantivy writes as JSON in between.
const AS_GIVEN: &str = "as_given";

/// The fields of a document.
struct Fields {
    words: Field,
    pairs: Field,
    grams: Field,
    characters: Field,
    answer: Field,
}

impl Fields {
    fn of(&self, kind: Kind) -> Field {
        match kind {
            Kind::Word => self.words,
            Kind::Pair => self.pairs,
            Kind::Gram => self.grams,
            // classes are left to the vectors
            Kind::Character | Kind::Class => self.characters,
        }
    }
}

/// What a hit in a field counts beside one in words.
fn boost(kind: Kind) -> f32 {
    match kind {
        Kind::Word => 1.0,
        Kind::Pair => 0.6,
        Kind::Gram => 0.3,
        Kind::Character | Kind::Class => 0.8,
    }
}

/// A term of a query: its list, and how much it counts.
type Clause = (List, f32);

/// A searchable index of entries in memory.
pub struct Finder {
    lists: Lists,
    fields: Fields,
}

/// An entry that was found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Found {
    /// BM25 over the pooled wordings.
    pub wordings: f32,
    /// BM25 over the answer.
    pub answer: f32,
}

/// The terms of an entry's wordings and those of its answer.
pub struct Document<'a> {
    /// The terms of each wording.
    pub wordings: Vec<&'a [Term]>,
    /// The terms of the answer.
    pub answer: &'a [Term],
}

/// Answers are searched by words and characters.
fn is_matter(term: &Term) -> bool {
    matches!(term.kind, Kind::Word | Kind::Character)
}

/// The text under which a term is written: its hash, since it is looked up and never read.
fn written(key: u64) -> String {
    format!("{key:016x}")
}

/// The hash of a term as it is written.
fn read(term: &[u8]) -> Option<u64> {
    u64::from_str_radix(std::str::from_utf8(term).ok()?, 16).ok()
}

/// Terms as one text, which tantivy cuts at the spaces.
fn given<'a>(terms: impl Iterator<Item = &'a Term>) -> String {
    let mut text = String::new();
    for term in terms {
        text.push_str(&written(term.key));
        text.push(' ');
    }
    text
}

impl Finder {
    /// Writes one document for each entry.
    ///
    /// # Errors
    /// Only if tantivy runs out of memory.
    pub fn new<'a>(documents: impl Iterator<Item = Document<'a>>) -> Result<Self, SearchError> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(AS_GIVEN)
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(true);
        let options = TextOptions::default().set_indexing_options(indexing);
        let mut field = |name: &str| schema.add_text_field(name, options.clone());
        let fields = Fields {
            words: field("words"),
            pairs: field("pairs"),
            grams: field("grams"),
            characters: field("characters"),
            answer: field("answer"),
        };
        let as_given = || TextAnalyzer::builder(WhitespaceTokenizer::default()).build();
        let tokenizers = tantivy::tokenizer::TokenizerManager::new();
        tokenizers.register(AS_GIVEN, as_given());
        // One segment and no writer threads: right for an index that is rebuilt whole.
        let mut writer = tantivy::Index::builder()
            .schema(schema.build())
            .settings(IndexSettings::default())
            .tokenizers(tokenizers)
            .single_segment_index_writer::<TantivyDocument>(
                tantivy::directory::RamDirectory::create(),
                WRITER_MEMORY,
            )?;
        for document in documents {
            let mut row = TantivyDocument::new();
            let worded = || document.wordings.iter().copied().flatten().filter(|term| term.searched);
            for kind in [Kind::Word, Kind::Pair, Kind::Gram, Kind::Character] {
                row.add_text(fields.of(kind), given(worded().filter(|term| term.kind == kind)));
            }
            let answered = document.answer.iter().filter(|term| is_matter(term) && !term.stop);
            row.add_text(fields.answer, given(answered));
            writer.add_document(row)?;
        }
        let index = writer.finalize()?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let Fields { words, pairs, grams, characters, answer } = fields;
        let lists = Lists::new(&reader.searcher(), &[words, pairs, grams, characters, answer], read)?;
        Ok(Self { lists, fields })
    }

    /// The best entries for some terms, each with a factor, by entry. Empty where nothing fits.
    pub fn find(&self, terms: &[(Term, f32)], limit: usize) -> BTreeMap<u32, Found> {
        let mut found: BTreeMap<u32, Found> = BTreeMap::new();
        for (entry, score) in self.lists.best(self.wording_clauses(terms), limit) {
            found.entry(entry).or_default().wordings = score;
        }
        for (entry, score) in self.lists.best(self.answer_clauses(terms), limit) {
            found.entry(entry).or_default().answer = score;
        }
        found
    }

    fn wording_clauses(&self, terms: &[(Term, f32)]) -> impl Iterator<Item = Clause> {
        let searched = terms.iter().filter(|(term, _)| term.searched);
        let clauses = searched.map(|(term, factor)| {
            let stop = if term.stop { 0.5 } else { 1.0 };
            (self.fields.of(term.kind), term.key, factor * boost(term.kind) * stop)
        });
        self.rarest(clauses)
    }

    fn answer_clauses(&self, terms: &[(Term, f32)]) -> impl Iterator<Item = Clause> {
        let matter = terms.iter().filter(|(term, _)| is_matter(term) && !term.stop);
        self.rarest(matter.map(|(term, factor)| (self.fields.answer, term.key, *factor)))
    }

    /// The rarest of the terms that occur at all, each once.
    fn rarest(&self, terms: impl Iterator<Item = (Field, u64, f32)>) -> impl Iterator<Item = Clause> {
        let mut held: Vec<(usize, Field, u64, Clause)> = terms
            .filter_map(|(field, key, boost)| {
                let list = self.lists.list(field, key)?;
                Some((list.len(), field, key, (list, boost)))
            })
            .collect();
        held.sort_by_key(|(frequency, field, key, _)| (*frequency, *field, *key));
        held.dedup_by_key(|(_, field, key, _)| (*field, *key));
        held.truncate(MOST_TERMS);
        if self.lists.documents() > MOST_UNBOUNDED {
            let mut hits = 0;
            held.retain(|(frequency, ..)| {
                let rarer = hits;
                hits += frequency;
                rarer < MOST_HITS
            });
        }
        held.into_iter().map(|(.., clause)| clause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(words: &[&str]) -> Vec<Term> {
        words.iter().map(|word| Term::new(Kind::Word, word, false)).collect()
    }

    #[test]
    fn wordings_and_answers_are_found_apart() {
        let (order, refund, answer) = (terms(&["order", "late"]), terms(&["refund"]), terms(&["bank", "card"]));
        let documents = [
            Document { wordings: vec![&order], answer: &[] },
            Document { wordings: vec![&refund, &order], answer: &answer },
        ];
        let finder = Finder::new(documents.into_iter()).unwrap();
        let find =
            |words: &[&str]| finder.find(&terms(words).into_iter().map(|term| (term, 1.0)).collect::<Vec<_>>(), 9);
        let refund = find(&["refund"]);
        assert!(refund.len() == 1 && refund[&1].wordings > 0.0 && refund[&1].answer == 0.0);
        assert!(find(&["card"])[&1].answer > 0.0);
        assert_eq!(find(&["order"]).len(), 2);
        assert!(find(&["nothing"]).is_empty() && find(&[]).is_empty());
        let many: Vec<String> = (0..5_000).map(|at| at.to_string()).chain(["refund".to_owned()]).collect();
        assert_eq!(find(&many.iter().map(String::as_str).collect::<Vec<_>>()).len(), 1);
    }
}
