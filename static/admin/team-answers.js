// @ts-check
// What the team answered and the FAQ does not hold: each answer is taken into the FAQ with the wordings, both as they are
// left in their fields, or dismissed, and either can be undone.

import { Problem, button, call, clearFailure, copy, dateTime, find, make, plural } from "./shell.js";

/**
 * @typedef {{text: string, answer: string, agent: string, at: string}} TeamAnswer
 * @typedef {{title: string, lang: string, asked: number, conversations: number, examples: string[], answers: TeamAnswer[],
 *   unanswered: string[], id: string, questions: string[], answer: string, yaml: string, file: string | null}} Learned
 * @typedef {{files: {path: string, lang: string | null}[], editable: boolean}} Folder
 * @typedef {{folder: Folder, timeZone: string}} Around
 */

/** Proposals that are shown at a time. */
const AT_A_TIME = 10;
/** Lines of a field; a longer text is scrolled. */
const MOST_ROWS = 12;
/** What stands for personal data. */
const MASKED = /\[(email|phone|card|id|number)\]/;
/** What is wrong with an answer, and not with the server. */
const REFUSED = [400, 409, 413, 422];

/** Told where that is left. */
const MASKED_HINT = "Somebody’s own data was taken out: write what every visitor may read in its place.";

/** @param {number} at of a proposal on the page */
const anchor = (at) => `team-answer-${at + 1}`;

/** @param {Learned} learned */
const named = ({ lang, title, examples }) => ({ lang, wordings: [title, ...examples] });

/**
 * Puts what was decided in place of the form, with a way back.
 * @param {HTMLElement} place of the form
 * @param {string} words
 * @param {object} decision as it is taken back
 * @param {HTMLElement[]} before what stood there
 * @param {HTMLElement} first of these, where the work goes on
 */
function decided(place, words, decision, before, first) {
  const undo = button("Undo", "small", async () => {
    await call("POST", "/faq/entries/take-back", decision);
    clearFailure();
    place.replaceChildren(...before);
    first.focus();
  });
  place.replaceChildren(make("div", { class: "row" }, make("span", { role: "status" }, words), undo));
  undo.focus();
}

/**
 * The files that an entry may go into, the proposed one first; a new one where there is none.
 * @param {Learned} learned
 * @param {Folder} folder
 */
function places({ lang, file }, folder) {
  const own = folder.files.filter((one) => one.lang === lang).map((one) => one.path);
  const first = file ? [file] : [];
  const all = [...new Set([...first, ...own])];
  return all.length ? all : [`${lang}/answers.yaml`];
}

/**
 * A field for words in the language of a question.
 * @param {string} name
 * @param {string} id
 * @param {string} text
 * @param {string} lang
 * @param {string} wrong the id of what says what is wrong
 */
function words(name, id, text, lang, wrong) {
  const area = /** @type {HTMLTextAreaElement} */ (
    make("textarea", {
      id,
      name,
      rows: Math.min(Math.max(text.split("\n").length + 1, 3), MOST_ROWS),
      dir: "auto",
      lang,
      spellcheck: true,
      "aria-describedby": `${id}-hint ${wrong}`,
    })
  );
  area.value = text;
  return area;
}

/** @param {string} label @param {HTMLElement} area @param {string} hint */
function labelled(label, area, hint) {
  return make(
    "div",
    { class: "field" },
    make("label", { for: area.id }, label),
    area,
    make("p", { id: `${area.id}-hint`, class: "hint" }, hint),
  );
}

/**
 * @param {Learned} learned
 * @param {number} at
 * @param {HTMLElement} place
 * @param {Around} around
 * @returns {HTMLElement[]}
 */
function form(learned, at, place, { folder }) {
  const [field, choice, wrong] = [`${anchor(at)}-text`, `${anchor(at)}-file`, `${anchor(at)}-wrong`];
  const wordings = words("questions", `${anchor(at)}-questions`, learned.questions.join("\n"), learned.lang, wrong);
  const area = words("answer", field, learned.answer, learned.lang, wrong);
  const files = /** @type {HTMLSelectElement} */ (
    make("select", { id: choice }, ...places(learned, folder).map((path) => make("option", { value: path }, path)))
  );
  const hint = MASKED.test(learned.answer) ? MASKED_HINT : "In Markdown, as every visitor will read it.";
  const problem = make("p", { id: wrong, class: "wrong", role: "alert" });
  const accept = button(
    "Add to the FAQ",
    "small primary",
    async () => {
      problem.textContent = "";
      for (const one of [wordings, area]) one.removeAttribute("aria-invalid");
      const { id } = learned;
      const lines = wordings.value.split("\n").map((line) => line.trim());
      const questions = lines.filter((line) => line);
      const path = files.value;
      try {
        await call("POST", "/faq/entries/accept", { ...named(learned), path, id, questions, answer: area.value });
      } catch (refused) {
        if (!(refused instanceof Problem) || !REFUSED.includes(refused.status)) throw refused;
        const first = refused.more?.problems?.[0];
        problem.textContent = first
          ? `${refused.message} ${first.path}:${first.line}: ${first.message}`
          : refused.message;
        // what somebody else did meanwhile is no mistake in what was written
        if (refused.status === 409) return;
        const blamed = refused.message.startsWith("Questions:") ? wordings : area;
        blamed.setAttribute("aria-invalid", "true");
        blamed.focus();
        return;
      }
      clearFailure();
      decided(place, `Added to ${path}.`, { ...named(learned), entry: { path, id } }, parts, area);
    },
    "check",
  );
  const dismiss = button("Dismiss", "small", async () => {
    await call("POST", "/faq/entries/dismiss", named(learned));
    clearFailure();
    decided(place, "Will not be proposed again.", named(learned), parts, area);
  });
  const parts = [
    labelled("Wordings", wordings, "One a line, as the FAQ will have them. The first is the title that visitors see."),
    labelled("Answer", area, hint),
    problem,
    make(
      "div",
      { class: "row spread" },
      make("div", { class: "field inline" }, make("label", { for: choice }, "File"), files),
      make("div", { class: "row" }, accept, dismiss),
    ),
  ];
  return parts;
}

/**
 * @param {TeamAnswer} one
 * @param {string} lang
 * @param {string} timeZone
 * @param {((markdown: string) => void) | null} take makes it the draft, where there are others
 */
function quote({ text, answer, agent, at }, lang, timeZone, take) {
  const under = [make("bdi", {}, agent || "Your team"), `, ${dateTime(at, timeZone)}`];
  return make(
    "li",
    { class: "team-answer" },
    make("blockquote", { dir: "auto", lang }, text),
    make("p", { class: "under" }, ...under),
    take ? button("Use this answer", "small", () => take(answer)) : null,
  );
}

/** @param {Learned} learned */
function entry({ yaml, answer }) {
  const take = button("Copy the entry", "small", () => copy(take, yaml), "copy");
  // what is wider than the page can be moved with the keyboard
  const text = make("code", { class: "snippet", tabindex: 0, role: "group", "aria-label": "The entry in YAML" }, yaml);
  return make(
    "details",
    {},
    make("summary", { class: "text-link" }, "The entry in YAML"),
    text,
    make(
      "div",
      { class: "row" },
      take,
      make("span", { class: "hint" }, "As proposed. Paste it under entries: of a file in this language."),
    ),
    MASKED.test(answer) ? make("p", { class: "hint" }, MASKED_HINT) : null,
  );
}

/** @param {Learned} learned @param {number} at @param {Around} around */
function row(learned, at, around) {
  const { title, lang, asked, conversations, examples, answers, unanswered } = learned;
  const times = `Asked ${plural(asked, "time", "times")} in ${plural(conversations, "conversation", "conversations")}, ${lang}`;
  const heading = `${anchor(at)}-title`;
  const place = make("div", { class: "stack", role: "group", "aria-labelledby": heading });
  const editable = around.folder.editable;
  const several = answers.length > 1;
  /** @param {string} markdown */
  const take = (markdown) => {
    const area = /** @type {HTMLTextAreaElement | null} */ (place.querySelector("[name=answer]"));
    if (!area) return;
    area.value = markdown;
    area.focus();
  };
  if (editable) place.append(...form(learned, at, place, around));
  return make(
    "li",
    { class: "proposal stack", id: anchor(at), tabindex: -1 },
    make(
      "div",
      {},
      make("h3", { id: heading, dir: "auto", lang }, title),
      make("p", { class: "under" }, unanswered.length ? `${times}. The assistant had no answer either.` : `${times}.`),
    ),
    examples.length
      ? make(
          "ul",
          { class: "examples", "aria-label": "Also asked as" },
          ...examples.map((one) => make("li", { dir: "auto", lang }, one)),
        )
      : null,
    make(
      "ul",
      { class: "stack", "aria-label": "What your team answered" },
      ...answers.map((one) => quote(one, lang, around.timeZone, editable && several ? take : null)),
    ),
    several
      ? make("p", { class: "hint" }, "Not all got the same answer: keep only wordings that the answer below is right for.")
      : null,
    editable ? place : null,
    entry(learned),
  );
}

/**
 * Shows the proposals of a week.
 * @param {Learned[]} all
 * @param {boolean} wordsKept whether the words of the week are still there
 * @param {Around} around
 * @returns {(title: string, lang: string) => string | null} where the team's answer to an unanswered question stands
 */
export function showTeamAnswers(all, wordsKept, around) {
  const list = find("[data-team]");
  const more = find("[data-team-more]");
  const next = () => {
    const shown = list.childElementCount;
    list.append(...all.slice(shown, shown + AT_A_TIME).map((one, at) => row(one, shown + at, around)));
    more.hidden = list.childElementCount >= all.length;
  };
  list.replaceChildren();
  more.onclick = () => {
    const shown = list.childElementCount;
    next();
    /** @type {HTMLElement | undefined} */ (list.children[shown])?.focus();
  };
  next();
  find("[data-team-empty]").hidden = all.length > 0;
  find("[data-team-section]").hidden = !wordsKept;
  return (title, lang) => {
    const at = all.findIndex((one) => one.lang === lang && one.unanswered.includes(title));
    if (at < 0) return null;
    // what is further down is not on the page yet
    while (list.childElementCount <= at) next();
    return anchor(at);
  };
}
