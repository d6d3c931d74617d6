//! The phrases with which people ask for a person, by language. Written without accents, and Chinese in either script:
//! both sides are compared in one form.

use super::Table;

pub(super) const TABLES: &[Table] = &[
    // English
    Table {
        spaced: true,
        fillers: "please|pls|plz|hi|hello|hey|now|ok|okay|yes|just|thanks|thank_you|sorry|right_now|asap|immediately|\
            instead|here|today|sir|help",
        bare: &[
            "?a|an|the ?real|live|actual human|person|agent|operator|representative|rep|being",
            "?a|an real|live|actual|human person|human|agent|operator|representative|rep|being|support|chat|help|someone",
            "agent agent ?agent",
            "?i ?want|wish|like|need ?to ask for a|an ?real|live|actual person|human|someone|somebody|operator|representative",
            "human human ?human",
            "support|service|customer_service|customer_support|customer agent|representative|rep|person",
            "?is ?there anyone|anybody|somebody|someone there",
            "live_chat|live_support|human_support|human_agent|speak_to_agent|talk_to_agent",
        ],
        phrases: &[
            "talk|speak|talking|speaking|chat|chatting to|with|2|too ?a|an|the|your|some|one|any ?of ?your|the ?real|live|actual|human|proper|customer|service|support|sales \
human|humans|person|people|agent|agents|representative|rep|operator|somebody|someone|anyone|employee|advisor|adviser|assistant|colleague|manager|supervisor|being|staff|team|customer_service|customer_support|support",
            "connect|transfer|forward|redirect|hand|put|pass|switch|escalate ?me|this|us ?over|on|through to|with|2 ?a|an|the|your|some ?real|live|actual|human|customer|service|support \
human|person|agent|representative|rep|operator|somebody|someone|employee|advisor|adviser|colleague|manager|supervisor|being|staff|customer_service|customer_support|support",
            "get|give|send|call|fetch ?me a|an|the|some|somebody ?real|live|actual human|agent|operator|representative|rep|supervisor $",
            "get|give|send ?me a|an|some real|live|human person|human|agent|being|representative|rep|operator",
            "want|need|prefer|like ?to|have|see a|an|some|the ?real|live|actual human|agent|operator|representative|rep $",
            "want|need|prefer|like a|an|some real|live|human|actual|proper person|human|agent|being|representative|rep|operator|help|answer|support",
            "want|need|prefer|like ?to|a human ?to ?help|being ?me $",
            "is|are there a|any|an ?real|live|actual|human human|person|people|agent|agents|someone|anyone|representative i|available|here|there|around|who|online",
            "is|are there a|any|an ?real|live|actual|human human|person|people|agent|agents|representative $",
            "let me talk|speak|chat to|with ?a|an|the|your ?real|human human|person|agent|someone|somebody|manager|support",
            "ask|asking|asked|asks for ?a|an ?real|live human|agent $",
            "human|person|agent instead_of ?a|this|the bot|robot|machine|chatbot",
        ],
        refusals: &[
            "don_t|dont|not|no|never|stop|hate ?want|wanna|like ?to|with talk|talking|speak|speaking|chat|chatting|deal|dealing to|with ?a|an|the|this|your|you ?stupid|damn bot|robot|machine|chatbot|computer|ai",
            "^ no|not ?more|a bot|bots|robot|robots|chatbots|machine $",
            "don_t|dont|not want|need ?a|an|the|this|your bot|robot|machine|chatbot $",
        ],
        negations: "don_t_want|dont_want|do_not_want|not_want|don_t_need|dont_need|do_not_need|no_need|\
            instead_of_talking|without|rather_than|didn_t_want|not_necessary|did|already|spoke|was|not_wish",
        blocked: "phone|telephone|number|email|e_mail|hours|resources|resource|in_person|store|shop|showroom|cost|\
            charge|powered|whatsapp|fax|or_a_bot|or_bot|or_a_robot|estate|job|vacancy|career|apply|error|\
            my_team|my_manager|my_boss|my_colleague|friend|size",
    },
    // Chinese, both scripts
    Table {
        spaced: false,
        fillers: "请|请问|麻烦|帮我|给我|我要|我想|我想要|我需要|谢谢|你好|您好|一下|吧|啊|呀|呢|了|哦|嗯|快|快点|马上|立刻|现在|直接|可以吗|好吗|行吗|行不行|能不能|可以|可不可以|能|\
            还是|唔该|谢|拜托",
        bare: &[
            "人工|真人|活人|客服|专员|专人|人工客服|真人客服|在线客服|线上客服|人工服务|客服人员|人工坐席|人工台|转人工|转人工客服|转客服|转接人工|转接客服|转真人|转专员|找客服|叫客服|要客服|找人工|人工人工|转人工转人工|人工人工人工|客服客服|接人工|接客服|联系客服|呼叫客服|呼叫人工",
            "有人|有真人|有人工|有客服|有人在|有客服在|客服在|人工在|有人在线|有没有人|有没有真人|有没有人工|有没有客服|有没有人工客服|有人工客服 ?在 ?线 ?吗|么|嘛",
        ],
        phrases: &[
            "转|转接|转到|转给|接|接入|换|切换|切换到|找|要|叫|联系|联络|呼叫|想找|需要|派 ?你们|你们的 ?一|个|一个|位|一位|到|成 人工客服|真人客服|人工服务|人工坐席|客服人员|在线客服|线上客服|客服专员|真人服务|专人客服|真人",
            "转|转接|接|换|切换|找|要|叫|呼叫|想找|需要|派 ?个|一个|位|一位|成|到 人工|活人|客服|专员|专人|真人 $",
            "和|跟|与|同|找|让 ?你们|你们的|一个|个|一位|位 真人|活人|人工客服|真人客服|人工|客服人员|客服|你们的人|专员|专人|真正的人|人类 ?直接|来|在线 说话|讲话|聊|谈|对话|沟通|交流|通话|讲|说|联系|处理|回答|回复|解决",
            "我|要|想|能|可以 和|跟|与|同 人 说话|讲话|聊|谈|对话|沟通|讲",
            "叫|让|找|换 ?一|个|你们 ?个 人|真人|活人|人类 来|出来|过来 $",
            "叫|让|找|换 ?一|个|你们 ?个 人|真人|活人|人类 ?来|出来|过来 跟我|和我|回答|回复|沟通",
            "叫|让|找|换 ?一|个|你们 ?个 人|真人|活人|人类 接",
            "人工|真人|客服 ?快|给我 出来|在哪里|在吗|在不在 $",
            "要|想要|需要 人工|真人|活人 ?来 ?的 帮助|帮忙|协助|回复|回答|处理|服务|支持",
        ],
        refusals: &[
            "不|不想|不要|别|不愿|懒得|讨厌|拒绝 ?再|要|想|愿意 ?和|跟|与|让|用 ?你|你们 ?这个|这种|的 机器人|机器|智能客服|AI ?说|聊|讲|回|谈|对|沟通",
            "不要|不想要|别给我 机器人|自动回复|智能客服",
            "你|您 ?就|根本 ?不 是机器人 ?吧|吗 ?我要 人工|真人",
        ],
        negations: "不用|不要|不需要|无需|不必|不想|别|没有必要|除了|不是|之前|刚才|已经",
        blocked: "电话|几点|时间|上班|下班|邮箱|邮件|微信号|收费|费用|多少钱|招聘|应聘|智能锁|人工费|人工智能|人工成本|人工草|人工湖|人工皮|人工合成|真人秀|真人大小|门店|怎么找|如何联系|\
            怎么联系|怎样联系|热线|号码|地址",
    },
    // German
    Table {
        spaced: true,
        fillers: "bitte|hallo|hi|jetzt|sofort|danke|ja|ok|mal|endlich|guten_tag|moin|gleich|lieber|hilfe|doch",
        bare: &[
            "?ein|einen|einem|echter|echten|echte|richtiger|richtigen|der mensch|menschen|mitarbeiter|mitarbeiterin|agent|berater|kundenberater|kundenbetreuer|sachbearbeiter|operator",
            "?ein|einen|eine echter|echten|echte|richtiger|richtigen|richtige|menschlicher|lebender mensch|menschen|person|mitarbeiter|berater|ansprechpartner",
            "mensch mensch ?mensch",
            "?ist ?da jemand da",
            "kundenservice|kundendienst|kundenbetreuung mitarbeiter",
            "mit ?einem|einer mensch|menschen|mitarbeiter|person reden|sprechen|chatten",
        ],
        phrases: &[
            "mit ?einem|einer|eurem|ihrem|dem|der|den|euren|ihren ?echten|richtigen|menschlichen|realen|wirklichen|lebenden|anderen menschen|mensch|mitarbeiter|mitarbeiterin|mitarbeitern|person|berater|beraterin|kundenberater|kundenbetreuer|kundenservice|kundendienst|agenten|agent|ansprechpartner|support|sachbearbeiter|vorgesetzten|jemandem|jemand ?aus ?dem|ihrem ?team|echtem|richtigem|persoenlich|direkt sprechen|reden|chatten|schreiben|verbinden|verbunden|verbinde|verbindet|unterhalten|kommunizieren|spreche|rede",
            "mitarbeiter|mitarbeiterin|berater|mensch|menschen|agent ?direkt sprechen $",
            "verbinde|verbinden|verbindet ?sie|mich ?mich ?bitte|direkt mit|zu",
            "will|moechte|mochte|brauche|wuensche|wunsche|gib|geben|hole|holen|hol ?ich ?sie ?mir ?bitte ?jetzt|endlich ?gerne|gern einen ?echten|richtigen|menschlichen|lebenden menschen|mitarbeiter|berater|ansprechpartner $",
            "zu|an|auf ?einem|einen ?echten|richtigen menschen|mitarbeiter|berater weiterleiten|durchstellen|verbinden|wechseln|weitergeleitet|weiterverbinden|uebergeben|ubergeben",
            "ist|gibt|kann ?es ?hier|da ?auch ?hier|irgendwo ein|einen|eine|irgendein|jemand ?echter|echten|richtiger|echte mensch|menschen|mitarbeiter|person|echtes ?da|hier|online|erreichbar $",
        ],
        refusals: &[
            "nicht|keine|kein|keinen|keinem|nie ?mehr ?lust ?auf ?mit ?einem|einer|diesem|dem|nem bot|roboter|maschine|automaten|chatbot|computer|ki ?mehr ?reden|sprechen|schreiben|chatten",
        ],
        negations: "nicht|keinen|keinem|ohne|statt|gestern|bereits|schon|wurde|hatte",
        blocked: "telefon|telefonisch|telefonnummer|nummer|email|e_mail|mail|oeffnungszeiten|offnungszeiten|filiale|\
            laden|bewerben|stelle|kosten|kostet|werkstatt|vor_ort|whatsapp|uhrzeit|erreichbarkeit",
    },
    // French
    Table {
        spaced: true,
        fillers: "s_il_vous_plait|s_il_te_plait|svp|stp|bonjour|bonsoir|salut|merci|oui|maintenant|tout_de_suite|vite|\
            ok|aide",
        bare: &[
            "?un|une|l ?vrai|vraie|veritable humain|agent|conseiller|conseillere|operateur|operatrice|etre_humain",
            "?un|une vrai|vraie|veritable personne|humain|conseiller|agent|etre_humain",
            "conseiller|agent|humain|service humain|client|conseiller|agent",
            "?il_y_a|y_a_t_il|y_a|ya quelqu_un ?la",
            "parler ?a|avec|a_un|a_une|un humain|conseiller|agent|personne|quelqu_un",
        ],
        phrases: &[
            "parler|discuter|echanger|chatter|communiquer|parle|converser ?directement|plutot a|avec|au|a_l ?un|une|votre|vos|la|le|l ?de ?des ?vos ?vrai|vraie|veritable|reel|reelle humain|humaine|personne|agent|conseiller|conseillere|conseillers|operateur|operatrice|quelqu_un|etre_humain|employe|collaborateur|responsable|service_client|support|technicien",
            "mettez|mets|mettre|passez|passe|passer|transferez|transferer|transferez|connectez|redirigez|orientez ?moi ?en ?relation|contact|vers ?avec|a|vers|par ?un|une ?vrai|vraie humain|personne|agent|conseiller|conseillere|quelqu_un|operateur|responsable",
            "veux|voudrais|souhaite|besoin|faut|prefere ?d|avoir|joindre|un|une ?un|une ?vrai|vraie|veritable humain|conseiller|etre_humain|agent $",
            "veux|voudrais|souhaite|prefere ?avoir un|une vrai|vraie|veritable humain|personne|conseiller|agent|etre_humain",
            "y_a_t_il|il_y_a|est_ce_qu_il_y_a|y_a un|une|quelqu_un ?vrai|vraie|de humain|reel|conseiller|agent|personne ?ici|disponible|en_ligne|derriere|la $",
        ],
        refusals: &[
            "pas|plus|veux_pas|marre|assez|refuse ?de|d ?parler|discuter|echanger ?a|avec|au|d ?un|une|ce|cette|des|les|l robot|robots|machine|machines|bot|chatbot|ordinateur|ia",
            "^ pas ?de|un|d_un robot|bot|machine|chatbot $",
        ],
        negations: "pas_besoin|ne_veux_pas|veux_pas|sans|au_lieu|plutot_que|deja|hier|ai_parle",
        blocked: "telephone|numero|mail|email|e_mail|horaires|heures|magasin|boutique|recrutement|emploi|postuler|\
            tarif|cout|ressources|whatsapp|immobilier",
    },
    // Spanish
    Table {
        spaced: true,
        fillers: "por_favor|porfa|porfavor|hola|buenas|buenos_dias|buenas_tardes|gracias|ya|ahora|si|ayuda|ok",
        bare: &[
            "?un|una|el ?verdadero humano|agente|asesor|asesora|operador|operadora|representante|ejecutivo|persona",
            "?un|una persona|agente|asesor|ser|operador|atencion|humano real|humano|humana|verdadera|persona",
            "?hay alguien ?ahi|aqui|en_linea|humano|real",
            "hablar con ?un|una humano|agente|asesor|persona|alguien|operador",
            "agente agente ?agente",
        ],
        phrases: &[
            "hablar|hablo|chatear|conversar|comunicarme|comunicar|hable|platicar|hablarle ?directamente con|a ?un|una|el|la|algun|alguna|vuestro|su|algunos ?verdadero|verdadera humano|humana|persona|agente|asesor|asesora|operador|operadora|alguien|representante|ejecutivo|empleado|encargado|supervisor|ser_humano|servicio_al_cliente|atencion_al_cliente|soporte",
            "comuniqueme|comunicame|pasame|paseme|pasa|pase|transfiereme|transfierame|transferir|transfiere|conectame|conecteme|ponme|pongame|derivame|deriveme|pasarme|contactarme ?con|a|al ?un|una humano|humana|persona|agente|asesor|asesora|operador|operadora|alguien|representante|ejecutivo|ser_humano|supervisor|encargado",
            "quiero|necesito|prefiero|quisiera|deseo|dame|deme|solicito ?a|hablar ?con un|una ?verdadero humano|agente|asesor|asesora|operador|operadora|representante|ejecutivo|ser_humano $",
            "quiero|necesito|prefiero|quisiera|dame ?a ?un|una persona|agente|asesor|atencion|ayuda real|humano|humana|verdadera|de_verdad",
            "hay ?algun|alguna|un|una ?persona|alguien|agente|asesor|humano real|humano|disponible|ahi|aqui|de_verdad|en_linea $",
        ],
        refusals: &[
            "no|harto|cansado|odio ?quiero|de ?de ?hablar|hablando|tratar con ?un|una|este|esta|el|la robot|bot|maquina|chatbot|computadora|ordenador|ia|robots|maquinas",
            "^ no ?a|quiero|mas ?un|los robot|robots|bot|bots|maquina|maquinas $",
        ],
        negations: "no_quiero|no_necesito|sin|en_vez_de|en_lugar_de|ya_hable|ayer",
        blocked: "telefono|numero|correo|email|horario|horarios|tienda|sucursal|empleo|trabajo|recursos|cuesta|costo|\
            precio|whatsapp|inmobiliario|talla",
    },
    // Portuguese
    Table {
        spaced: true,
        fillers: "por_favor|pfv|pf|ola|oi|bom_dia|boa_tarde|boa_noite|obrigado|obrigada|agora|ja|sim|ajuda|ok",
        bare: &[
            "?um|uma|o humano|atendente|atendente_humano|operador|operadora|agente|representante|pessoa|assistente_humano",
            "?um|uma pessoa|atendimento|atendente|ser|agente|suporte real|humano|humana|de_verdade|pessoal",
            "?tem|ha alguem ?ai|aqui|online",
            "falar com ?um|uma|o|a humano|atendente|pessoa|alguem|agente|operador",
            "atendente atendente ?atendente",
        ],
        phrases: &[
            "falar|conversar|falo|falando|chatear|teclar ?diretamente com ?um|uma|o|a|algum|alguma|seu|vosso ?verdadeiro humano|humana|pessoa|atendente|agente|operador|operadora|alguem|representante|funcionario|gerente|supervisor|assistente|colaborador|ser_humano|atendimento|suporte|consultor",
            "me ?passa|passe|transfere|transfira|conecta|conecte|encaminhe|encaminha|coloque|coloca|direcione ?em|para|com|a|ao|pra|contato ?contato ?com ?um|uma|o humano|pessoa|atendente|agente|operador|operadora|alguem|representante|ser_humano|supervisor|gerente",
            "passar|transferir|passe|transfira|encaminhar|direcionar|chamar|chama|chame ?me ?para|a|ao|pra|com ?um|uma|o humano|atendente|agente|operador|operadora|representante|ser_humano $",
            "quero|preciso|prefiro|gostaria|queria|desejo ?de ?ter um|uma ?o humano|atendente|operador|operadora|representante|ser_humano|agente $",
            "quero|preciso|prefiro|gostaria|queria ?de ?um|uma pessoa|atendimento|atendente|ajuda real|humano|humana|de_verdade",
            "tem|ha|existe ?algum|alguma|um|uma ?pessoa|alguem|atendente|agente real|humano|disponivel|ai|de_verdade|online $",
        ],
        refusals: &[
            "nao|cansei|odeio|chega ?quero|de ?mais ?de ?falar|conversar|falando com ?um|uma|este|esse|o|a robo|bot|maquina|chatbot|computador|ia|robos",
            "^ nao|sem|chega ?quero|a|de ?um robo|robos|bot|bots|maquina $",
        ],
        negations: "nao_quero|nao_preciso|sem|em_vez_de|ao_inves_de|ja_falei|ontem",
        blocked: "telefone|numero|email|e_mail|horario|horarios|loja|filial|emprego|vaga|recursos|custa|custo|preco|\
            whatsapp|tamanho",
    },
    // Italian
    Table {
        spaced: true,
        fillers: "per_favore|perfavore|per_piacere|ciao|salve|buongiorno|buonasera|grazie|adesso|ora|subito|si|aiuto|\
            ok",
        bare: &[
            "?un|una|un_vero|l umano|operatore|operatrice|addetto|consulente|essere_umano|persona",
            "?un|una persona|operatore|agente|assistente|assistenza vera|vero|umano|umana|reale|in_carne_e_ossa",
            "?c_e qualcuno ?li|qui|online",
            "parlare con|a ?un|una|l ?umano|operatore|persona|qualcuno|addetto|consulente",
            "operatore operatore ?operatore",
        ],
        phrases: &[
            "parlare|parlo|chattare|comunicare|conversare|scrivere ?direttamente con ?un|una|il|la|l|un_vostro|qualcuno ?del|vero|vera|vostro umano|operatore|operatrice|persona|qualcuno|addetto|consulente|agente|essere_umano|dipendente|responsabile|assistente|assistenza|servizio_clienti|supporto|team",
            "parlare|parlo con qualcuno|una_persona|una_persona_vera|un_essere_umano",
            "passatemi|passami|mi_passi|mi_passa|mettetemi|mettimi|mi_metta|collegatemi|collegami|trasferiscimi|trasferitemi|mi_trasferisca|inoltratemi|passarmi|mettermi|trasferirmi ?in ?contatto ?con|a|ad ?un|una|l umano|operatore|operatrice|persona|qualcuno|addetto|consulente|agente|essere_umano|responsabile",
            "voglio|vorrei|preferisco|desidero|serve|bisogno|datemi|dammi ?avere|di un|una ?vero|vera umano|operatore|operatrice|addetto|consulente|essere_umano $",
            "voglio|vorrei|preferisco|bisogno ?di una persona vera|reale|umana",
            "c_e ?un|una|qualcuno|qualche ?di ?persona|operatore umano|vera|vero|reale|disponibile|in_linea|online $",
        ],
        refusals: &[
            "non|stufo|stanco|basta ?voglio|di ?di ?parlare|parlarne|chattare ?con ?un|una|questo|questa|il|la|i robot|bot|macchina|chatbot|computer|macchine|ia",
            "^ no|niente|basta ?un|con ?i robot|bot|macchine $",
        ],
        negations: "non_voglio|non_ho_bisogno|non_serve|senza|invece_di|ieri|ho_parlato",
        blocked: "telefono|numero|email|e_mail|mail|orario|orari|negozio|sede|lavoro|candidatura|risorse|costa|costo|\
            prezzo|whatsapp|taglia",
    },
    // Dutch
    Table {
        spaced: true,
        fillers: "alstublieft|aub|alsjeblieft|ajb|hallo|hoi|goedemiddag|goedemorgen|bedankt|dank_u|nu|ja|ok|help|\
            graag|direct",
        bare: &[
            "?een|de ?echte|echt mens|medewerker|medewerkster|agent|adviseur",
            "?een echte|echt|menselijke|levende persoon|mens|medewerker|iemand",
            "?is ?er ?hier iemand ?daar|hier|online|aanwezig",
            "?spreken met|naar ?een|de mens|medewerker|persoon|iemand|echt_persoon ?praten|spreken|chatten",
            "medewerker spreken|graag|nodig",
            "?ik ?wil|kan ?ik ?graag naar een|de ?echte mens|medewerker|persoon|collega vragen",
            "?ik vraag ?graag naar een|de ?echte mens|medewerker|persoon|collega",
            "?ik wil|kan|mag ?ik een|de ?echt|echte mens|persoon|medewerker|adviseur spreken|zien",
        ],
        phrases: &[
            "praten|spreken|chatten|spreek|praat|overleggen ?liever|direct|graag met ?een|de|jullie|uw|iemand ?van ?echt|echte|andere|menselijke mens|medewerker|medewerkster|persoon|iemand|adviseur|agent|klantenservice|collega|manager|leidinggevende|team|jullie",
            "met ?een|de|jullie|uw ?echt|echte|andere|menselijke mens|medewerker|medewerkster|persoon|iemand|adviseur|agent|klantenservice|collega|manager|leidinggevende ?van ?jullie|het ?team ?te ?wil|kan|mag praten|spreken|chatten|overleggen|doorverbinden|doorverbonden|verbinden|verbonden|communiceren",
            "verbind|verbindt|schakel|zet ?mij|me|ons ?door met|naar ?een|de ?echte|echt mens|medewerker|persoon|iemand|adviseur|agent|klantenservice|collega",
            "wil|wilt|zoek|geef|nodig|verwacht ?graag|mij|me|ik een ?echt|echte mens|medewerker|adviseur|agent ?spreken|nodig|graag|zien $",
            "wil|geef|heb|zoek ?graag|mij|me een ?echt|echte|menselijke mens|persoon ?nodig $",
            "is|zijn er ?hier|ook|nog een|iemand|echte|mensen ?echt|echte mens|medewerker|persoon|echt|aanwezig|beschikbaar ?aanwezig|beschikbaar|hier|online $",
        ],
        refusals: &[
            "geen|niet|nooit ?zin|meer ?in|om ?te|met ?met ?een|deze|dit|die|de robot|robots|bot|bots|machine|chatbot|computer ?praten|spreken|chatten",
        ],
        negations: "niet|geen|zonder|in_plaats_van|gisteren|al_gesproken",
        blocked: "telefoon|telefonisch|telefoonnummer|nummer|email|e_mail|mail|openingstijden|winkel|vacature|\
            solliciteren|kost|kosten|whatsapp|maat|bellen",
    },
    // Russian
    Table {
        spaced: true,
        fillers: "пожалуйста|плиз|пж|здравствуйте|привет|добрый_день|спасибо|сейчас|срочно|да|ок|помогите|мне|а|ну|\
            быстро",
        bare: &[
            "оператор|оператора|оператору|человек|человека|менеджер|менеджера|консультант|консультанта|сотрудник|сотрудника|специалист|живой_человек|живого_человека|живой_оператор|живого_оператора|агент|агента ?есть|тут|здесь",
            "оператор|оператора|человека|человек оператор|оператора|человека|человек",
            "?здесь|тут|там|есть кто_нибудь|кто_то|живые ?живой|живые|тут|здесь|там|есть",
            "позови|позовите|дайте|дай|соедините|соедини|переключи|переключите|нужен|хочу|зови|вызови ?на|с|к|со оператор|оператора|оператором|оператору|человек|человека|человеком|менеджера|менеджером|менеджер|консультанта|консультант|консультантом|сотрудника|специалиста",
        ],
        phrases: &[
            "поговорить|говорить|пообщаться|общаться|связаться|разговаривать|побеседовать|переговорить ?бы ?напрямую с|со ?вашим|живым|реальным|настоящим|кем_нибудь|каким_нибудь человеком|оператором|менеджером|сотрудником|консультантом|специалистом|людьми|представителем|руководителем|кем_нибудь|кем_то|живым|поддержкой",
            "с|со ?вашим|живым|реальным|настоящим человеком|оператором|менеджером|сотрудником|консультантом|специалистом ?можно|хочу|хотел|хотела ?бы поговорить|говорить|пообщаться|общаться|связаться|разговаривать|соедините|соедини|связать|свяжите|соединить",
            "соедините|соедини|соединить|свяжите|свяжи|связать|переключите|переключи|переключить|переведите|переведи|перевести ?меня|нас ?меня ?пожалуйста на|с|со|к ?живого|живым|реальным человека|человеком|оператора|оператором|оператору|менеджера|менеджером|сотрудника|сотрудником|консультанта|консультантом|специалиста|специалистом|людей|живого",
            "позовите|позови|позвать|дайте|дай|пригласите|вызовите|вызови|подключите|подключи|нужен|нужна|хочу|требую|нужно ?мне ?живого|живой|реального|настоящего|реальный человека|человек|оператора|оператор|менеджера|менеджер|консультанта|консультант|сотрудника|специалиста $",
            "есть|будет ли|тут|здесь|живой|у_вас ?тут|здесь|живой|живые|настоящий|кто ?живой человек|люди|оператор|кто_нибудь|живые ?здесь|тут|на_связи $",
        ],
        refusals: &[
            "не|хватит|надоело|устал|устала|отстань ?хочу|буду|желаю|надо ?говорить|общаться|разговаривать|переписываться|мне ?с ?этим|вашим ботом|роботом|машиной|чат_ботом|ботами|роботами|автоответчиком|компьютером",
            "^ не|без|хватит ?надо|хочу бот|бота|робот|робота|ботов|роботов $",
        ],
        negations: "не_хочу|не_нужен|не_надо|не_нужно|без|вместо|вчера|уже|не_буду",
        blocked: "телефон|телефона|телефону|номер|почта|почте|email|часы|график|магазин|магазине|вакансия|вакансии|\
            работу|стоит|сколько|размер|салоне|рост",
    },
    // Japanese
    Table {
        spaced: false,
        fillers: "お願いします|おねがいします|お願い|おねがい|お願いいたします|ください|下さい|頂けますか|いただけますか|もらえますか|できますか|すみません|こんにちは|今すぐ|すぐに|早く|はやく|と|を|\
            に|は|で|いいから",
        bare: &[
            "人間|人|担当者|担当|オペレーター|オペレータ|有人チャット|有人対応|スタッフ|係員|係の人|人間の担当者|生身の人間|ヒト|カスタマーサポート担当|有人サポート|有人",
            "担当者|担当|担当の方|オペレーター|スタッフ|係員|係の人 を 呼ぶ|呼びたい|呼びます",
            "誰か|だれか|人間|担当者|オペレーター|スタッフ|担当の方 ?は|が ?います|いません|いる|いない|いらっしゃいます ?か|の",
        ],
        phrases: &[
            "人間|人|担当者|担当の人|担当の方|担当|オペレーター|オペレータ|スタッフ|係員|係の人|係の方|社員|店員|生身の人|責任者|上司|サポートの人|サポート担当|誰か と|に|へ ?直接|ちゃんと|話がしたい|話し|話|会話|お話|つな|繋|チャット|相談|替わ|代わ|かわ|変わ|切り替",
            "担当者|担当|オペレーター|オペレータ|スタッフ|係の人|人間|責任者|上司|有人チャット|有人対応|有人 を|の|に 呼ん|よん|出し|だし|出せ|お願い|対応を|切り替|希望|変更|対応して|対応し",
            "人|人間|オペレーター|担当者|スタッフ に|と|へ つないで|つなげ|繋いで|繋げ|代わって|替わって|変わって|かわって|代われ|話させ|話したい|話せます|話せない|取り次",
            "人間|担当者|オペレーター が 対応|答え|返事|回答 して|し|を ?て ?ほしい|欲しい|ください",
        ],
        refusals: &[
            "ロボット|ボット|機械|AI|自動応答|チャットボット|コンピューター ?と|と|は|に|じゃ|では|の ?は|話|相手|返事 ?し たくない|いや|嫌|嫌だ|話したくない|じゃなく|ではなく|やめて|いらない|結構|駄目|ダメ|だめ|無理|うんざり",
        ],
        negations: "ではなく|しなくて|不要|なしで|昨日|先日|さっき|以前",
        blocked: "電話|番号|メール|営業時間|何時|店舗|店頭|採用|求人|料金|費用|人数|何人|一人|二人|大人|個人|人気|サイズ|話したくない|話したくありません|他の人|別の人|知人|友人|法人|隣の人",
    },
    // Korean
    Table {
        spaced: false,
        fillers: "부탁드립니다|부탁드려요|부탁해요|부탁합니다|부탁|주세요|해주세요|해줘|안녕하세요|제발|빨리|지금|당장|좀|요|바로|네|감사합니다|할게요|원해요|원합니다",
        bare: &[
            "상담원|상담사|상담직원|사람|직원|담당자|상담원연결|상담사연결|상담원연결해|직원연결|사람연결|상담원바꿔|상담원이랑|상담원불러|실제사람|진짜사람|실제상담원|상담원과채팅|채팅상담원|라이브상담|상담원채팅|담당자연결",
            "사람|상담원|상담사|직원|누구|담당자 ?이|가|은|는 ?없|있|계시|안계시 나|어|나요|어요|습니까|세요|냐|죠|니",
        ],
        phrases: &[
            "상담원|상담사|상담직원|사람|직원|담당자|매니저|책임자|실제사람|진짜사람|인간|고객센터직원 과|와|이랑|랑|하고|에게|한테|으로|로|을|를 ?직접|바로|좀|통화말고|채팅으로 연결|이야기|얘기|대화|말하고|말할|말해|채팅|상담하|상담받|상담을|불러|바꿔|바꾸|호출|대화하",
            "상담원|상담사|상담직원|직원|담당자|실제사람|진짜사람 ?좀|바로|빨리 연결|바꿔|불러|호출|나와|필요",
            "상담원|상담사|상담직원|직원|담당자 ?을|를 요청",
            "사람|진짜사람|실제사람|상담원 ?이|을|를 ?직접|좀 불러|바꿔|연결해|답변해|대답해|응대해|원해|원합니다",
        ],
        refusals: &[
            "로봇|봇|챗봇|기계|AI|인공지능|자동응답 ?이랑|랑|과|와|하고|은|는|이|말고|을|를 ?대화|말|얘기|이야기|상담 ?하기 싫|말고|그만|필요없|안할|안해|됐고",
        ],
        negations: "어제|아까|말고|없이|대신",
        blocked: "전화|번호|이메일|메일|영업시간|운영시간|몇시|매장|채용|입사|비용|요금|연결되지않|사이즈|다른사람|여러사람|사람들|몇사람|연결하지마|싶지않",
    },
];
