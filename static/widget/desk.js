// @ts-check
// Between the bot and a person: waiting in line, talking to somebody, nobody there. Brought when a
// conversation first has a notice of it.
import { el, fill, press } from "./content.js";
import { deskCss } from "./desk-style.js";
import { hasPerson } from "./state.js";

const moon = "M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7Z";
/** Enough to tell a typing error; whether an address exists, only a mail can tell. */
const isEmail = (text) => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text);

/** The first letters of a name, at most two. @param {string} name */
export const initials = (name) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0])
    .join("")
    .slice(0, 2)
    .toUpperCase();

const face = (name, className = "face") => el("span." + className, { "aria-hidden": "true" }, initials(name));

/** The line that a visitor waits in. */
function queueCard(panel, { seq }) {
  const { words } = panel;
  const where = el("p");
  const buttons = el("div.btns");
  const title = el("h3", words.searching);
  const top = el("div.top", el("i", panel.icon("person")), el("div", title, where));
  const bar = el("div.bar", { "aria-hidden": "true" }, el("i"));
  const node = el("div.card queue", { part: "message" }, top, bar, el("p", words.browse), buttons);
  let shown;
  const update = () => {
    const { desk } = panel.chat.state;
    const waiting = desk.stage === "queued" && lastNotice(panel)?.seq === seq;
    node.hidden = !waiting;
    if (!waiting || desk === shown) return;
    shown = desk;
    const { place, minutes, offers } = desk;
    const parts = [place && fill(words.place, { place }), minutes && fill(words.wait, { minutes }, words.tag)];
    where.textContent = parts.filter(Boolean).join(" · ");
    const button = (kind, text, look) =>
      offers.includes(kind) && press("btn" + look, () => panel.send({ kind }), null, text);
    buttons.replaceChildren(
      ...[button("mail", words.mail, ""), button("cancel", words.cancel, " quiet")].filter(Boolean),
    );
  };
  return { node, update };
}

const lastNotice = ({ chat }) => chat.state.events.filter(({ body }) => body.kind === "notice").at(-1);

/** A field with its label, and its fault when it has one. */
function field(name, label, attributes) {
  const tag = name === "email" ? "input" : "textarea";
  const input = el(tag, { id: "desk-" + name, name, "aria-describedby": `desk-${name}-fault`, ...attributes });
  const fault = el("p.fault", { id: `desk-${name}-fault`, role: "alert" });
  const node = el("div", el("label", { for: input.id }, label), input, fault);
  const complain = (text) => {
    input.ariaInvalid = String(!!text);
    fault.textContent = text;
    return !!text;
  };
  input.oninput = () => complain("");
  return { node, input, complain };
}

/** A message for when nobody is there. */
function messageForm(panel) {
  const { words, chat } = panel;
  const asked = chat.state.events.filter(({ from, body }) => from === "visitor" && body.text).at(-1);
  const email = field("email", words.email, { type: "email", autocomplete: "email" });
  const text = field("message", words.message, { rows: 4 });
  text.input.value = asked?.body.text || "";
  const submit = (event) => {
    event.preventDefault();
    const address = email.input.value.trim();
    const message = text.input.value.trim();
    const faults = [
      email.complain(isEmail(address) ? "" : words.emailWrong) && email,
      text.complain(message ? "" : words.messageMissing) && text,
    ].filter(Boolean);
    if (faults[0]) return faults[0].input.focus();
    panel.send({ kind: "message", email: address, text: message });
    form.replaceChildren(el("p", { role: "status" }, words.messageSent));
    panel.focus();
  };
  const form = el(
    "form.card form",
    { onsubmit: submit, novalidate: "" },
    email.node,
    text.node,
    el("p.meta", words.attached),
    el("button.btn main", words.sendMessage),
  );
  return form;
}

function noticeRow(panel, event) {
  const { words, svg } = panel;
  const { code, text, agent, offers = [] } = event.body;
  if (code === "queued") return queueCard(panel, event);
  if (code === "offline") {
    const note = el("p.note", svg(moon), el("span", text));
    return { node: el("div.desk", { part: "message" }, note, offers.includes("message") && messageForm(panel)) };
  }
  const sees = code === "agent_joined" && agent && fill(words.sees, { name: agent.name });
  return { node: el("p.sys", el("span", el("b", text), sees)) };
}

function agentRow(panel, { body: { text, agent } }) {
  const { words } = panel;
  const name = agent?.name || words.team;
  const meta = el("div.meta", { "aria-live": "off" });
  const said = el("p.b", { dir: "auto" }, el("span.vh", { dir: panel.root.dir }, fill(words.agent, { name })), text);
  return {
    node: el("div.agent", { part: "message" }, face(name), said, meta),
    update: (entry, next, timeAfter) => meta.replaceChildren(timeAfter()),
  };
}

/** Dots while a person writes; screen readers hear of it elsewhere. */
function writingRow(panel) {
  const dots = el("div.dots b", { "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  return { node: el("div.agent", face(panel.chat.state.desk.agent?.name || panel.words.team), dots) };
}

export const desk = {
  css: deskCss,
  kinds: { system: { notice: noticeRow }, agent: { text: agentRow } },
  writingRow,

  /** Header, composer and footer say who the visitor talks to. @param {any} panel */
  dress(panel) {
    const { words, root, composer, chat, loader, svg } = panel;
    const { stage, agent } = chat.state.desk;
    const name = hasPerson(chat.state) && (agent?.name || words.team);
    const mark = root.querySelector(".mark");
    mark.replaceWith(name ? face(name, "mark face") : el("span.mark", svg(loader.chatIcon)));
    const [title, line] = root.querySelector(".who").children;
    title.textContent = name || loader.options.title;
    line.textContent = name ? words.real : words.assistant;
    composer.field.placeholder = name ? fill(words.messageTo, { name }) : words.ask;
    const notice = name ? words.withPerson : stage === "queued" ? words.waiting : words.notice;
    root.querySelector(".legal span").firstChild.data = notice + " ";
    return name && chat.state.typing ? fill(words.isTyping, { name }) : "";
  },
};
