// @ts-check
// What a conversation needs beyond the panel: messages, titles while typing, other tabs.
import { Messages } from "./messages.js";
import { Suggestions } from "./suggest.js";
import { Tabs } from "./tabs.js";
import { talkCss } from "./talk-style.js";

export const talk = { Messages, Suggestions, Tabs, css: talkCss };
