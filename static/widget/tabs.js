// @ts-check
// The same site's other tabs: what is read in one is unread in none.

export class Tabs {
  #channel;
  #known = {}; // the conversation that was read elsewhere, and how far

  /** @param {any} panel */
  constructor(panel) {
    this.panel = panel;
    if (!window.BroadcastChannel) return;
    this.#channel = new BroadcastChannel("deskbell");
    this.#channel.onmessage = ({ data }) => {
      const { last, conversation } = this.panel.chat.state;
      // It may have come there before it comes here.
      this.#known = data;
      if (data.conversation === conversation && data.last >= last) this.panel.count(0);
    };
  }

  /** Tells the others how far the visitor has read. */
  tell() {
    const { last, conversation } = this.panel.chat.state;
    this.#channel?.postMessage({ conversation, last });
  }

  /** Whether an event was read elsewhere. @param {number} seq */
  knows(seq) {
    const { last, conversation } = this.#known;
    return conversation === this.panel.chat.state.conversation && seq <= last;
  }

  close() {
    this.#channel?.close();
  }
}
