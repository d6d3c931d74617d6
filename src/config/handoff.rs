//! `[handoff]`: when a conversation goes to a person, and who hears of it.
//!
//! Invariant: an address or a secret that lets somebody into another system is a [`Secret`] from here on.

use super::check::{self, is_mail_address};
use super::hours::Hours;
use super::outgoing::Secret;
use crate::clock::Timestamp;
use unicode_normalization::UnicodeNormalization;

/// Pages and addresses at most: each is compared with every question that is not answered, or told of every request.
const MOST_PAGES: usize = 50;
const MOST_NOTIFIED: usize = 10;
/// Characters of a page's path at most.
const PAGE_CHARS: usize = 200;

/// When a conversation goes to a person, and who hears of it.
#[derive(Clone, Debug, Default)]
pub struct Handoff {
    /// When people answer.
    pub hours: Hours,
    /// Whether words that ask for a person are understood.
    pub words: bool,
    /// Questions in a row without an answer, after which a person takes over; 0: never.
    pub misses: u32,
    /// Thumbs down in a conversation, after which a person takes over; 0: never.
    pub thumbs_down: u32,
    /// Whether who is angry goes to a person.
    pub anger: bool,
    /// Paths of pages on which a question without an answer goes to a person; with `*` at the end all that begin so.
    pub pages: Vec<String>,
    /// Minutes of waiting after which a visitor is told that it takes longer, and offered to leave a message.
    pub patience_minutes: u32,
    /// To whom the messages go that visitors leave.
    pub mail_to: Vec<String>,
    /// Chats of the team that are told who waits.
    pub notify: Vec<TeamChat>,
    /// Where else that is told; empty: nowhere.
    pub webhook: Secret,
    /// What signs it; always set where there is a webhook.
    pub webhook_secret: Secret,
    /// Whether the webhook and the team's chats may be on this machine or in a private network.
    pub webhook_private: bool,
    /// Whether the webhook gets what was said.
    pub webhook_transcript: bool,
}

/// The service of a team's chat; each wants its own form of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatService {
    /// Slack.
    Slack,
    /// WeCom (企业微信).
    WeCom,
    /// DingTalk (钉钉).
    DingTalk,
    /// Feishu (飞书), or Lark.
    Feishu,
}

/// A team's chat, by the address of its incoming webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamChat {
    /// The service.
    pub service: ChatService,
    /// The address, which is a password of its own.
    pub address: Secret,
    /// What signs messages, where the chat asks for it.
    pub secret: Secret,
}

impl ChatService {
    /// Every service, by the word with which it is written in the settings.
    const ALL: [(&str, Self); 4] =
        [("slack", Self::Slack), ("wecom", Self::WeCom), ("dingtalk", Self::DingTalk), ("feishu", Self::Feishu)];

    /// The word with which it is written in the settings.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, service)| *service == self).map_or("", |(word, _)| word)
    }
}

impl Handoff {
    /// Whether people answer at a moment.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.hours.is_open(now)
    }

    /// When people answer again; `None` while they do, and where that is not to be seen.
    pub fn opens_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.hours.opens_at(now)
    }

    /// Whether a question without an answer goes to a person on that page.
    pub fn matches_page(&self, path: &str) -> bool {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let same = |pattern: &str| match pattern.strip_suffix('*') {
            // whoever writes /checkout/* means /checkout too
            Some(start) => path.starts_with(start) || path == start.trim_end_matches('/'),
            None => path.trim_end_matches('/') == pattern.trim_end_matches('/'),
        };
        self.pages.iter().any(|pattern| same(pattern))
    }

    /// Whether somebody who leaves a message is heard by mail.
    pub fn mails(&self) -> bool {
        !self.mail_to.is_empty()
    }
}

/// Paths, with `*` at the end or none.
pub(super) fn pages(items: &[String]) -> Result<Vec<String>, String> {
    if items.len() > MOST_PAGES {
        return Err(format!(
            "expected at most {MOST_PAGES} paths, found {}; use wider ones such as \"/shop/*\"",
            items.len()
        ));
    }
    let page = |item: &String| {
        let path = item.trim().trim_end_matches('*');
        let plain = !path.contains(['*', '?', '#']) && !path.contains(char::is_whitespace);
        if path.starts_with('/') && plain && path.chars().count() <= PAGE_CHARS {
            Ok(if item.trim().ends_with('*') { format!("{path}*") } else { path.to_owned() })
        } else {
            Err(format!(
                "expected paths such as \"/checkout\" or, for all that begin so, \"/checkout/*\", found \"{item}\""
            ))
        }
    };
    items.iter().map(page).collect()
}

/// Chats of the team, `slack:https://hooks.slack.com/services/…`. The error does not repeat an address, which is a
/// password of its own.
pub(super) fn team_chats(items: &[String]) -> Result<Vec<TeamChat>, String> {
    if items.len() > MOST_NOTIFIED {
        return Err(format!("expected at most {MOST_NOTIFIED} chats, found {}", items.len()));
    }
    items.iter().map(|item| team_chat(item.trim())).collect()
}

fn team_chat(text: &str) -> Result<TeamChat, String> {
    let (word, rest) = text.split_once(':').unwrap_or((text, ""));
    let Some((_, service)) = ChatService::ALL.iter().find(|(known, _)| *known == word) else {
        return Err(
            "expected slack:, wecom:, dingtalk: or feishu: and the address of the chat's incoming webhook, such as \
                    \"slack:https://hooks.slack.com/services/…\""
                .to_owned(),
        );
    };
    let (address, secret) = rest.split_once('#').unwrap_or((rest, ""));
    let signs = matches!(service, ChatService::DingTalk | ChatService::Feishu);
    if !secret.is_empty() && !signs {
        return Err(format!("{word} knows no signing secret; leave out # and what follows it"));
    }
    if address.is_empty() {
        return Err(format!("expected the address of an incoming webhook after {word}:, found none"));
    }
    let address = check::webhook(address).map_err(|error| format!("{word}: {error}"))?;
    Ok(TeamChat { service: *service, address, secret: Secret::new(secret) })
}

/// A mail address as a visitor leaves it, if it is one.
pub fn visitor_mail_address(text: &str) -> Option<&str> {
    /// The longest path of SMTP, brackets included (RFC 5321, 4.5.3.1.3).
    const LONGEST: usize = 254;
    let address = text.trim();
    (address.len() <= LONGEST && is_mail_address(address)).then_some(address)
}

/// The first mail address within what a visitor writes: "I am at ana@example.com, thanks".
pub fn mail_address_in(text: &str) -> Option<&str> {
    let stands_around = |sign: char| sign.is_whitespace() || !sign.is_ascii() || ",;:<>()[]\"'".contains(sign);
    let words = text.split(stands_around).filter(|word| word.contains('@'));
    words.map(|word| word.trim_end_matches(['.', '!', '?'])).find_map(visitor_mail_address)
}

/// By which somebody says that a number is a telephone's, in lower case.
const CALLS: &str = "call|phone|ring me|tel|whatsapp|mobile|anruf|ruf|handy|appel|portable|llam|móvil|movil|lig|chiam|cellulare|bel |\
    bellen|mobiel|звон|тел|电话|打给|手机|回电|電話|携帯|打給|手機|전화|연락|휴대폰";

/// The first phone number within what a visitor writes: "call me on 01632 960 311". A number counts if it is written with
/// the prefix of a country or an area, or if the words tell of a telephone; any other may be an order's.
pub fn phone_number_in(text: &str) -> Option<String> {
    /// Digits without and with the country (ITU-T E.164 allows fifteen).
    const DIGITS: [std::ops::RangeInclusive<usize>; 2] = [8..=15, 7..=15];
    // full-width digits and spaces that do not break
    let text: String =
        text.nfkc().map(|sign| if matches!(sign, '\u{2011}' | '\u{2013}') { '-' } else { sign }).collect();
    let lower = text.to_lowercase();
    let calls = CALLS.split('|').any(|word| lower.contains(word));
    let is_part = |sign: char| sign.is_ascii_digit() || "+ ()-.".contains(sign);
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|sign: char| sign.is_ascii_digit() || sign == '+' || sign == '(') {
        let start = rest + start;
        let length = text[start..].find(|sign| !is_part(sign)).unwrap_or(text.len() - start);
        // a sentence ends in a full stop, and what follows is another number
        let length = text[start..start + length].find(". ").unwrap_or(length).max(1);
        let number = text[start..start + length].trim_end_matches(|sign: char| !sign.is_ascii_digit());
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let before = text[..start].chars().next_back();
        let stands_free = !before.is_some_and(|sign| sign.is_ascii_alphanumeric() || "#-_".contains(sign));
        let international = number.starts_with('+');
        let told = international || number.starts_with(['0', '(']) || calls;
        if stands_free && told && DIGITS[usize::from(international)].contains(&digits) && !has_date(number) {
            return Some(number.to_owned());
        }
        rest = start + length;
    }
    None
}

/// Whether a number holds a year with day and month on one side of it, or a date in two digits each.
fn has_date(number: &str) -> bool {
    number.split(' ').any(|part| {
        let groups: Vec<usize> = part.split(['-', '.']).map(str::len).collect();
        groups.windows(3).any(|three| matches!(three, [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 2 | 4]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_is_found_within_words() {
        for (text, number) in [
            ("llamadme al 600123123 es por un cobro doble", Some("600123123")),
            ("我的电话是13800001111，请回电", Some("13800001111")),
            ("my number: +44 (0) 1632 960 311.", Some("+44 (0) 1632 960 311")),
            ("(030) 90 18 20 55, ab 9 Uhr", Some("(030) 90 18 20 55")),
            ("+1 555-0100", Some("+1 555-0100")),
            ("My order is 4711. Call 600123123", Some("600123123")),
            ("call 600\u{a0}123\u{a0}123", Some("600 123 123")),
            ("電話 ０９０１２３４５６７８", Some("09012345678")),
            ("tel/600123123", Some("600123123")),
            ("Ruf mich an: 12 34 56 78", Some("12 34 56 78")),
            ("order 4711 of 2026-11-27, paid 12.50", None),
            ("I ordered on 2026-11-27 14:30, call me", None),
            ("my call is on 27.11.2026 10-11", None),
            ("where is my order 4500012345?", None),
            ("order #4500012345, phone later", None),
            ("AB-4500012345", None),
            ("", None),
        ] {
            assert_eq!(phone_number_in(text).as_deref(), number, "{text}");
        }
    }

    #[test]
    fn an_address_is_found_within_words() {
        for (text, address) in [
            ("My name is Ana, ana@example.com. The bike is broken", Some("ana@example.com")),
            ("我的邮箱是ana@example.com，请联系我", Some("ana@example.com")),
            ("write to <ana@example.com>!", Some("ana@example.com")),
            ("open @ nine", None),
            ("ana@", None),
        ] {
            assert_eq!(mail_address_in(text), address, "{text}");
        }
    }

    #[test]
    fn a_page_is_a_path_or_all_that_begin_so() {
        let written = ["/checkout", "/shop/*", "/b*", "/help/"].map(str::to_owned);
        let handoff = Handoff { pages: pages(&written).unwrap(), ..Handoff::default() };
        for path in
            ["/checkout", "/checkout/", "/checkout?step=2", "/shop", "/shop/", "/shop/a/b", "/bikes", "/b", "/help"]
        {
            assert!(handoff.matches_page(path), "{path}");
        }
        for path in ["/", "", "/checkouts", "/shopping", "/checkout/pay", "/helps"] {
            assert!(!handoff.matches_page(path), "{path}");
        }
        let everywhere = Handoff { pages: pages(&["/*".to_owned()]).unwrap(), ..Handoff::default() };
        assert!(everywhere.matches_page("/") && everywhere.matches_page("/a/b") && everywhere.matches_page(""));
        for wrong in ["checkout", "", "*", "/a*b", "/a b", "/a?b", "https://www.example.com/a"] {
            assert!(pages(&[wrong.to_owned()]).unwrap_err().contains("\"/checkout/*\""), "{wrong}");
        }
    }

    #[test]
    fn a_chat_is_a_service_and_an_address_that_is_never_shown() {
        let chats = team_chats(&[
            "slack:https://hooks.slack.com/services/sesame".to_owned(),
            "wecom:https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=sesame".to_owned(),
            "dingtalk:https://oapi.dingtalk.com/robot/send?access_token=sesame#SECsesame".to_owned(),
            "feishu:https://open.feishu.cn/open-apis/bot/v2/hook/sesame#sesame".to_owned(),
        ])
        .unwrap();
        let services: Vec<&str> = chats.iter().map(|chat| chat.service.as_str()).collect();
        assert_eq!(services, ["slack", "wecom", "dingtalk", "feishu"]);
        assert_eq!((chats[2].secret.reveal(), chats[1].secret.is_empty()), ("SECsesame", true));
        assert!(chats[2].address.reveal().ends_with("access_token=sesame"));
        assert!(!format!("{chats:?}").contains("sesame"), "{chats:?}");
        for wrong in [
            "",
            "https://hooks.slack.com/sesame",
            "teams:https://a.example/sesame",
            "slack:",
            "slack:hooks.slack.com/sesame",
            "slack:https://a.example/#sesame",
        ] {
            let error = team_chats(&[wrong.to_owned()]).unwrap_err();
            assert!(error.contains("slack") && !error.contains("sesame"), "{wrong}: {error}");
        }
    }
}
