// The few parts of the DOM that the widget's modules use, enough to see what they build.

class Node {
  parentNode = null;
  childNodes = [];
  append(...children) {
    for (const child of children) {
      if (child instanceof Fragment) this.append(...child.childNodes);
      else {
        const node = child instanceof Node ? child : new Text(child);
        node.parentNode = this;
        this.childNodes.push(node);
      }
    }
  }
  replaceChildren(...children) {
    this.childNodes = [];
    this.append(...children);
  }
  get textContent() {
    return this.childNodes.map((child) => child.textContent).join("");
  }
  set textContent(text) {
    this.replaceChildren(...(text ? [text] : []));
  }
}

class Text extends Node {
  constructor(data) {
    super();
    this.data = String(data);
  }
  get textContent() {
    return this.data;
  }
}

class Fragment extends Node {}

class Element extends Node {
  attributes = {};
  className = "";
  properties = {};
  classList = { toggle() {} };
  listeners = {};
  style = { setProperty: (name, value) => (this.properties[name] = value) };
  constructor(tag) {
    super();
    this.tag = tag;
  }
  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }
  getAttribute(name) {
    return this.attributes[name] ?? null;
  }
  removeAttribute(name) {
    delete this.attributes[name];
  }
  get id() {
    return this.attributes.id ?? "";
  }
  set ariaExpanded(value) {
    this.setAttribute("aria-expanded", value);
  }
  addEventListener(name, handler) {
    (this.listeners[name] ||= []).push(handler);
  }
  /** Tells the listeners of an event, and returns it with what became of it. */
  fire(type, more = {}) {
    const event = { type, target: this, prevented: false, stopped: false, ...more };
    event.preventDefault = () => (event.prevented = true);
    event.stopPropagation = () => (event.stopped = true);
    for (const handler of this.listeners[type] || []) handler(event);
    return event;
  }
  click() {
    this.fire("click");
  }
  focus() {
    this.fire("focus");
  }
  scrollIntoView() {}
  // Only what is created may appear: setting HTML would be a fault.
  set innerHTML(_) {
    throw new Error("innerHTML was set");
  }
}

/** Puts the stand-in in place of the browser's document. */
export function install() {
  globalThis.document = {
    createElement: (tag) => new Element(tag),
    createTextNode: (text) => new Text(text),
    createDocumentFragment: () => new Fragment(),
  };
}

/** A node as nested text, for comparison: `<p title="x">text</p>`. */
export function show(node) {
  if (node instanceof Text) return node.data;
  const inner = node.childNodes.map(show).join("");
  if (node instanceof Fragment) return inner;
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${value}"`);
  const className = node.className && ` class="${node.className}"`;
  return `<${node.tag}${className}${attributes.join("")}>${inner}</${node.tag}>`;
}
