// @ts-check
// The small forms of the FAQ editor: a new file, another name, and whether a file is really to go.

import { fail, find } from "./shell.js";

/**
 * Lets the button of this name open its form.
 * @param {string} name
 * @param {(form: HTMLFormElement) => Promise<void>} act
 */
export function dialog(name, act) {
  const box = /** @type {HTMLDialogElement} */ (find(`[data-${name}-dialog]`));
  const form = /** @type {HTMLFormElement} */ (find("form", box));
  find("[data-cancel]", box).addEventListener("click", () => box.close());
  form.addEventListener("submit", () => act(form).catch(fail));
  find(`[data-${name}]`).addEventListener("click", () => {
    form.reset();
    box.showModal();
  });
}

/** @param {HTMLFormElement} form @param {string} name */
export const field = (form, name) => String(new FormData(form).get(name)).trim();

/** A text as YAML has it: JSON's quotes are YAML's, too. @param {string} words */
const quoted = (words) => (/^\p{L}[\p{L}\p{N} ]*$/u.test(words) ? words : JSON.stringify(words));

/** The text of a file whose first answer is to be written. @param {HTMLFormElement} form */
export function emptyFile(form) {
  const entry = "  - id: \n    questions:\n      - \n    answer: |\n      \n";
  return `topic: ${quoted(field(form, "topic"))}\nlang: ${field(form, "lang")}\nentries:\n${entry}`;
}
