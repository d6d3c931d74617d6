//! Each language finds what is asked in other words than its FAQ's: a small FAQ and some questions for each.

use super::sample::{ask, entry, first, index};

/// A language's entries, each an id with its wordings, and questions with the id that is right.
struct Table {
    lang: &'static str,
    entries: &'static [(&'static str, &'static [&'static str])],
    questions: &'static [(&'static str, &'static str)],
}

fn check(table: &Table) {
    let entries = table.entries.iter().map(|(id, wordings)| entry(table.lang, id, wordings, "-")).collect();
    let index = index(entries);
    let mut wrong = Vec::new();
    for (text, id) in table.questions {
        let verdict = ask(&index, text);
        if first(&verdict) != *id {
            wrong.push(format!("{text}: {} and not {id}", first(&verdict)));
        }
        if verdict.foreign.is_some() || verdict.lang.as_str() != table.lang {
            wrong.push(format!("{text}: read as {:?}", verdict.foreign));
        }
    }
    assert!(wrong.is_empty(), "{}: {wrong:#?}", table.lang);
}

#[test]
fn german() {
    check(&Table {
        lang: "de",
        entries: &[
            ("lieferung", &["Wie lange dauert die Lieferung?", "Wann kommt mein Paket an?"]),
            ("rueckgabe", &["Wie kann ich einen Artikel zurückgeben?", "Frist für die Rückgabe"]),
            ("zahlung", &["Welche Zahlungsarten gibt es?", "Kann ich auf Rechnung kaufen?"]),
            ("oeffnung", &["Wann hat der Laden geöffnet?"]),
            ("passwort", &["Ich habe mein Passwort vergessen"]),
        ],
        questions: &[
            ("wie viele Tage ist die Sendung unterwegs", "lieferung"),
            ("Lieferdauer?", "lieferung"),
            ("ich möchte die Ware zurückschicken", "rueckgabe"),
            ("Rückgabefrist", "rueckgabe"),
            ("wie bezahle ich", "zahlung"),
            ("öffnungszeiten filiale", "oeffnung"),
            ("Kennwort zurücksetzen", "passwort"),
        ],
    });
}

#[test]
fn french() {
    check(&Table {
        lang: "fr",
        entries: &[
            ("livraison", &["Quels sont les délais de livraison ?", "Quand mon colis arrive-t-il ?"]),
            ("retour", &["Comment retourner un article ?"]),
            ("paiement", &["Quels moyens de paiement acceptez-vous ?"]),
            ("horaires", &["Quand le magasin est-il ouvert ?", "Horaires d’ouverture"]),
            ("mot-de-passe", &["J’ai oublié mon mot de passe"]),
        ],
        questions: &[
            ("combien de temps pour l'expédition", "livraison"),
            ("mes colis ne sont pas arrivés", "livraison"),
            ("je veux renvoyer mes chaussures", "retour"),
            ("puis-je payer par carte", "paiement"),
            ("horaires de la boutique", "horaires"),
            ("mot de passe perdu", "mot-de-passe"),
            ("delais livraison", "livraison"),
        ],
    });
}

#[test]
fn spanish() {
    check(&Table {
        lang: "es",
        entries: &[
            ("envio", &["¿Cuánto tarda el envío?", "¿Cuándo llega mi paquete?"]),
            ("devolucion", &["¿Cómo puedo devolver un artículo?"]),
            ("pago", &["¿Qué formas de pago aceptan?"]),
            ("horario", &["¿Cuándo está abierta la tienda?"]),
            ("factura", &["¿Dónde encuentro mi factura?", "Necesito una factura"]),
        ],
        questions: &[
            ("plazo de entrega", "envio"),
            ("no han llegado mis paquetes", "envio"),
            ("quiero hacer una devolución", "devolucion"),
            ("puedo pagar con tarjeta", "pago"),
            ("a qué hora abre el local", "horario"),
            ("necesito el recibo", "factura"),
            ("envio cuanto tarda", "envio"),
        ],
    });
}

#[test]
fn portuguese() {
    check(&Table {
        lang: "pt",
        entries: &[
            ("entrega", &["Quanto tempo demora a entrega?", "Quando chega a minha encomenda?"]),
            ("devolucao", &["Como posso devolver um produto?"]),
            ("pagamento", &["Quais formas de pagamento são aceitas?", "Aceitam cartão de crédito?"]),
            ("horario", &["Quando a loja está aberta?"]),
            ("senha", &["Esqueci a minha senha"]),
        ],
        questions: &[
            ("prazo de envio", "entrega"),
            ("meu pedido não chegou", "entrega"),
            ("quero fazer uma devolução", "devolucao"),
            ("posso pagar com cartão", "pagamento"),
            ("horário de abertura", "horario"),
            ("recuperar senha", "senha"),
        ],
    });
}

#[test]
fn italian() {
    check(&Table {
        lang: "it",
        entries: &[
            ("spedizione", &["Quanto tempo richiede la spedizione?", "Quando arriva il mio pacco?"]),
            ("reso", &["Come posso restituire un articolo?"]),
            ("pagamento", &["Quali metodi di pagamento accettate?"]),
            ("orari", &["Quando è aperto il negozio?"]),
            ("password", &["Ho dimenticato la password"]),
        ],
        questions: &[
            ("tempi di consegna", "spedizione"),
            ("dov'è il pacco", "spedizione"),
            ("vorrei fare un reso", "reso"),
            ("posso pagare con carta", "pagamento"),
            ("orari di apertura", "orari"),
            ("reimpostare la password", "password"),
        ],
    });
}

#[test]
fn dutch() {
    check(&Table {
        lang: "nl",
        entries: &[
            ("levering", &["Hoe lang duurt de levering?", "Wanneer komt mijn pakket aan?"]),
            ("retour", &["Hoe kan ik een artikel terugsturen?"]),
            ("betaling", &["Welke betaalmethoden zijn er?", "Kan ik met een kaart betalen?"]),
            ("openingstijden", &["Wanneer is de winkel open?"]),
            ("wachtwoord", &["Ik ben mijn wachtwoord vergeten"]),
        ],
        questions: &[
            ("bezorging hoeveel dagen", "levering"),
            ("waar blijft mijn pakje", "levering"),
            ("ik wil mijn bestelling retourneren", "retour"),
            ("betaling met creditcard", "betaling"),
            ("openingstijden filiaal", "openingstijden"),
            ("nieuw wachtwoord", "wachtwoord"),
        ],
    });
}

#[test]
fn russian() {
    check(&Table {
        lang: "ru",
        entries: &[
            ("dostavka", &["Сколько идёт доставка?", "Когда придёт моя посылка?"]),
            ("vozvrat", &["Как вернуть товар?"]),
            ("oplata", &["Какие есть способы оплаты?"]),
            ("grafik", &["Когда открыт магазин?"]),
            ("parol", &["Я забыл пароль"]),
        ],
        questions: &[
            ("срок доставки", "dostavka"),
            ("посылки еще нет", "dostavka"),
            ("хочу оформить возврат", "vozvrat"),
            ("можно заплатить картой", "oplata"),
            ("график работы филиала", "grafik"),
            ("восстановить пароль", "parol"),
            ("дставка", "dostavka"),
        ],
    });
}

#[test]
fn japanese() {
    check(&Table {
        lang: "ja",
        entries: &[
            ("haisou", &["配送には何日かかりますか？", "注文した商品はいつ届きますか？"]),
            ("henpin", &["返品するにはどうすればいいですか？"]),
            ("shiharai", &["どの支払い方法が使えますか？", "クレジットカードは使えますか？"]),
            ("eigyou", &["営業時間を教えてください"]),
            ("kyanseru", &["注文をキャンセルできますか？"]),
        ],
        questions: &[
            ("商品が届かない", "haisou"),
            ("配送日数", "haisou"),
            ("返品したいです", "henpin"),
            ("カードで支払いたい", "shiharai"),
            ("ｸﾚｼﾞｯﾄｶｰﾄﾞ", "shiharai"),
            ("何時まで営業していますか", "eigyou"),
            ("キャンセルの方法", "kyanseru"),
        ],
    });
}

#[test]
fn korean() {
    check(&Table {
        lang: "ko",
        entries: &[
            ("baesong", &["배송은 얼마나 걸리나요?", "택배가 언제 도착하나요?"]),
            ("banpum", &["반품은 어떻게 하나요?"]),
            ("gyeolje", &["어떤 결제 방법이 있나요?", "카드로 결제할 수 있나요?"]),
            ("yeongeop", &["매장 영업시간이 어떻게 되나요?"]),
            ("bimilbeonho", &["비밀번호를 잊어버렸어요"]),
        ],
        questions: &[
            ("배송 기간", "baesong"),
            ("택배 아직 안 왔어요", "baesong"),
            ("반품하고 싶어요", "banpum"),
            ("결제는 카드만 되나요", "gyeolje"),
            ("영업 시간 알려주세요", "yeongeop"),
            ("비밀번호 재설정", "bimilbeonho"),
        ],
    });
}

#[test]
fn thai() {
    check(&Table {
        lang: "th",
        entries: &[
            ("delivery", &["จัดส่งใช้เวลากี่วัน", "พัสดุจะมาถึงเมื่อไหร่"]),
            ("return", &["ฉันจะคืนสินค้าได้อย่างไร"]),
            ("payment", &["ชำระเงินด้วยวิธีใดได้บ้าง"]),
            ("hours", &["ร้านเปิดกี่โมง"]),
        ],
        questions: &[
            ("พัสดุยังไม่มาถึง", "delivery"),
            ("อยากคืนสินค้า", "return"),
            ("ชำระเงินด้วยบัตร", "payment"),
            ("ร้านเปิดวันไหน", "hours"),
        ],
    });
}

#[test]
fn chinese() {
    check(&Table {
        lang: "zh",
        entries: &[
            ("delivery", &["配送需要多长时间？", "包裹什么时候到？"]),
            ("return", &["怎么退货？"]),
            ("payment", &["可以用哪些方式付款？"]),
            ("hours", &["门店几点营业？"]),
            ("password", &["我忘记密码了"]),
        ],
        questions: &[
            ("快递几天能到", "delivery"),
            ("我想把东西退回去", "return"),
            ("能用信用卡支付吗", "payment"),
            ("店鋪的營業時間", "hours"),
            ("重置密码", "password"),
        ],
    });
}
