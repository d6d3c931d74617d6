// @ts-check
// English: what an open panel says. A word in braces is filled in; forms by number are named as
// Intl.PluralRules names them.
export default {
  tag: "en",
  assistant: "Automated assistant",
  close: "Close chat",
  unread: { one: "{count} unread message", other: "{count} unread messages" },
  language: "Language",
  more: "More options",
  conversation: "Conversation",
  ask: "Ask a question…",
  send: "Send",
  speak: "Speak your question",
  notice: "You are chatting with a bot.",
  privacy: "Privacy",
  powered: "Powered by Deskbell",
  hello: "Hello. What can we help you with?",
  about: "I am an automated assistant. I answer from the help pages of {name}, day and night.",
  popular: "Popular questions",
  person: "Talk to a person",
  personNote: "When the answers here are not enough",
  failed: "Not sent.",
  length: "{count} of {most} characters",
  connecting: "Connecting…",
  offline: "No connection. What you write is sent when it is back.",
};
