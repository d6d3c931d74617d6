-- What is sent out, and what became of it. Times are milliseconds since 1970, UTC.

-- Where something is sent to. An address of a webhook may hold a secret, so that it is kept as a digest; the label is
-- what people see. What was due before `since`, when the address was first in the settings, is not made up for it.
CREATE TABLE destination (
  id     TEXT   NOT NULL PRIMARY KEY,
  kind   TEXT   NOT NULL,                      -- 'mail', 'webhook'
  digest TEXT   NOT NULL,
  label  TEXT   NOT NULL,
  since  BIGINT NOT NULL,
  UNIQUE (kind, digest)
);

-- One row for each thing and destination: it is what keeps a thing from being sent twice.
CREATE TABLE delivery (
  subject        TEXT   NOT NULL,              -- 'report/2026-W47'
  destination_id TEXT   NOT NULL REFERENCES destination (id) ON DELETE CASCADE,
  due_at         BIGINT NOT NULL,
  state          TEXT   NOT NULL,              -- 'waiting', 'sending', 'sent', 'failed'
  attempts       BIGINT NOT NULL DEFAULT 0,
  next_at        BIGINT NOT NULL,              -- when a waiting one is tried, when another one was last touched
  answer         TEXT   NOT NULL DEFAULT '',   -- the receiver's last words, or why there were none
  PRIMARY KEY (subject, destination_id)
);
CREATE INDEX delivery_next ON delivery (state, next_at);
