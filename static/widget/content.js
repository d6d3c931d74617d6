// @ts-check
// Builds elements and texts; nothing is parsed as HTML.

/**
 * An element from "tag.class", attributes if there are any (functions listen; null and false are
 * left out) and children (null, false and "" likewise).
 * @param {string} name @param {...any} children @returns {any}
 */
export function el(name, ...children) {
  const [tag, className = ""] = name.split(".");
  const attributes = children[0]?.constructor === Object && children.shift();
  const node = document.createElement(tag);
  node.className = className;
  for (const key in attributes) {
    const value = attributes[key];
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (value != null && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

export const press = (className, onclick, attributes, ...children) =>
  el("button." + className, { type: "button", onclick, ...attributes }, ...children);

/** Rows of questions in a language, each of which sends its choice, or its text if it has no id. */
export const questions = (panel, options, lang) =>
  el(
    "ul.list",
    { lang },
    ...options.map(({ id, title }) => {
      const body = id ? { kind: "choice", id } : { kind: "text", text: title };
      return el(
        "li",
        press("row", () => panel.send(body), null, el("span", title), panel.icon("chevron")),
      );
    }),
  );

/**
 * Fills in the words in braces. A text with forms by number takes the one of its first value.
 * @param {string | Record<string, string>} text @param {Record<string, any>} values @param {string} [lang] of the forms
 */
export function fill(text, values, lang) {
  const one = typeof text === "string" ? text : text[new Intl.PluralRules(lang).select(Object.values(values)[0])];
  return (one ?? Object.values(text).at(-1)).replace(/{(\w+)}/g, (_, key) => values[key]);
}

/** Stroked paths on a grid of 24. */
export const icons = {
  close: "m6.5 6.5 11 11m0-11-11 11",
  down: "m6 9.5 6 6 6-6",
  caret: "m8 10 4 4 4-4",
  chevron: "m9.5 6 6 6-6 6",
  more: "M5.5 11.5v1m6.5-1v1m6.5-1v1",
  send: "M12 19V5.5m-6 6 6-6 6 6",
  mic: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4M6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3",
  person: "M8.3 8.2a3.7 3.7 0 1 0 7.4 0 3.7 3.7 0 1 0-7.4 0M4.8 19.7c.6-3.7 3.5-5.7 7.2-5.7s6.6 2 7.2 5.7",
};

/** Whether an address is http, https, mailto, tel or a path on the same site. */
export const isSafe = (url) => /^(https?:\/\/|mailto:|tel:|\/(?!\/))[^\0- \\]*$/i.test(url);

/** Attributes of a link, which opens beside the page. */
export const link = (href) => ({ href, target: "_blank", rel: "noopener" });
