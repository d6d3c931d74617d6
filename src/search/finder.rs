//! Candidates from tantivy: one document for each entry, which pools all its wordings, and its answer beside them.
//!
//! Invariant: queries are put together from terms, never parsed from text, and hold a bounded number of them. Documents
//! are numbered as the entries are, since they are written in that order into a single segment.

use super::SearchError;
use super::analyze::{Kind, Term};
use super::vector::KeyMap;
use std::collections::BTreeMap;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{IndexReader, IndexSettings, ReloadPolicy, TantivyDocument};

/// The most terms of a query; the rarest are kept, which decide.
const MOST_TERMS: usize = 48;
/// In a FAQ of more entries than this a query is bounded by its hits as well.
const MOST_UNBOUNDED: u64 = 30_000;
/// Beyond so many hits of the rarer terms together the commoner ones are then left out. Pruning by tantivy costs several
/// times more, with so many terms.
const MOST_HITS: u64 = 100_000;
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

/// A term of a query: where, what, and how much it counts.
type Clause = (Field, u64, f32);

/// A searchable index of entries in memory.
pub struct Finder {
    reader: IndexReader,
    fields: Fields,
    frequencies: Frequencies,
}

/// How many entries hold a term. tantivy knows it as well, but takes its dictionary apart for each term of a question, of
/// which a story has hundreds that no entry holds.
#[derive(Default)]
struct Frequencies {
    /// In the wordings.
    wordings: KeyMap<u32>,
    /// In the answer.
    answers: KeyMap<u32>,
}

/// Counts the terms of one entry, each once.
fn count<'a>(counts: &mut KeyMap<u32>, terms: impl Iterator<Item = &'a Term>) {
    let mut keys: Vec<u64> = terms.map(|term| term.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
}

/// An entry that tantivy found.
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
        let mut frequencies = Frequencies::default();
        for document in documents {
            let mut row = TantivyDocument::new();
            let worded = || document.wordings.iter().copied().flatten().filter(|term| term.searched);
            for kind in [Kind::Word, Kind::Pair, Kind::Gram, Kind::Character] {
                row.add_text(fields.of(kind), given(worded().filter(|term| term.kind == kind)));
            }
            let answered = || document.answer.iter().filter(|term| is_matter(term) && !term.stop);
            row.add_text(fields.answer, given(answered()));
            count(&mut frequencies.wordings, worded().filter(|term| term.kind != Kind::Class));
            count(&mut frequencies.answers, answered());
            writer.add_document(row)?;
        }
        let index = writer.finalize()?;
        index.tokenizers().register(AS_GIVEN, as_given());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { reader, fields, frequencies })
    }

    /// The best entries for some terms, each with a factor, by entry. Empty where nothing fits.
    pub fn find(&self, terms: &[(Term, f32)], limit: usize) -> BTreeMap<u32, Found> {
        let mut found: BTreeMap<u32, Found> = BTreeMap::new();
        for (entry, score) in self.search(&self.wording_clauses(terms), limit) {
            found.entry(entry).or_default().wordings = score;
        }
        for (entry, score) in self.search(&self.answer_clauses(terms), limit) {
            found.entry(entry).or_default().answer = score;
        }
        found
    }

    fn search(&self, clauses: &[Clause], limit: usize) -> Vec<(u32, f32)> {
        if clauses.is_empty() {
            return Vec::new();
        }
        let clauses = clauses.iter().map(|(field, key, boost)| {
            let term = tantivy::Term::from_field_text(*field, &written(*key));
            let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (Occur::Should, Box::new(BoostQuery::new(query, *boost)) as Box<dyn Query>)
        });
        let query = BooleanQuery::new(clauses.collect());
        // Counting beside the ranking turns off pruning, which costs more than it saves in an index of this size.
        let collector = (TopDocs::with_limit(limit).order_by_score(), Count);
        // An index in memory without deletions has nothing that can fail to be read.
        let (top, _) = self.reader.searcher().search(&query, &collector).unwrap_or_default();
        top.into_iter().map(|(score, address)| (address.doc_id, score)).collect()
    }

    fn wording_clauses(&self, terms: &[(Term, f32)]) -> Vec<Clause> {
        let searched = terms.iter().filter(|(term, _)| term.searched);
        let clauses = searched.map(|(term, factor)| {
            let stop = if term.stop { 0.5 } else { 1.0 };
            (self.fields.of(term.kind), term.key, factor * boost(term.kind) * stop)
        });
        self.rarest(clauses, &self.frequencies.wordings)
    }

    fn answer_clauses(&self, terms: &[(Term, f32)]) -> Vec<Clause> {
        let matter = terms.iter().filter(|(term, _)| is_matter(term) && !term.stop);
        self.rarest(matter.map(|(term, factor)| (self.fields.answer, term.key, *factor)), &self.frequencies.answers)
    }

    /// The rarest of the terms that occur at all, each once.
    fn rarest(&self, clauses: impl Iterator<Item = Clause>, frequencies: &KeyMap<u32>) -> Vec<Clause> {
        let mut held: Vec<(u64, Clause)> = clauses
            .filter_map(|clause| frequencies.get(&clause.1).map(|frequency| (u64::from(*frequency), clause)))
            .collect();
        held.sort_by_key(|(frequency, (field, key, _))| (*frequency, *field, *key));
        held.dedup_by_key(|(_, (field, key, _))| (*field, *key));
        held.truncate(MOST_TERMS);
        if self.reader.searcher().num_docs() > MOST_UNBOUNDED {
            let mut hits = 0;
            held.retain(|(frequency, _)| {
                let rarer = hits;
                hits += frequency;
                rarer < MOST_HITS
            });
        }
        held.into_iter().map(|(_, clause)| clause).collect()
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
