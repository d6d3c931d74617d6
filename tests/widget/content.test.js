import assert from "node:assert/strict";
import test from "node:test";
import { render } from "../../static/widget/answer.js";
import { el, fill, isSafe } from "../../static/widget/content.js";
import { install, show } from "./dom.js";

install();
const shown = (...nodes) => show(render(nodes));

test("text and nested tags", () => {
  const answer = ["p", "Orders leave ", ["strong", "the same day"], "."];
  assert.equal(shown(answer), "<p>Orders leave <strong>the same day</strong>.</p>");
});

test("every tag of the contract is drawn", () => {
  const tags = "p strong em del code pre ul ol li br hr h3 h4 blockquote thead tbody tr th td".split(" ");
  for (const tag of tags) assert.equal(shown([tag, "x"]), `<${tag}>x</${tag}>`);
  assert.equal(
    shown(["table", ["tr", ["td", "x"]]]),
    '<section class="wide" tabindex="0"><table><tr><td>x</td></tr></table></section>',
  );
});

test("other tags give way to their content", () => {
  assert.equal(shown(["script", "alert(1)"]), "alert(1)");
  assert.equal(shown(["iframe", { src: "https://a.example/" }, ["p", "x"]]), "<p>x</p>");
  assert.equal(shown(["svg", { onload: "alert(1)" }, ["style", "p{}"]]), "p{}");
});

test("markup in text stays text", () => {
  const { childNodes } = render([["p", "<img src=x onerror=alert(1)>"]]);
  assert.equal(childNodes[0].textContent, "<img src=x onerror=alert(1)>");
  assert.equal(childNodes[0].childNodes.length, 1);
});

test("attributes are kept only where they belong", () => {
  assert.equal(
    shown(["p", { title: "t", onclick: "x", style: "y", href: "https://a.example/", id: "z" }, "x"]),
    '<p title="t">x</p>',
  );
  assert.equal(
    shown(["img", { src: "https://a.example/b.png", alt: "box", title: "t", onerror: "x", srcset: "y" }]),
    '<img title="t" src="https://a.example/b.png" alt="box"></img>',
  );
  assert.equal(shown(["img", { src: "/b.png" }]), '<img src="/b.png" alt=""></img>');
});

test("links open beside the page and lose the opener", () => {
  assert.equal(
    shown(["a", { href: "https://a.example/x?y=1#z" }, "x"]),
    '<a href="https://a.example/x?y=1#z" target="_blank" rel="noopener">x</a>',
  );
});

test("unsafe addresses lose their element, not their text", () => {
  for (const href of [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example",
    "/\\evil.example",
    "https://a.example/ b",
    "x",
    "",
    null,
    7,
    { toString: () => "javascript:alert(1)" },
  ]) {
    assert.equal(shown(["a", { href }, "text"]), "text", String(href));
    assert.equal(shown(["img", { src: href, alt: "x" }]), "", String(href));
  }
  assert.equal(shown(["a", "text"]), "text");
});

test("safe addresses", () => {
  for (const url of ["https://a.example", "HTTP://a.example/", "mailto:a@b.example", "tel:+4930123", "/returns", "/"])
    assert.ok(isSafe(url), url);
});

test("a list may start at a later number", () => {
  const [list] = render([["ol", { start: 3 }, ["li", "x"]]]).childNodes;
  assert.equal(list.start, 3);
  assert.equal(list.properties["--from"], 2);
  const [odd] = render([["ol", { start: "9;}" }, ["li", "x"]]]).childNodes;
  assert.equal(odd.start, undefined);
});

test("what is not JsonML draws nothing and does not throw", () => {
  for (const content of [undefined, null, 7, "text", {}, [null, 7, {}, [], [null], [[]]]])
    assert.equal(show(render(content)), "");
});

test("depth is bounded", () => {
  let node = "deep";
  for (let depth = 0; depth < 5000; depth++) node = ["em", node];
  assert.ok(!shown(node).includes("deep"));
});

test("el leaves out what is absent and listens to functions", () => {
  const handler = () => {};
  const node = el(
    "button.row tall",
    { type: "button", title: null, hidden: false, onclick: handler },
    "a",
    null,
    false,
    "",
  );
  assert.equal(show(node), '<button class="row tall" type="button">a</button>');
  assert.deepEqual(node.listeners.click, [handler]);
});

test("fill puts values in place of words in braces", () => {
  assert.equal(fill("{count} of {most}", { count: 3, most: 5 }), "3 of 5");
});
