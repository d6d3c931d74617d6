//! Whether a text denies something.
//!
//! Invariant: the words are in the form of [`markers::form`].

use super::markers::{self, Writing};

/// Words that turn round what stands beside them, wherever they stand, and those that do so but at the beginning, where
/// they may answer a question.
pub(super) const NOT: &str =
    "not|doesnt|dont|didnt|isnt|cant|wont|wasnt|nicht|kein|keine|keinen|pas|niet|geen|не|never|nie|jamais|nunca";
pub(super) const NO: &str = "no|nao|non|нет|nem|ne";
/// What does so within a run of characters, but at its beginning, and in Japanese and Korean anywhere.
const WITHIN: [char; 5] = ['不', '没', '沒', '無', '无'];
const ANYWHERE: [&str; 5] = ["ない", "ません", "なかった", "않", "없"];

/// What a clause begins with that says what is not meant.
const NOT_MEANT: &str = "not the|not a|not an|not my|not about|not this|not that|no not|it s not|its not|it is not|it isn t|that s not|\
    i don t mean|i didn t mean|nicht die|nicht der|nicht das|nicht den|nicht ein|nicht eine|nicht einen|nicht mein|nicht meine|nein nicht|\
    es ist nicht|es sind nicht|es geht nicht um|ich meine nicht|ich meinte nicht|pas le|pas la|pas les|pas l|pas un|pas une|pas mon|pas ma|\
    non pas|ce n est pas|c est pas|no el|no la|no los|no las|no un|no una|no mi|no es|no son|no me refiero|nao o|nao a|nao os|nao as|nao um|\
    nao uma|nao e|nao sao|nao me refiro|non il|non lo|non la|non un|non una|non e|non sono|non intendo|niet de|niet het|niet een|niet mijn|\
    nee niet|het is niet|het gaat niet om|ik bedoel niet|не про|нет не|это не|я не про";
const NOT_MEANT_RUNS: [&str; 4] = ["不是", "不要", "我不是", "并不是"];

/// Whether a clause says what is not meant, so that what stands beside it may be: "not the brakes".
pub(super) fn is_not_meant(text: &str) -> bool {
    let form = markers::form(text);
    let begins = Writing::Words.opening(NOT_MEANT, &form) > 0;
    begins || NOT_MEANT_RUNS.iter().any(|run| form.starts_with(run) && form.len() > run.len()) || is_unwanted(text)
}

/// What a text begins with that says what is not wanted, in words and in runs of characters, and what it holds that does.
const UNWANTED: &str = "i don t want|i dont want|i do not want|i don t wish|i do not wish|please don t|please dont|please do not|\
    ich will nicht|ich will kein|ich will keine|ich will keinen|ich mochte nicht|ich mochte kein|ich mochte keine|ich mochte keinen|\
    je ne veux pas|je veux pas|je ne souhaite pas|no quiero|no deseo|nao quero|eu nao quero|non voglio|non vorrei|ik wil niet|ik wil geen|\
    я не хочу|не хочу";
const UNWANTED_RUNS: [&str; 3] = ["我不想", "我不要", "不想"];
const UNWANTED_ENDS: [&str; 3] = ["たくない", "たくありません", "고 싶지 않"];
/// Words with which it is wanted no more, which is a wish of its own.
const NO_MORE: &str = "anymore|more|longer|mehr|plus|mas|mais|piu|meer|больше";
/// What parts clauses: beside a second one nobody can tell what is not wanted.
const SIGNS: [char; 11] = [',', ';', ':', '?', '，', '；', '：', '？', '、', '。', '\n'];

/// Whether a text says what is not wanted and nothing else: "I don't want to cancel my subscription". Who no longer wants
/// something asks how to be rid of it.
pub(super) fn is_unwanted(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', '!', '。', '！']);
    if text.contains(SIGNS) || text.contains(". ") {
        return false;
    }
    let form = markers::form(text);
    let said = Writing::Words.opening(UNWANTED, &form) > 0 && !Writing::Words.contains(NO_MORE, &form);
    let begins = UNWANTED_RUNS.iter().any(|run| form.starts_with(run)) && !form.ends_with('了');
    said || begins || UNWANTED_ENDS.iter().any(|end| form.contains(end))
}

/// What a text begins with that says what is not needed, or not so.
const ABSENT: &str = "i don t need|i dont need|i do not need|no need for|this is not a|this is not an|it s not a|it s not an|\
    its not a|its not an|it is not a|it is not an|i m not a|i m not an|im not a|im not an|i am not a|i am not an|ich brauche kein|\
    ich brauche keine|ich brauche keinen|das ist kein|das ist keine|ich bin kein|ich bin keine|je n ai pas besoin|j ai pas besoin|\
    ce n est pas un|ce n est pas une|je ne suis pas un|je ne suis pas une|no necesito|no soy|no es un|no es una|nao preciso|nao sou|\
    nao e um|nao e uma|non ho bisogno|non mi serve|non e un|non e una|ik hoef geen|ik ben geen|dit is geen|мне не нужен|\
    мне не нужна|мне не нужно|мне не нужны";
const ABSENT_RUNS: [&str; 3] = ["我不需要", "不需要", "我不是"];
/// What a text begins with that tells what was done.
const DONE: &str = "i already|i ve already|i have already|i am already|i m already|we already|ich habe schon|ich hab schon|\
    ich habe bereits|j ai deja|ya he|ya lo he|ya la he|ya hemos|eu ja|ho gia|l ho gia|ik heb al|я уже";
const DONE_RUNS: [&str; 1] = ["我已经"];
/// By what a wording tells of something that was done.
const ALREADY: &str = "already|schon|bereits|deja|ya|gia|уже";
/// Words, and characters where there are no words, that such a statement has at most. A longer one goes on to what is
/// wrong: "I already paid but there is no confirmation".
const ABSENT_LENGTH: (usize, usize) = (6, 7);
const DONE_LENGTH: (usize, usize) = (4, 6);

/// What a text says of itself and does not ask. An entry that shares all its matter may be for the opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stated {
    /// What is not wanted: "I don't want to cancel my subscription".
    Unwanted,
    /// What is not needed, or not so: "this is not an emergency".
    Absent,
    /// What was done: "I already cancelled".
    Done,
}

impl Stated {
    /// What a text states, if it is nothing but that.
    pub(super) fn of(text: &str) -> Option<Self> {
        if is_unwanted(text) {
            return Some(Self::Unwanted);
        }
        let text = text.trim().trim_end_matches(['.', '!', '。', '！']);
        let form = markers::form(text);
        if text.contains(SIGNS) || text.contains(char::is_numeric) {
            return None;
        }
        let is = |(words, runs): (&str, &[&str]), (most_words, most_characters): (usize, usize)| {
            let by_words = Writing::Words.opening(words, &form) > 0 && form.split(' ').count() <= most_words;
            let by_runs = runs.iter().any(|run| form.starts_with(run)) && form.chars().count() <= most_characters;
            by_words || by_runs
        };
        if is((ABSENT, &ABSENT_RUNS), ABSENT_LENGTH) {
            return Some(Self::Absent);
        }
        // "I already don't get in" is a problem
        (is((DONE, &DONE_RUNS), DONE_LENGTH) && !denies(text)).then_some(Self::Done)
    }

    /// Whether a wording tells of the same sort of thing.
    pub(super) fn is_told_by(self, wording: &str) -> bool {
        let form = markers::form(wording);
        match self {
            Self::Unwanted => is_unwanted(wording),
            Self::Absent => {
                Writing::Words.opening(ABSENT, &form) > 0 || ABSENT_RUNS.iter().any(|run| form.starts_with(run))
            }
            Self::Done => form.contains("已经") || form.split(' ').any(|word| markers::holds(ALREADY, word)),
        }
    }

    /// Whether a word is part of a phrase by which it is stated, and no matter of the text.
    pub(super) fn is_part_of(self, word: &str) -> bool {
        let phrases = match self {
            Self::Unwanted => UNWANTED,
            Self::Absent => ABSENT,
            Self::Done => DONE,
        };
        phrases.split(['|', ' ']).any(|part| part == word)
    }
}

/// What does nothing for somebody, where it is denied: "it doesn't work", "geht nicht".
const FAILS: &str = "work|works|working|worked|help|helps|helped|funktioniert|geht|ging|klappt|klappte|hilft|lauft|marche|fonctionne|aide|\
    funciona|funciono|va|sirve|ayuda|serve|funcionou|ajuda|ajudou|funziona|funzionato|aiuta|werkt|werkte|gaat|ging|lukt|lukte|helpt|doet|\
    работает|помогает|помогло|получается|получилось|выходит";
const FAILS_RUNS: &str = "不行|没用|不管用|不好使|不起作用|没效果|没有用|用不了|不能用|不成功|うまくいかな|うまくいきませ|うまくいかず|動かな|動きませ|動作しな|\
    できませ|できない|だめ|ダメ|効きませ|効かな|使えませ|使えない|変わらな|変わりませ|안 돼|안돼|안 되|안되|안 됩|안됩|소용없|소용이 없|작동하지|작동 안";
/// What asks where no list of questions tells: who puts the verb first, or ends a sentence so.
const ASKED_ENDS: [&str; 5] = ["の", "か", "かな", "나요", "까요"];
const SUBJECTS: &str = "it|that|this|das|es|dies|ca|cela|eso|esto|isso|isto|questo|het|dat|dit|это|оно";

/// Whether a text says that something does not work, and does not ask whether.
pub(super) fn says_it_fails(text: &str) -> bool {
    let form = markers::form(text);
    let words: Vec<&str> = form.split(' ').collect();
    let asks =
        matches!(words[..], [verb, subject, ..] if markers::holds(FAILS, verb) && markers::holds(SUBJECTS, subject));
    let fails = words.iter().any(|word| markers::holds(FAILS, word)) && denies(text);
    let runs = Writing::Run.contains(FAILS_RUNS, &form) && !form.contains('면');
    (fails || runs) && !asks && !ASKED_ENDS.iter().any(|end| form.ends_with(end))
}

/// Whether a text denies something; a "no" at its beginning may answer a question.
pub(super) fn is_negated(text: &str) -> bool {
    says_not(text, 1)
}

/// Whether a text that answers no question denies something: "no funciona".
pub(super) fn denies(text: &str) -> bool {
    says_not(text, 0)
}

/// Whether a text denies something, by a "no" from the word at `from` on, or by other words.
fn says_not(text: &str, from: usize) -> bool {
    let form = markers::form(text);
    let words: Vec<&str> = form.split(' ').collect();
    let denies = |(at, word): (usize, &&str)| match *word {
        // "isn t", and not "y a t il"
        "t" => at > 0 && words[at - 1].ends_with('n'),
        word => markers::holds(NOT, word) || (at >= from && markers::holds(NO, word)),
    };
    words.iter().enumerate().any(denies)
        || form.chars().skip(1).any(|letter| WITHIN.contains(&letter))
        || ANYWHERE.iter().any(|word| form.contains(word))
        || words.iter().any(|word| *word == "안" || word.starts_with('못'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_states_of_itself_is_known_and_what_asks_states_nothing() {
        for (text, stated) in [
            ("I don't want to cancel", Stated::Unwanted),
            ("this is not an emergency", Stated::Absent),
            ("I don't need an invoice.", Stated::Absent),
            ("no necesito factura", Stated::Absent),
            ("我不是会员", Stated::Absent),
            ("I already cancelled", Stated::Done),
            ("ya he pagado", Stated::Done),
            ("我已经取消了", Stated::Done),
        ] {
            assert_eq!(Stated::of(text), Some(stated), "{text}");
        }
        for text in [
            "what if I don't have a receipt",
            "i have no brakes",
            "I already paid, is it booked?",
            "i already sent my return where is my refund",
            "eu já reservei e quero mudar a data",
            "ya he perdido la pulsera",
            "уже не могу войти",
            "уже прошло 10 дней",
            "我已经付款了怎么办",
            "已经刹不住了",
            "我已经忘记密码",
            "我不用信用卡能付款",
            "it is not a good price compared to another shop",
            "it is not charging",
            "je n'ai pas reçu mon colis",
            "我没有收到",
        ] {
            assert_eq!(Stated::of(text), None, "{text}");
        }
        assert!(Stated::Done.is_told_by("I have already paid") && !Stated::Done.is_told_by("How do I pay?"));
        assert!(
            Stated::Absent.is_told_by("I don't need the receipt")
                && !Stated::Absent.is_told_by("my receipt is not right")
        );
    }

    #[test]
    fn what_denies_is_known_in_words_and_in_runs() {
        for text in ["it doesn't work", "geht nicht", "ça ne marche pas", "还是不行", "まだ届きません", "아직 안 돼요"]
        {
            assert!(is_negated(text), "{text}");
        }
        for text in ["no, an invoice", "it works", "无线耳机", "届きました", "잘 돼요"] {
            assert!(!is_negated(text), "{text}");
        }
        for text in ["I don't want to cancel", "please do not pause it", "ich will nicht kündigen", "我不想取消订阅"]
        {
            assert!(is_unwanted(text), "{text}");
        }
        for text in [
            "I don't want it to renew, how do I cancel?",
            "don't I need a card",
            "I don't want it anymore",
            "I want to cancel",
            "我不想要了",
            "ich will kündigen",
        ] {
            assert!(!is_unwanted(text), "{text}");
        }
        for text in
            ["it doesn't work", "geht nicht", "no funciona", "ça ne marche pas", "不行", "うまくいきません", "안 돼요"]
        {
            assert!(says_it_fails(text), "{text}");
        }
        for text in [
            "not yet",
            "geht das nicht anders",
            "noch nicht",
            "できないの",
            "안 하면 안 돼요",
            "it works",
            "je n'en ai pas",
        ] {
            assert!(!says_it_fails(text), "{text}");
        }
        assert!(!denies("y a-t-il un parking") && !is_negated("동안 보안 제안"));
        assert!(denies("no funciona") && !denies("funciona"));
    }
}
