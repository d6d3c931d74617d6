// @ts-check
// An answer as DOM: it comes as JsonML and passes an allow-list.
import { el, isSafe, link } from "./content.js";

const tags = new Set(
  "p strong em del code pre ul ol li a br hr h3 h4 blockquote table thead tbody tr th td img".split(" "),
);
const deepest = 32;

function build(node, depth) {
  if (typeof node === "string") return node;
  if (!Array.isArray(node)) return "";
  const [tag, second] = node;
  const given = Object(second) === second && !Array.isArray(second) ? second : {};
  const children = render(node.slice(given === second ? 2 : 1), depth + 1);
  const { href, src, alt = "", title, start } = given;
  let kept = { title };
  if (tag === "a") kept = isSafe(href) && { title, ...link(href) };
  if (tag === "img") kept = isSafe(src) && { title, src, alt };
  if (!tags.has(tag) || !kept) return children;
  const made = el(tag, kept, children);
  if (tag === "ol" && start > 1) {
    made.start = start;
    made.style.setProperty("--from", start - 1);
  }
  return tag === "table" ? el("section.wide", { tabindex: 0 }, made) : made;
}

/** The content of an answer, a list of JsonML nodes, as DOM. @returns {DocumentFragment} */
export function render(nodes, depth = 0) {
  const made = document.createDocumentFragment();
  if (Array.isArray(nodes) && depth < deepest) made.append(...nodes.map((node) => build(node, depth)));
  return made;
}
