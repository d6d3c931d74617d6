//! Words that are near in meaning wherever a company answers its customers: what a FAQ with few wordings cannot know.
//!
//! Weaker than an editor's synonyms, which are equal: a related word only adds a little to what was asked, and never
//! takes anything away.
//!
//! Invariant: lists hold everyday words of the language alone, no names, products or sentences; each line is a set of
//! words near in meaning, and a word may be in several.

use super::analyze::Analyzer;
use std::collections::BTreeMap;

/// The most related words of one word.
const MOST_RELATED: usize = 12;

const ENGLISH: &str = "\
buy purchase order acquire
cost price fee charge rate expense tariff
pay payment paid paying settle
money cash funds amount
refund reimburse reimbursement repay repayment
return returned returning
deliver delivery ship shipping shipment dispatch send sent sending
arrive arrival come came receive reach show
parcel package box packet carton shipment item
track tracking trace follow status
late delay delayed overdue
cancel cancellation stop abort undo revoke withdraw
change modify edit update alter amend switch adjust
exchange swap replace replacement
broken damaged defective faulty damage defect fault
repair fix mend service maintenance
wrong incorrect different mistaken mistake error
missing lost lose vanished gone disappear
stolen theft steal thief robbed
open opening hours schedule
close closed closing shut
shop store branch location outlet showroom
where location place address
near nearest nearby close closest around
phone telephone call number dial
mail email e-mail message letter
contact reach speak talk support
human person agent representative advisor somebody employee staff
help assist assistance support
complain complaint dissatisfied unhappy feedback
account profile registration
register signup enrol join create open
login signin log sign access
password passcode pin credentials
forgot forgotten forget reset recover
delete remove erase close deactivate
invoice bill receipt statement
discount voucher coupon code promo promotion offer sale deal reduction rebate
cheap cheaper affordable inexpensive
expensive dear
free gratis complimentary
gift present
card credit debit
instalment installment financing finance credit loan monthly
decline declined reject rejected refuse refused fail failed denied
transfer wire remit send
bank banking
currency exchange
tax vat
country abroad international overseas foreign
warranty guarantee
claim report request
expire expired expiry expiration valid validity
size fit measurement dimension
big large huge
small little tiny
long duration time
fast quick quickly rapid express soon speed
slow slowly
wait waiting
begin start
end finish stop quit
new fresh
old used secondhand
colour color shade
stock available availability inventory
spare part parts component accessory accessories
battery charge charging charger
book booking reserve reservation appointment schedule
visit come
collect pickup
install setup assemble assembly mount build configure
manual instruction instructions guide guideline
privacy data personal information details
newsletter subscription subscribe mailing
unsubscribe optout
safe secure security protect
job jobs work career vacancy hiring employment position
company business firm
student pupil
kid kids child children
woman women lady female
man men male
car vehicle auto automobile
flat apartment
trip travel journey
hotel accommodation lodging
flight plane fly
restaurant dining eat
food meal dish
weather forecast temperature rain sunny
music song track tune audio
film movie
alarm reminder
meeting appointment event
light lamp lights
loud volume louder
joke funny laugh
recipe cook cooking
news headline headlines
hello hi hey greetings
bye goodbye farewell
thanks thank grateful appreciate
allowed permitted allow permit may
possible able can
need require necessary required must
want wish like would
choose select pick decide
recommend suggest suggestion advice advise
compare difference better best
explain tell describe
show display view see
find search look locate
check verify confirm see
confirm confirmation verify
increase raise higher more
decrease reduce lower less
minimum least
maximum limit most
total sum balance
salary income wage
insurance insured insure cover coverage
doctor medical health
identity identification id passport
application apply request
problem issue trouble difficulty
question query ask
answer reply respond response
work working function works
turn switch activate enable
disable deactivate off
today tonight
tomorrow next
address residence home house
name called
meaning mean definition define
translate translation say
language speak
purpose use used using usage
often frequently regularly
age old years
heavy weight weigh
water wet waterproof rain
noise sound";

const CHINESE: &str = "\
运费 邮费 快递费 配送费 送货费
发货 寄出 发出 寄 送货 配送 送
到货 收到 送到 送达 到达
包裹 快递 货物 货 东西 件
物流 快递 进度 追踪 跟踪
查 查询 查看 查找 看
退款 退钱 退费 返款
退货 退回 退
换货 更换 换 调换
取消 撤销 不要
修改 更改 改 变更 换
订单 单子 下单
买 购买 购 下单 订购
钱 费用 价格 价钱 价 收费
便宜 优惠 折扣 打折 减免
优惠券 折扣码 优惠码 券 代码
付款 支付 付 付钱 结账 缴费
失败 不了 不成功 被拒
分期 分期付款 贷款
发票 收据 票据 账单
税 税费 关税
坏 损坏 破损 故障 毛病
修 维修 修理 保养
保修 质保 保固 三包
丢 丢失 遗失 不见
偷 被盗 盗
错 错误 发错 弄错 不对
地址 住址 地点
电话 号码 手机 联系
联系 联络 找
人工 客服 真人 人
投诉 抱怨 不满 差评
账号 账户 帐号 帐户
注册 开户 开通
登录 登陆 登入
密码 口令
忘 忘记 忘了
重置 重设 找回
删除 注销 删掉
邮件 邮箱 电子邮件 信
订阅 退订 取消订阅
店 门店 商店 店铺 实体店 分店
营业 开门 开 营业时间 上班
关门 关 下班 打烊
预约 预订 约 预定
自提 自取 取货
库存 有货 现货 缺货
尺码 尺寸 大小 码 号
颜色 色
配件 零件 部件
电池 电瓶 充电
安装 组装 装
说明书 教程 指南
赠送 礼物 礼品 送礼
时间 多久 时候 天 几天
快 尽快 加急 马上
慢 延迟 晚 迟
过期 到期 失效 有效期
隐私 个人信息 数据 信息
工作 招聘 职位 岗位 应聘
学生 大学生
孩子 小孩 儿童 宝宝 婴儿 幼儿
老人 老年人
女 女士 女性
男 男士 男性
国外 海外 国际 境外
国家 地区
推荐 建议 介绍
区别 不同 差别
比较 对比
治疗 治 医治 办法 治好
吃 服用 喝 食用
药 药物 药品
疼 痛 疼痛
怀孕 孕妇 孕期
发烧 发热
医院 医生
症状 表现
原因 缘故 造成 引起 导致
可能 会 是不是
有用 有效 管用 作用 效果
安全 保险
使用 用 操作
需要 要 必须
检查 检测 化验";

const GERMAN: &str = "\
kaufen bestellen erwerben
preis kosten gebühr kostet teuer tarif
zahlen bezahlen zahlung bezahlung
geld betrag
erstattung rückerstattung erstatten zurückzahlen
rücksendung rückgabe zurücksenden zurückgeben retoure
lieferung versand liefern versenden schicken zustellung
ankommen eintreffen erhalten bekommen
paket sendung päckchen
verfolgen sendungsverfolgung status
verspätung verspätet spät
stornieren stornierung abbrechen kündigen kündigung widerrufen
ändern bearbeiten anpassen wechseln aktualisieren
umtausch umtauschen tauschen ersetzen ersatz
kaputt beschädigt defekt schaden
reparieren reparatur wartung
falsch fehler irrtum
fehlt verloren
geöffnet öffnungszeiten offen
geschlossen schließen
laden geschäft filiale standort
telefon anrufen nummer anruf
kontakt kontaktieren erreichen ansprechpartner
mensch mitarbeiter berater person
hilfe helfen unterstützung support
beschwerde reklamation beschweren
konto profil
registrieren anmelden anmeldung registrierung
einloggen login
passwort kennwort
vergessen zurücksetzen
löschen entfernen
rechnung beleg quittung
rabatt gutschein code aktion
kostenlos gratis umsonst
geschenk
karte kreditkarte
raten ratenzahlung finanzierung
ausland international
garantie gewährleistung
größe maß passform
schnell express
dauer lange dauert
starten beginnen anfangen
neu neuheit
verfügbar lieferbar vorrätig
ersatzteil teile zubehör
akku batterie laden
termin buchen reservieren vereinbaren
abholen abholung
montage aufbauen zusammenbauen installieren
anleitung handbuch
datenschutz daten
newsletter abonnieren abo
abbestellen abmelden
stelle job karriere bewerbung arbeiten bewerben
firma unternehmen
sprache sprachen sprechen
nutzen benutzen verwenden
funktioniert funktion funktionieren
unterschied vergleich
beispiel referenz kunde
sicherheit sicher schutz";

/// The related words of one language, by stem.
#[derive(Default)]
pub struct Thesaurus {
    related: BTreeMap<String, Vec<String>>,
}

impl Thesaurus {
    /// The list of the analyzer's language; empty where there is none.
    pub fn of(analyzer: &Analyzer) -> Self {
        let lines = match analyzer.lang().primary() {
            "en" => ENGLISH,
            "zh" => CHINESE,
            "de" => GERMAN,
            _ => "",
        };
        let mut related: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in lines.lines() {
            let words: Vec<String> = line.split_whitespace().map(|word| stem(word, analyzer)).collect();
            for word in &words {
                let held = related.entry(word.clone()).or_default();
                for other in words.iter().filter(|other| *other != word) {
                    if held.len() < MOST_RELATED && !held.contains(other) {
                        held.push(other.clone());
                    }
                }
            }
        }
        Self { related }
    }

    /// The words near in meaning to a stem.
    pub fn related(&self, stem: &str) -> &[String] {
        self.related.get(stem).map_or(&[], Vec::as_slice)
    }
}

fn stem(word: &str, analyzer: &Analyzer) -> String {
    let tokens = analyzer.unify(analyzer.tokens(word));
    tokens.iter().map(|token| token.stem.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn relation_is_by_stem_and_both_ways() {
        let analyzer = Analyzer::new(&Lang::english(), &[]);
        let thesaurus = Thesaurus::of(&analyzer);
        let stem = |word: &str| stem(word, &analyzer);
        assert!(thesaurus.related(&stem("packages")).contains(&stem("parcel")));
        assert!(thesaurus.related(&stem("parcel")).contains(&stem("package")));
        assert!(thesaurus.related("never heard of").is_empty());
        assert!(thesaurus.related.values().all(|words| words.len() <= MOST_RELATED));
    }
}
