//! The language of a text: by script, by the words and letters that tell it, and by statistics where it is long.
//!
//! Invariant: a text that does not say which language it is in is never assigned to one by chance; the caller's hint
//! then holds.

use super::telling::{LETTERS, WORDS};
use super::{Lang, fold, is_han, simplify};
use std::collections::HashMap;
use std::sync::LazyLock;

/// From so many words on statistics are asked.
const WORDS_FOR_STATISTICS: usize = 5;
/// What a telling word counts that only one language has; one of several languages counts its share.
const TELLING: f32 = 1.0;
/// What statistics count beside the words.
const STATISTICS: f32 = 0.9;
/// A language must have this much to be told among those that are offered: one word that no other has.
const TOLD: f32 = 0.9;
/// What a language must have to be told among all there are, which is said to the visitor.
const CLEAR: f32 = 1.5;
/// The most that the runner-up may have of what the best has.
const RUNNER_UP: f32 = 0.55;
/// Characters of a text that are looked at: enough for a long question, and a bound for a pasted page.
const LOOKED_AT: usize = 600;

/// The writing systems that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Han,
    Kana,
    Hangul,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Thai,
    Devanagari,
}

impl Script {
    const ALL: [Self; 10] = [
        Self::Latin,
        Self::Han,
        Self::Kana,
        Self::Hangul,
        Self::Cyrillic,
        Self::Greek,
        Self::Arabic,
        Self::Hebrew,
        Self::Thai,
        Self::Devanagari,
    ];

    /// The script of a letter; `None` for signs, digits and scripts that are not told.
    fn of(character: char) -> Option<Self> {
        Some(match character as u32 {
            0x41..=0x5A | 0x61..=0x7A | 0xAA | 0xBA | 0xC0..=0x24F | 0x1E00..=0x1EFF | 0xFF21..=0xFF5A
                if character.is_alphabetic() =>
            {
                Self::Latin
            }
            0x3040..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F => Self::Kana,
            0xAC00..=0xD7AF | 0x1100..=0x11FF | 0x3130..=0x318F => Self::Hangul,
            0x400..=0x52F => Self::Cyrillic,
            0x370..=0x3FF | 0x1F00..=0x1FFF => Self::Greek,
            0x600..=0x6FF | 0x750..=0x77F | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Self::Arabic,
            0x590..=0x5FF => Self::Hebrew,
            0xE00..=0xE7F => Self::Thai,
            0x900..=0x97F => Self::Devanagari,
            _ if is_han(character) => Self::Han,
            _ => return None,
        })
    }

    /// The script that a language is written in.
    fn of_language(primary: &str) -> Self {
        match primary {
            "zh" => Self::Han,
            "ja" => Self::Kana,
            "ko" => Self::Hangul,
            "ru" | "uk" | "bg" | "be" | "sr" | "mk" | "kk" => Self::Cyrillic,
            "el" => Self::Greek,
            "ar" | "fa" | "ur" => Self::Arabic,
            "he" => Self::Hebrew,
            "th" => Self::Thai,
            "hi" | "mr" | "ne" => Self::Devanagari,
            _ => Self::Latin,
        }
    }

    /// The language that is meant by a script where the letters say nothing nearer.
    fn language(self) -> Option<&'static str> {
        Some(match self {
            Self::Latin => return None,
            Self::Han => "zh",
            Self::Kana => "ja",
            Self::Hangul => "ko",
            Self::Cyrillic => "ru",
            Self::Greek => "el",
            Self::Arabic => "ar",
            Self::Hebrew => "he",
            Self::Thai => "th",
            Self::Devanagari => "hi",
        })
    }
}

/// The letters of a text by script.
struct Scripts([usize; Script::ALL.len()]);

impl Scripts {
    fn count(text: &str) -> Self {
        let mut counts = [0; Script::ALL.len()];
        for script in text.chars().take(LOOKED_AT).filter_map(Script::of) {
            counts[script as usize] += 1;
        }
        Self(counts)
    }

    fn has(&self, script: Script) -> usize {
        self.0[script as usize]
    }

    /// The script of at least half of the text. A Chinese character says as much as two letters.
    fn ruling(&self) -> Option<Script> {
        let weight = |script: Script| self.has(script) * if script == Script::Han { 2 } else { 1 };
        let total: usize = Script::ALL.into_iter().map(weight).sum();
        // kana between Chinese characters make the whole Japanese
        if self.has(Script::Kana) > 0 && 2 * (weight(Script::Kana) + weight(Script::Han)) >= total {
            return Some(Script::Kana);
        }
        Script::ALL.into_iter().find(|script| weight(*script) > 0 && 2 * weight(*script) >= total)
    }
}

/// The language of a text among those `offered`, or `None` where it cannot be told and the caller's hint should hold.
pub fn detect(text: &str, offered: &[Lang]) -> Option<Lang> {
    let offers = |primary: &str| offered.iter().find(|lang| lang.primary() == primary).cloned();
    let scripts = Scripts::count(text);
    // Text in these scripts names things in Latin letters, and hardly the other way round.
    if scripts.has(Script::Kana) > 0 && offers("ja").is_some() {
        return offers("ja");
    }
    if scripts.has(Script::Hangul) > 0 {
        return offers("ko");
    }
    if scripts.has(Script::Han) > 0 {
        return offers("zh").or_else(|| offers("ja"));
    }
    let script = scripts.ruling()?;
    let written: Vec<&Lang> = offered.iter().filter(|lang| Script::of_language(lang.primary()) == script).collect();
    if let [only] = written.as_slice() {
        return Some((*only).clone());
    }
    let primaries: Vec<&str> = written.iter().map(|lang| lang.primary()).collect();
    let found = told(text, script, &primaries, TOLD)?;
    written.into_iter().find(|lang| lang.primary() == found).cloned()
}

/// The language of a text among all that are known, where it is clear beyond doubt. Traditional Chinese is told from
/// Simplified by its characters.
pub fn identify(text: &str) -> Option<Lang> {
    let script = Scripts::count(text).ruling()?;
    let primary = match script {
        Script::Latin => {
            let all: Vec<&str> = WORDS.iter().map(|(primary, _)| *primary).collect();
            // of a single word no more can be asked than that no other language has it: `bonjour`
            let least = if words(text).nth(1).is_some() { CLEAR } else { TOLD };
            told(text, script, &all, least)?
        }
        Script::Cyrillic => told(text, script, &["ru", "uk", "bg"], TOLD).unwrap_or("ru"),
        Script::Han if text.chars().any(|character| simplify(character) != character) => "zh-hant",
        _ => script.language()?,
    };
    Lang::parse(primary)
}

/// Characters that Chinese is full of and Japanese does without: its pronouns and particles, and what is written otherwise
/// in Japan.
const NOT_JAPANESE: &str = "吗么们你咋啊吧呢哪怎她它很啥给嗎麼們沒您费货发运单订账钱东车门问间请说话还进远选适边过时买卖见观贵\
    换两从为开关电币张错让谁谢样应该优摄课习镜头脏这传洁汇销户华无錢單賣價兩從樣點讓寫總對這";

/// Whether a text of Chinese characters is Chinese beyond doubt, and not Japanese.
pub fn is_chinese(text: &str) -> bool {
    text.chars().take(LOOKED_AT).any(|character| NOT_JAPANESE.contains(character))
}

/// Whether a language is one of those that [`identify`] knows.
pub fn is_told(lang: &Lang) -> bool {
    let primary = lang.primary();
    WORDS.iter().any(|(known, _)| *known == primary)
        || ["ru", "uk", "bg"].contains(&primary)
        || Script::ALL.into_iter().any(|script| script.language() == Some(primary))
}

/// The telling words with the places in [`WORDS`] of the languages that have them.
static TELLING_WORDS: LazyLock<HashMap<&str, Vec<usize>>> = LazyLock::new(|| {
    let mut languages: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (_, words)) in WORDS.iter().enumerate() {
        for word in words.split_whitespace() {
            let known = languages.entry(word).or_default();
            if !known.contains(&at) {
                known.push(at);
            }
        }
    }
    languages
});

/// The one of some languages of one script that a text is in.
fn told<'a>(text: &str, script: Script, primaries: &[&'a str], least: f32) -> Option<&'a str> {
    let text: String = text.chars().take(LOOKED_AT).collect();
    let folded = fold(&text);
    let mut scores: Vec<f32> = vec![0.0; primaries.len()];
    let mut count = 0;
    for word in words(&folded) {
        count += 1;
        let Some(languages) = TELLING_WORDS.get(word) else { continue };
        let held = |primary: &str| languages.iter().any(|at| WORDS[*at].0 == primary);
        let among = primaries.iter().filter(|primary| held(primary)).count();
        for (score, _) in scores.iter_mut().zip(primaries).filter(|(_, primary)| held(primary)) {
            *score += TELLING / among as f32;
        }
    }
    for (score, primary) in scores.iter_mut().zip(primaries) {
        *score += letters(&folded, script, primary);
    }
    if let Some(found) = best(&scores, least) {
        return Some(primaries[found]);
    }
    if count >= WORDS_FOR_STATISTICS {
        let allowed: Vec<whatlang::Lang> = primaries.iter().filter_map(|primary| whatlang_code(primary)).collect();
        if let Some(info) = whatlang::Detector::with_allowlist(allowed).detect(&folded) {
            let place = primaries.iter().position(|primary| whatlang_code(primary) == Some(info.lang()));
            if let Some(place) = place {
                scores[place] += STATISTICS + if info.is_reliable() { STATISTICS } else { 0.0 };
            }
        }
    }
    best(&scores, least).map(|found| primaries[found])
}

/// The words of a folded text. French and Italian join words before an apostrophe (`l'heure`, `dov'è`), English and
/// German after it (`what's`, `geht's`): what stands after it there is no word.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    const JOINED: [&str; 7] = ["s", "t", "m", "d", "ll", "re", "ve"];
    let mut joined = false;
    folded.split_inclusive(|character: char| !character.is_alphabetic()).filter_map(move |piece| {
        let word = piece.trim_end_matches(|character: char| !character.is_alphabetic());
        let after_apostrophe = std::mem::replace(&mut joined, piece.len() > word.len() && piece.ends_with('\''));
        let is_ending = after_apostrophe && JOINED.contains(&word);
        (!word.is_empty() && !is_ending).then_some(word)
    })
}

/// What the letters of a text say for a language. Each kind of letter counts once, however often it occurs.
fn letters(folded: &str, script: Script, primary: &str) -> f32 {
    // the letters that tell one language of Latin script from another are none of ASCII
    if script == Script::Latin && folded.is_ascii() {
        return 0.0;
    }
    let has = |letters: &str| folded.contains(|character| letters.contains(character));
    match (script, primary) {
        (Script::Latin, _) => {
            let own = LETTERS.iter().filter(|(language, letters, _)| *language == primary && has(letters));
            own.map(|(_, _, weight)| weight).sum()
        }
        (_, "ru") if has("ыэ") => 1.5,
        // what is written in these letters alone is Russian far more often than anything else
        (_, "ru") => 1.0,
        (_, "uk") if has("іїєґ") => 3.0,
        _ => 0.0,
    }
}

/// The place of the highest score, if it is high enough and no other is near.
fn best(scores: &[f32], least: f32) -> Option<usize> {
    let (place, highest) = scores.iter().copied().enumerate().max_by(|one, other| one.1.total_cmp(&other.1))?;
    let others = scores.iter().enumerate().filter(|(at, _)| *at != place);
    let second = others.map(|(_, score)| *score).fold(0.0, f32::max);
    (highest >= least && second <= highest * RUNNER_UP).then_some(place)
}

/// whatlang names languages by ISO 639-3.
fn whatlang_code(primary: &str) -> Option<whatlang::Lang> {
    use whatlang::Lang as Code;
    Some(match primary {
        "en" => Code::Eng,
        "de" => Code::Deu,
        "fr" => Code::Fra,
        "es" => Code::Spa,
        "pt" => Code::Por,
        "it" => Code::Ita,
        "nl" => Code::Nld,
        "ru" => Code::Rus,
        "uk" => Code::Ukr,
        "bg" => Code::Bul,
        "sv" => Code::Swe,
        "da" => Code::Dan,
        "no" | "nb" | "nn" => Code::Nob,
        "fi" => Code::Fin,
        "hu" => Code::Hun,
        "ro" => Code::Ron,
        "pl" => Code::Pol,
        "cs" => Code::Ces,
        "tr" => Code::Tur,
        "ar" => Code::Ara,
        "fa" => Code::Pes,
        "el" => Code::Ell,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn langs(tags: &[&str]) -> Vec<Lang> {
        tags.iter().map(|tag| Lang::parse(tag).unwrap()).collect()
    }

    const SHORT: &[(&str, &str)] = &[
        ("wo bleibt", "de"),
        ("Rückgabe Frist", "de"),
        ("ruecksendung kosten", "de"),
        ("Lieferzeit?", "de"),
        ("où est", "fr"),
        ("ou est mon colis", "fr"),
        ("ma commande", "fr"),
        ("remboursement", "fr"),
        ("mi pedido", "es"),
        ("¿dónde?", "es"),
        ("cuanto cuesta", "es"),
        ("meu pedido", "pt"),
        ("não chegou", "pt"),
        ("dov'è il", "it"),
        ("mio ordine", "it"),
        ("spese di spedizione", "it"),
        ("waar blijft", "nl"),
        ("hoe lang", "nl"),
        ("mijn bestelling", "nl"),
        ("где заказ", "ru"),
        ("where is", "en"),
        ("my order", "en"),
        ("refund please", "en"),
    ];

    #[test]
    fn two_words_tell_a_language_among_those_offered() {
        let offered = langs(&["en", "de", "fr", "es", "pt", "it", "nl", "ru"]);
        for (text, tag) in SHORT {
            let found = detect(text, &offered);
            assert_eq!(found.as_ref().map(Lang::as_str), Some(*tag), "{text}");
        }
        for text in ["wo bleibt das Paket vom E-Bike Store", "kommt mein Smart Home Hub Pro heute"] {
            assert_eq!(detect(text, &offered).unwrap().as_str(), "de", "{text}");
        }
    }

    #[test]
    fn script_decides_even_for_one_word() {
        let offered = langs(&["en", "zh"]);
        assert_eq!(detect("退货", &offered).unwrap().as_str(), "zh");
        assert_eq!(detect("e-bike 保修", &offered).unwrap().as_str(), "zh");
        assert_eq!(detect("refund", &offered).unwrap().as_str(), "en");
        assert_eq!(detect("???", &offered), None);
        assert_eq!(detect("注文はいつ", &langs(&["en", "ja", "zh"])).unwrap().as_str(), "ja");
        assert_eq!(detect("환불", &langs(&["en", "ko"])).unwrap().as_str(), "ko");
        assert_eq!(detect("возврат", &langs(&["en", "ru"])).unwrap().as_str(), "ru");
        assert_eq!(detect("возврат", &langs(&["en", "de"])), None);
    }

    #[test]
    fn statistics_decide_between_languages_of_one_script() {
        let offered = langs(&["en", "de", "fr"]);
        assert_eq!(detect("Wie lange dauert die Lieferung nach Berlin?", &offered).unwrap().as_str(), "de");
        assert_eq!(detect("how long does the delivery take to Berlin", &offered).unwrap().as_str(), "en");
        // no list holds these words
        assert_eq!(detect("Kettenblätter Schaltwerk Umwerfer Ritzel verschlissen", &offered).unwrap().as_str(), "de");
    }

    #[test]
    fn what_does_not_tell_leaves_the_hint() {
        let offered = langs(&["en", "de", "fr", "es"]);
        for text in ["???", "E-Bike Pro X", "newsletter", "iPhone 15", "ok", "Carla Moreno"] {
            assert_eq!(detect(text, &offered), None, "{text}");
        }
    }

    #[test]
    fn a_clear_language_is_named_and_a_doubtful_one_is_not() {
        for (text, tag) in [
            ("où est ma commande", "fr"),
            ("wo bleibt mein Paket", "de"),
            ("¿Cuánto tarda el envío?", "es"),
            ("gdzie jest moja paczka", "pl"),
            ("siparişim nerede", "tr"),
            ("退貨要多久", "zh-hant"),
            ("退货要多久", "zh"),
            ("返品したいです", "ja"),
            ("어디에 있나요", "ko"),
            ("де моє замовлення і посилка", "uk"),
            ("где мой заказ", "ru"),
            ("ค่าจัดส่งเท่าไหร่", "th"),
            ("where is my order", "en"),
            ("Bonjour!", "fr"),
            ("hola", "es"),
            ("Danke", "de"),
        ] {
            assert_eq!(identify(text).as_ref().map(Lang::as_str), Some(tag), "{text}");
        }
        for text in ["what's london's timezone", "i don't really care", "let's try", "open derek's contact information"]
        {
            assert!(identify(text).is_none_or(|lang| lang.as_str() == "en"), "{text}");
        }
        for text in ["E-Bike", "Müller", "pizza", "???", "", "Rue", "order 保修 cover the frame please"] {
            assert!(identify(text).is_none_or(|lang| lang.as_str() == "en"), "{text}");
        }
    }

    #[test]
    fn the_lists_are_folded_and_hold_each_word_once() {
        for (primary, words) in WORDS {
            for word in words.split_whitespace() {
                assert_eq!(fold(word), word, "{primary}");
                assert!(word.chars().all(char::is_alphabetic), "{primary}: {word}");
            }
        }
    }
}
