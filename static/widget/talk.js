// @ts-check
// What a conversation needs beyond the panel: messages, and titles while typing.
import { Messages } from "./messages.js";
import { Suggestions } from "./suggest.js";
import { talkCss } from "./talk-style.js";

export const talk = { Messages, Suggestions, css: talkCss };
