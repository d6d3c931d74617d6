// @ts-check
import { list } from "./notices.js";
import { busy, call, copy, fail, find, make, pill, start } from "./shell.js";

/**
 * @typedef {{name: string, value: string, default: string, source: string | null, variable: string, about: string}} Setting
 * @typedef {{name: string, settings: Setting[]}} Section
 */

/** What a section is about. @type {Record<string, string>} */
const ABOUT = {
  server: "Where it listens and whom it believes",
  site: "What visitors see",
  faq: "The FAQ's files",
  data: "Where conversations are kept",
  answers: "How sure an answer must be",
  limits: "How much is taken at once",
  privacy: "How long, and what is masked",
  reports: "When and where reports are sent",
  mail: "How mails are sent",
  handoff: "When people answer, and who is told",
};

/** @param {Setting} setting */
function row({ name, value, source, variable, about, default: usual }) {
  const from = source
    ? pill("good", source === variable ? "environment" : source)
    : make("span", { class: "under" }, "default");
  const where = make(
    "p",
    { class: "under" },
    make("span", { class: "mono" }, variable),
    source ? ` · default ${usual}` : "",
  );
  return make(
    "div",
    { class: "setting" },
    make("dt", {}, make("code", {}, name)),
    make(
      "dd",
      {},
      make("p", { class: "row" }, make("code", { dir: "auto" }, value), from),
      make("p", {}, about),
      where,
    ),
  );
}

/** @param {Section} section */
function card({ name, settings }) {
  const title = `${name}-title`;
  return make(
    "section",
    { class: "card", "aria-labelledby": title },
    make("header", {}, make("h2", { id: title, class: "mono" }, `[${name}]`), make("p", {}, ABOUT[name] ?? "")),
    make("dl", {}, ...settings.map(row)),
  );
}

/** @param {import("./notices.js").Notices} told @param {Section[]} sections */
function showTold(told, sections) {
  const handoff = sections.find(({ name }) => name === "handoff")?.settings ?? [];
  const isTold = handoff.some(
    ({ name, value, default: usual }) => ["notify", "webhook", "mail_to"].includes(name) && value !== usual,
  );
  const none = find("[data-told-none]");
  list(find("[data-told-rows]"), find("[data-told-days]"), find("[data-told-more]"), told);
  find("[data-told-table]").hidden = told.notices.length === 0;
  none.hidden = told.notices.length > 0;
  none.textContent = isTold
    ? "Nothing was sent."
    : "Nobody is told: name the team's chats in handoff.notify, its mail addresses in handoff.mail_to or a program in handoff.webhook.";
  find("[data-told]").removeAttribute("aria-busy");
}

await start();
try {
  const [{ script, allowed_origins, sections }, told] = await Promise.all([
    call("GET", "/settings"),
    call("GET", "/notices"),
  ]);
  const button = /** @type {HTMLButtonElement} */ (find("[data-copy]"));
  find("[data-script]").textContent = script;
  button.addEventListener("click", () => busy(button, () => copy(button, script)));
  find("[data-origins]").textContent = allowed_origins.length
    ? `Pages of ${allowed_origins.join(", ")} may open a chat.`
    : "No page but the demo page may open a chat yet: list your site's origin in site.allowed_origins.";
  showTold(told, sections);
  const place = find("[data-sections]");
  place.replaceChildren(...sections.map(card));
  place.removeAttribute("aria-busy");
} catch (problem) {
  fail(problem);
}
