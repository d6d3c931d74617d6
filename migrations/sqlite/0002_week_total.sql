-- What a week came to in numbers, without a word of a visitor: kept once nothing in the log can change it any more, so
-- that reports do not count it again, and so that it outlives the log.
CREATE TABLE week_total (
  week     TEXT   NOT NULL PRIMARY KEY,  -- 2026-W47
  zone     TEXT   NOT NULL,              -- the zone in which its days were counted
  from_at  BIGINT NOT NULL,              -- its visits began from here ...
  until_at BIGINT NOT NULL,              -- ... to before here
  fixed    BIGINT NOT NULL DEFAULT 0,    -- 1: a part of its log is deleted, so it cannot be counted again
  body     TEXT   NOT NULL               -- JSON, see report::tally
);
