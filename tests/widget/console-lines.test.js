// What a thread of the console shows of what was said.

import assert from "node:assert/strict";
import test from "node:test";
import { lastWords, lines } from "../../static/admin/console-lines.js";

const me = { name: "maya" };
const clock = (minute, second = 0) => new Date(Date.UTC(2026, 10, 20, 14, minute, second)).toISOString();
let seq = 0;
const event = (from, body, minute, second) => ({ seq: ++seq, from, at: clock(minute, second), body });
const visitor = (text, minute) => event("visitor", { kind: "text", text }, minute);
const notice = (code, name, minute, second) =>
  event("system", { kind: "notice", code, text: code, agent: name && { name } }, minute, second);
const agent = (name, text, minute) => event("agent", { kind: "text", text, agent: { name } }, minute);
const options = [
  { id: "a", title: "Refund status?" },
  { id: "b", title: "When is my refund paid?" },
];

/** The lines as text. */
function shown(events, notes = []) {
  const thread = {
    conversation: "c_0001",
    row: { conversation: "c_0001", name: "Ana Ribeiro", email: "" },
    details: { notes },
    events,
  };
  return lines(thread, me, "UTC").flatMap((line) => {
    if (line.kind === "bot") return line.lines.map(({ who, text }) => `bot| ${who}: ${text}`);
    if (line.kind === "said") return `${line.from}${line.own ? "*" : ""}| ${line.name}: ${line.text}`;
    if (line.kind === "note") return `note| ${line.author}: ${line.text}`;
    return `${line.kind}| ${line.text}`;
  });
}

test("the bot's part is folded, the rest is a conversation", () => {
  const asked = visitor("refnd stats", 26);
  const choices = event("bot", { kind: "choices", text: "Did you mean", options }, 26);
  const chosen = event("visitor", { kind: "choice", id: "b", title: options[1].title }, 27);
  const answer = event(
    "bot",
    { kind: "answer", title: "Refund times", confidence: 0.94, content: [["p", "Soon."]] },
    27,
  );
  const rated = event("visitor", { kind: "feedback", about: answer.seq, helpful: false, comment: "Unclear" }, 28);
  const human = event("visitor", { kind: "human" }, 33);
  const events = [
    asked,
    choices,
    chosen,
    answer,
    rated,
    human,
    notice("queued", null, 33),
    notice("agent_joined", "maya", 34, 52),
    agent("maya", "Hi, I am Maya.", 35),
    visitor("It is FH-20417", 36),
    notice("agent_joined", "jonas", 40),
    agent("jonas", "Hello.", 41),
    notice("closed", "jonas", 42),
    event("visitor", { kind: "csat", score: 4, comment: "Quick" }, 43),
    visitor("thanks", 44),
  ];
  const note = { id: 1, at: clock(37), author: "jonas", text: "Scanned on Friday." };
  assert.deepEqual(shown(events, [note]), [
    "bot| Ana: refnd stats",
    "bot| Bot: Asked “Did you mean”, 2 choices, Ana picked the second",
    "bot| Ana: When is my refund paid?",
    "bot| Bot: “Refund times”, match 0.94, rated not helpful: Unclear",
    "bot| Ana: Asked for a person",
    "system| You joined at 14:34, after 1 min 52 s",
    "agent*| maya: Hi, I am Maya.",
    "visitor| Ana: It is FH-20417",
    "note| jonas: Scanned on Friday.",
    "system| Handed to jonas at 14:40",
    "agent| jonas: Hello.",
    "system| Resolved by jonas at 14:42",
    "system| Ana rated the conversation 4 of 5: “Quick”",
    "bot| Ana: thanks",
  ]);
});

test("who was given back or put back into the line is with the bot again", () => {
  const events = [
    notice("agent_joined", "maya", 1),
    notice("queued", null, 2),
    visitor("still there?", 3),
    notice("agent_joined", "jonas", 4),
    notice("agent_left", null, 5),
    event("bot", { kind: "none", text: "Sorry", options: [] }, 6),
  ];
  assert.deepEqual(shown(events), [
    "system| You joined at 14:01",
    "system| Back in the line since 14:02",
    "bot| Ana: still there?",
    "system| jonas joined at 14:04, after 2 min 0 s",
    "system| Given back to the bot at 14:05",
    "bot| Bot: Did not know",
  ]);
});

test("a message that was left stands out, and kinds that are not known do no harm", () => {
  const events = [
    notice("offline", null, 1),
    event("visitor", { kind: "message", text: "Call me", email: "ana@example.com" }, 2),
    event("visitor", { kind: "hologram" }, 3),
  ];
  assert.deepEqual(shown(events), ["bot| : Nobody was there", "left| Call me", "bot| Ana: hologram"]);
});

test("a reply is sought for what was said or chosen last, and for what was said before it", () => {
  const chosen = event("visitor", { kind: "choice", title: "Two?" }, 2);
  const human = event("visitor", { kind: "human" }, 3);
  const events = [visitor("zero", 1), visitor("one", 1), chosen, human, agent("maya", "x", 4), visitor("three", 5)];
  assert.deepEqual(lastWords({ events }), ["three", "Two?", "one"]);
  assert.deepEqual(lastWords({ events: [] }), []);
});
