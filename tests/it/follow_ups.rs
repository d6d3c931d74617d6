//! What visitors type right after an answer, put to the FAQs of `tests/sites`: what goes on from the answer, what nothing
//! in the FAQ says, and what is a clear question of its own. How it was written is told in `src/search/measured.md`.

use deskbell::clock::Clock;
use deskbell::search::{Decision, Question};
use deskbell::text::Lang;
use deskbell::{config, knowledge};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What kind of a message it is.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Follow,
    Nothing,
    New,
}

/// A message after an answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    previous: String,
    q: String,
    ids: Option<Vec<String>>,
    kind: Kind,
}

/// What came of the messages of a kind.
#[derive(Default, Debug, Clone, Copy)]
struct Tally {
    right: usize,
    offered: usize,
    wrong: usize,
    all: usize,
}

/// The files of a set: those of `tests/sites/dev`, or what is held out.
fn files(held_out: bool) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let folders = ["dev", "test"].map(|set| std::fs::read_dir(root.join(set)).unwrap());
    let mut found: Vec<PathBuf> = folders
        .into_iter()
        .flatten()
        .map(|folder| folder.unwrap().path())
        .flat_map(|folder| {
            let test = folder.parent().unwrap().ends_with("test");
            [(test, folder.join("follow-ups.jsonl")), (true, folder.join("follow-ups.held-out.jsonl"))]
        })
        .filter(|(is_held_out, path)| *is_held_out == held_out && path.exists())
        .map(|(_, path)| path)
        .collect();
    found.sort();
    found
}

/// What comes of the messages of a file.
fn tally(path: &Path) -> BTreeMap<Kind, Tally> {
    let folder = path.parent().unwrap();
    let mut config = config::load(None, &BTreeMap::new()).unwrap();
    config.faq_dir = folder.join("faq");
    let now = Clock::system().now();
    let snapshot = knowledge::read(&knowledge::Settings::of(&config), now).unwrap().snapshot.unwrap();
    let lang = Lang::parse(&folder.file_name().unwrap().to_str().unwrap()[..2]);
    let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let said: Said = serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let previous = Some(said.previous.as_str());
        let question = Question { text: &said.q, lang: lang.as_ref(), page: None, previous, now };
        let verdict = snapshot.index.ask(&question);
        let ids = said.ids.unwrap_or_default();
        let wanted = |id: &str| ids.iter().any(|wanted| wanted == id);
        let tally = tallies.entry(said.kind).or_default();
        tally.all += 1;
        match verdict.answer() {
            Some(answer) if wanted(&answer.id) => tally.right += 1,
            Some(_) => tally.wrong += 1,
            None if verdict.decision == Decision::Choices => {
                tally.offered += usize::from(verdict.candidates.iter().take(3).any(|found| wanted(&found.entry.id)));
            }
            None => {}
        }
    }
    tallies
}

#[test]
fn follow_ups_in_nine_languages_are_understood_and_new_questions_stay_their_own() {
    for (held_out, count, least, most_wrong) in [(false, 9, 0.3, 0.08), (true, 7, 0.23, 0.11)] {
        let files = files(held_out);
        assert_eq!(files.len(), count);
        let mut sums: BTreeMap<Kind, Tally> = BTreeMap::new();
        for path in &files {
            let tallies = tally(path);
            println!("{}: {tallies:?}", path.display());
            let follow = tallies[&Kind::Follow];
            // no language is left out
            assert!(5 * (follow.right + follow.offered) >= follow.all, "{}: {follow:?}", path.display());
            for (kind, tally) in tallies {
                let sum = sums.entry(kind).or_default();
                sum.right += tally.right;
                sum.offered += tally.offered;
                sum.wrong += tally.wrong;
                sum.all += tally.all;
            }
        }
        // a few hundredths below what was reached
        let [follow, nothing, new] = [Kind::Follow, Kind::Nothing, Kind::New].map(|kind| sums[&kind]);
        let share = |count: usize, tally: Tally| count as f64 / tally.all as f64;
        assert!(share(follow.right, follow) >= least && share(follow.wrong, follow) <= most_wrong, "{follow:?}");
        assert!(share(follow.right + follow.offered, follow) >= 0.48, "{follow:?}");
        assert!(share(nothing.wrong, nothing) <= 0.05 && share(new.wrong, new) <= 0.02, "{nothing:?}, {new:?}");
        assert!(share(new.right, new) >= 0.5, "{new:?}");
    }
}
