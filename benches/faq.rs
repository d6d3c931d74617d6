//! A FAQ of any size made of our own words, for benchmarks: the same for the same numbers on every machine.
//!
//! Invariant: each entry asks for another matter (an action, a thing and a circumstance), so that a large FAQ is as hard
//! to tell apart as a real one: entries share words with hundreds of others and all their words with none.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use deskbell::clock::TimeZone;
use deskbell::faq::write::{EntryText, document};
use deskbell::faq::{Catalog, Content, Entry, Place, SynonymGroup, Wording};
use deskbell::text::Lang;
use std::path::Path;
use std::sync::Arc;

/// What is done, in two words each.
const ACTIONS: &str = "change/modify cancel/revoke return/give-back repair/mend track/follow insure/protect \
    register/enrol transfer/hand-over renew/extend exchange/swap measure/size assemble/put-together clean/wash \
    upgrade/improve rent/hire reserve/book activate/enable pause/suspend share/lend print/copy download/fetch \
    compare/contrast test/try store/keep sell/trade-in ship/send collect/pick-up unlock/open charge/load connect/pair \
    adjust/tune replace/substitute recycle/dispose-of engrave/personalise paint/colour report/announce";

/// What it is done with, in two words each.
const THINGS: &str = "order/purchase bicycle/bike saddle/seat battery/accumulator helmet/headgear invoice/bill \
    voucher/coupon account/profile lock/padlock wheel/rim chain/drivetrain basket/pannier trailer/cart lamp/headlight \
    bell/horn pump/inflator tyre/tube brake/disc pedal/crank frame/chassis fork/suspension handlebar/grip \
    mirror/reflector carrier/rack charger/adapter display/computer motor/engine key/remote manual/instructions \
    warranty/guarantee policy/insurance subscription/plan membership/club appointment/slot parcel/package \
    address/destination payment/transaction refund/reimbursement receipt/proof gift/present newsletter/mailing \
    password/login phone/handset card/debit jacket/coat glove/mitten shoe/boot trousers/bib jersey/shirt bag/backpack \
    bottle/flask tool/wrench stand/kickstand cover/tarpaulin child-seat/carrier-seat tandem/duo scooter/kickscooter \
    cargo-bike/box-bike folding-bike/foldable mudguard/fender gear/derailleur cable/wire sensor/meter \
    certificate/document size-guide/chart workshop/service-point";

/// Under which circumstance.
const CIRCUMSTANCES: &str = "abroad/in another country|at night/after dark|as a guest/without an account|for a \
    child/for my kid|in winter/when it snows|after the sale/once it ended|without a receipt/with no proof|in the \
    store/at your branch|on a Sunday/at the weekend|by phone/with a call|for my company/as a business|with a \
    discount/at a lower price|as a student/with a student card|before delivery/until it arrives|for the second \
    time/once more|on the train/in public transport|by instalments/in monthly parts|for a friend/as a present|in \
    Switzerland/with Swiss customs|on an island/across the sea|with an old model/from last year|when it is \
    broken/with a defect|if it was stolen/after a theft|with cash/in coins|through the app/on my mobile|from the \
    website/in the browser|during a strike/while carriers strike|after thirty days/past the deadline|without \
    tools/by hand|in the rain/when it is wet|for a club/as an association|at the airport/before a flight|on a \
    holiday/over Christmas|with a neighbour/next door|by e-mail/in writing|under a new name/after marriage|with two \
    people/as a pair|for rent/on a lease|in a hurry/at once|from a partner/at a dealer|with a tax number/without \
    value added tax|at a locker/from a parcel station|after an accident/following a crash|with a wheelchair/without \
    barriers|before a race/for a competition|in my garage/at home|with the old battery/after its recall|on \
    approval/for a trial";

/// How it is asked, the titles first.
const FORMS: [&str; 6] = [
    "How do I {action} my {thing} {circumstance}?",
    "I would like to {action} the {thing} {circumstance}",
    "Is it possible to {action} a {thing} {circumstance}?",
    "{thing}: can you {action} it {circumstance}",
    "What happens when I {action} the {thing} {circumstance}?",
    "Who helps me to {action} our {thing} {circumstance}?",
];

/// A number made of another so that neighbours have nothing in common (splitmix64, Steele et al. 2014).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn pairs(list: &'static str, between: fn(char) -> bool) -> Vec<[&'static str; 2]> {
    let pair = |text: &'static str| text.split_once('/').map_or([text; 2], |(one, other)| [one, other]);
    list.split(between).filter(|text| !text.is_empty()).map(pair).collect()
}

/// The matter of an entry: its three parts, each in two forms.
struct Matter {
    action: [&'static str; 2],
    thing: [&'static str; 2],
    circumstance: [&'static str; 2],
}

impl Matter {
    fn of(entry: usize) -> Self {
        let (actions, things) = (pairs(ACTIONS, char::is_whitespace), pairs(THINGS, char::is_whitespace));
        let circumstances = pairs(CIRCUMSTANCES, |character| character == '|');
        let all = actions.len() * things.len() * circumstances.len();
        assert!(entry < all, "there are words for {all} entries only");
        // a step that shares no factor with the count visits every combination once
        let at = entry * 7_919 % all;
        Self {
            action: actions[at % actions.len()],
            thing: things[at / actions.len() % things.len()],
            circumstance: circumstances[at / actions.len() / things.len()],
        }
    }

    /// The matter in one of its forms; `choice` says which of each two words is taken.
    fn asked(&self, form: usize, choice: u64) -> String {
        let choose = |pair: [&'static str; 2], bit: u64| pair[(choice >> bit & 1) as usize].replace('-', " ");
        FORMS[form % FORMS.len()]
            .replace("{action}", &choose(self.action, 0))
            .replace("{thing}", &choose(self.thing, 1))
            .replace("{circumstance}", &choose(self.circumstance, 2))
    }
}

/// A FAQ of so many entries with so many wordings each (at most six) and answers of two sentences.
pub fn catalog(entries: usize, wordings: usize) -> Arc<Catalog> {
    let lang = Lang::parse("en").expect("it is a tag");
    let entries = (0..entries).map(|at| {
        let matter = Matter::of(at);
        let place = |line: usize| Place { path: "faq/en/made.yaml".into(), line: (10 * at + line) as u32, column: 9 };
        let wording = |form: usize| Wording {
            text: matter.asked(form, if form == 0 { 0 } else { mixed((at * FORMS.len() + form) as u64) }),
            place: place(form + 2),
        };
        let answer = format!(
            "You {} the {} {} under your account, in the part for each {}. It takes {} days, and we write to you then.",
            matter.action[0],
            matter.thing[0],
            matter.circumstance[1],
            matter.thing[1],
            mixed(at as u64) % 14 + 1
        );
        Arc::new(Entry {
            id: format!("entry-{at}").into(),
            lang: lang.clone(),
            topic: "Made for measuring".into(),
            questions: (0..wordings.clamp(1, FORMS.len())).map(wording).collect(),
            content: Content { text: answer.clone(), ..Content::default() },
            answer,
            keywords: Vec::new(),
            follow_ups: Vec::new(),
            links: Vec::new(),
            pages: Vec::new(),
            from: None,
            until: None,
            pinned: false,
            handoff: false,
            small_talk: false,
            place: place(1),
        })
    });
    let synonyms = vec![SynonymGroup { lang: lang.clone(), words: vec!["bicycle".to_owned(), "cycle".to_owned()] }];
    Arc::new(Catalog::new(entries.collect(), synonyms, format!("made-{wordings}")))
}

/// Writes so many entries into the folder that a server is started in.
pub fn write(folder: &Path, entries: usize) {
    save(folder, &text(entries, ""));
}

/// The file of so many entries, with `mark` behind the title and the answer of each.
pub fn text(entries: usize, mark: &str) -> String {
    let marked = |entry: &Arc<Entry>| {
        let mut text = EntryText::of(entry, &TimeZone::UTC);
        text.questions[0].push_str(mark);
        text.answer.push_str(mark);
        text
    };
    let entries: Vec<EntryText> = catalog(entries, 3).entries.iter().map(marked).collect();
    document("Made for measuring", &Lang::english(), &entries, &[])
}

/// Puts a file into the folder that a server is started in, whole or not at all, as editors do.
pub fn save(folder: &Path, text: &str) {
    std::fs::create_dir_all(folder.join("faq")).expect("a folder");
    std::fs::write(folder.join("next.yaml"), text).expect("a file");
    std::fs::rename(folder.join("next.yaml"), folder.join("faq/en.yaml")).expect("a file");
}

/// A question for an entry in words of its own: in the last of the forms, which a FAQ of up to five wordings does not
/// have, and every fourth time with a typing error. The same for the same numbers.
pub fn question(entry: usize, turn: u64) -> String {
    let chance = mixed(entry as u64 ^ turn.rotate_left(32));
    let mut text: Vec<char> = Matter::of(entry).asked(FORMS.len() - 1, chance).chars().collect();
    if chance.is_multiple_of(4) {
        let at = text.len() / 2;
        text.swap(at, at + 1);
    }
    text.into_iter().collect()
}

/// What is on the way to an entry's title while it is typed, from one letter to all of it.
pub fn typed(catalog: &Catalog, entry: usize) -> Vec<String> {
    let title = catalog.entries[entry].title();
    title.char_indices().skip(1).map(|(end, _)| title[..end].to_owned()).collect()
}
