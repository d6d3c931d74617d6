use super::super::sample::{ask, entries, entry, first, index, now};
use super::*;

fn kind(text: &str, primary: &str) -> Option<SmallTalk> {
    of(text, primary).map(|(kind, _)| kind)
}

#[test]
fn every_list_has_every_kind_and_no_phrase_of_signs_alone() {
    for (lang, list) in LISTS.into_iter().skip(1) {
        let phrases = &PHRASES[lang];
        for name in ["no", "noted", "greeting", "help", "thanks", "farewell", "refused", "bot"] {
            let kind = SmallTalk::named(name).unwrap();
            assert!(phrases.first.contains_key(&kind), "{lang} lacks {name}");
        }
        let items = list.lines().filter(|line| !line.starts_with(['#', '['])).flat_map(|line| line.split('|'));
        let named = |name: &str| name == "around" || SmallTalk::named(name.trim_end_matches([',', '?'])).is_some();
        let mut headers = list.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
        assert!(headers.all(named), "{lang} has a section that is none");
        for item in items {
            assert!(!courtesies::forms(item).is_empty(), "{lang}: {item:?}");
        }
    }
}

#[test]
fn what_is_nothing_but_small_talk_is_known_in_any_mixture() {
    use SmallTalk::*;
    for (primary, text, expected) in [
        ("en", "Hi there!!", Greeting),
        ("en", "heyyyy good morning everyone", Greeting),
        ("en", "hello, can you help me please?", Help),
        ("en", "fixed thanks", Thanks),
        ("en", "how old are you?", Bot),
        ("fr", "Quel âge as-tu ?", Bot),
        ("zh", "你几岁了？", Bot),
        ("en", "It works now, thank you so much 🙏", Thanks),
        ("en", "no thanks", Noted),
        ("en", "anybody there?", Greeting),
        ("en", "Hi, how are you? Thanks!", Thanks),
        ("en", "can you help me please? thanks", Help),
        ("en", "ok great, that’s all, bye!", Farewell),
        ("en", "never mind, found it", Noted),
        ("en", "OK", Noted),
        ("en", "nope", No),
        ("en", "no, that's wrong", Refused),
        ("en", "no that's wrong", Refused),
        ("en", "still wrong", Refused),
        ("en", "it still does not work", Refused),
        ("en", "this is not helpful at all", Refused),
        ("en", "that didn't work", Refused),
        ("en", "no, something else", Refused),
        ("en", "😡", Refused),
        ("zh", "没用，谢谢", Refused),
        ("zh", "不，不是", No),
        ("zh", "还是不对", Refused),
        ("zh", "这个没用", Refused),
        ("zh", "错了", Refused),
        ("de", "das stimmt nicht", Refused),
        ("fr", "c'est faux", Refused),
        ("es", "no me sirve", Refused),
        ("pt", "está errado", Refused),
        ("it", "è sbagliato", Refused),
        ("nl", "dat klopt niet", Refused),
        ("ru", "это неверно", Refused),
        ("ja", "違います", Refused),
        ("ko", "틀렸어요", Refused),
        ("en", "no, that didn't help", Refused),
        ("en", "no that did not help", Refused),
        ("en", "hey, are you a bot or a human?", Bot),
        ("zh", "你好，在吗？", Greeting),
        ("zh", "好的，謝謝您", Thanks),
        ("zh", "解决了，谢谢", Thanks),
        ("zh", "没有了，再见", Farewell),
        ("zh", "好 谢谢", Thanks),
        ("zh", "不满意", Refused),
        ("zh", "你是机器人吗", Bot),
        ("de", "nein, das war's, tschüss", Farewell),
        ("fr", "merci beaucoup, bonne journée", Farewell),
        ("es", "hola, buenos días", Greeting),
        ("es", "no, gracias", Noted),
        ("es", "no, eso es todo", Farewell),
        ("pt", "muito obrigado", Thanks),
        ("it", "va bene, grazie", Thanks),
        ("nl", "dank je wel", Thanks),
        ("ru", "спасибо большое", Thanks),
        ("ja", "ありがとうございます", Thanks),
        ("ko", "네, 감사합니다", Thanks),
        ("en", "merci", Thanks),
        ("zh", "thanks", Thanks),
    ] {
        assert_eq!(kind(text, primary), Some(expected), "{text}");
    }
}

#[test]
fn what_now_may_be_asked_and_still_says_that_nothing_helped() {
    for (primary, text) in [("en", "now what?"), ("de", "und jetzt?"), ("es", "¿y ahora qué?"), ("zh", "那怎么办？")]
    {
        assert_eq!(of(text, primary), Some((SmallTalk::Refused, primary)), "{text}");
    }
    assert_eq!(of("that did not help?", "en"), None, "that asks of the matter");
}

#[test]
fn what_asks_for_anything_is_no_small_talk() {
    for (primary, text) in [
        ("en", "thanks, but where is my order?"),
        ("en", "hello delivery"),
        ("en", "ok and how much?"),
        ("en", "and this evening?"),
        ("en", "it doesn't work"),
        ("en", "help with my order"),
        ("en", "thank you cards"),
        ("en", "so much"),
        ("en", "fixed already?"),
        ("en", "not quite solved"),
        ("en", "nothing helpful"),
        ("de", "eher nicht hilfreich"),
        ("en", "yes for today"),
        ("en", "that's all? thanks"),
        ("en", ""),
        ("en", "???"),
        ("zh", "今天行吗"),
        ("zh", "我不太好"),
        ("zh", "还没有收到"),
        ("zh", "太早了"),
        ("zh", "收到没有"),
        ("pt", "não está resolvido"),
        ("es", "no lo conseguí"),
        ("ko", "다 됐어요?"),
        ("ja", "大丈夫ですよね"),
        ("zh", "以上"),
        ("zh", "好的那多少钱"),
        ("de", "ok und dann?"),
        ("es", "no funciona"),
        ("ja", "そうりょうおしえて"),
        ("ru", "спасибо, а сколько стоит доставка"),
    ] {
        assert_eq!(of(text, primary), None, "{text}");
    }
    assert_eq!(of(&"ok ".repeat(MOST_WORDS + 1), "en"), None, "who says so much means something");
}

#[test]
fn signs_say_what_they_say_and_others_nothing() {
    assert_eq!(kind("👍🏽", "en"), Some(SmallTalk::Noted));
    assert_eq!(kind("🙏 ❤️", "en"), Some(SmallTalk::Thanks));
    assert_eq!(kind("👎", "de"), Some(SmallTalk::Refused));
    assert_eq!(kind("🚲", "en"), None);
    assert_eq!(kind("👍🚲", "en"), None);
}

#[test]
fn a_faq_without_small_talk_lacks_no_answer_to_it() {
    let index = index(entries());
    for text in ["hello", "thanks", "ok bye", "no that did not help", "谢谢", "👍"] {
        let verdict = ask(&index, text);
        assert!(verdict.small_talk.is_some() && verdict.answer().is_none() && verdict.heard.is_none(), "{text}");
    }
    let verdict = ask(&index, "thanks, when will my parcel arrive?");
    assert_eq!((first(&verdict), verdict.small_talk), ("delivery-time", None));
    assert_eq!(ask(&index, "do you sell boats").small_talk, None);
}

/// The sample with small talk of its own and an entry that shares a word with such.
fn talking() -> Index {
    let mut entries = entries();
    let mut talk = entry("en", "thanks", &["thank you", "great, thanks a lot"], "With pleasure.");
    talk.small_talk = true;
    entries.push(talk);
    entries.push(entry("en", "repair", &["Can my bike be fixed?", "I need something fixed", "fixed"], "Bring it in."));
    index(entries)
}

#[test]
fn what_the_site_wrote_for_small_talk_goes_first() {
    let index = talking();
    for text in ["fixed thanks", "it works now thank you", "cheers mate, that helped", "great, thanks a lot"] {
        let verdict = ask(&index, text);
        assert_eq!((first(&verdict), verdict.decision), ("thanks", Decision::Answer), "{text}");
        assert_eq!(verdict.small_talk, None, "{text}");
    }
    for (text, kind) in [("hello", SmallTalk::Greeting), ("haha ok", SmallTalk::Noted)] {
        assert_eq!(ask(&index, text).small_talk, Some(kind), "{text}, which it has nothing for");
    }
    let verdict = ask(&index, "fixed");
    assert_eq!((first(&verdict), verdict.decision), ("repair", Decision::Answer), "its own wording");
}

#[test]
fn small_talk_of_another_language_is_answered_in_that_unless_the_site_knows_the_word() {
    let index = index(entries());
    let verdict = ask(&index, "merci beaucoup");
    assert_eq!((verdict.small_talk, verdict.foreign.as_ref().map(Lang::as_str)), (Some(SmallTalk::Thanks), Some("fr")));
    let verdict = ask(&index, "谢谢");
    assert_eq!((verdict.lang.as_str(), verdict.foreign), ("zh", None));
    // "all right" in Portuguese
    assert_eq!(ask(&index, "legal").small_talk, None);
    let english = Lang::english();
    let question = Question { text: "thanks", lang: Some(&english), page: None, previous: None, now: now() };
    assert_eq!(index.ask(&question).lang, english);
}

#[test]
fn an_entry_that_is_small_talk_without_saying_so_keeps_what_is_said_to_it() {
    let mut entries = entries();
    let wordings = ["I thank you", "I thank you for your help", "that helped, thanks"];
    entries.push(entry("en", "gratitude", &wordings, "With pleasure."));
    let verdict = ask(&index(entries), "thank you for your help, that was very helpful");
    assert_eq!((first(&verdict), verdict.decision, verdict.small_talk), ("gratitude", Decision::Answer, None));
}

#[test]
fn a_wording_behind_a_greeting_is_the_faqs_all_the_same() {
    let mut entries = entries();
    entries.push(entry("en", "quiz", &["wrong answer", "what if my answer is wrong"], "Try once more."));
    let index = index(entries);
    for text in ["wrong answer", "hello, wrong answer"] {
        let verdict = ask(&index, text);
        assert_eq!((first(&verdict), verdict.decision), ("quiz", Decision::Answer), "{text}");
    }
}

#[test]
fn that_it_did_not_help_is_not_answered_with_you_are_welcome() {
    let mut entries = entries();
    let wordings = ["great, that helped", "that helped a lot, thank you", "it helped"];
    let mut talk = entry("en", "thanks", &wordings, "I am glad that it helped.");
    talk.small_talk = true;
    entries.push(talk);
    assert_eq!(ask(&index(entries), "that did not help").small_talk, Some(SmallTalk::Refused));
}

#[test]
fn yes_to_an_answer_offers_what_comes_next_however_politely() {
    let mut entries = entries();
    entries.iter_mut().find(|entry| &*entry.id == "order-status").unwrap().follow_ups =
        vec!["delivery-time".into(), "refund".into()];
    let index = index(entries);
    let after = |text: &str| {
        let lang = Lang::english();
        index.ask(&Question { text, lang: Some(&lang), page: None, previous: Some("order-status"), now: now() })
    };
    for (text, decision) in
        [("yes please", Decision::Choices), ("ok thanks", Decision::Choices), ("sorry about that", Decision::None)]
    {
        let verdict = after(text);
        assert_eq!((verdict.decision, verdict.small_talk.is_some()), (decision, true), "{text}: {verdict:?}");
    }
}

#[test]
fn what_was_said_before_gives_small_talk_no_other_meaning() {
    let mut entries = entries();
    entries.push(entry(
        "en",
        "wrong-item",
        &["I got the wrong item", "The parcel has something wrong in it"],
        "Send it back.",
    ));
    let index = index(entries);
    for previous in ["order-status", "wrong-item"] {
        for (text, kind) in
            [("thx", SmallTalk::Thanks), ("that's wrong", SmallTalk::Refused), ("wrong", SmallTalk::Refused)]
        {
            let english = Lang::english();
            let question = Question { text, lang: Some(&english), page: None, previous: Some(previous), now: now() };
            let verdict = index.ask(&question);
            assert_eq!((verdict.small_talk, verdict.decision), (Some(kind), Decision::None), "{text} after {previous}");
        }
    }
}
