//! BM25 over arrays: what a tantivy index holds, compiled for lists as short as a FAQ's.
//!
//! tantivy looks up, decodes and scores the list of each term anew for each question, which for short lists costs ten
//! times what adding them up does. Here every term's share in every document is worked out once.
//!
//! Invariant: scores are tantivy's to the last bit: the same formula in the same order of operations, the terms of a
//! document added up in the order of the clauses, and of equal documents the first ones kept.

use super::vector::KeyMap;
use std::cell::RefCell;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Score, Searcher, TERMINATED};

/// As in tantivy: how soon a term's repetition stops to count, and how much a document's length does.
const K1: Score = 1.2;
const B: Score = 0.75;

/// The list of one term in one field.
#[derive(Clone, Copy, Debug)]
pub struct List {
    start: u32,
    end: u32,
    /// What the term's rarity counts.
    weight: Score,
}

impl List {
    /// How many documents hold the term.
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// The lists of all fields.
#[derive(Default)]
pub struct Lists {
    /// By field, then by the term's key.
    fields: Vec<KeyMap<List>>,
    /// Documents and the term's frequency there, set against their length.
    held: Vec<(u32, Score)>,
    documents: usize,
}

/// Sums by document and the documents that have one, kept for the next question: all zero, and empty.
#[derive(Default)]
struct Sums {
    of: Vec<Score>,
    touched: Vec<u32>,
}

thread_local! {
    static SUMS: RefCell<Sums> = RefCell::default();
}

impl Lists {
    /// Compiles the fields of an index of one segment; `key` reads a term.
    ///
    /// # Errors
    /// Only if tantivy cannot read what it has in memory.
    pub fn new(searcher: &Searcher, fields: &[Field], key: impl Fn(&[u8]) -> Option<u64>) -> tantivy::Result<Self> {
        let mut lists = Self::default();
        let Some(segment) = searcher.segment_readers().first() else { return Ok(lists) };
        lists.documents = segment.max_doc() as usize;
        for field in fields {
            let index = segment.inverted_index(*field)?;
            let lengths = segment.get_fieldnorms_reader(*field)?;
            let norms = norms(index.total_num_tokens() as Score / lists.documents as Score);
            let mut terms = KeyMap::default();
            let mut stream = index.terms().stream()?;
            while stream.advance() {
                let (Some(key), start) = (key(stream.key()), lists.held.len() as u32) else { continue };
                let mut postings = index.read_postings_from_terminfo(stream.value(), IndexRecordOption::WithFreqs)?;
                while postings.doc() != TERMINATED {
                    let (document, frequency) = (postings.doc(), postings.term_freq() as Score);
                    let norm = norms[usize::from(lengths.fieldnorm_id(document))];
                    lists.held.push((document, frequency / (frequency + norm)));
                    postings.advance();
                }
                let end = lists.held.len() as u32;
                let weight = rarity((end - start) as usize, lists.documents) * (1.0 + K1);
                terms.insert(key, List { start, end, weight });
            }
            let at = field.field_id() as usize;
            if lists.fields.len() <= at {
                lists.fields.resize_with(at + 1, KeyMap::default);
            }
            lists.fields[at] = terms;
        }
        lists.held.shrink_to_fit();
        Ok(lists)
    }

    /// How many documents there are.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// The list of a term.
    pub fn list(&self, field: Field, key: u64) -> Option<List> {
        self.fields.get(field.field_id() as usize)?.get(&key).copied()
    }

    /// The best documents for some lists, each with a boost, with their scores; in no particular order.
    pub fn best(&self, clauses: impl Iterator<Item = (List, Score)>, limit: usize) -> Vec<(u32, Score)> {
        SUMS.with_borrow_mut(|Sums { of, touched }| {
            if of.len() < self.documents {
                of.resize(self.documents, 0.0);
            }
            for (list, boost) in clauses {
                let weight = list.weight * boost;
                for (document, share) in &self.held[list.start as usize..list.end as usize] {
                    let sum = &mut of[*document as usize];
                    if *sum == 0.0 {
                        touched.push(*document);
                    }
                    *sum += weight * share;
                }
            }
            let found = touched.drain(..).map(|document| (document, std::mem::take(&mut of[document as usize])));
            let mut best: Vec<(u32, Score)> = found.collect();
            if best.len() > limit && limit > 0 {
                best.select_nth_unstable_by(limit - 1, |one, other| {
                    other.1.total_cmp(&one.1).then(one.0.cmp(&other.0))
                });
            }
            best.truncate(limit);
            best
        })
    }
}

/// The inverse document frequency of BM25.
fn rarity(holding: usize, documents: usize) -> Score {
    let odds = ((documents - holding) as Score + 0.5) / (holding as Score + 0.5);
    (1.0 + odds).ln()
}

/// What a document's length is set against a term's frequency with, for each of tantivy's classes of lengths.
fn norms(mean: Score) -> [Score; 256] {
    std::array::from_fn(|class| K1 * (1.0 - B + B * FieldNormReader::id_to_fieldnorm(class as u8) as Score / mean))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::collector::{Count, TopDocs};
    use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
    use tantivy::schema::{Schema, TextFieldIndexing, TextOptions};
    use tantivy::{Index, ReloadPolicy, TantivyDocument, Term};

    /// Numbers that look like chance and are the same each time (splitmix64).
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, most: usize) -> usize {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            ((mixed ^ (mixed >> 27)) >> 11) as usize % most
        }

        /// Small ones more often.
        fn skewed(&mut self, most: usize) -> usize {
            let below = self.below(most) + 1;
            self.below(below)
        }
    }

    /// More documents than tantivy adds up at a time.
    const DOCUMENTS: usize = 9_000;

    fn searcher(chance: &mut Chance) -> (Searcher, [Field; 2]) {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(true);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields = ["one", "other"].map(|name| schema.add_text_field(name, options.clone()));
        let mut writer = Index::builder()
            .schema(schema.build())
            .single_segment_index_writer::<TantivyDocument>(tantivy::directory::RamDirectory::create(), 15_000_000)
            .unwrap();
        for _ in 0..DOCUMENTS {
            let mut document = TantivyDocument::new();
            for field in fields {
                let words: Vec<String> = (0..chance.skewed(90)).map(|_| chance.skewed(400).to_string()).collect();
                document.add_text(field, words.join(" "));
            }
            writer.add_document(document).unwrap();
        }
        let index = writer.finalize().unwrap();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().unwrap();
        (reader.searcher(), fields)
    }

    #[test]
    fn scores_are_those_of_tantivy_to_the_last_bit() {
        let mut chance = Chance(7);
        let (searcher, fields) = searcher(&mut chance);
        let lists = Lists::new(&searcher, &fields, |term| std::str::from_utf8(term).ok()?.parse().ok()).unwrap();
        assert_eq!(lists.documents(), DOCUMENTS);
        for _ in 0..60 {
            let mut terms: Vec<(Field, u64)> =
                (0..1 + chance.skewed(48)).map(|_| (fields[chance.below(2)], chance.skewed(450) as u64)).collect();
            terms.sort_unstable();
            terms.dedup();
            let boosts: Vec<Score> = terms.iter().map(|_| 0.1 * (1 + chance.below(20)) as Score).collect();
            let clauses = terms.iter().zip(&boosts).map(|((field, key), boost)| {
                let term = Term::from_field_text(*field, &key.to_string());
                let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
                (Occur::Should, Box::new(BoostQuery::new(query, *boost)) as Box<dyn Query>)
            });
            let query = BooleanQuery::new(clauses.collect());
            let (top, _) = searcher.search(&query, &(TopDocs::with_limit(32).order_by_score(), Count)).unwrap();
            let mut theirs: Vec<(u32, u32)> = top.iter().map(|(score, at)| (at.doc_id, score.to_bits())).collect();
            let held =
                terms.iter().zip(&boosts).filter_map(|((field, key), boost)| Some((lists.list(*field, *key)?, *boost)));
            let mut ours: Vec<(u32, u32)> =
                lists.best(held, 32).iter().map(|(at, score)| (*at, score.to_bits())).collect();
            theirs.sort_unstable();
            ours.sort_unstable();
            assert_eq!(ours, theirs, "{terms:?}");
        }
    }
}
