//! The words with which people swear at a company or its machine, by language. They are compared and never shown.
//! Words that are also said of things or of oneself stand here only with whom they are said to.

use super::Table;

/// A table of words that tell on their own, and of what shows that they are not meant so.
const fn table(spaced: bool, phrases: &'static [&'static str], blocked: &'static str) -> Table {
    Table { spaced, fillers: "", bare: &[], phrases, refusals: &[], negations: "", blocked }
}

pub(super) const TABLES: &[Table] = &[
    table(
        true,
        &[
            "fuck|fucking|fucked|fck|fuckin|wtf|bullshit|bullsh|shit|shitty|asshole|assholes|bastard|bastards|bitch|dickhead|motherfucker|piece_of_shit|crap_service|pissed_off|stfu",
            "you|u ?people|guys ?are|re|r ?all|such|fucking|just|so|a|an|bunch ?of|a|an idiot|idiots|moron|morons|stupid|useless|pathetic|thieves|scammers|liars|liar|incompetent|dumb",
            "stupid|dumb|useless|idiotic|pathetic|worthless|damn|goddamn|bloody|garbage|terrible ?damn bot|robot|chatbot|machine|company|service|support|assistant|chat|people|idiots",
            "bot|chatbot|chat|company|service|support ?is|are ?so|absolutely|completely|totally|fucking|just|a useless|stupid|pathetic|garbage|trash|worthless|joke|bullshit|disgrace|idiotic",
            "sick|fed|tired of|up ?of|with ?all you|this_bot|this_company|your|this_crap|this_nonsense",
            "shut_up|go_to_hell|screw_you|worst_service|worst_company|worst_support|bunch_of_idiots|bunch_of_crooks|absolutely_ridiculous|how_dare_you|what_a_joke|rip_off_merchants|bunch_of_scammers",
        ],
        "shit_happens|idiot_proof|stupid_question|holy_shit_thank",
    ),
    table(
        false,
        &[
            "傻逼|傻B|傻叉|煞笔|沙比|他妈的|特么的|操你|草泥马|你妈逼|去你妈|去死|滚蛋|狗屁|放屁|脑残|智障|白痴|王八蛋|混蛋|狗东西|不要脸|坑爹|坑人|骗子公司|骗子平台|大骗子|一群骗子|垃圾公司|垃圾客服|垃圾服务|垃圾平台|垃圾店|垃圾机器人|破公司|破机器人|什么玩意|什么东西啊|气死我了|气死我|烦死了|恶心人|有病吧|有毛病吧|耍我|玩我呢|废物|没用的东西|人工智障|投诉你们|投诉到底|黑店|无良商家|无良奸商|奸商|干你娘|靠北|三小|北七",
            "^ 妈的",
            "^ 滚|滚吧|滚开|垃圾|呸 $",
            "你们|你|客服|机器人|服务 ?这 ?服务|客服|机器人 ?是|真|真是|真的|太|就是|都是|简直 ?是|个 骗子|垃圾|废物|蠢|笨|傻|蠢货|没用|骗人|无耻|恶心|差劲|烂",
        ],
        "垃圾桶|垃圾袋|垃圾分类|垃圾邮件|防骗|你们是什么东西的|混蛋的意思|烂了|烂掉|废物利用|笨重",
    ),
    table(
        true,
        &[
            "scheisse|scheiss|scheiße|scheiß|scheissladen|scheißladen|scheissverein|arschloch|arschlocher|verarscht|verarschen|verarsche|wichser|fick|fickt|verfickt|verdammte|verdammter|saftladen|drecksladen|drecksbot|drecksverein|drecksteil|abzocker|abzocke|schweinerei|vollidiot|vollidioten|vollpfosten|leckt_mich|leck_mich|zum_kotzen|kotzt_mich|schnauze|halt_die_klappe|unverschamt|unverschamtheit|frechheit|sauladen|schnauze_voll|nervt_mich|halsabschneider",
            "ihr|du|sie ?seid|bist|sind ?alle|doch|ja|einfach|nur|so|ein betruger|idioten|idiot|dumm|unfahig|nutzlos|blod|bescheuert|lugner|verbrecher|deppen|depp|inkompetent",
            "dummer|dumme|bloder|blode|blodes|dummes|nutzloser|nutzlose|nutzloses|bescheuerter|unfahiger|unfahige|idiotischer bot|chatbot|roboter|maschine|laden|firma|verein|programm|ding|leute|mitarbeiter|service|support",
            "so_ein_mist|so_ein_scheiss|was_fur_idioten|wollt_ihr_mich|reicht_es_mir|platzt_mir_der_kragen|eine_zumutung",
        ],
        "idiotensicher",
    ),
    table(
        true,
        &[
            "merde|putain|connard|connards|connasse|encule|encules|salaud|salauds|ta_gueule|foutez|fous_moi|je_m_en_fous|bordel|bande_de_nuls|bande_d_incapables|foutage_de_gueule|nul_a_chier|c_est_nul|va_te_faire|allez_vous_faire|fait_chier|faites_chier|honteux|une_honte|c_est_scandaleux|scandaleux|inadmissible|ras_le_bol|j_en_ai_marre|me_prenez_pour_un|incapables",
            "vous|tu|t|ce_bot|ce_robot|cette_machine ?etes|es|est ?tous|vraiment|completement|trop|des|un|une idiot|idiots|nul|nuls|imbecile|imbeciles|inutile|inutiles|stupide|stupides|debile|debiles|menteurs|arnaqueurs|arnaqueur|escrocs|escroc|voleurs",
            "stupide|idiot|debile|foutu|foutue|sale robot|bot|machine|chatbot|entreprise|service",
            "robot|bot|machine|chatbot|service stupide|idiot|debile|de_merde|inutile|pourri",
        ],
        "question_idiote",
    ),
    table(
        true,
        &[
            "mierda|joder|gilipollas|cabron|cabrones|hijo_de_puta|hijos_de_puta|hijueputa|puta|putos|pendejo|pendejos|imbecil|imbeciles|carajo|chinga|chingada|vayanse_a|vete_a_la|coño|me_cago|sinverguenzas|malditos|maldito_bot|maldita_maquina|callate|una_verguenza|que_verguenza|es_una_estafa|hasta_los_cojones|hasta_las_narices|estoy_harto|estoy_harta|tomadura_de_pelo",
            "son|eres|sois|es ?todos|todas|unos|unas|un|una|muy|tan|bien idiota|idiotas|inutil|inutiles|estupido|estupidos|incompetentes|mentirosos|estafadores|ladrones|rateros|basura|tonto|tonta|tontos|payasos",
            "estupido|estupida|inutil|maldito|maldita|pinche|puto robot|bot|maquina|chatbot|empresa|servicio",
            "robot|bot|maquina|chatbot|empresa|servicio|atencion estupido|estupida|inutil|de_mierda|basura|pesima|pesimo|asquerosa",
        ],
        "",
    ),
    table(
        true,
        &[
            "merda|porra|caralho|filho_da_puta|filhos_da_puta|fdp|puta_que_pariu|pqp|foda_se|vao_se_foder|vai_se_foder|se_foder|babaca|babacas|imbecil|imbecis|cu_de|vai_tomar|vao_tomar|palhacada|palhacos|picaretas|cala_a_boca|desgracados|uma_vergonha|que_vergonha|estou_farto|estou_farta|de_saco_cheio|falta_de_respeito|uma_piada|puta_merda",
            "voces|voce|vcs|vc|isso|este_bot|esse_bot ?sao|e ?todos|uns|umas|um|uma|muito|tao idiota|idiotas|inutil|inuteis|burro|burros|estupido|estupidos|incompetentes|mentirosos|golpistas|vigaristas|ladroes|lixo|bosta",
            "robo|bot|maquina|chatbot|empresa|servico|atendimento idiota|inutil|burro|estupido|lixo|de_merda|ridiculo|pessimo|horroroso",
        ],
        "lata_de_lixo|lixeira",
    ),
    table(
        true,
        &[
            "merda|cazzo|cazzate|stronzo|stronzi|stronza|vaffanculo|fanculo|coglione|coglioni|bastardi|bastardo|figli_di|porca_puttana|puttana|minchia|che_schifo|fate_schifo|fa_schifo|imbecille|imbecilli|deficiente|deficienti|una_vergogna|vergognatevi|vergognoso|mi_avete_rotto|rotto_le_palle|rompete|prendete_in_giro|mi_prendi_in_giro|sta_zitto|stai_zitto|buffoni|andate_a_quel|inaccettabile_e|sono_stufo_di_voi|pezzenti",
            "siete|sei|e|questo_bot ?tutti|tutte|degli|dei|un|una|proprio|davvero|solo idiota|idioti|inutile|inutili|stupido|stupidi|incompetenti|incapaci|truffatori|ladri|bugiardi|ridicoli|incapace",
            "stupido|inutile|maledetto|stupida|maledetta bot|robot|macchina|chatbot|azienda|servizio",
            "robot|bot|macchina|chatbot|azienda|servizio|assistenza stupido|inutile|di_merda|stupida|schifoso|schifosa|vergognosa|vergognoso|pessima|penoso",
        ],
        "",
    ),
    table(
        true,
        &[
            "kut|kutbot|kutbedrijf|klote|klotezooi|godverdomme|gvd|godver|klootzak|klootzakken|lul|lullen|shit|fuck|fucking|rot_op|rotop|teringzooi|sukkel|sukkels|schandalig|schande|hou_je_bek|hou_je_mond|zak_erin|belachelijk_bedrijf|wat_een_zooi|wat_een_rotzooi|waardeloos_bedrijf|waardeloze_service|waardeloze_bot|te_belachelijk_voor_woorden|flikker_op|afzetters|ben_het_zat|ik_ben_er_klaar_mee|om_te_huilen",
            "jullie|je|u|jij|deze_bot|dit_bedrijf ?zijn|bent|is ?allemaal|echt|een|gewoon|stelletje oplichters|idioten|idioot|dom|nutteloos|waardeloos|leugenaars|dieven|incompetent|stom|achterlijk",
            "domme|stomme|nutteloze|achterlijke|waardeloze|stelletje bot|robot|machine|chatbot|bedrijf|service|computer|idioten|prutsers|klantenservice",
        ],
        "lul_niet",
    ),
    table(
        true,
        &[
            "бля|блять|блядь|блин_да_что|сука|суки|хуй|хуйня|хуйню|хуево|нахуй|нахер|на_хуй|пиздец|пизда|пиздеж|заебали|заебал|заебало|ебаный|ебаные|ебать|ебаная|охуели|охуеть|говно|гавно|дерьмо|мудак|мудаки|уроды|урод|твари|тварь|сволочи|дебил|дебилы|дибилы|кретины|придурки|придурок|ворье|заткнись|пошел_ты|пошли_вы|идите_в|иди_в|достали_уже|вы_достали|задолбали|задрали|охренели|офигели|совсем_обнаглели|обнаглели|издеваетесь|вы_издеваетесь|безобразие|позорище|какого_черта|какого_хрена|шарашкина_контора",
            "вы|ты|ваш|этот ?все|просто|бот|что ?совсем|полные|полный|такие|такой идиоты|идиот|тупые|тупой|бесполезный|бесполезные|лохотрон|мошенники|жулики|кидалы|лжецы|вруны|некомпетентные",
            "тупой|тупая|тупые|бесполезный|бесполезная|дурацкий|идиотский|чертов|долбаный бот|робот|машина|чат|компания|поддержка|сервис|боты",
        ],
        "порода_сука|не_мошенники_ли",
    ),
    table(
        false,
        &[
            "ふざけるな|ふざけんな|ふざけてる|ふざけてん|馬鹿野郎|バカ野郎|ばかやろう|馬鹿にしてる|バカにしてる|馬鹿にするな|バカにするな|くそったれ|クソったれ|クソが|クソ会社|クソ対応|クソボット|糞会社|糞対応|死ね|しね！|消えろ|役立たず|使えないボット|使えねえ|使えねー|いい加減にしろ|いいかげんにしろ|いい加減にして|何様|なめてんのか|舐めてんのか|詐欺会社|ぼったくり|頭おかしい|頭にくる|頭に来た|ムカつく|むかつく|腹が立つ|腹立つ|最低の会社|最低の対応|最低な対応|最悪の対応|最悪な対応|最悪の会社|最悪のサービス|話にならない|うるせえ|黙れ|怒ってる|激怒",
            "^ 最悪|最低|バカ|馬鹿|クソ|糞|ばか|アホ|あほ|無能 ?だ|か|すぎ|です|だな|め ?な $",
            "お前|おまえ|あんた|このボット|ボット|このAI|御社|対応 ?は|が|ら|たち|本当|マジ ?に|で ?は バカ|馬鹿|アホ|無能|クズ|クソ|最低|最悪|使えない|ひどすぎ",
        ],
        "最悪の場合|最低限|最低価格|最低気温|馬鹿正直",
    ),
    table(
        false,
        &[
            "씨발|시발|씨팔|ㅅㅂ|ㅆㅂ|개새끼|개세끼|새끼야|병신|ㅂㅅ|지랄|미친놈|미친새끼|미친거아|꺼져|닥쳐|사기치냐|사기회사|사기업체|쓰레기회사|쓰레기업체|쓰레기서비스|쓰레기같은|개같은|좆|존나|엿먹|멍청이|멍청한|바보같은|바보냐|장난하냐|장난해|장난치냐|장난하세요|장난합니까|짜증나|짜증난|열받|빡치|빡쳐|빡친|화나네|화가나|어이없|최악의서비스|최악의회사|최악이|무능한|양아치|도둑놈|환장|뭐하자는|때려치|정신나갔",
        ],
        "시발점|시발역|쓰레기통|쓰레기봉투|사기당하지|바보같은질문",
    ),
];
