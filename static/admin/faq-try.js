// @ts-check
// Trying a draft: one question at a time, or all of the last weeks.

import { busy, call, clearFailure, count, fail, find, make, percent, plural } from "./shell.js";

/** How long to wait before a comparison is asked for again, in milliseconds. */
const PAUSE = 500;
/** Elements that an answer may have; the same as the widget's. */
const TAGS = new Set(
  "p strong em del code pre ul ol li a br hr h3 h4 blockquote table thead tbody tr th td".split(" "),
);

/** An answer's node as elements. @param {any} node @returns {Node} */
function element(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, ...rest] = node;
  const attributes = rest.length && typeof rest[0] === "object" && !Array.isArray(rest[0]) ? rest.shift() : {};
  if (tag === "img") return document.createTextNode(`[${attributes.alt ?? "picture"}]`);
  if (!TAGS.has(tag))
    return document.createTextNode(rest.filter((/** @type {any} */ one) => typeof one === "string").join(""));
  const safe = typeof attributes.href === "string" && /^(https?:|mailto:|tel:|\/)/i.test(attributes.href);
  const href =
    tag === "a" && safe ? { href: attributes.href, target: "_blank", rel: "noreferrer", class: "text-link" } : {};
  return make(tag, href, ...rest.map(element));
}

/** @param {any} said */
function answer({ verdict, lang, candidates, content, small_talk }) {
  const words = { answer: "answers", choices: "asks back", none: "does not answer" };
  const word = small_talk ? "replies politely" : (words[/** @type {keyof words} */ (verdict)] ?? verdict);
  const look = verdict === "answer" ? "good" : small_talk ? "" : verdict === "none" ? "bad" : "warn";
  const first = candidates[0];
  const rows = candidates.map((/** @type {any} */ one) => make("li", {}, `${one.title} (${percent(one.confidence)})`));
  return make(
    "div",
    { class: "faq-said" },
    make(
      "div",
      { class: "row" },
      make("span", { class: `pill ${look}` }, word),
      first && !small_talk ? make("span", { class: "under" }, `${percent(first.confidence)} sure, ${lang}`) : null,
    ),
    verdict === "answer" && first ? make("h3", {}, first.title) : null,
    content ? make("div", { class: "words" }, ...content.map(element)) : null,
    rows.length && !small_talk
      ? make(
          "details",
          verdict === "answer" ? {} : { open: true },
          make("summary", {}, "Candidates"),
          make("ul", {}, ...rows),
        )
      : null,
  );
}

/** @param {any} outcome */
function outcome({ verdict, title, id, choices }) {
  if (verdict === "answer") return title ?? id;
  return choices.length ? `choices: ${choices.join(", ")}` : "no answer";
}

/** @type {Record<string, [string, string]>} */
const CHANGES = {
  lost: ["bad", "lost"],
  changed: ["warn", "another answer"],
  gained: ["good", "gained"],
  choices: ["", "other choices"],
};

/** @param {any} line */
function change({ question, asked, change: kind, from, to }) {
  const [look, word] = CHANGES[kind] ?? ["", kind];
  return make(
    "li",
    {},
    make("span", { class: `pill ${look}` }, word),
    make("span", { dir: "auto" }, `“${question}”`),
    make("span", { class: "under" }, `${plural(asked, "time", "times")}: ${outcome(from)} → ${outcome(to)}`),
  );
}

/** @param {any} standing */
function summary({ replay, done, all, weeks }) {
  const { totals } = replay;
  if (!totals.all.distinct) return `Nobody asked anything in the last ${weeks} weeks.`;
  const parts = [
    [totals.lost, "lost"],
    [totals.changed, "answered otherwise"],
    [totals.gained, "gained"],
    [totals.choices, "offered other choices"],
    [totals.reworded, "answered in other words"],
  ]
    .filter(([total]) => total.distinct)
    .map(([total, word]) => `${count(total.distinct)} ${word}`);
  const asked =
    done < all
      ? `Of the ${count(done)} most frequent questions`
      : `Of ${plural(totals.all.distinct, "question", "questions")} in ${weeks} weeks`;
  return `${asked}: ${parts.length ? parts.join(", ") : "nothing would change"}.`;
}

/**
 * @param {() => {path: string, text: string}} draft what is in the text area
 */
export function tryDrafts(draft) {
  const form = /** @type {HTMLFormElement} */ (find("[data-ask]"));
  const place = find("[data-answer]");
  const ask = /** @type {HTMLButtonElement} */ (find("button", form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(ask, async () => {
      const q = /** @type {HTMLInputElement} */ (find("input", form)).value.trim();
      if (!q) return;
      place.replaceChildren(make("p", { class: "under" }, "Asking…"));
      try {
        place.replaceChildren(answer(await call("POST", "/faq/ask", { ...draft(), q })));
        clearFailure();
      } catch (problem) {
        place.replaceChildren();
        throw problem;
      }
    });
  });

  const begin = /** @type {HTMLButtonElement} */ (find("[data-compare]"));
  const stop = find("[data-stop]");
  const progress = find("[data-progress]");
  const bar = /** @type {HTMLProgressElement} */ (find("[data-bar]"));
  const said = find("[data-compared]");
  const changes = find("[data-changes]");
  /** The comparison that this page follows. */
  let current = "";

  async function follow() {
    changes.replaceChildren();
    said.textContent = "Building the draft…";
    let standing = await call("POST", "/faq/compare", draft());
    current = standing.id;
    progress.hidden = false;
    stop.hidden = false;
    bar.removeAttribute("value");
    try {
      while (standing.state === "running") {
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        if (current !== standing.id) return;
        standing = await call("GET", `/faq/compare?id=${standing.id}`);
        if (standing.all && standing.state === "running") {
          bar.max = standing.all;
          bar.value = standing.done;
          said.textContent = `Asked ${count(standing.done)} of ${plural(standing.all, "question", "questions")}`;
        }
      }
    } finally {
      progress.hidden = true;
      stop.hidden = true;
    }
    said.textContent = standing.state === "failed" ? standing.detail : summary(standing);
    if (standing.replay) changes.replaceChildren(...standing.replay.lines.map(change));
    clearFailure();
  }

  begin.addEventListener("click", () =>
    busy(begin, async () => {
      try {
        await follow();
      } catch (problem) {
        said.textContent = "";
        throw problem;
      }
    }),
  );
  stop.addEventListener("click", () => {
    stop.hidden = true;
    begin.focus();
    call("POST", "/faq/compare/stop", { id: current }).catch(fail);
  });

  /** Forgets what was said of another file. */
  return () => {
    current = "";
    place.replaceChildren();
    changes.replaceChildren();
    said.textContent = "";
    progress.hidden = true;
    stop.hidden = true;
  };
}
