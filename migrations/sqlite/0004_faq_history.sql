-- Versions of the FAQ's files as they were edited, the newest of each file: see store/history.rs for how many.
CREATE TABLE faq_version (
  path   TEXT   NOT NULL,                      -- within the folder
  number BIGINT NOT NULL,                      -- from 1 in each file
  at     BIGINT NOT NULL,
  author TEXT,                                 -- an account's name; null: changed outside
  reason TEXT   NOT NULL,                      -- 'found', 'outside', 'edit', 'new', 'wording', 'restore', 'rename', 'remove'
  note   TEXT   NOT NULL DEFAULT '',
  digest TEXT   NOT NULL,                      -- of the text; empty where the file is gone
  text   TEXT,                                 -- null: the file is gone
  PRIMARY KEY (path, number)
);

-- What became of a wording that was proposed for an entry.
CREATE TABLE wording_decision (
  lang     TEXT   NOT NULL,
  wording  TEXT   NOT NULL,                    -- as text::canonical has it
  entry_id TEXT   NOT NULL,
  accepted BIGINT NOT NULL,                    -- 1 accepted, 0 rejected
  at       BIGINT NOT NULL,
  author   TEXT   NOT NULL,
  PRIMARY KEY (lang, wording, entry_id)
);
