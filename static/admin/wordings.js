// @ts-check
// Wordings that visitors' own choices propose: each is taken into its entry's file or left, and either can be undone.

import { button, call, clearFailure, find, make, plural } from "./shell.js";

/**
 * @typedef {{wording: string, lang: string, entry: string, title: string, chosen: number, conversations: number, examples: string[], rivals: [string, number][]}} Proposal
 */

/** Proposals that are shown at a time. */
const AT_A_TIME = 20;

/**
 * Puts what was decided in place of the buttons, with a way back.
 * @param {HTMLElement} place of the buttons
 * @param {string} words
 * @param {{lang: string, entry: string, wordings: string[]}} wanted
 * @param {() => HTMLElement[]} buttons what stood there
 */
function decided(place, words, wanted, buttons) {
  const undo = button("Undo", "small", async () => {
    await call("POST", "/faq/wordings/take-back", wanted);
    clearFailure();
    const again = buttons();
    place.replaceChildren(...again);
    again[0].focus();
  });
  place.replaceChildren(make("span", { role: "status" }, words), undo);
  undo.focus();
}

/**
 * The buttons of wordings for an entry.
 * @param {HTMLElement} place
 * @param {{lang: string, entry: string, wordings: string[]}} wanted
 * @param {string} label of the button that accepts
 * @param {boolean} [refusable] whether they can be told not to come again
 * @returns {HTMLElement[]}
 */
export function choices(place, wanted, label, refusable = true) {
  const again = () => choices(place, wanted, label, refusable);
  const accept = button(
    label,
    "small primary",
    async () => {
      const { file } = await call("POST", "/faq/wordings/accept", wanted);
      clearFailure();
      decided(place, `Added to ${file.path}.`, wanted, again);
    },
    "check",
  );
  const reject = button("Not for this answer", "small", async () => {
    await call("POST", "/faq/wordings/reject", wanted);
    clearFailure();
    decided(place, "Will not be proposed again.", wanted, again);
  });
  return refusable ? [accept, reject] : [accept];
}

/** @param {Proposal} proposal @param {boolean} editable */
function row(proposal, editable) {
  const { wording, lang, entry, title, chosen, conversations, examples, rivals } = proposal;
  const tools = make("div", { class: "row" });
  if (editable) tools.append(...choices(tools, { lang, entry, wordings: [wording] }, "Add it"));
  const also = examples.length
    ? make("p", { class: "under", dir: "auto" }, `Also asked as ${examples.map((one) => `“${one}”`).join(", ")}`)
    : null;
  const others = rivals.length
    ? make("p", { class: "under" }, `Others chose ${rivals.map(([other, times]) => `${other} (${times})`).join(", ")}`)
    : null;
  return make(
    "li",
    { class: "account" },
    make(
      "div",
      {},
      make("h3", { dir: "auto", lang }, `“${wording}”`),
      make("p", {}, `for ${title}`),
      make(
        "p",
        { class: "under" },
        `Chosen ${plural(chosen, "time", "times")} in ${plural(conversations, "conversation", "conversations")}, ${lang}`,
      ),
      also,
      others,
    ),
    tools,
  );
}

/** @param {boolean} editable */
export async function showWordings(editable) {
  /** @type {{weeks: number, proposals: Proposal[]}} */
  const { weeks, proposals } = await call("GET", "/faq/wordings");
  const list = find("[data-wordings]");
  const more = find("[data-wordings-more]");
  const next = () => {
    const shown = list.childElementCount;
    list.append(...proposals.slice(shown, shown + AT_A_TIME).map((proposal) => row(proposal, editable)));
    more.hidden = list.childElementCount >= proposals.length;
  };
  find("[data-wordings-note]").textContent =
    `What visitors of the last ${weeks} weeks chose after the assistant asked back or its answer did not help, five times or more and in two conversations or more`;
  more.addEventListener("click", next);
  next();
  find("[data-wordings-section]").hidden = proposals.length === 0;
}
