use super::{ANGER, PERSON, Slot, asks_for_person, clauses, is_angry};

const WISHES: &[&str] = &[
    "human",
    "Human please",
    "agent!!",
    "AGENT AGENT AGENT",
    "real person",
    "live agent, please",
    "operator",
    "Customer service representative",
    "I want to talk to a human",
    "can I speak with someone?",
    "Could you please connect me to an agent",
    "put me through to a real person",
    "let me talk to a manager",
    "I need to speak to a representative about my order 4711",
    "Not helpful. I want a human!",
    "is there a real person here?",
    "I don't want to talk to a bot",
    "no more bots",
    "how do I talk to a person?",
    "I've tried everything twice and it still squeaks, can I please chat with a real human now",
    "transfer me to customer support",
    "give me a human",
    "转人工",
    "我要转人工",
    "人工",
    "人工客服",
    "真人客服",
    "请帮我转人工客服，谢谢",
    "我想找真人聊聊",
    "有人工客服吗？",
    "有人吗",
    "能不能跟真人说话",
    "不想跟机器人说话",
    "别让机器人回我了，找个人工",
    "我的车到现在还没到，转人工",
    "联系人工客服",
    "轉真人客服",
    "我要真人",
    "請幫我轉接專人",
    "想跟真人對話",
    "找个人来",
    "叫人出来跟我说",
    "我要和客服人員講話",
    "不要機器人",
    "Mitarbeiter",
    "Ich möchte mit einem Mitarbeiter sprechen",
    "Mitarbeiter sprechen",
    "bitte mit einem echten Menschen verbinden",
    "Kann ich mit jemandem reden?",
    "verbinden Sie mich mit dem Kundenservice",
    "ich will nicht mit einem Bot reden",
    "Mensch bitte!",
    "un humain svp",
    "Je veux parler à un conseiller",
    "pouvez-vous me mettre en relation avec un agent",
    "parler à quelqu'un",
    "je ne veux pas parler à un robot",
    "agente",
    "Quiero hablar con una persona",
    "páseme con un asesor por favor",
    "¿hay alguien ahí?",
    "necesito una persona real",
    "no quiero hablar con un robot",
    "quero falar com um atendente",
    "atendente",
    "me transfere para um humano",
    "tem alguém aí?",
    "falar com uma pessoa real",
    "vorrei parlare con un operatore",
    "operatore",
    "mi passi una persona",
    "voglio parlare con qualcuno",
    "c'è qualcuno?",
    "medewerker graag",
    "Kan ik met een medewerker spreken?",
    "ik wil een echt persoon spreken",
    "verbind me door met een medewerker",
    "оператор",
    "Позовите человека",
    "Хочу поговорить с живым человеком",
    "соедините меня с оператором",
    "Живой человек есть?",
    "не хочу общаться с ботом",
    "オペレーターに繋いでください",
    "人間と話したい",
    "担当者をお願いします",
    "担当者と直接話したいです",
    "有人対応に切り替えて",
    "ロボットじゃなく人と話をさせて",
    "상담원 연결해 주세요",
    "상담원",
    "사람이랑 얘기하고 싶어요",
    "직원과 통화말고 채팅하고 싶어요",
    "진짜 사람 연결",
];

const NO_WISHES: &[&str] = &[
    "how do I contact customer service by phone?",
    "is the bike human powered",
    "do you have a human resources department",
    "can I return it to an agent",
    "What are the opening hours of customer service?",
    "Does a person have to be at home for the delivery?",
    "How many people can ride it?",
    "I don't want to talk to a human",
    "Do I need an agent to import it?",
    "which cleaning agent should I use?",
    "I spoke to an agent yesterday, where is my refund?",
    "Are you a real estate agent?",
    "can I speak to someone in your shop?",
    "What is the phone number of your support?",
    "is there a discount for persons over 65",
    "can someone else collect my order?",
    "Is it a one person tent?",
    "Who made this bot?",
    "are you human?",
    "What does an operator do here",
    "I want to return a robot vacuum",
    "do you sell a robot for kids",
    "I'd like to apply for a job as customer service agent",
    "no need to talk to a person",
    "怎么打电话联系客服",
    "人工客服几点上班",
    "客服电话是多少",
    "人工费怎么算",
    "支持人工智能吗",
    "这是人工皮革吗",
    "一个人能安装吗",
    "能找人来装吗",
    "可以叫人过来修一下吗",
    "有人用过这款吗",
    "不需要人工服务",
    "家里没人能签收吗",
    "找不到我的订单",
    "有大人的尺码吗",
    "客服的工作时间",
    "客服電話幾點到幾點",
    "Wie ist die Telefonnummer vom Kundenservice?",
    "Muss ein Mensch zu Hause sein?",
    "Für wie viele Personen ist das?",
    "ich habe gestern mit einem Mitarbeiter gesprochen",
    "Gibt es Rabatt für Mitarbeiter?",
    "Wie bewerbe ich mich als Mitarbeiter?",
    "Quel est le numéro du service client ?",
    "Pour combien de personnes ?",
    "Puis-je offrir un bon à une personne ?",
    "j'ai parlé à un conseiller hier",
    "¿Cuál es el teléfono de atención al cliente?",
    "¿Para cuántas personas es?",
    "¿Puede otra persona recoger mi pedido?",
    "Qual o telefone do atendimento?",
    "Outra pessoa pode receber o pedido?",
    "Qual è il numero del servizio clienti?",
    "Un'altra persona può ritirare il pacco?",
    "Wat is het telefoonnummer van de klantenservice?",
    "Kan iemand anders mijn pakket ophalen?",
    "Какой телефон службы поддержки?",
    "Сколько человек помещается?",
    "Может ли другой человек забрать заказ?",
    "カスタマーサービスの電話番号は？",
    "一人で組み立てられますか",
    "ロボット掃除機はありますか",
    "他の人が受け取れますか",
    "営業時間を教えてください",
    "고객센터 전화번호가 뭐예요?",
    "다른 사람이 대신 받을 수 있나요?",
    "몇 사람이 탈 수 있나요?",
    "",
    "???",
    "thank you",
    "Where is my order?",
];

const ANGRY: &[&str] = &[
    "WHERE IS MY ORDER!!!",
    "I HAVE BEEN WAITING FOR THREE WEEKS!",
    "ICH WARTE SEIT DREI WOCHEN!!",
    "ГДЕ МОЙ ЗАКАЗ, СКОЛЬКО МОЖНО!",
    "this is bullshit",
    "fuck this",
    "you are all idiots",
    "your bot is useless",
    "stupid bot",
    "what the fuck, wtf",
    "you people are thieves",
    "sick of you and your excuses",
    "go to hell",
    "Worst service ever",
    "shut up you piece of shit",
    "this company is a joke",
    "傻逼",
    "你们都是骗子",
    "垃圾客服",
    "他妈的还不发货",
    "什么破公司",
    "滚",
    "你们真是没用",
    "气死我了，我要投诉你们",
    "這什麼爛服務，垃圾公司",
    "去死吧",
    "so eine Scheiße",
    "Ihr seid alle Idioten",
    "dummer Bot",
    "das ist eine Frechheit",
    "Verarscht ihr mich",
    "Saftladen!",
    "vous êtes des voleurs",
    "putain de service",
    "robot stupide",
    "c'est scandaleux",
    "bande d'incapables",
    "ta gueule",
    "sois unos inútiles",
    "vaya mierda de empresa",
    "hijos de puta",
    "son unos ladrones",
    "robot estúpido",
    "que vergüenza",
    "vocês são uns palhaços",
    "que merda",
    "robô burro",
    "vão se foder",
    "siete dei ladri",
    "che schifo",
    "bot inutile",
    "vaffanculo",
    "wat een kutbedrijf, kut",
    "stomme bot",
    "jullie zijn oplichters",
    "schandalig!",
    "вы мошенники",
    "тупой бот",
    "какого хрена",
    "это пиздец",
    "уроды",
    "ふざけるな",
    "このボット使えない",
    "いい加減にしろ",
    "最悪",
    "対応が最低",
    "장난하냐",
    "씨발",
    "짜증나네 진짜",
    "쓰레기 같은 서비스",
];

const CALM: &[&str] = &[
    "WHERE IS IT",
    "OK!",
    "DHL EXPRESS!",
    "SKU AB-1234-XL-RED-2026",
    "VANMOOF S3 XL",
    "My order is LATE!",
    "Where is my order?!!!",
    "stupid question: which size do I need?",
    "is the lock idiot-proof?",
    "does the insurance cover thieves?",
    "My bike was stolen by thieves, what now?",
    "I am sorry to bother you",
    "I am disappointed",
    "this is useless information about size, right?",
    "do you have a trash can",
    "is this shop a scam?",
    "my dog is sick of the food",
    "class action",
    "Scunthorpe",
    "assembly",
    "垃圾桶多少钱",
    "送给他妈妈的礼物",
    "收到的苹果烂了怎么办",
    "扫地机器人太笨重吗",
    "遇到骗子冒充你们怎么办",
    "滚筒洗衣机有吗",
    "我很失望",
    "怎么投诉",
    "吃了有点恶心",
    "垃圾郵件怎麼退訂",
    "Ist das Schloss sicher gegen Diebe?",
    "Ein Betrüger hat mich angerufen",
    "Das ist idiotensicher?",
    "Ich bin enttäuscht",
    "Mist ist als Dünger erhältlich?",
    "Comment me protéger des voleurs ?",
    "Je suis déçu",
    "C'est une question idiote, mais quelle taille ?",
    "antivol pour vélo",
    "¿El candado protege contra ladrones?",
    "Estoy decepcionado",
    "¿qué pasa si los ladrones roban mi bici?",
    "¿Puedo ir contigo o con un amigo?",
    "Lixeira de cozinha tem?",
    "O cadeado é seguro contra ladrões?",
    "Estou triste",
    "I ladri hanno rubato la mia bici",
    "Sono deluso",
    "mijn vrouw heeft kanker, kan ik annuleren?",
    "Ik ben teleurgesteld",
    "heeft u eikels voor de decoratie",
    "Мне позвонили мошенники, это вы?",
    "Я расстроен",
    "Есть ли козлы для распила?",
    "最悪の場合どうなりますか",
    "最低価格はいくらですか",
    "約束の時間は？",
    "残念です",
    "쓰레기통 있나요?",
    "실망했어요",
    "시발점이 어디인가요",
    "",
    "🙂",
    "thanks!",
];

#[test]
fn who_wants_a_person_is_understood_in_every_language() {
    let missed: Vec<&&str> = WISHES.iter().filter(|text| !asks_for_person(text)).collect();
    assert!(missed.is_empty(), "not understood: {missed:#?}");
}

#[test]
fn who_asks_about_people_is_not_taken_for_one_who_wants_one() {
    let mistaken: Vec<&&str> = NO_WISHES.iter().filter(|text| asks_for_person(text)).collect();
    assert!(mistaken.is_empty(), "taken for a wish: {mistaken:#?}");
}

#[test]
fn anger_is_seen_and_a_plain_complaint_is_none() {
    let missed: Vec<&&str> = ANGRY.iter().filter(|text| !is_angry(text)).collect();
    assert!(missed.is_empty(), "not seen: {missed:#?}");
    let mistaken: Vec<&&str> = CALM.iter().filter(|text| is_angry(text)).collect();
    assert!(mistaken.is_empty(), "taken for anger: {mistaken:#?}");
}

#[test]
fn the_tables_of_examples_are_large_enough_to_mean_something() {
    for table in [WISHES, NO_WISHES, ANGRY, CALM] {
        assert!(table.len() >= 60, "{}", table.len());
    }
}

/// Every phrase of every table is written out, with each of what may stand in its places once at least.
#[test]
fn no_phrase_is_left_out_that_may_stand_in_a_text() {
    let (mut written, mut meant) = (0, 0);
    for tables in [&*PERSON, &*ANGER] {
        for (at, table) in tables.tables.iter().enumerate() {
            let phrases = table.bare.iter().chain(&table.phrases).chain(&table.refusals);
            for (place, phrase) in phrases.enumerate() {
                let slots: Vec<&Vec<String>> = phrase
                    .iter()
                    .filter_map(|slot| match slot {
                        Slot::Words { alternatives, .. } => Some(alternatives),
                        _ => None,
                    })
                    .collect();
                assert!(slots.iter().all(|slot| slot.iter().all(|words| !words.trim().is_empty())));
                for choice in 0..slots.iter().map(|slot| slot.len()).max().unwrap_or(0) {
                    let words = slots.iter().map(|slot| slot[choice % slot.len()].as_str());
                    let clauses = clauses(&words.collect::<String>());
                    let seen = tables.heads.see(&clauses);
                    assert!(tables.heads.may_stand(at, place, &seen), "{clauses:?}");
                    written += 1;
                    meant += usize::from(table.says(&clauses));
                }
            }
        }
    }
    assert!(meant * 2 > written && written > 500, "{meant} of {written} texts say what their table is for");
}

#[test]
fn what_is_left_out_changes_nothing() {
    let texts: Vec<&str> = [WISHES, NO_WISHES, ANGRY, CALM].concat();
    let pairs = texts.iter().zip(texts.iter().rev()).map(|(one, other)| format!("{one}, {other}"));
    for text in texts.iter().map(|text| (*text).to_owned()).chain(pairs) {
        let clauses = clauses(&text);
        for tables in [&*PERSON, &*ANGER] {
            assert_eq!(tables.say(&clauses), tables.tables.iter().any(|table| table.says(&clauses)), "{text}");
        }
    }
}

#[test]
fn a_long_text_costs_no_more_than_its_beginning() {
    let long = "the bike is fine ".repeat(10_000) + "talk to a human";
    assert!(!asks_for_person(&long) && !is_angry(&long));
}

#[test]
fn no_question_of_the_sample_is_a_wish_or_anger_but_those_for_a_person() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let mut seen = 0;
    for lang in ["en", "zh"] {
        let text = std::fs::read_to_string(format!("{root}tests/questions/{lang}.jsonl")).unwrap();
        for line in text.lines() {
            let question: serde_json::Value = serde_json::from_str(line).unwrap();
            let (asked, other) = (question["q"].as_str().unwrap(), question["id"] != "talk-to-person");
            let calm = question["id"] != "complaint";
            assert!((!calm || !is_angry(asked)) && (!other || !asks_for_person(asked)), "{asked}");
            seen += 1;
        }
        for file in std::fs::read_dir(format!("{root}faq/{lang}")).unwrap() {
            let path = file.unwrap().path();
            // greetings and the like hold the wish, and the anger, themselves
            let wordings = std::fs::read_to_string(&path).unwrap();
            for wording in wordings.lines().filter_map(|line| line.strip_prefix("      - ")) {
                let talk = path.ends_with("small-talk.yaml");
                assert!(talk || (!asks_for_person(wording) && !is_angry(wording)), "{wording}");
                seen += 1;
            }
        }
    }
    assert!(seen > 1_000, "{seen}");
}

#[test]
fn what_the_bot_says_one_may_ask_for_is_understood_in_its_own_words() {
    let said = [
        "ask for a person",
        "mit einem Menschen sprechen",
        "parler à une personne",
        "demander à parler à une personne",
        "hablar con una persona",
        "pido hablar con una persona",
        "falar com uma pessoa",
        "parlare con una persona",
        "chiedo di parlare con una persona",
        "naar een medewerker vragen",
        "ik vraag naar een medewerker",
        "поговорить с сотрудником",
        "担当者を呼んでください",
        "担当者を呼ぶ",
        "상담원을 요청합니다",
        "상담원 요청",
        "联系人工客服",
        "聯絡真人客服",
    ];
    let missed: Vec<_> = said.iter().filter(|text| !asks_for_person(text)).collect();
    assert!(missed.is_empty(), "not understood: {missed:#?}");
}
