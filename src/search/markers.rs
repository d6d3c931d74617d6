//! Words by which a text shows that it goes on from what came before, asks, or is a courtesy: small lists for each
//! language, written by us.
//!
//! Invariant: every item is in the form of [`form`], which texts are put into before they are compared (so that Russian
//! й stands as и). Items of
//! languages with spaces are words or phrases of whole words; Chinese ones are parts of a run of characters.

use crate::text::canonical;
use unicode_normalization::UnicodeNormalization;

/// The lists of one language; each is words separated by `|`.
pub struct Markers {
    /// Openings that tie a text to the one before: "and …", "what about …".
    pub leads: &'static str,
    /// Endings that do: Chinese 呢.
    pub tails: &'static str,
    /// Words that point back: "it", "that".
    pub pointers: &'static str,
    /// Words that ask about a side of anything (price, time, place) and name no matter of their own. Words that the
    /// language's stop words hold already need not be here.
    pub generic: &'static str,
    /// What questions begin with.
    pub asks: &'static str,
    /// What joins a second question to a first.
    pub joins: &'static str,
    /// Greetings, thanks and farewells: they ask nothing.
    pub courtesies: &'static str,
    /// "Yes", "okay": agreement that asks nothing.
    pub yes: &'static str,
    /// "No".
    pub no: &'static str,
    /// What names the first, second and third of some options, separated by `;`, and the last.
    pub places: [&'static str; 4],
    /// Words around a place: "the … one, please".
    pub fillers: &'static str,
    /// What a price and a duration are asked by, and the words that entries about them use.
    pub sides: [(&'static str, &'static str); 3],
}

const ENGLISH: Markers = Markers {
    leads: "and|and what about|what about|how about|and how about|but|ok and|okay and|ok but|so|also|or|then|and then|\
            what if|and if|and what if|same for|even|in that case",
    tails: "then|too|as well|instead",
    pointers: "it|its|that|this|they|them|these|those|there|one|ones|thats",
    generic: "long|take|takes|taking|cost|costs|price|prices|expensive|free|far|soon|fast|often|work|works|explain|\
              mean|means|happen|happens|happened|online|possible|detail|details|example|show|exactly|details|much|\
              charge|extra|long|big|old|new|good|mind|understand|further|information|info|elaborate|sorry|money|time",
    asks: "how|what|whats|when|where|wheres|which|who|whos|whose|why|can|could|do|does|did|is|are|am|was|will|would|\
           should|may|must|have|has|shall|need to know|tell me|let me know|i want to know|i would like to know|\
           i d like to know|id like to know|please tell|please explain|explain|i would also like to know|i d also like to know|i also want to know|i m wondering|im wondering|i wonder",
    joins: "and|also|and also|besides|besides that|plus|another question|one more thing|second|secondly|i also want|\
            i also need|i would also like|as well as|then|furthermore|additionally|by the way",
    courtesies: "hi|hello|hey|hi there|hello there|good morning|good afternoon|good evening|dear team|thanks|\
                 thank you|thank you very much|thanks a lot|thanks in advance|many thanks|thank you in advance|\
                 thanks for your help|kind regards|best regards|regards|best wishes|cheers|bye|goodbye|\
                 hope you can help|i have a question|i have two questions|two things|two questions|\
                 quick question|great|perfect",
    yes: "yes|yeah|yep|yup|sure|ok|okay|k|alright|all right|fine|right|exactly|yes please|ok great|ok thanks|got it|\
          i see|understood|ok cool|cool|good|of course|okay great",
    no: "no|nope|nah|not really|no thanks|not that|neither|none of these|none of them|none",
    places: [
        "first|1st|1|one|number one|number 1|option 1|top",
        "second|2nd|2|two|number two|number 2|option 2|middle",
        "third|3rd|3|three|number three|number 3|option 3",
        "last|bottom",
    ],
    fillers: "the|one|please|option|number|i|mean|meant|that|its|it|this|id|take|a|answer|question|no",
    sides: [
        ("how much|price|expensive|charge|cost|costs|free", "cost price"),
        ("how long|how soon|how fast|how many days", "long time take"),
        ("where", "where address"),
    ],
};

const CHINESE: Markers = Markers {
    leads: "那么|那|还有|而|另外|如果|要是|然后|所以|可是|但是|但|万一|换成|好的那",
    tails: "呢|也可以吗|也行吗|也一样吗|也能吗|也是吗|也算吗",
    pointers: "它|这个|那个|这些|那些|这样|那样|这种|那种|这里|那里|这|那|其中|该|他们|她们|它们",
    generic: "多少钱|钱|多长时间|时间|久|多久|几天|几年|几点|几个|几次|收费|免费|费用|价格|贵|便宜|详细|详细说|说说|\
              解释|具体|网上|在线|办|怎么办|什么时候|何时|到|谁|出|长|远|快|行|可行|一样|例子|举例|意思|明白|原因|\
              说明|天|年|点|小时|开始|结束|弄|好|拿|代劳|代|值|长时间|介绍|要钱|讲讲|继续|算|对|该|详|细|谁出|怎么弄",
    asks: "怎么|怎样|如何|什么|为什么|为何|哪|谁|多少|多久|几|能不能|可不可以|是否|可以|能|请问|有没有|想问|想知道|吗",
    joins: "另外|还有|以及|顺便|再问|对了|还想问|同时|此外|其次|并且|而且",
    courtesies: "你好|您好|嗨|哈喽|早上好|下午好|晚上好|在吗|谢谢|谢谢你|谢谢您|谢谢你们|非常感谢|感谢|多谢|再见|拜拜|\
                 辛苦了|麻烦了|麻烦你了|请帮忙|两个问题|有两个问题|有个问题|想问一下|请问|请问一下|谢谢了|急",
    yes: "是|是的|对|对的|好|好的|嗯|嗯嗯|行|可以|没错|好吧|明白|明白了|好的明白了|知道了|了解|好的知道了|哦|哦哦|ok",
    no: "不|不是|不是的|没有|不对|不用|不用了|都不是|不要|否|不行",
    places: [
        "第一个|第1个|第一|第一条|第一项|第一种|1|一|选一|选1|上面那个|1号",
        "第二个|第2个|第二|第二条|第二项|第二种|2|二|选二|选2|中间那个|2号",
        "第三个|第3个|第三|第三条|第三项|第三种|3|三|选三|选3|3号",
        "最后一个|最后那个|最后一条|最后一项|最后|最下面那个",
    ],
    fillers: "吧|啊|呢|请|选|我选|我要|我想问|就|是|的|那个|这个|谢谢|了|问题",
    sides: [
        ("多少钱|费用|价格|收费|贵|要钱|几块", "多少钱 价格 费用"),
        ("多久|几天|多长时间|要几天", "多久 几天 时间"),
        ("在哪|哪里|哪儿|什么地方", "在哪里 地址"),
    ],
};

const GERMAN: Markers = Markers {
    leads: "und|und was ist mit|was ist mit|und wie ist es mit|wie sieht es mit|wie sieht es aus mit|aber|also|dann|\
            oder|und wenn|was wenn|auch|gilt das auch|ok und",
    tails: "denn|dann|auch",
    pointers: "es|das|dies|dieses|diese|dieser|ihn|ihm|dort|da|davon|dafur|damit|dabei|dazu|daruber|daran|darauf|jene",
    generic: "lange|dauert|dauern|kostet|kosten|preis|preise|teuer|kostenlos|gratis|umsonst|weit|schnell|oft|\
              funktioniert|erklaren|erklare|bedeutet|passiert|online|moglich|genau|genauer|beispiel|zeit|geld|viel",
    asks: "wie|was|wann|wo|wohin|woher|welche|welcher|welches|welchen|wer|wem|wen|warum|wieso|weshalb|kann|konnen|konnte|\
           konnt|gibt|ist|sind|hat|haben|habt|darf|muss|soll|wird|werden|bietet|macht|nehmt|nehmen|sagen sie mir|\
           ich mochte wissen|ich wusste gern",
    joins: "und|außerdem|zudem|auch|ferner|sowie|noch eine frage|zweitens|ubrigens|nebenbei|dann",
    courtesies: "hallo|hi|guten tag|guten morgen|guten abend|moin|danke|vielen dank|danke schon|besten dank|\
                 vielen dank im voraus|mit freundlichen grußen|freundliche gruße|viele gruße|liebe gruße|tschuss|\
                 auf wiedersehen|ich habe eine frage|zwei fragen|eine frage",
    yes: "ja|jo|klar|ok|okay|genau|richtig|gut|alles klar|verstanden|stimmt|gerne|ja bitte|in ordnung",
    no: "nein|nee|no|nein danke|keins|keins davon|keine davon|nicht das",
    places: [
        "erste|ersten|erstes|erster|1|eins|nummer 1|nummer eins",
        "zweite|zweiten|zweites|zweiter|2|zwei|nummer 2|nummer zwei",
        "dritte|dritten|drittes|dritter|3|drei|nummer 3|nummer drei",
        "letzte|letzten|letztes|letzter",
    ],
    fillers: "die|der|das|den|bitte|nummer|option|ich|meine|meinte|frage|antwort|nehme",
    sides: [
        ("wie viel|wieviel|was kostet|teuer|preis|kostenlos|kosten", "kosten preis"),
        ("wie lange|wie schnell|wie viele tage", "dauer dauert lange"),
        ("wo|wohin", "wo adresse"),
    ],
};

const FRENCH: Markers = Markers {
    leads: "et|et pour|qu en est il de|et si|mais|alors|donc|aussi|ensuite|et concernant|meme chose pour",
    tails: "alors|aussi|non plus",
    pointers: "ca|cela|ce|ceci|celui|celle|ceux|celles|il|elle|ils|elles|lui",
    generic: "combien|temps|longtemps|coute|couter|prix|cher|gratuit|gratuite|loin|vite|souvent|marche|fonctionne|\
              expliquer|explique|expliquez|possible|ligne|exactement|exemple|detail|details|faire|prend|dure",
    asks: "comment|quel|quelle|quels|quelles|quand|ou|qui|que|qu|quoi|pourquoi|combien|est ce que|puis|peut|peux|\
           pouvez|avez|faut|dois|y a t il|acceptez|proposez|livrez|je voudrais savoir|j aimerais savoir|dites moi",
    joins: "et|aussi|egalement|en plus|de plus|par ailleurs|autre question|d autre part|sinon|ensuite",
    courtesies: "bonjour|bonsoir|salut|merci|merci beaucoup|merci d avance|cordialement|bien a vous|au revoir|\
                 j ai une question|deux questions|une question",
    yes: "oui|ouais|d accord|ok|okay|bien|exact|exactement|parfait|compris|bien sur|oui merci",
    no: "non|pas vraiment|non merci|aucun|aucune|aucun des deux",
    places: [
        "premier|premiere|1|un|1er|numero 1",
        "deuxieme|second|seconde|2|deux|numero 2",
        "troisieme|3|trois|numero 3",
        "dernier|derniere",
    ],
    fillers: "le|la|les|l|s|il|vous|plait|option|numero|je|veux|prends|reponse|question|celui|celle",
    sides: [
        ("combien|prix|cher|coute|gratuit", "cout prix frais"),
        ("combien de temps|combien de jours|delai", "delai duree temps"),
        ("ou", "ou adresse"),
    ],
};

const SPANISH: Markers = Markers {
    leads: "y|y que hay de|que hay de|y si|pero|entonces|o|tambien|y para|y con|y que pasa con|que pasa con|y en",
    tails: "entonces|tambien|tampoco",
    pointers: "eso|esto|ese|esa|este|esta|esos|esas|estos|estas|lo|ello|alli|ahi|ella|ellos",
    generic: "cuanto|cuanta|tiempo|tarda|cuesta|cuestan|precio|caro|gratis|gratuito|lejos|rapido|funciona|explicar|\
              explica|explicarme|posible|linea|exactamente|ejemplo|detalle|detalles|hacer|vale|dura|hacerlo",
    asks: "como|que|cual|cuales|cuando|donde|quien|por que|cuanto|cuanta|cuantos|cuantas|puedo|puede|pueden|podria|hay|\
           tienen|teneis|hacen|es|son|debo|tengo que|aceptan|quiero saber|quisiera saber|me gustaria saber|digame",
    joins: "y|tambien|ademas|por cierto|otra pregunta|segundo|asimismo|por otro lado|luego",
    courtesies: "hola|buenos dias|buenas tardes|buenas noches|buenas|gracias|muchas gracias|gracias de antemano|\
                 un saludo|saludos|saludos cordiales|adios|tengo una pregunta|dos preguntas|una pregunta",
    yes: "si|si|claro|vale|ok|okay|bien|exacto|perfecto|entendido|de acuerdo|por supuesto|si por favor",
    no: "no|no gracias|ninguno|ninguna|ninguno de estos|no es eso",
    places: [
        "primero|primera|primer|1|uno|numero 1",
        "segundo|segunda|2|dos|numero 2",
        "tercero|tercera|3|tres|numero 3",
        "ultimo|ultima",
    ],
    fillers: "el|la|los|las|por|favor|opcion|numero|quiero|respuesta|pregunta|de|una|un",
    sides: [
        ("cuanto|precio|caro|cuesta|gratis|vale", "coste precio"),
        ("cuanto tiempo|cuantos dias|cuanto tarda|tarda", "plazo tiempo tarda"),
        ("donde", "donde direccion"),
    ],
};

const PORTUGUESE: Markers = Markers {
    leads: "e|e quanto a|e para|e se|mas|entao|ou|tambem|e em|e no|e na|e com|que tal",
    tails: "entao|tambem",
    pointers: "isso|isto|esse|essa|este|esta|esses|essas|aquilo|ele|ela|eles|elas|la|ai|disso|nisso|dele|dela",
    generic: "quanto|tempo|demora|custa|custam|preco|caro|gratis|gratuito|longe|rapido|funciona|explicar|explica|\
              possivel|online|exatamente|exemplo|detalhe|detalhes|fazer|vale|dura",
    asks: "como|que|qual|quais|quando|onde|quem|porque|por que|porque|quanto|quanta|quantos|quantas|posso|pode|podem|\
           ha|tem|tem|sao|devo|aceitam|quero saber|gostaria de saber|diga me|voces",
    joins: "e|tambem|alem disso|a proposito|outra pergunta|segundo|por outro lado|depois|ja agora",
    courtesies: "ola|oi|bom dia|boa tarde|boa noite|obrigado|obrigada|muito obrigado|muito obrigada|cumprimentos|\
                 atenciosamente|adeus|tchau|tenho uma pergunta|duas perguntas|uma pergunta",
    yes: "sim|claro|ok|okay|certo|bem|exato|perfeito|entendi|entendido|esta bem|com certeza|sim por favor",
    no: "nao|nao obrigado|nao obrigada|nenhum|nenhuma|nenhum deles",
    places: [
        "primeiro|primeira|1|um|numero 1",
        "segundo|segunda|2|dois|duas|numero 2",
        "terceiro|terceira|3|tres|numero 3",
        "ultimo|ultima",
    ],
    fillers: "o|a|os|as|por|favor|opcao|numero|quero|resposta|pergunta|de|uma|um",
    sides: [
        ("quanto|preco|caro|custa|gratis", "custo preco"),
        ("quanto tempo|quantos dias|demora", "prazo tempo demora"),
        ("onde", "onde morada endereco"),
    ],
};

const ITALIAN: Markers = Markers {
    leads: "e|e per|e se|ma|allora|quindi|o|anche|e con|e in|che ne dite di|e riguardo",
    tails: "allora|anche|pure",
    pointers: "questo|questa|quello|quella|questi|queste|quelli|quelle|cio|esso|essa|li",
    generic: "quanto|tempo|costa|costano|prezzo|caro|gratis|gratuito|lontano|veloce|funziona|spiegare|spiega|possibile|\
              online|esattamente|esempio|dettaglio|dettagli|fare|farlo|vale|dura|ci vuole|vuole",
    asks: "come|cosa|che|quale|quali|quando|dove|chi|perche|quanto|quanta|quanti|quante|posso|puo|potete|potrei|sono|\
           avete|devo|accettate|fate|vorrei sapere|voglio sapere|mi dica|c e|ci sono",
    joins: "e|anche|inoltre|a proposito|un altra domanda|in secondo luogo|poi|oltre a questo",
    courtesies: "ciao|salve|buongiorno|buonasera|buon pomeriggio|grazie|grazie mille|grazie in anticipo|\
                 cordiali saluti|saluti|arrivederci|ho una domanda|due domande|una domanda",
    yes: "si|si|certo|ok|okay|bene|esatto|perfetto|capito|va bene|d accordo|si grazie",
    no: "no|no grazie|nessuno|nessuna|nessuno di questi",
    places: [
        "primo|prima|1|uno|numero 1",
        "secondo|seconda|2|due|numero 2",
        "terzo|terza|3|tre|numero 3",
        "ultimo|ultima",
    ],
    fillers: "il|lo|la|le|l|per|favore|opzione|numero|voglio|risposta|domanda|di|una|un",
    sides: [
        ("quanto|prezzo|caro|costa|gratis", "costo prezzo"),
        ("quanto tempo|quanti giorni|ci vuole", "tempi durata tempo"),
        ("dove", "dove indirizzo"),
    ],
};

const DUTCH: Markers = Markers {
    leads: "en|en hoe zit het met|hoe zit het met|en wat als|wat als|en als|maar|dus|dan|of|ook|en voor|geldt dat ook voor",
    tails: "dan|ook",
    pointers: "dat|dit|die|deze|ze|hem|haar|daar|er|ervan|ervoor|daarvoor|daarvan|daarmee|erbij",
    generic: "lang|duurt|kost|kosten|prijs|duur|gratis|ver|snel|vaak|werkt|uitleggen|leg|betekent|gebeurt|online|\
              mogelijk|precies|voorbeeld|tijd|geld|veel|doen",
    asks: "hoe|wat|wanneer|waar|welke|welk|wie|waarom|kan|kunnen|kunt|kun|is|zijn|heeft|hebben|hebt|mag|moet|moeten|wordt|\
           bieden|biedt|doen|ik wil weten|ik wil graag weten|zeg me",
    joins: "en|ook|daarnaast|bovendien|verder|nog een vraag|ten tweede|trouwens|overigens",
    courtesies: "hallo|hoi|hi|goedemorgen|goedemiddag|goedenavond|goedendag|dag|bedankt|dank u|dank je|dank u wel|\
                 dank je wel|alvast bedankt|met vriendelijke groet|groeten|groetjes|tot ziens|\
                 ik heb een vraag|twee vragen|een vraag",
    yes: "ja|jazeker|ok|oke|okay|prima|goed|precies|klopt|begrepen|duidelijk|ja graag|natuurlijk",
    no: "nee|nee bedankt|geen|geen van deze|niet dat",
    places: ["eerste|1|een|een|nummer 1", "tweede|2|twee|nummer 2", "derde|3|drie|nummer 3", "laatste"],
    fillers: "de|het|die|graag|alstublieft|optie|nummer|ik|bedoel|antwoord|vraag",
    sides: [
        ("hoeveel|prijs|duur|kost|gratis", "kosten prijs"),
        ("hoe lang|hoelang|hoeveel dagen|hoe snel", "duurt lang tijd"),
        ("waar", "waar adres"),
    ],
};

const RUSSIAN: Markers = Markers {
    leads: "а|и|а как насчет|как насчет|а если|а что если|но|тогда|или|также|и для|а для|а в|а на|так",
    tails: "тогда|тоже|также",
    pointers: "это|этот|эта|эти|этого|этом|этому|его|ее|ее|их|он|она|они|оно|там|туда|него|нее|них|то|такое",
    generic: "сколько|стоит|стоят|цена|цены|дорого|бесплатно|долго|быстро|далеко|часто|время|времени|заимет|работает|\
              объяснить|объясните|поясните|подробнее|значит|онлаин|возможно|именно|пример|деньги|сделать",
    asks: "как|что|когда|где|куда|какои|какая|какие|какое|кто|почему|зачем|сколько|можно|могу|можете|есть ли|нужно ли|\
           есть|нужно|должен|принимаете|доставляете|хочу узнать|хотел бы узнать|скажите|подскажите",
    joins: "и|а также|также|еще|еще|кроме того|кстати|другои вопрос|второи вопрос|и еще|во вторых",
    courtesies: "привет|здравствуите|добрыи день|доброе утро|добрыи вечер|спасибо|большое спасибо|спасибо большое|\
                 заранее спасибо|с уважением|до свидания|пока|у меня вопрос|два вопроса|вопрос",
    yes: "да|ага|ок|океи|хорошо|ладно|точно|верно|понятно|ясно|понял|поняла|конечно|да пожалуиста",
    no: "нет|нет спасибо|не то|ни один|ничего из этого",
    places: [
        "первыи|первая|первое|первую|1|один|номер 1",
        "второи|вторая|второе|вторую|2|два|номер 2",
        "третии|третья|третье|третью|3|три|номер 3",
        "последнии|последняя|последнее|последнюю",
    ],
    fillers: "пожалуиста|вариант|номер|я|имел|ввиду|ответ|вопрос|даваите|вот",
    sides: [
        ("сколько|цена|дорого|стоит|бесплатно", "стоимость цена"),
        ("как долго|сколько времени|сколько днеи|долго", "срок сколько времени"),
        ("где|куда", "где адрес"),
    ],
};

/// The languages that have lists, by their primary tags.
pub const LANGS: [&str; 9] = ["en", "zh", "de", "fr", "es", "pt", "it", "nl", "ru"];

/// The lists of a language by its primary tag, or `None` where there are none.
pub fn of(primary: &str) -> Option<&'static Markers> {
    Some(match primary {
        "en" => &ENGLISH,
        "zh" => &CHINESE,
        "de" => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        "pt" => &PORTUGUESE,
        "it" => &ITALIAN,
        "nl" => &DUTCH,
        "ru" => &RUSSIAN,
        _ => return None,
    })
}

/// A text as it is compared with the lists: folded, words parted by one space, without accents, since who types in haste
/// leaves them out. The marks of kana are no accents: また is "again", まだ "not yet".
pub fn form(text: &str) -> String {
    let canonical = canonical(text);
    if canonical.is_ascii() {
        return canonical;
    }
    let is_accent = |character: &char| {
        unicode_normalization::char::is_combining_mark(*character) && !matches!(character, '\u{3099}' | '\u{309A}')
    };
    canonical.nfd().filter(|character| !is_accent(character)).collect()
}

/// Whether a text in the form of the lists asks: in languages with spaces by how it begins, after what ties it to another
/// and after courtesies; in Chinese by a word that asks, wherever it stands.
pub fn asks(form: &str, markers: &Markers, spaced: bool) -> bool {
    if !spaced {
        return contains(markers.asks, form, false);
    }
    let mut rest = form;
    loop {
        if opening(markers.asks, rest, true) > 0 {
            return true;
        }
        let skipped = [markers.leads, markers.joins, markers.courtesies, markers.yes];
        match skipped.iter().map(|list| opening(list, rest, true)).max() {
            Some(length) if length > 0 => rest = rest[length..].trim_start(),
            _ => return false,
        }
    }
}

/// Whether a text is made of items of a list and of nothing else: "yes, okay".
pub fn is_made_of(list: &str, form: &str, spaced: bool) -> bool {
    let mut rest = form;
    while !rest.is_empty() {
        let length = opening(list, rest, spaced);
        if length == 0 {
            return false;
        }
        rest = rest[length..].trim_start();
    }
    !form.is_empty()
}

/// The length in bytes of the longest item of a list that stands anywhere in a text; 0 where none does.
pub fn longest(list: &str, text: &str, spaced: bool) -> usize {
    list.split('|').filter(|item| contains(item, text, spaced)).map(str::len).max().unwrap_or(0)
}

/// Whether a list holds exactly this.
pub fn holds(list: &str, text: &str) -> bool {
    list.split('|').any(|item| item == text)
}

/// The longest item of a list that a text begins with, as whole words where the language has spaces, by its length in
/// bytes; 0 where it begins with none.
pub fn opening(list: &str, text: &str, spaced: bool) -> usize {
    let begins =
        |item: &&str| text.strip_prefix(*item).is_some_and(|rest| !spaced || rest.is_empty() || rest.starts_with(' '));
    list.split('|').filter(begins).map(str::len).max().unwrap_or(0)
}

/// As [`opening`], at the end of the text.
pub fn ending(list: &str, text: &str, spaced: bool) -> usize {
    let ends =
        |item: &&str| text.strip_suffix(*item).is_some_and(|rest| !spaced || rest.is_empty() || rest.ends_with(' '));
    list.split('|').filter(ends).map(str::len).max().unwrap_or(0)
}

/// Whether an item of a list stands anywhere in a text.
pub fn contains(list: &str, text: &str, spaced: bool) -> bool {
    if !spaced {
        return list.split('|').any(|item| text.contains(item));
    }
    let padded = format!(" {text} ");
    list.split('|').any(|item| padded.contains(&format!(" {item} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_folded_and_without_empty_items() {
        for markers in LANGS.map(|lang| of(lang).unwrap()) {
            let lists = [
                markers.leads,
                markers.tails,
                markers.pointers,
                markers.generic,
                markers.asks,
                markers.joins,
                markers.courtesies,
                markers.yes,
                markers.no,
                markers.fillers,
            ];
            let sides = markers.sides.iter().map(|(asked, _)| *asked);
            for item in lists.into_iter().chain(markers.places).chain(sides).flat_map(|list| list.split('|')) {
                assert!(!item.is_empty() && item.trim() == item && form(item) == item, "{item:?}");
            }
        }
    }

    #[test]
    fn items_are_found_as_whole_words() {
        let english = of("en").unwrap();
        assert_eq!(opening(english.leads, "and what about bikes", true), "and what about".len());
        assert_eq!(opening(english.leads, "android app", true), 0);
        assert!(contains(english.pointers, "how long does it take", true));
        assert!(!contains(english.pointers, "my kit", true));
        let chinese = of("zh").unwrap();
        assert_eq!(opening(chinese.leads, "那运费呢", false), "那".len());
        assert_eq!(ending(chinese.tails, "那运费呢", false), "呢".len());
        assert!(of("eo").is_none());
    }
}
