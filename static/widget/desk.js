// @ts-check
// Between the bot and a person: waiting in line, talking to somebody, nobody there. Brought when a
// conversation first has a notice of it.
import { el, fill, press } from "./content.js";
import { deskCss } from "./desk-style.js";
import { hasPerson } from "./state.js";

const moon = "M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7Z";
/** Enough to tell a typing error; whether an address exists, only a mail can tell. */
const isEmail = (text) => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text);
const isPhone = (text) => /^[-+ ()./\d]{5,40}$/.test(text) && text.replace(/\D/g, "").length > 4;

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
function queueCard(panel, { seq, body }) {
  const { words, chat } = panel;
  const isFirst = chat.state.events.find(({ body }) => body.code === "queued")?.seq === seq;
  const where = el("p");
  const buttons = el("div.btns");
  const title = el("h3", words.searching);
  const top = el("div.top", el("i", panel.icon("person")), el("div", title, where));
  const bar = el("div.bar", { "aria-hidden": "true" }, el("i"));
  const node = el("div.card queue", { part: "message" }, top, bar, el("p", isFirst ? words.browse : body.text), buttons);
  let shown, offered;
  const update = () => {
    const { desk, events } = chat.state;
    const waiting = desk.stage === "queued" && events.findLast(({ body }) => body.code === "queued")?.seq === seq;
    node.hidden = !waiting;
    if (!waiting || desk === shown) return;
    shown = desk;
    const { place, minutes, offers } = desk;
    const parts = [place && fill(words.place, { place }), minutes && fill(words.wait, { minutes }, words.tag)];
    where.textContent = parts.filter(Boolean).join(" · ");
    // A place that moves must take no button from under a finger.
    if (offers === offered) return;
    offered = offers;
    const button = (kind, text, look) =>
      offers.includes(kind) && press("btn" + look, () => panel.send({ kind }), null, text);
    buttons.replaceChildren(
      ...[button("mail", words.mail, ""), button("cancel", words.cancel, " quiet")].filter(Boolean),
    );
  };
  return { node, update };
}

/** What the visitor has put into forms, by conversation and field: one that is drawn anew begins with it. */
const written = new Map();
const placeOf = ({ chat }, name, seq) => [chat.state.conversation, name, seq].join();

/** A field with its label, and its fault when it has one. */
function field(panel, name, seq, label, attributes, first = "") {
  const place = placeOf(panel, name, seq);
  const tag = attributes.rows ? "textarea" : "input";
  const id = `desk-${name}-${seq}`; // there may be a form for each notice
  const input = el(tag, { id, name, "aria-describedby": id + "-fault", ...attributes });
  const fault = el("p.fault", { id: id + "-fault", role: "alert" });
  const node = el("div", el("label", { for: input.id }, label), input, fault);
  const complain = (text) => {
    input.ariaInvalid = String(!!text);
    fault.textContent = text;
    return !!text;
  };
  input.value = written.get(place) ?? first;
  input.oninput = () => {
    written.set(place, input.value);
    complain("");
  };
  return { node, input, complain };
}

/** Whether the visitor has sent something of a kind since a notice, or is about to. */
const hasSent = ({ chat: { state } }, kind, seq) =>
  state.events.some((event) => event.from === "visitor" && event.body.kind === kind && event.seq > seq) ||
  state.outbox.some(({ body, failed }) => body.kind === kind && !failed);

/** A message for when nobody is there. Until it is sent its words stay in the form, whatever happens. */
function messageForm(panel, seq) {
  const { words, chat } = panel;
  const asked = chat.state.events.filter(({ from, body }) => from === "visitor" && body.text).at(-1);
  const email = field(panel, "email", seq, words.email, { type: "email", autocomplete: "email" });
  const phone = field(panel, "phone", seq, words.phone, { type: "tel", autocomplete: "tel", dir: "ltr" });
  const text = field(panel, "message", seq, words.message, { rows: 4 }, asked?.body.text);
  const submit = (event) => {
    event.preventDefault();
    const [address, number, message] = [email, phone, text].map(({ input }) => input.value.trim());
    const missing = !address && !number && words.contactMissing;
    const faults = [
      email.complain(missing || (address && !isEmail(address) && words.emailWrong) || "") && email,
      phone.complain((number && !isPhone(number) && words.contactMissing) || "") && phone,
      text.complain(message ? "" : words.messageMissing) && text,
    ].filter(Boolean);
    if (faults[0]) return faults[0].input.focus();
    const reach = { ...(address && { email: address }), ...(number && { phone: number }) };
    panel.send({ kind: "message", ...reach, text: message });
    panel.say(words.messageSent);
    panel.focus();
  };
  const form = el(
    "form.card form",
    { onsubmit: submit, novalidate: "" },
    el("p.meta", words.either),
    email.node,
    phone.node,
    text.node,
    el("p.meta", words.attached),
    el("button.btn main", words.sendMessage),
  );
  const update = () => (form.hidden = hasSent(panel, "message", seq));
  return { node: form, update };
}

/** What the visitor thinks of the help, once a person has ended the conversation. */
function rateCard(panel, seq) {
  const { words, chat } = panel;
  const comment = field(panel, "comment", seq, words.comment, { rows: 2, maxlength: 1000 });
  const place = placeOf(panel, "score", seq);
  const more = el("div.form", { hidden: !written.has(place) }, comment.node, el("button.btn main", words.sendRating));
  const score = (word, index) => {
    const onchange = () => {
      written.set(place, index);
      more.hidden = false;
    };
    const checked = written.get(place) === index;
    const input = el("input", { type: "radio", name: "score" + seq, value: index + 1, checked, onchange });
    return el("label", input, el("b", { "aria-hidden": "true" }, String(index + 1)), el("span", word));
  };
  const scores = el("fieldset.scores", el("legend", words.rate), ...words.scores.map(score));
  const submit = (event) => {
    event.preventDefault();
    const chosen = form.querySelector("input:checked");
    if (!chosen) return; // Enter on a score that is not chosen
    const note = comment.input.value.trim();
    panel.send({ kind: "csat", score: Number(chosen.value), ...(note && { comment: note }) });
    panel.say(words.rated);
    panel.focus();
  };
  const form = el("form.card form", { onsubmit: submit }, scores, more);
  const thanks = el("p.quiet", words.rated);
  const update = () => {
    const rated = hasSent(panel, "csat", seq);
    // Who asks for a person again is past judging the last one.
    const over = chat.state.desk.stage !== "bot";
    form.hidden = rated || over;
    thanks.hidden = !rated;
  };
  return { node: el("div.desk", form, thanks), update };
}

function noticeRow(panel, event) {
  const { words, svg } = panel;
  const { code, text, agent, offers = [] } = event.body;
  if (code === "queued") return queueCard(panel, event);
  if (code === "offline") {
    const note = el("p.note", svg(moon), el("span", text));
    const form = offers.includes("message") && messageForm(panel, event.seq);
    return { node: el("div.desk", { part: "message" }, note, form && form.node), update: form && form.update };
  }
  const sees = code === "agent_joined" && agent && fill(words.sees, { name: agent.name });
  const row = el("p.sys", el("span", el("b", text), sees));
  const rate = code === "closed" && offers.includes("csat") && rateCard(panel, event.seq);
  return rate ? { node: el("div.desk", { part: "message" }, row, rate.node), update: rate.update } : { node: row };
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

/** How often (ms) a person hears that the visitor is typing. */
const typingPause = 3000;
const heard = new WeakSet(); // fields whose typing is told
let toldTyping = 0;
let toldSeen; // the conversation and the seq that a person knows the visitor has seen

/** Who waits or talks to a person is seen typing. */
function tellTyping({ chat, composer }) {
  const { field } = composer;
  if (heard.has(field)) return;
  heard.add(field);
  field.addEventListener("input", () => {
    const now = Date.now();
    if (!/agent|queued/.test(chat.state.desk.stage) || !field.value.trim() || now - toldTyping < typingPause) return;
    toldTyping = now;
    chat.tell({ type: "typing" });
  });
}

export const desk = {
  css: deskCss,
  kinds: { system: { notice: noticeRow }, agent: { text: agentRow } },
  writingRow,

  /** Header, composer and footer say who the visitor talks to. @param {any} panel */
  dress(panel) {
    const { words, root, composer, chat, loader, svg } = panel;
    tellTyping(panel);
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

  /** Tells a person how far the visitor has read. @param {any} panel */
  read({ chat }) {
    const { conversation, last, ready } = chat.state;
    const seen = conversation + "/" + last;
    if (!hasPerson(chat.state) || !ready || seen === toldSeen) return;
    toldSeen = seen;
    chat.tell({ type: "seen", seq: last });
  },
};
