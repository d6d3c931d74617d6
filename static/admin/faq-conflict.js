// @ts-check
// Two texts of one file: what was saved meanwhile, and what was about to be.

import { button, find } from "./shell.js";
import { showDifference } from "./faq-diff.js";

/** @typedef {{text: string, digest: string | null}} Text */

/**
 * Asks which of two texts is to stay, and takes the focus there.
 * @param {string | null} theirs none: the file is gone
 * @param {string} mine
 * @param {{keep: () => Promise<void>, take: () => Promise<void>}} acts
 */
export function showConflict(theirs, mine, { keep, take }) {
  const gone = theirs === null;
  find("[data-conflict]").hidden = false;
  find("[data-conflict-title]").textContent = gone
    ? "The file was removed meanwhile"
    : "Somebody else changed this file meanwhile";
  find("[data-conflict-text]").textContent = gone
    ? "Nothing was saved. Your text can be saved as a new file of this name."
    : "Nothing was saved. This is what would change if your text came on top of theirs; theirs stays among the versions.";
  find("[data-conflict-diff]").replaceChildren(
    ...(gone ? [] : [showDifference(theirs, mine, "Your text against theirs")]),
  );
  find("[data-conflict-tools]").replaceChildren(
    button(gone ? "Save mine" : "Save mine on top", "primary", keep),
    button(gone ? "Discard mine" : "Take theirs", "", take),
  );
  find("[data-conflict-title]").focus();
}
