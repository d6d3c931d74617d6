use super::*;
use serde_json::{Value, json};

fn rendered(markdown: &str) -> Rendered {
    let rendered = render(markdown);
    check_shape(&rendered.content.json);
    rendered
}

fn nodes(markdown: &str) -> Value {
    let rendered = rendered(markdown);
    assert_eq!((rendered.refused, rendered.too_deep), (vec![], false), "{markdown:?}");
    rendered.content.json
}

/// Every node is a text, or a tag and attributes of the contract with nodes.
fn check_shape(json: &Value) {
    for node in json.as_array().unwrap() {
        let Value::Array(element) = node else {
            assert!(node.as_str().is_some_and(|text| !text.is_empty()), "{node}");
            continue;
        };
        let tag = element[0].as_str().unwrap();
        assert!(Tag::ALL.iter().any(|known| known.name() == tag), "{tag}");
        let attributes = element.get(1).and_then(Value::as_object);
        for (name, value) in attributes.into_iter().flatten() {
            assert!(value.is_string());
            let known = matches!(
                (tag, name.as_str()),
                ("a", "href" | "title") | ("img", "src" | "alt" | "title") | ("ol", "start")
            );
            assert!(known, "{tag} {name}");
            if matches!(name.as_str(), "href" | "src") {
                assert_eq!(check_link(value.as_str().unwrap()), Ok(()));
            }
        }
        let children = element[1 + usize::from(attributes.is_some())..].to_vec();
        check_shape(&Value::Array(children));
    }
}

#[test]
fn each_tag_of_the_contract_comes_from_its_markdown() {
    for (markdown, expected, html, text) in [
        (
            "Orders leave **the same day**.",
            json!([["p", "Orders leave ", ["strong", "the same day"], "."]]),
            "<p>Orders leave <strong>the same day</strong>.</p>",
            "Orders leave the same day.",
        ),
        (
            "*a* ~~b~~ `c<d`",
            json!([["p", ["em", "a"], " ", ["del", "b"], " ", ["code", "c<d"]]]),
            "<p><em>a</em> <del>b</del> <code>c&lt;d</code></p>",
            "a b c<d",
        ),
        (
            "1~2일, *3*~5일 ~~옛~~",
            json!([["p", "1~2일, ", ["em", "3"], "~5일 ", ["del", "옛"]]]),
            "<p>1~2일, <em>3</em>~5일 <del>옛</del></p>",
            "1~2일, 3~5일 옛",
        ),
        ("```\n```", json!([["pre", ["code"]]]), "<pre><code></code></pre>", ""),
        (
            "[t](/x \"T\")",
            json!([["p", ["a", { "href": "/x", "title": "T" }, "t"]]]),
            "<p><a href=\"/x\" title=\"T\" rel=\"noopener noreferrer\">t</a></p>",
            "t",
        ),
        (
            "![*a*](/x.png \"T\")",
            json!([["p", ["img", { "src": "/x.png", "alt": "a", "title": "T" }]]]),
            "<p><img src=\"/x.png\" alt=\"a\" title=\"T\"></p>",
            "a",
        ),
        (
            "one  \ntwo\\\nthree\nfour",
            json!([["p", "one", ["br"], "two", ["br"], "three four"]]),
            "<p>one<br>two<br>three four</p>",
            "one\ntwo\nthree four",
        ),
        (
            "# a\n\n### b\n\n#### c\n\n###### d",
            json!([["h3", "a"], ["h3", "b"], ["h4", "c"], ["h4", "d"]]),
            "<h3>a</h3><h3>b</h3><h4>c</h4><h4>d</h4>",
            "a\nb\nc\nd",
        ),
        (
            "- a\n- b\n  - c\n\nend",
            json!([["ul", ["li", "a"], ["li", "b", ["ul", ["li", "c"]]]], ["p", "end"]]),
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><p>end</p>",
            "- a\n- b\n- c\nend",
        ),
        ("1. a\n2. b", json!([["ol", ["li", "a"], ["li", "b"]]]), "<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        (
            "7. a\n\n   p\n8. b",
            json!([["ol", { "start": "7" }, ["li", ["p", "a"], ["p", "p"]], ["li", ["p", "b"]]]]),
            "<ol start=\"7\"><li><p>a</p><p>p</p></li><li><p>b</p></li></ol>",
            "7. a\np\n8. b",
        ),
        ("> a\n\n---", json!([["blockquote", ["p", "a"]], ["hr"]]), "<blockquote><p>a</p></blockquote><hr>", "a"),
        (
            "```sh\nx < y\n\n  z\n```",
            json!([["pre", ["code", "x < y\n\n  z"]]]),
            "<pre><code>x &lt; y\n\n  z</code></pre>",
            "x < y\n\n  z",
        ),
        (
            "| a | b |\n|---|:-:|\n| 1 | `2` |\n| 3 |",
            json!([[
                "table",
                ["thead", ["tr", ["th", "a"], ["th", "b"]]],
                ["tbody", ["tr", ["td", "1"], ["td", ["code", "2"]]], ["tr", ["td", "3"], ["td"]]],
            ]]),
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><code>2</code></td></tr>\
             <tr><td>3</td><td></td></tr></tbody></table>",
            "a | b\n1 | 2\n3 |",
        ),
        (
            "| a |\n|---|",
            json!([["table", ["thead", ["tr", ["th", "a"]]]]]),
            "<table><thead><tr><th>a</th></tr></thead></table>",
            "a",
        ),
    ] {
        let rendered = rendered(markdown);
        assert_eq!(rendered.content.json, expected, "{markdown:?}");
        assert_eq!(rendered.content.html, html, "{markdown:?}");
        assert_eq!(rendered.content.text, text, "{markdown:?}");
    }
}

#[test]
fn bare_addresses_are_links() {
    assert_eq!(
        nodes("见https://example.com/a_b?x=1&amp;y=2，**或** <https://example.com/退款> a@example.com"),
        json!([[
            "p",
            "见",
            ["a", { "href": "https://example.com/a_b?x=1&y=2" }, "https://example.com/a_b?x=1&y=2"],
            "，",
            ["strong", "或"],
            " ",
            ["a", { "href": "https://example.com/退款" }, "https://example.com/退款"],
            " ",
            ["a", { "href": "mailto:a@example.com" }, "a@example.com"],
        ]])
    );
    // not within links and code
    assert_eq!(
        nodes("[https://a.example](/x) `https://a.example`"),
        json!([["p", ["a", { "href": "/x" }, "https://a.example"], " ", ["code", "https://a.example"]]])
    );
}

#[test]
fn a_line_break_is_a_space_only_between_words() {
    for (markdown, text) in [
        ("one\ntwo", "one two"),
        ("退款\n需要", "退款需要"),
        ("退款，\nrefund", "退款，refund"),
        ("refund\n（退款）", "refund（退款）"),
        ("退款\nrefund", "退款 refund"),
        ("**退款**\n*需要*", "退款需要"),
        ("退`款`\n[需](/x)要", "退款需要"),
        ("환불\n요청", "환불 요청"),
        ("**退款。**见此", "退款。见此"),
    ] {
        assert_eq!(rendered(markdown).content.text, text, "{markdown:?}");
    }
    assert_eq!(nodes("**退款。**见此"), json!([["p", ["strong", "退款。"], "见此"]]));
}

#[test]
fn html_is_text() {
    assert_eq!(nodes("a <b onclick=\"x()\">c</b> <!-- d -->"), json!([["p", "a <b onclick=\"x()\">c</b> <!-- d -->"]]));
    assert_eq!(
        nodes("<div>\n**x**\n</div>\n\nafter"),
        json!([["p", "<div>", ["br"], "**x**", ["br"], "</div>"], ["p", "after"]])
    );
    assert_eq!(rendered("<script>alert(1)</script>").content.html, "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
}

/// Ways to smuggle a script into a page, after OWASP's cheat sheet on filter evasion.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<style>@import 'http://evil.example'</style>",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><x/>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](java&NewLine;script:alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x][r]\n\n[r]: javascript:alert(1) \"t\"",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x\"onerror=\"alert(1)](/x.png)",
    "![x](/x.png \"\\\"onerror=alert(1) x=\\\"\")",
    "[x](/x \"\\\" onmouseover=alert(1) \\\"\")",
    "[x](/x\"onmouseover=\"alert(1))",
    "[x](/x'onmouseover='alert(1))",
    "[a](/b\"><script>alert(1)</script>)",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "```\"><script>alert(1)</script>\nx\n```",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "https://example.com/\"onmouseover=\"alert(1)",
    "https://example.com/<script>alert(1)</script>",
    "https://example.com/'onclick='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "# <script>alert(1)</script>",
    "[![x](javascript:alert(1))](javascript:alert(2))",
    "1. <script>\n   alert(1)\n   </script>",
];

#[test]
fn no_attack_becomes_an_element() {
    // the only `<` of the HTML start tags of the contract, and attributes hold no quote of their own
    let start_or_end = |rest: &str| {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        Tag::ALL.iter().any(|tag| rest.strip_prefix(tag.name()).is_some_and(|after| after.starts_with(['>', ' '])))
    };
    for attack in ATTACKS {
        let html = rendered(attack).content.html;
        for (at, _) in html.match_indices('<') {
            assert!(start_or_end(&html[at + 1..]), "{attack}: {html}");
            let tag = &html[at..=at + html[at..].find('>').unwrap()];
            assert_eq!(tag.matches('"').count(), 2 * tag.matches("=\"").count(), "{attack}: {tag}");
            for name in tag.split("=\"").collect::<Vec<_>>().split_last().unwrap().1 {
                let name = name.rsplit(' ').next().unwrap();
                assert!(["href", "src", "alt", "title", "start", "rel"].contains(&name), "{attack}: {tag}");
            }
        }
        assert!(!html.contains("href=\"j") && !html.contains("src=\"d"), "{attack}: {html}");
    }
}

#[test]
fn refused_addresses_are_told_with_their_place() {
    let refused = rendered("退 [a](javascript:1)\n\n- ![b](data:2) *[c](//d)*").refused;
    let told: Vec<(&str, bool, usize, usize)> =
        refused.iter().map(|one| (&*one.url, one.picture, one.line, one.column)).collect();
    assert_eq!(told, [("javascript:1", false, 1, 3), ("data:2", true, 3, 3), ("//d", false, 3, 17)]);
    assert_eq!(rendered("[a *b*](javascript:1) ![c](data:2)").content.html, "<p>a <em>b</em> c</p>");
}

#[test]
fn the_list_of_refused_addresses_is_limited() {
    assert_eq!(rendered(&"[a](data:1) ".repeat(1_000)).refused.len(), MAX_REFUSED);
}

#[test]
fn depth_is_limited_and_hostile_answers_end() {
    let rendered = rendered(&format!("{} end", "> ".repeat(32 * 1024)));
    assert!(rendered.too_deep && rendered.content.text.contains("end"));
    assert!(!render(&format!("{} x", ">".repeat(31))).too_deep);
    let size = 64 * 1024;
    for part in [
        "[", "![", "*a **a ", "- ", "[a](", "<", "<!--", "<a ", "|", "&", "~a ~~b ", "c* ", "1. ", "\\*", "https://",
        "a@", "www.", "> - ", "\0", "`` ` ", "[a]: b\n",
    ] {
        check_shape(&render(&part.repeat(size / part.len())).content.json);
    }
    // quadratic time would be minutes here
    for tail in [")", ").", "(", "()", "."] {
        check_shape(&render(&format!("https://a{}", tail.repeat(size / tail.len()))).content.json);
    }
    let nested = format!("{}a{}", "*".repeat(size / 2), "*".repeat(size / 2));
    assert!(render(&nested).too_deep);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(500))]

    #[test]
    fn any_text_keeps_the_shape(text in "([-a #>*_~`|\\[\\]()!<>&;:/\\\\\"'1.\n退，]|javascript:|https://|\\[x\\]\\(){0,60}") {
        let rendered = render(&text);
        check_shape(&rendered.content.json);
        proptest::prop_assert!(!rendered.content.html.contains("=\"javascript:"));
    }
}
