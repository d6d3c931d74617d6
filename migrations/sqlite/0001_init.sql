-- Times are milliseconds since 1970, UTC. Portable types only: PostgreSQL gets the same tables.

-- Facts about the database itself: 'epoch' changes when a backup is restored.
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- One visitor's thread. A visit is a part of it without 30 minutes of silence: what reports call a conversation.
CREATE TABLE conversation (
  id         TEXT   NOT NULL PRIMARY KEY,
  token_hash TEXT   NOT NULL UNIQUE,
  visitor    TEXT   NOT NULL,
  started_at BIGINT NOT NULL,
  last_at    BIGINT NOT NULL,
  visit_at   BIGINT NOT NULL,
  last_seq   BIGINT NOT NULL DEFAULT 0,
  lang       TEXT   NOT NULL,
  page       TEXT   NOT NULL DEFAULT '',
  page_title TEXT   NOT NULL DEFAULT '',
  referrer   TEXT   NOT NULL DEFAULT '',
  state      TEXT   NOT NULL DEFAULT '{}'
);
CREATE INDEX conversation_last ON conversation (last_at);

-- Everything that was said, one row for each seq, seq without a gap from 1.
CREATE TABLE event (
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  seq             BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  visit_at        BIGINT NOT NULL,
  sender          TEXT   NOT NULL,
  kind            TEXT   NOT NULL,
  cid             TEXT,
  cid_digest      TEXT,
  reply_to        BIGINT,
  body            TEXT   NOT NULL,
  PRIMARY KEY (conversation_id, seq)
);
CREATE UNIQUE INDEX event_cid ON event (conversation_id, cid) WHERE cid IS NOT NULL;
-- At most one bot answer for each question.
CREATE UNIQUE INDEX event_reply ON event (conversation_id, reply_to) WHERE reply_to IS NOT NULL AND sender = 'bot';
CREATE INDEX event_visit ON event (visit_at);

-- One row for each question: what was asked, what the bot made of it, and what the visitor made of that.
CREATE TABLE question (
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  seq             BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  visit_at        BIGINT NOT NULL,
  visitor         TEXT   NOT NULL,
  asked           TEXT   NOT NULL,             -- 'text' typed, 'title' chosen
  text            TEXT   NOT NULL,
  lang            TEXT   NOT NULL,
  page            TEXT   NOT NULL,             -- path only
  verdict         TEXT   NOT NULL,             -- 'answer', 'choices', 'none'
  entry_id        TEXT,
  confidence      DOUBLE PRECISION NOT NULL,
  candidates      TEXT   NOT NULL,             -- [["id", confidence], ...]
  small_talk      BIGINT NOT NULL DEFAULT 0,
  faq_version     TEXT   NOT NULL,
  response_micros BIGINT NOT NULL,
  answer_seq      BIGINT,
  rating          BIGINT,                      -- 1 thumbs up, -1 thumbs down
  chosen_id       TEXT,                        -- which of the choices was taken
  person_asked    BIGINT NOT NULL DEFAULT 0,   -- a person was asked for before the next question
  PRIMARY KEY (conversation_id, seq)
);
CREATE INDEX question_visit ON question (visit_at);
CREATE INDEX question_answer ON question (conversation_id, answer_seq);

-- A request for a person, as the visitor made it.
CREATE TABLE handoff (
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  seq             BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  visit_at        BIGINT NOT NULL,
  reason          TEXT   NOT NULL,
  answered_at     BIGINT,                      -- when a person first wrote
  PRIMARY KEY (conversation_id, seq)
);
CREATE INDEX handoff_visit ON handoff (visit_at);

CREATE TABLE account (
  id            TEXT   NOT NULL PRIMARY KEY,
  name          TEXT   NOT NULL UNIQUE,
  role          TEXT   NOT NULL,
  password_hash TEXT,                          -- null until the one-time link was used
  created_at    BIGINT NOT NULL,
  signed_in_at  BIGINT                         -- null until the first time
);

-- A link to set a password, used once.
CREATE TABLE login_link (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);

CREATE TABLE session (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE api_token (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  used_at    BIGINT,
  UNIQUE (account_id, label)
);
