// @ts-check
// Unsaved texts, kept in this tab so that a reload loses nothing, and a new answer on its way from another page.

/** @typedef {{text: string, digest: string | null}} Draft a text and the digest of the file that it was made from */

const PREFIX = "deskbell-draft:";
const ENTRY = "deskbell-entry";

/** @param {string} path @param {Draft} draft @returns {boolean} whether there was room for it */
export function keepDraft(path, draft) {
  try {
    sessionStorage.setItem(PREFIX + path, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} path @returns {Draft | null} */
export function keptDraft(path) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + path) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} path */
export function dropDraft(path) {
  try {
    sessionStorage.removeItem(PREFIX + path);
  } catch {
    // without storage there is nothing to drop
  }
}

/** The files with unsaved texts. @returns {string[]} */
export function keptPaths() {
  try {
    return Object.keys(sessionStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length))
      .sort();
  } catch {
    return [];
  }
}

/** @typedef {{yaml: string, lang: string}} Entry */

/** @param {Entry} entry */
export function handOver(entry) {
  sessionStorage.setItem(ENTRY, JSON.stringify(entry));
}

/** @returns {Entry | null} */
export function handedOver() {
  try {
    return JSON.parse(sessionStorage.getItem(ENTRY) ?? "null");
  } catch {
    return null;
  }
}

export function takenOver() {
  sessionStorage.removeItem(ENTRY);
}
