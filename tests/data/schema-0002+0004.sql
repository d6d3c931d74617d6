-- A database of schema 0002+0004, with three conversations and two accounts in it.
-- visitors: m-hF8RnAvgIfHX0XMTtLB4ulvnAJfxanH31qdCaqulQ j_iXL5gRuQiHFwhVC-0mSiuUJInIM3IM0gNsIBpQP2I DCkd4aSnEtpJGAzVYK4te-XPO2pHAjDc4hv4yFkuvok
-- bearer: rLK6qcdjZm4MQkXZcDuHKF6bCJ6fyFdMDF848xGHG6E
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'init','2026-11-25 22:41:17',1,X'E2A411DF7C510F150940FEA1CB883E0C200E1C302D9FCF0852BD38AACF2A92CFA25B538D2C3203D66E252BF52568D19D',1597372);
INSERT INTO "_sqlx_migrations" VALUES(2,'week_total','2026-11-25 22:41:17',1,X'52108AF5DF39C7F16F62FFEE4B80A2FF538133AD74055D2D59233D013720BD799D4AF981A8C91A80AD0B6390F597F1AA',579160);
INSERT INTO "_sqlx_migrations" VALUES(4,'faq_history','2026-11-25 22:41:17',1,X'2049577BB7AB827FA9F7714C724CB94D437AFFF350CAAAF8FB1A2E1D89E4B792FC00FFB35151A51EB529A5E9950AA93C',573902);
CREATE TABLE account (
  id            TEXT   NOT NULL PRIMARY KEY,
  name          TEXT   NOT NULL UNIQUE,
  role          TEXT   NOT NULL,
  password_hash TEXT,                          -- null until the one-time link was used
  created_at    BIGINT NOT NULL,
  signed_in_at  BIGINT                         -- null until the first time
);
INSERT INTO "account" VALUES('01a214ded4f3766984da276edaee1dd5','admin','admin',NULL,1795646477555,NULL);
INSERT INTO "account" VALUES('01a214ded5287640a330bed38fe82d01','ada','admin','$argon2id$v=19$m=19456,t=2,p=1$KWPLVJc6BVYzYULdAX3tNg$QO4F68S8zBSslhn/dQNVQdtNAV9q3sF8jiP/28+p5k0',1795646477608,1795646477653);
INSERT INTO "account" VALUES('01a214ded56d7279be553e4f3ab72e95','eve','viewer',NULL,1795646477677,NULL);
CREATE TABLE api_token (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  used_at    BIGINT,
  UNIQUE (account_id, label)
);
INSERT INTO "api_token" VALUES('2b85df0afce269acf2db4c270bed336c5564eea8b9f697f33ddccc90b63472e8','01a214ded5287640a330bed38fe82d01','script',1795646477696,NULL);
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
INSERT INTO "conversation" VALUES('c_01a214ded4fd777c9e9821381e0726a5','9f062c7f917dc71906a939e0a19bab586dd3b5d20a0a1742dc0d18724856bfe1','c_01a214ded4fd777c9e9821381e0726a5',1795646477565,1795646477574,1795646477570,7,'en','/page/0','Page 0','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a214ded50d737397e53e223f682ef1','5224cd05dae9fb1eb6c6ccc4dd38ea6bcb86c3139e4e161bc1dc8f681d2a5fe7','c_01a214ded50d737397e53e223f682ef1',1795646477581,1795646477590,1795646477586,7,'en','/page/1','Page 1','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a214ded51875238f80e49cec84fbed','788c410f4e947af36f0034903beadaa2e12c5b4ac21a29b0732ec21b9b26c7ff','c_01a214ded51875238f80e49cec84fbed',1795646477592,1795646477599,1795646477594,9,'en','/page/2','Page 2','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
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
INSERT INTO "event" VALUES('c_01a214ded4fd777c9e9821381e0726a5',1,1795646477570,1795646477570,'visitor','text','cid-00000001','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214ded4fd777c9e9821381e0726a5',2,1795646477570,1795646477570,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:41:17.099Z"}');
INSERT INTO "event" VALUES('c_01a214ded4fd777c9e9821381e0726a5',3,1795646477572,1795646477570,'visitor','feedback','cid-00000002','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a214ded4fd777c9e9821381e0726a5',4,1795646477573,1795646477570,'visitor','text','cid-00000003','c0bfd74e5a0be0e29cd8bb78049eb4c4ce247a2ce65a1217d85028a46fc22de7',NULL,'{"kind":"text","text":"do you sell brass umbrellas 0"}');
INSERT INTO "event" VALUES('c_01a214ded4fd777c9e9821381e0726a5',5,1795646477573,1795646477570,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214ded4fd777c9e9821381e0726a5',6,1795646477574,1795646477570,'visitor','choice','cid-00000004','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214ded4fd777c9e9821381e0726a5',7,1795646477574,1795646477570,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:41:17.099Z"}');
INSERT INTO "event" VALUES('c_01a214ded50d737397e53e223f682ef1',1,1795646477586,1795646477586,'visitor','text','cid-00000005','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214ded50d737397e53e223f682ef1',2,1795646477586,1795646477586,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:41:17.099Z"}');
INSERT INTO "event" VALUES('c_01a214ded50d737397e53e223f682ef1',3,1795646477587,1795646477586,'visitor','feedback','cid-00000006','6df4490c93a337a973dfbde739dd24be76cd38336a62c02236e2f99cb25486a6',NULL,'{"kind":"feedback","about":2,"helpful":false,"comment":"too short, 退货呢?"}');
INSERT INTO "event" VALUES('c_01a214ded50d737397e53e223f682ef1',4,1795646477589,1795646477586,'visitor','text','cid-00000007','4f5511dea13d79901616706f0d3de06b0fb8f3dd30d14cc8ec627ad7d454cb3d',NULL,'{"kind":"text","text":"do you sell brass umbrellas 1"}');
INSERT INTO "event" VALUES('c_01a214ded50d737397e53e223f682ef1',5,1795646477589,1795646477586,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214ded50d737397e53e223f682ef1',6,1795646477590,1795646477586,'visitor','choice','cid-00000008','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214ded50d737397e53e223f682ef1',7,1795646477590,1795646477586,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:41:17.099Z"}');
INSERT INTO "event" VALUES('c_01a214ded51875238f80e49cec84fbed',1,1795646477594,1795646477594,'visitor','text','cid-00000009','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214ded51875238f80e49cec84fbed',2,1795646477594,1795646477594,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:41:17.099Z"}');
INSERT INTO "event" VALUES('c_01a214ded51875238f80e49cec84fbed',3,1795646477596,1795646477594,'visitor','feedback','cid-00000010','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a214ded51875238f80e49cec84fbed',4,1795646477597,1795646477594,'visitor','text','cid-00000011','a4c387bbd11a214255bb514af3570bd57b08e55ca9b0d02c40df74e86ca3ad4a',NULL,'{"kind":"text","text":"do you sell brass umbrellas 2"}');
INSERT INTO "event" VALUES('c_01a214ded51875238f80e49cec84fbed',5,1795646477597,1795646477594,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214ded51875238f80e49cec84fbed',6,1795646477598,1795646477594,'visitor','human','cid-00000012','9ffa865f2bc6e850157bb454ef3e00fa789e3f8cc631552941a99ba3fcddde51',NULL,'{"kind":"human"}');
INSERT INTO "event" VALUES('c_01a214ded51875238f80e49cec84fbed',7,1795646477598,1795646477594,'system','notice',NULL,NULL,6,'{"kind":"notice","code":"offline","text":"Nobody from our team is available in this chat right now. I can go on answering questions."}');
INSERT INTO "event" VALUES('c_01a214ded51875238f80e49cec84fbed',8,1795646477599,1795646477594,'visitor','choice','cid-00000013','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214ded51875238f80e49cec84fbed',9,1795646477599,1795646477594,'bot','answer',NULL,NULL,8,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:41:17.099Z"}');
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
  answered_at     BIGINT,                      -- when a person first wrote
  PRIMARY KEY (conversation_id, seq)
);
INSERT INTO "handoff" VALUES('c_01a214ded51875238f80e49cec84fbed',6,1795646477598,1795646477594,'visitor',NULL);
CREATE TABLE login_link (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);
INSERT INTO "login_link" VALUES('a19439c17c98b61acfa0941722bdecd9bb73cf25e7359287e8bb5925f8230d3f','01a214ded4f3766984da276edaee1dd5',1795732877555);
INSERT INTO "login_link" VALUES('48da9e1b4568d57438d4d9daf83db6354025bfffadadadca1ed87510287b7c68','01a214ded56d7279be553e4f3ab72e95',1795732877677);
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO "meta" VALUES('epoch','85cdb3fc3114ed11');
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
INSERT INTO "question" VALUES('c_01a214ded4fd777c9e9821381e0726a5',1,1795646477570,1795646477570,'c_01a214ded4fd777c9e9821381e0726a5','text','when will my parcel arrive','en','/page/0','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',2101,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a214ded4fd777c9e9821381e0726a5',4,1795646477573,1795646477570,'c_01a214ded4fd777c9e9821381e0726a5','text','do you sell brass umbrellas 0','en','/page/0','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',770,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a214ded4fd777c9e9821381e0726a5',6,1795646477574,1795646477570,'c_01a214ded4fd777c9e9821381e0726a5','title','Where is my order?','en','/page/0','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',50,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a214ded50d737397e53e223f682ef1',1,1795646477586,1795646477586,'c_01a214ded50d737397e53e223f682ef1','text','when will my parcel arrive','en','/page/1','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',1020,2,-1,NULL,0);
INSERT INTO "question" VALUES('c_01a214ded50d737397e53e223f682ef1',4,1795646477589,1795646477586,'c_01a214ded50d737397e53e223f682ef1','text','do you sell brass umbrellas 1','en','/page/1','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',892,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a214ded50d737397e53e223f682ef1',6,1795646477590,1795646477586,'c_01a214ded50d737397e53e223f682ef1','title','Where is my order?','en','/page/1','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',56,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a214ded51875238f80e49cec84fbed',1,1795646477594,1795646477594,'c_01a214ded51875238f80e49cec84fbed','text','when will my parcel arrive','en','/page/2','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',1140,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a214ded51875238f80e49cec84fbed',4,1795646477597,1795646477594,'c_01a214ded51875238f80e49cec84fbed','text','do you sell brass umbrellas 2','en','/page/2','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',1016,5,NULL,'order-status',1);
INSERT INTO "question" VALUES('c_01a214ded51875238f80e49cec84fbed',8,1795646477599,1795646477594,'c_01a214ded51875238f80e49cec84fbed','title','Where is my order?','en','/page/2','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',55,9,NULL,NULL,0);
CREATE TABLE session (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
INSERT INTO "session" VALUES('be38d1efd02a446b5c10ee8746ea7e73b6e0c0f57817ebb098fa1f9cfd2f7a5e','01a214ded5287640a330bed38fe82d01',1795646477653,1795689677653);
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
COMMIT;
