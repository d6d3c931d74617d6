// @ts-check
import { busy, call, clearFailure, dateTime, fail, find, make, percent, pill, plural, start } from "./shell.js";

/**
 * @typedef {{id: string, started_at: string, last_at: string, lang: string, page: string, first: string, questions: number,
 *   unanswered: number, helpful: number, not_helpful: number, person_asked: boolean}} Row
 * @typedef {{verdict: string, confidence: number, rating: number | null, chosen: string | null, small_talk: boolean, candidates: {id: string, title: string, confidence: number}[]}} Question
 * @typedef {{seq: number, at: string, from: string, body: any, question?: Question}} Said
 */

const form = /** @type {HTMLFormElement} */ (find("[data-filter]"));
const list = find("[data-list]");
const more = /** @type {HTMLButtonElement} */ (find("[data-more]"));
const dialog = /** @type {HTMLDialogElement} */ (find("[data-dialog]"));
const sure = /** @type {HTMLDialogElement} */ (find("[data-sure]"));
const erase = /** @type {HTMLButtonElement} */ (find("[data-erase]"));
const { me } = await start();

/** @type {string | null} */
let next = null;
let shown = 0;
/** Counts what was asked for, so that an answer to what nobody wants any more is left alone. */
let asked = 0;
/** The conversation that was asked for last, and the one that the dialog shows: what is done there is done to this one. */
let [wantedId, shownId] = ["", ""];

/** @param {Row} row */
function item(row) {
  const open = make("button", { type: "button", class: "text-link", dir: "auto" }, row.first);
  open.addEventListener("click", () => {
    history.pushState(null, "", address({ one: row.id }));
    show(row.id).catch(fail);
  });
  const facts = [
    row.unanswered ? pill("bad", `${row.unanswered} unanswered`) : null,
    row.not_helpful ? pill("warn", `${row.not_helpful} not helpful`) : null,
    row.helpful ? pill("good", `${row.helpful} helpful`) : null,
    row.person_asked ? pill("", "person asked for") : null,
  ].filter((fact) => fact !== null);
  const where = [dateTime(row.last_at, me.time_zone), plural(row.questions, "question", "questions"), row.lang, row.page].filter(Boolean);
  return make("li", { class: "account" }, make("div", {}, make("h3", {}, open), make("p", { class: "under" }, where.join(" · "))), make("div", { class: "row" }, ...facts));
}

/** The address of this page with what is looked for. @param {Record<string, string>} [extra] */
function address(extra = {}) {
  const wanted = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  for (const [name, value] of [...wanted]) if (!value) wanted.delete(name);
  for (const [name, value] of Object.entries(extra)) wanted.set(name, value);
  return `?${wanted}`;
}

/** What is looked for beside the form: the answers of one entry. */
function showEntry() {
  const entry = /** @type {HTMLInputElement} */ (form.elements.namedItem("entry"));
  const place = find("[data-entry]");
  place.hidden = !entry.value;
  const all = make("a", { class: "text-link", href: "/admin/conversations" }, "Show all");
  place.replaceChildren(make("span", {}, "Those that got the answer ", make("code", {}, entry.value), ". ", all));
}

/** Whether there are more, and how far back was looked. @param {string | null} searchedBackTo */
function tell(searchedBackTo) {
  const reach = searchedBackTo ? `, searched back to ${dateTime(searchedBackTo, me.time_zone)}` : next ? ", and more" : "";
  find("[data-count]").textContent = shown || reach ? `${shown || "None"}${reach}` : "None with that.";
  more.hidden = !next;
  more.textContent = searchedBackTo ? "Search further back" : "Show more";
}

/** The first page, or what comes after a place: from there it goes on until something is found. @param {string | null} after */
async function load(after) {
  asked += 1;
  const mine = asked;
  showEntry();
  const begun = address();
  find("[data-export]").setAttribute("href", `/api/v1/admin/conversations.csv${begun}`);
  let from = after;
  /** @type {any} */
  let page;
  do {
    const wanted = new URLSearchParams(begun);
    if (from) wanted.set("after", from);
    page = await call("GET", `/conversations?${wanted}`);
    if (mine !== asked) return;
    clearFailure();
    if (!from) {
      list.replaceChildren();
      shown = 0;
    }
    list.append(...page.conversations.map(item));
    shown += page.conversations.length;
    next = page.next;
    from = next;
    tell(page.searched_back_to);
  } while (after && next && !page.conversations.length);
  find("[data-section]").setAttribute("aria-busy", "false");
}

/** The words of an answer's nodes. @param {any} node @returns {string} */
function plain(node) {
  if (typeof node === "string") return node;
  if (!Array.isArray(node)) return "";
  const tag = typeof node[0] === "string" ? node[0] : "";
  const inner = node.slice(tag ? 1 : 0).map(plain).join("");
  return /^(p|li|h3|h4|pre|tr)$/.test(tag) ? `${inner}\n` : inner;
}

/** @param {any} body */
function words(body) {
  const { kind, content, text, title, options = [], helpful, comment } = body;
  if (kind === "answer") return content.map(plain).join("").trim();
  if (kind === "choice") return title;
  if (kind === "human") return "Asked for a person.";
  if (kind === "cancel") return "Left the line.";
  if (kind === "mail") return "Would rather leave a message.";
  if (kind === "csat") return `Rated ${body.score} of 5. ${comment ?? ""}`;
  if (kind === "feedback") return `${helpful ? "Helpful." : "Not helpful."} ${comment ?? ""}`;
  return [text, ...options.map((/** @type {any} */ option) => `– ${option.title}`)].join("\n");
}

const who = /** @type {Record<string, string>} */ ({ visitor: "Visitor", bot: "Assistant", agent: "Person", system: "Notice" });

/** @param {Question} question */
function judged({ verdict, candidates, chosen, rating, small_talk }) {
  const said = { answer: "answered", choices: "asked back", none: "not answered" }[verdict] ?? verdict;
  const marks = [
    small_talk
      ? pill("", "small talk")
      : pill(verdict === "answer" ? "good" : verdict === "none" ? "bad" : "warn", said),
    chosen ? pill("", `chose ${chosen}`) : null,
    rating ? pill(rating > 0 ? "good" : "warn", rating > 0 ? "helpful" : "not helpful") : null,
  ].filter((mark) => mark !== null);
  const rows = candidates.map(({ title, confidence }) => make("li", {}, `${title} (${percent(confidence)})`));
  const all = rows.length ? make("details", {}, make("summary", {}, "Candidates"), make("ul", {}, ...rows)) : null;
  return make("div", { class: "judged" }, make("div", { class: "row" }, ...marks), all);
}

/** @param {Said} said */
function line({ at, from, body, question }) {
  const head = make("p", { class: "under" }, `${who[from] ?? from}, ${dateTime(at, me.time_zone)}`);
  return make("li", { class: `said ${from}` }, head, make("p", { class: "words", dir: "auto" }, words(body)), question ? judged(question) : null);
}

const DEEDS = /** @type {Record<string, string>} */ ({
  read: "read it",
  take: "took it",
  assign: "handed it to",
  release: "put it back into the line",
  resolve: "resolved it",
  give_back: "gave it back to the bot",
  note: "wrote a note",
});

/** Who did what in it, for those who may know. @param {any[]} lines */
function showTeam(lines) {
  find("[data-team-section]").hidden = !lines.length;
  find("[data-team]").replaceChildren(
    ...lines.map(({ account, action, detail, at }) =>
      make(
        "li",
        {},
        make("span", { dir: "auto" }, [account, DEEDS[action] ?? action, detail].filter(Boolean).join(" ")),
        make("time", { class: "under number", datetime: at }, dateTime(at, me.time_zone)),
      ),
    ),
  );
}

/** A conversation, and who of the team was there. @param {string} id */
async function read(id) {
  const named = encodeURIComponent(id);
  const { events } = await call("GET", `/conversations/${named}`);
  const { lines } = me.role === "admin" ? await call("GET", `/console/log?conversation=${named}`) : { lines: [] };
  return { events, lines };
}

/** @param {string} id */
async function show(id) {
  wantedId = id;
  const whole = await read(id).catch((problem) => {
    if (id !== wantedId) return null;
    // what is said about it must not be hidden behind the dialog, which shows another one
    wantedId = shownId;
    dialog.close();
    throw problem;
  });
  if (!whole || id !== wantedId) return;
  // words and buttons change together: nobody deletes what is not shown
  shownId = id;
  find("[data-take]").setAttribute("href", `/api/v1/admin/conversations/${encodeURIComponent(id)}/visitor`);
  find("[data-one-title]").textContent = `Conversation of ${dateTime(whole.events[0].at, me.time_zone)}`;
  find("[data-transcript]").replaceChildren(...whole.events.map(line));
  showTeam(whole.lines);
  if (!dialog.open) dialog.showModal();
}

/** What the address asks for. */
function follow() {
  const wanted = new URLSearchParams(location.search);
  for (const name of ["q", "happened", "entry"]) /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = wanted.get(name) ?? "";
  const one = wanted.get("one");
  wantedId = one ?? "";
  if (one) show(one).catch(fail);
  else dialog.close();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", address());
  load(null).catch(fail);
});
more.addEventListener("click", () => busy(more, () => load(next)));

/** Deletes, once it is confirmed, and goes back to the list. */
async function eraseVisitor() {
  // another one may be shown before it is confirmed
  const id = shownId;
  sure.returnValue = "no";
  sure.showModal();
  await new Promise((resolve) => sure.addEventListener("close", resolve, { once: true }));
  if (sure.returnValue !== "yes") return;
  const { conversations } = await call("DELETE", `/conversations/${encodeURIComponent(id)}/visitor`).catch((problem) => {
    // what is said about it must not be hidden behind the dialog
    dialog.close();
    throw problem;
  });
  dialog.close();
  await load(null);
  const done = find("[data-done]");
  done.textContent = `${plural(conversations, "conversation is", "conversations are")} deleted for good.`;
  done.hidden = false;
  done.focus();
}

erase.addEventListener("click", () => busy(erase, eraseVisitor));
find("[data-no]").addEventListener("click", () => sure.close("no"));
find("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  // told a moment after it was closed: by then another one may be wanted
  if (wantedId !== shownId || !new URLSearchParams(location.search).has("one")) return;
  wantedId = "";
  history.pushState(null, "", address());
});
addEventListener("popstate", () => {
  follow();
  load(null).catch(fail);
});
follow();
try {
  await load(null);
} catch (problem) {
  fail(problem);
}
