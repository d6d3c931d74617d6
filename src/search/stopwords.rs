//! Words that carry the form of a question and not its matter: they weigh less, and none of them is ever "unknown".
//!
//! Invariant: every list holds folded words, as [`crate::text::fold`] leaves them, with the apostrophe taken out
//! (`dont`), which is how the analyzer joins them.

use std::collections::HashSet;
use std::sync::LazyLock;
use tantivy::tokenizer::{Language, RawTokenizer, StopWordFilter, TextAnalyzer, TokenStream};

/// English function words and the courtesies and fillers that visitors put around a question.
const ENGLISH: &str = "\
a about after again all also am an and any anybody anyone anything are arent as at actually be because been before \
being but by can cannot cant could couldnt did didnt do does doesnt doing done dont dear either else etc even ever \
every everything for from get gets getting go goes going got gonna had hadnt has hasnt have havent having he hello \
help her here hers hey hi him his how hows however i id if ill im in into is isnt it its itself ive just kind kindly \
know let lets like lot many may maybe me might mine more most much must my myself need needs no not now of off oh ok \
okay on once one only or other our ours out over own perhaps please plz pls possible really regarding right same say \
shall she should shouldnt so some somebody someone something somehow still such sure tell than thank thanks that \
thats the their theirs them then there theres these they theyre thing things think this those though to too try \
trying u under until up upon ur us use very via want wanted wanting wants was wasnt way we well were werent what \
whats whatever when whenever where wheres whether which while who whom whos whose why will with within without wont \
would wouldnt yes yet you youd youll your youre yours yourself";

/// Chinese particles, pronouns, question words and courtesies.
const CHINESE: &str = "\
的 了 吗 呢 啊 吧 呀 嘛 哦 哈 么 我 你 您 他 她 它 我们 你们 他们 咱们 大家 自己 是 是不是 是否 有 有没有 没有 没 在 \
和 与 或 或者 还是 还 也 都 就 才 又 再 很 太 更 最 把 被 给 让 对 从 到 向 跟 比 为 为了 因为 所以 如果 要是 但 但是 \
这 那 这个 那个 这些 那些 这样 那样 这里 那里 哪 哪个 哪里 哪儿 哪些 谁 什么 啥 怎么 怎样 怎么样 怎么办 如何 为什么 \
为啥 为何 多少 几 几个 多 多久 吗 能 能不能 能否 能够 可以 可不可以 可否 会 会不会 要 要不要 想 想要 想问 请 请问 \
麻烦 谢谢 你好 您好 帮 帮忙 帮我 一下 一个 个 下 些 点 一点 一些 之 以 及 等 吧 啦 噢 嗯 请教 问 问一下 需要 应该 \
得 着 过 来 去 说 用 做 办 弄 搞 不 不是 不能 不会 现在 然后 那么 这么 只 就是 其实 到底";

/// German words beyond Snowball's list: courtesies and fillers.
const GERMAN: &str = "\
bitte danke hallo guten tag kann können könnt könnte möchte will würde gerne gern brauche gibt geht mal eigentlich \
überhaupt wissen sagen bekomme machen mache hätte ja nein ok euch ihr eure euer wieso weshalb wann wo wer";

/// The lists that tantivy does not have, or not long enough.
static OWN: LazyLock<[(&str, HashSet<&str>); 3]> = LazyLock::new(|| {
    [("en", ENGLISH), ("zh", CHINESE), ("de", GERMAN)].map(|(lang, words)| (lang, words.split_whitespace().collect()))
});

/// The stop words of one language: our own list and the one that comes with tantivy (Snowball's).
#[derive(Clone)]
pub struct StopWords {
    own: Option<&'static HashSet<&'static str>>,
    snowball: Option<TextAnalyzer>,
}

impl StopWords {
    /// The list of a language by its primary tag and, where it has one, tantivy's name for it.
    pub fn of(primary: &str, language: Option<Language>) -> Self {
        let own = OWN.iter().find(|(lang, _)| *lang == primary).map(|(_, words)| words);
        let snowball = language
            .and_then(StopWordFilter::new)
            .map(|filter| TextAnalyzer::builder(RawTokenizer::default()).filter(filter).build());
        Self { own, snowball }
    }

    /// Whether a folded word is one of them. `&mut`, since tantivy's analyzers keep a buffer.
    pub fn contains(&mut self, word: &str) -> bool {
        self.own.is_some_and(|own| own.contains(word))
            || self.snowball.as_mut().is_some_and(|filter| !filter.token_stream(word).advance())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_and_snowball_lists_are_joined() {
        let mut english = StopWords::of("en", Some(Language::English));
        assert!(english.contains("please") && english.contains("the") && !english.contains("refund"));
        let mut french = StopWords::of("fr", Some(Language::French));
        assert!(french.contains("dans") && !french.contains("livraison"));
        let mut chinese = StopWords::of("zh", None);
        assert!(chinese.contains("怎么") && !chinese.contains("退款"));
    }

    #[test]
    fn the_lists_are_folded() {
        for (_, words) in OWN.iter() {
            for word in words {
                assert_eq!(crate::text::fold(word), **word);
            }
        }
    }
}
