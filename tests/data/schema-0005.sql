-- A database of schema 5, with three conversations and two accounts in it.
-- visitors: yZ_ZgMIBl5JzSHg0i_LOGpPIEvFZxZ7y2uLTXVrJ8ms xv-e75Ta88mLI9YpgmIyS8O9DjGyf8XL11D8upi_u8Q X0ukkvIIkN4_vqNd6n2J1n_wqTT-8E2v2WoF4A5pv40
-- bearer: IbivNE5nwasuxqUt4VxqdmTj3Vnwxmieut76AtIty9U
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'init','2026-11-25 22:38:31',1,X'E2A411DF7C510F150940FEA1CB883E0C200E1C302D9FCF0852BD38AACF2A92CFA25B538D2C3203D66E252BF52568D19D',1159632);
INSERT INTO "_sqlx_migrations" VALUES(2,'week_total','2026-11-25 22:38:31',1,X'52108AF5DF39C7F16F62FFEE4B80A2FF538133AD74055D2D59233D013720BD799D4AF981A8C91A80AD0B6390F597F1AA',380765);
INSERT INTO "_sqlx_migrations" VALUES(3,'delivery','2026-11-25 22:38:31',1,X'18AEADC765639D206F350B0644F8F935483B417BE74C6E845E728E65D012E3E827311E5F1496A3C915C52FA40CE22922',519642);
INSERT INTO "_sqlx_migrations" VALUES(4,'faq_history','2026-11-25 22:38:31',1,X'2049577BB7AB827FA9F7714C724CB94D437AFFF350CAAAF8FB1A2E1D89E4B792FC00FFB35151A51EB529A5E9950AA93C',502766);
INSERT INTO "_sqlx_migrations" VALUES(5,'handoff_place','2026-11-25 22:38:31',1,X'149E874D57B578B83ED7AE6E89B47ECA09FBC0063A316E46A9A886B50D811683CB6735149ED949AEB4DD458EBEF68AA6',728411);
CREATE TABLE account (
  id            TEXT   NOT NULL PRIMARY KEY,
  name          TEXT   NOT NULL UNIQUE,
  role          TEXT   NOT NULL,
  password_hash TEXT,                          -- null until the one-time link was used
  created_at    BIGINT NOT NULL,
  signed_in_at  BIGINT                         -- null until the first time
);
INSERT INTO "account" VALUES('01a214dc4d6f71e584dc2129aaf02e67','admin','admin',NULL,1795646311791,NULL);
INSERT INTO "account" VALUES('01a214dc4da27315b9aa30dfd98c453e','ada','admin','$argon2id$v=19$m=19456,t=2,p=1$StV0fsaQwAHG0pwz634Snw$RzkQrrfsHufDKdxHjabN8vB5UUfa98XGjBLap55o22o',1795646311841,1795646311936);
INSERT INTO "account" VALUES('01a214dc4e0b755c94cd77f3eb276a95','eve','viewer',NULL,1795646311947,NULL);
CREATE TABLE api_token (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  used_at    BIGINT,
  UNIQUE (account_id, label)
);
INSERT INTO "api_token" VALUES('e8a08e9fd9670e4f92646f4a4897f7f592c75263d8d99ff0a2813bdaf5bb743b','01a214dc4da27315b9aa30dfd98c453e','script',1795646311965,NULL);
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
INSERT INTO "conversation" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24','7136267ff176b7faf8cbd0b1a8f5e071522dd380ac9aa4a764f13490497714a5','c_01a214dc4d777265b6f2f9e2eccf1a24',1795646311799,1795646311812,1795646311803,7,'en','/page/0','Page 0','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a214dc4d867497afc44ad8d167aa7f','fc014c1693406bc0307347a895cb4ea025feeec4afb1d38d5c4bf348ae20fa36','c_01a214dc4d867497afc44ad8d167aa7f',1795646311814,1795646311819,1795646311816,7,'en','/page/1','Page 1','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5','64b985ce74fd1a6facd363d261166f0d0ca7d2ce3796258e3235c4a20f5f55ef','c_01a214dc4d8d702badfae0f6d2b659d5',1795646311821,1795646311826,1795646311822,9,'en','/page/2','Page 2','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
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
CREATE TABLE destination (
  id     TEXT   NOT NULL PRIMARY KEY,
  kind   TEXT   NOT NULL,                      -- 'mail', 'webhook'
  digest TEXT   NOT NULL,
  label  TEXT   NOT NULL,
  since  BIGINT NOT NULL,
  UNIQUE (kind, digest)
);
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
INSERT INTO "event" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24',1,1795646311803,1795646311803,'visitor','text','cid-00000001','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24',2,1795646311803,1795646311803,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:31.537Z"}');
INSERT INTO "event" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24',3,1795646311805,1795646311803,'visitor','feedback','cid-00000002','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24',4,1795646311811,1795646311803,'visitor','text','cid-00000003','c0bfd74e5a0be0e29cd8bb78049eb4c4ce247a2ce65a1217d85028a46fc22de7',NULL,'{"kind":"text","text":"do you sell brass umbrellas 0"}');
INSERT INTO "event" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24',5,1795646311811,1795646311803,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24',6,1795646311812,1795646311803,'visitor','choice','cid-00000004','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24',7,1795646311812,1795646311803,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:31.537Z"}');
INSERT INTO "event" VALUES('c_01a214dc4d867497afc44ad8d167aa7f',1,1795646311816,1795646311816,'visitor','text','cid-00000005','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc4d867497afc44ad8d167aa7f',2,1795646311816,1795646311816,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:31.537Z"}');
INSERT INTO "event" VALUES('c_01a214dc4d867497afc44ad8d167aa7f',3,1795646311817,1795646311816,'visitor','feedback','cid-00000006','6df4490c93a337a973dfbde739dd24be76cd38336a62c02236e2f99cb25486a6',NULL,'{"kind":"feedback","about":2,"helpful":false,"comment":"too short, 退货呢?"}');
INSERT INTO "event" VALUES('c_01a214dc4d867497afc44ad8d167aa7f',4,1795646311818,1795646311816,'visitor','text','cid-00000007','4f5511dea13d79901616706f0d3de06b0fb8f3dd30d14cc8ec627ad7d454cb3d',NULL,'{"kind":"text","text":"do you sell brass umbrellas 1"}');
INSERT INTO "event" VALUES('c_01a214dc4d867497afc44ad8d167aa7f',5,1795646311818,1795646311816,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc4d867497afc44ad8d167aa7f',6,1795646311819,1795646311816,'visitor','choice','cid-00000008','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc4d867497afc44ad8d167aa7f',7,1795646311819,1795646311816,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:31.537Z"}');
INSERT INTO "event" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',1,1795646311822,1795646311822,'visitor','text','cid-00000009','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',2,1795646311822,1795646311822,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:31.537Z"}');
INSERT INTO "event" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',3,1795646311823,1795646311822,'visitor','feedback','cid-00000010','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',4,1795646311824,1795646311822,'visitor','text','cid-00000011','a4c387bbd11a214255bb514af3570bd57b08e55ca9b0d02c40df74e86ca3ad4a',NULL,'{"kind":"text","text":"do you sell brass umbrellas 2"}');
INSERT INTO "event" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',5,1795646311824,1795646311822,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',6,1795646311825,1795646311822,'visitor','human','cid-00000012','9ffa865f2bc6e850157bb454ef3e00fa789e3f8cc631552941a99ba3fcddde51',NULL,'{"kind":"human"}');
INSERT INTO "event" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',7,1795646311825,1795646311822,'system','notice',NULL,NULL,6,'{"kind":"notice","code":"offline","text":"Nobody from our team is available in this chat right now. I can go on answering questions."}');
INSERT INTO "event" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',8,1795646311826,1795646311822,'visitor','choice','cid-00000013','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',9,1795646311826,1795646311822,'bot','answer',NULL,NULL,8,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:31.537Z"}');
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
CREATE TABLE handoff (
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  seq             BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  visit_at        BIGINT NOT NULL,
  reason          TEXT   NOT NULL,
  answered_at     BIGINT, lang TEXT NOT NULL DEFAULT '', page TEXT NOT NULL DEFAULT '',                      -- when a person first wrote
  PRIMARY KEY (conversation_id, seq)
);
INSERT INTO "handoff" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',6,1795646311825,1795646311822,'visitor',NULL,'en','/page/2');
CREATE TABLE login_link (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);
INSERT INTO "login_link" VALUES('61616b350c1b7e5c806aa48736cd4975c4ae0eb514f817f589dfd69cae61fca7','01a214dc4d6f71e584dc2129aaf02e67',1795732711791);
INSERT INTO "login_link" VALUES('0dbb1a0e1f90a70dfc7dac230bb7ec4c524b12d8792dba4e8f80cb49ee1d7796','01a214dc4e0b755c94cd77f3eb276a95',1795732711947);
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO "meta" VALUES('epoch','698014d155271613');
INSERT INTO "meta" VALUES('time','1795646311796');
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
INSERT INTO "question" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24',1,1795646311803,1795646311803,'c_01a214dc4d777265b6f2f9e2eccf1a24','text','when will my parcel arrive','en','/page/0','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',2134,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24',4,1795646311811,1795646311803,'c_01a214dc4d777265b6f2f9e2eccf1a24','text','do you sell brass umbrellas 0','en','/page/0','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',895,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a214dc4d777265b6f2f9e2eccf1a24',6,1795646311812,1795646311803,'c_01a214dc4d777265b6f2f9e2eccf1a24','title','Where is my order?','en','/page/0','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',48,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc4d867497afc44ad8d167aa7f',1,1795646311816,1795646311816,'c_01a214dc4d867497afc44ad8d167aa7f','text','when will my parcel arrive','en','/page/1','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',805,2,-1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc4d867497afc44ad8d167aa7f',4,1795646311818,1795646311816,'c_01a214dc4d867497afc44ad8d167aa7f','text','do you sell brass umbrellas 1','en','/page/1','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',640,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a214dc4d867497afc44ad8d167aa7f',6,1795646311819,1795646311816,'c_01a214dc4d867497afc44ad8d167aa7f','title','Where is my order?','en','/page/1','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',43,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',1,1795646311822,1795646311822,'c_01a214dc4d8d702badfae0f6d2b659d5','text','when will my parcel arrive','en','/page/2','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',675,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',4,1795646311824,1795646311822,'c_01a214dc4d8d702badfae0f6d2b659d5','text','do you sell brass umbrellas 2','en','/page/2','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',546,5,NULL,'order-status',1);
INSERT INTO "question" VALUES('c_01a214dc4d8d702badfae0f6d2b659d5',8,1795646311826,1795646311822,'c_01a214dc4d8d702badfae0f6d2b659d5','title','Where is my order?','en','/page/2','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',37,9,NULL,NULL,0);
CREATE TABLE session (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
INSERT INTO "session" VALUES('fb0a10c0398ef1590e45a316c013ec267cd69293f582602cf193ef227138e18a','01a214dc4da27315b9aa30dfd98c453e',1795646311936,1795689511936);
CREATE TABLE week_total (
  week     TEXT   NOT NULL PRIMARY KEY,  -- 2026-W47
  zone     TEXT   NOT NULL,              -- the zone in which its days were counted
  from_at  BIGINT NOT NULL,              -- its visits began from here ...
  until_at BIGINT NOT NULL,              -- ... to before here
  fixed    BIGINT NOT NULL DEFAULT 0,    -- 1: a part of its log is deleted, so it cannot be counted again
  body     TEXT   NOT NULL               -- JSON, see report::tally
);
CREATE TABLE wording_decision (
  lang     TEXT   NOT NULL,
  wording  TEXT   NOT NULL,                    -- as text::canonical has it
  entry_id TEXT   NOT NULL,
  accepted BIGINT NOT NULL,                    -- 1 accepted, 0 rejected
  at       BIGINT NOT NULL,
  author   TEXT   NOT NULL,
  PRIMARY KEY (lang, wording, entry_id)
);
CREATE INDEX conversation_last ON conversation (last_at);
CREATE UNIQUE INDEX event_cid ON event (conversation_id, cid) WHERE cid IS NOT NULL;
CREATE UNIQUE INDEX event_reply ON event (conversation_id, reply_to) WHERE reply_to IS NOT NULL AND sender = 'bot';
CREATE INDEX event_visit ON event (visit_at);
CREATE INDEX question_visit ON question (visit_at);
CREATE INDEX question_answer ON question (conversation_id, answer_seq);
CREATE INDEX handoff_visit ON handoff (visit_at);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX delivery_next ON delivery (state, next_at);
COMMIT;
