//! What a column holds, by its name in the languages of those who keep such tables.
//!
//! Invariant: a name means one thing; what is not known is told and not guessed.

use crate::text::{Lang, canonical};

/// What a column, or a key in JSON, holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    Id,
    Lang,
    Topic,
    Question,
    Wordings,
    Answer,
    Keywords,
    Links,
    FollowUps,
    Pages,
    From,
    Until,
    Pinned,
    SmallTalk,
    Handoff,
    /// Words that mean the same.
    Synonyms,
    /// What tells the items of another program apart; translations may share it.
    Group,
    /// `published`, `draft`, `archived`.
    Status,
    /// Whether it is a draft.
    Draft,
    /// Who may see it, if not everybody.
    Audience,
    /// QnA Maker: `key:value|key:value`.
    Metadata,
    /// QnA Maker: follow-ups as JSON.
    Prompts,
    /// QnA Maker: wordings as JSON.
    Suggested,
    /// Known, and of no use here.
    Nothing,
}

/// Names that mean a question or an answer only where no other column does: `title` beside `question` is something else.
const WEAK: &[(&str, Column)] = &[
    ("title", Column::Question),
    ("titel", Column::Question),
    ("titre", Column::Question),
    ("titulo", Column::Question),
    ("título", Column::Question),
    ("titolo", Column::Question),
    ("标题", Column::Question),
    ("タイトル", Column::Question),
    ("제목", Column::Question),
    ("заголовок", Column::Question),
    ("name", Column::Question),
    ("subject", Column::Question),
    ("short code", Column::Question),
    ("shortcode", Column::Question),
    ("content", Column::Answer),
    ("body", Column::Answer),
    ("text", Column::Answer),
    ("message", Column::Answer),
    ("内容", Column::Answer),
    ("inhalt", Column::Answer),
    ("contenu", Column::Answer),
    ("contenido", Column::Answer),
    ("conteúdo", Column::Answer),
];

/// What each column is called, in canonical form.
const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Question,
        &[
            "question",
            "questions",
            "frage",
            "fragen",
            "pregunta",
            "preguntas",
            "pergunta",
            "perguntas",
            "domanda",
            "domande",
            "vraag",
            "vragen",
            "вопрос",
            "вопросы",
            "问题",
            "问句",
            "标准问题",
            "标准问",
            "提问",
            "质问",
            "질문",
            "q",
            "faq question",
        ],
    ),
    (
        Column::Answer,
        &[
            "answer",
            "answers",
            "antwort",
            "antworten",
            "réponse",
            "reponse",
            "réponses",
            "respuesta",
            "respuestas",
            "resposta",
            "respostas",
            "risposta",
            "risposte",
            "antwoord",
            "antwoorden",
            "ответ",
            "ответы",
            "答案",
            "回答",
            "回复",
            "答复",
            "解答",
            "답변",
            "대답",
            "a",
            "reply",
            "response",
            "faq answer",
        ],
    ),
    (
        Column::Wordings,
        &[
            "other wordings",
            "wordings",
            "wording",
            "other questions",
            "alternative questions",
            "alternative question",
            "alternate questions",
            "alternatives",
            "variants",
            "variations",
            "similar questions",
            "similar question",
            "utterances",
            "phrasings",
            "weitere formulierungen",
            "formulierungen",
            "andere formulierungen",
            "varianten",
            "alternative fragen",
            "ähnliche fragen",
            "autres formulations",
            "formulations",
            "variantes",
            "otras formulaciones",
            "formulaciones",
            "preguntas similares",
            "outras formulações",
            "perguntas similares",
            "altre formulazioni",
            "formulazioni",
            "varianti",
            "andere formuleringen",
            "варианты",
            "другие формулировки",
            "формулировки",
            "похожие вопросы",
            "相似问题",
            "相似问",
            "相似问法",
            "其他问法",
            "扩展问",
            "同义问题",
            "类似问题",
            "言い换え",
            "别の质问",
            "类似质问",
            "유사 질문",
            "다른 표현",
        ],
    ),
    (
        Column::Topic,
        &[
            "topic",
            "category",
            "categories",
            "group",
            "section",
            "thema",
            "kategorie",
            "rubrik",
            "sujet",
            "thème",
            "catégorie",
            "rubrique",
            "tema",
            "categoría",
            "categoria",
            "argomento",
            "onderwerp",
            "categorie",
            "тема",
            "категория",
            "раздел",
            "主题",
            "分类",
            "类别",
            "类目",
            "カテゴリ",
            "カテゴリー",
            "トピック",
            "주제",
            "카테고리",
            "category name",
            "section name",
        ],
    ),
    (
        Column::Lang,
        &[
            "language",
            "lang",
            "locale",
            "language code",
            "sprache",
            "langue",
            "idioma",
            "lingua",
            "taal",
            "язык",
            "语言",
            "语种",
            "言语",
            "언어",
        ],
    ),
    (Column::Id, &["id", "key", "slug", "kennung", "schlüssel", "identifiant", "identificador", "编号", "标识"]),
    (
        Column::Keywords,
        &[
            "keywords",
            "keyword",
            "schlüsselwörter",
            "stichwörter",
            "schlagwörter",
            "mots clés",
            "palabras clave",
            "palavras chave",
            "parole chiave",
            "trefwoorden",
            "ключевые слова",
            "关键词",
            "关键字",
            "キーワード",
            "키워드",
        ],
    ),
    (Column::Links, &["links", "link", "buttons", "链接", "enlaces", "liens", "ссылки"]),
    (Column::FollowUps, &["follow ups", "followups", "follow up", "related", "related questions", "追问", "相关问题"]),
    (Column::Pages, &["pages", "page patterns", "seiten", "页面"]),
    (Column::From, &["from", "valid from", "gültig ab", "生效时间", "开始时间"]),
    (Column::Until, &["until", "valid until", "expires", "gültig bis", "失效时间", "结束时间"]),
    (Column::Pinned, &["pinned", "promoted", "featured", "angeheftet", "置顶"]),
    (Column::SmallTalk, &["small talk", "smalltalk", "闲聊"]),
    (Column::Handoff, &["handoff", "hand off", "转人工"]),
    (Column::Synonyms, &["synonyms", "synonyme", "同义词"]),
    (Column::Group, &["qnaid", "qna id", "article id", "source id"]),
    (Column::Status, &["status", "state", "状态"]),
    (Column::Draft, &["draft"]),
    (Column::Audience, &["user segment id", "user segment ids"]),
    (Column::Metadata, &["metadata"]),
    (Column::Prompts, &["prompts"]),
    (Column::Suggested, &["suggestedquestions", "suggested questions"]),
    (
        Column::Nothing,
        &[
            "source",
            "sourcedisplayname",
            "source display name",
            "iscontextonly",
            "is context only",
            "url",
            "html url",
            "author id",
            "author",
            "comments disabled",
            "position",
            "vote sum",
            "vote count",
            "section id",
            "created at",
            "updated at",
            "edited at",
            "source locale",
            "outdated",
            "outdated locales",
            "permission group id",
            "content tag ids",
            "account id",
            "views",
            "meta",
            "description",
            "portal id",
            "category id",
            "folder id",
            "associated article id",
            "last updated",
            "no",
            "row",
        ],
    ),
];

/// What a column of this name holds, and whether the name is a weak one. Numbers at the end are left aside:
/// `Wording 2`.
pub(super) fn meaning(name: &str) -> Option<(Column, bool)> {
    let name = canonical(name);
    let bare = name.trim_end_matches(|character: char| character.is_numeric()).trim_end();
    let strong = NAMES.iter().find(|(_, names)| names.contains(&bare)).map(|(column, _)| (*column, false));
    strong.or_else(|| WEAK.iter().find(|(weak, _)| *weak == bare).map(|(_, column)| (*column, true)))
}

/// What the columns of a table hold, by their names. A second question is another wording; a weak name counts where
/// there is no strong one.
pub(super) fn meanings<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<Option<Column>> {
    let found: Vec<Option<(Column, bool)>> = names.into_iter().map(meaning).collect();
    let mut seen: Vec<Column> = Vec::new();
    let has_strong = |column: Column| found.contains(&Some((column, false)));
    found
        .iter()
        .map(|found| {
            let (column, weak) = (*found)?;
            if weak && has_strong(column) {
                return Some(Column::Nothing);
            }
            let again = seen.contains(&column);
            seen.push(column);
            match column {
                // `title` and `name` of one article are the same words
                Column::Question if again && weak => Some(Column::Nothing),
                Column::Question if again => Some(Column::Wordings),
                Column::Answer if again => Some(Column::Nothing),
                column => Some(column),
            }
        })
        .collect()
}

/// A language by its tag or its name.
pub(super) fn language(text: &str) -> Option<Lang> {
    let tag = match canonical(text).as_str() {
        "english" | "englisch" | "anglais" | "inglés" | "英语" | "英文" => "en",
        "german" | "deutsch" | "allemand" | "德语" => "de",
        "french" | "français" | "francais" | "französisch" | "法语" => "fr",
        "spanish" | "español" | "espanol" | "spanisch" | "西班牙语" => "es",
        "portuguese" | "português" | "portugues" => "pt",
        "italian" | "italiano" | "italienisch" => "it",
        "dutch" | "nederlands" | "niederländisch" => "nl",
        "russian" | "русский" | "russisch" => "ru",
        "chinese" | "中文" | "汉语" | "简体中文" | "chinesisch" | "chinese simplified" | "simplified chinese" => {
            "zh"
        }
        "繁体中文" | "chinese traditional" | "traditional chinese" => "zh-hant",
        "japanese" | "日本语" | "日语" | "japanisch" => "ja",
        "korean" | "한국어" | "koreanisch" => "ko",
        _ => text,
    };
    // registered languages have two or three letters, as the loader has it
    Lang::parse(tag).filter(|lang| lang.primary().len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_their_names_in_any_language() {
        assert_eq!(
            meanings(["Frage", "Weitere Formulierungen", "ANTWORT", "Sprache", "Notiz"]),
            [Some(Column::Question), Some(Column::Wordings), Some(Column::Answer), Some(Column::Lang), None]
        );
        assert_eq!(
            meanings(["答案", "問題", "相似问法1", "相似问法2"]),
            [Some(Column::Answer), Some(Column::Question), Some(Column::Wordings), Some(Column::Wordings)]
        );
        assert_eq!(
            meanings(["Question 1", "question_2", "Answer", "Title", "title"]),
            [
                Some(Column::Question),
                Some(Column::Wordings),
                Some(Column::Answer),
                Some(Column::Nothing),
                Some(Column::Nothing)
            ]
        );
        assert_eq!(
            meanings(["title", "name", "body"]),
            [Some(Column::Question), Some(Column::Nothing), Some(Column::Answer)]
        );
    }

    #[test]
    fn names_are_in_canonical_form_and_mean_one_thing() {
        let names: Vec<&str> =
            NAMES.iter().flat_map(|(_, names)| *names).copied().chain(WEAK.iter().map(|(name, _)| *name)).collect();
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
        for name in names {
            assert_eq!(canonical(name), *name);
        }
    }

    #[test]
    fn languages_have_tags_and_names() {
        let tag = |text: &str| language(text).map(|lang| lang.to_string());
        assert_eq!(tag("EN_us").as_deref(), Some("en-us"));
        assert_eq!(tag("简体中文").as_deref(), Some("zh"));
        assert_eq!(tag("Deutsch").as_deref(), Some("de"));
        assert_eq!((tag("klingon"), tag("")), (None, None));
    }
}
