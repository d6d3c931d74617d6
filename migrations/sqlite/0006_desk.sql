-- A person takes over: what became of each request for one, and what the team keeps beside a conversation. Times are
-- milliseconds since 1970, UTC.

-- 'offline' nobody was there, 'queued', 'agent', and how it ended: 'closed' by an agent, 'returned' to the bot,
-- 'cancelled' by the visitor, 'message' left.
ALTER TABLE handoff ADD COLUMN state TEXT NOT NULL DEFAULT 'offline';
ALTER TABLE handoff ADD COLUMN agent_id TEXT;            -- who has it, or had it last; an account may be gone
ALTER TABLE handoff ADD COLUMN agent TEXT;               -- their name then
ALTER TABLE handoff ADD COLUMN joined_at BIGINT;         -- when an agent first took it
ALTER TABLE handoff ADD COLUMN closed_at BIGINT;         -- when it ended
ALTER TABLE handoff ADD COLUMN told_at BIGINT;           -- when the visitor was told that it takes long
ALTER TABLE handoff ADD COLUMN entry_id TEXT;            -- the entry answered before
ALTER TABLE handoff ADD COLUMN score BIGINT;             -- the visitor's rating, 1 to 5
ALTER TABLE handoff ADD COLUMN comment TEXT;
ALTER TABLE handoff ADD COLUMN email TEXT;               -- of a message that was left
ALTER TABLE handoff ADD COLUMN phone TEXT;
ALTER TABLE handoff ADD COLUMN message TEXT;
-- A conversation waits once, or is with one person: whatever order things come in.
CREATE UNIQUE INDEX handoff_open ON handoff (conversation_id) WHERE state IN ('queued', 'agent');
CREATE INDEX handoff_state ON handoff (state, at);

-- What only the team sees.
CREATE TABLE note (
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  number          BIGINT NOT NULL,             -- from 1 in each conversation
  at              BIGINT NOT NULL,
  author_id       TEXT   NOT NULL,
  author          TEXT   NOT NULL,             -- their name then
  text            TEXT   NOT NULL,
  cid             TEXT   NOT NULL,             -- the client's id: sent twice, kept once
  PRIMARY KEY (conversation_id, number),
  UNIQUE (conversation_id, cid)
);

-- Who of the team did what in a conversation, reading it included.
CREATE TABLE desk_log (
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  number          BIGINT NOT NULL,             -- from 1 in each conversation
  at              BIGINT NOT NULL,
  account_id      TEXT   NOT NULL,
  account         TEXT   NOT NULL,             -- their name then
  action          TEXT   NOT NULL,             -- 'read', 'take', 'assign', 'release', 'resolve', 'give_back', 'note'
  detail          TEXT   NOT NULL DEFAULT '',
  PRIMARY KEY (conversation_id, number)
);
CREATE INDEX desk_log_at ON desk_log (at);

-- Replies that agents use again and again.
CREATE TABLE canned (
  id         TEXT   NOT NULL PRIMARY KEY,
  title      TEXT   NOT NULL,
  text       TEXT   NOT NULL,
  lang       TEXT   NOT NULL,                  -- empty: for every language
  changed_at BIGINT NOT NULL
);

-- The secrets of links in mails, by which a visitor comes back to a conversation.
CREATE TABLE return_key (
  hash            TEXT   NOT NULL PRIMARY KEY,
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  expires_at      BIGINT NOT NULL
);
CREATE INDEX return_key_conversation ON return_key (conversation_id);

-- Earlier visits of whoever is talked to.
CREATE INDEX conversation_visitor ON conversation (visitor);
