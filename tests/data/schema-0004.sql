-- A database of schema 4, with three conversations and two accounts in it.
-- visitors: dN6PCD1IP2w7A_m7mzKbYuieAJs291VmaAmN69HXGtM dVIJqb3Px8d0DNpAhpPIOTy-gXvu-Z0a8Wm5PKrWYqI QYVQT6Ue8xYPkTQk3f56pb_up6-rHeMy-Wv8Dcf1J5A
-- bearer: trZ1tEfvKQd88fCv7J9PEl77kh9f93dRUxPpkTQC_aE
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'init','2026-11-25 22:38:29',1,X'E2A411DF7C510F150940FEA1CB883E0C200E1C302D9FCF0852BD38AACF2A92CFA25B538D2C3203D66E252BF52568D19D',1179331);
INSERT INTO "_sqlx_migrations" VALUES(2,'week_total','2026-11-25 22:38:29',1,X'52108AF5DF39C7F16F62FFEE4B80A2FF538133AD74055D2D59233D013720BD799D4AF981A8C91A80AD0B6390F597F1AA',3978987);
INSERT INTO "_sqlx_migrations" VALUES(3,'delivery','2026-11-25 22:38:29',1,X'18AEADC765639D206F350B0644F8F935483B417BE74C6E845E728E65D012E3E827311E5F1496A3C915C52FA40CE22922',766558);
INSERT INTO "_sqlx_migrations" VALUES(4,'faq_history','2026-11-25 22:38:29',1,X'2049577BB7AB827FA9F7714C724CB94D437AFFF350CAAAF8FB1A2E1D89E4B792FC00FFB35151A51EB529A5E9950AA93C',3964827);
CREATE TABLE account (
  id            TEXT   NOT NULL PRIMARY KEY,
  name          TEXT   NOT NULL UNIQUE,
  role          TEXT   NOT NULL,
  password_hash TEXT,                          -- null until the one-time link was used
  created_at    BIGINT NOT NULL,
  signed_in_at  BIGINT                         -- null until the first time
);
INSERT INTO "account" VALUES('01a214dc464c75eeb8541417c804a3c1','admin','admin',NULL,1795646309964,NULL);
INSERT INTO "account" VALUES('01a214dc468f75398bc27d631c529181','ada','admin','$argon2id$v=19$m=19456,t=2,p=1$C0kiLEd4ux+jmTB1PUzPtA$+tIQTJuGHprowFcA8iMPMctzsNan4jvRDw1H1Uw+wvU',1795646310030,1795646310109);
INSERT INTO "account" VALUES('01a214dc46f070a49b1d9bc9d2a4f6d1','eve','viewer',NULL,1795646310127,NULL);
CREATE TABLE api_token (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  used_at    BIGINT,
  UNIQUE (account_id, label)
);
INSERT INTO "api_token" VALUES('06be2799833bc180bcb6ca76a03700c2e88d78ba72cc4b757275c58bb65820b6','01a214dc468f75398bc27d631c529181','script',1795646310158,NULL);
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
INSERT INTO "conversation" VALUES('c_01a214dc465472dd8920636ff2b2e4b7','23370dfabed65ef45abf3aa740380cd77e4721201d6e10281ab1f5496f1dd559','c_01a214dc465472dd8920636ff2b2e4b7',1795646309972,1795646309984,1795646309976,7,'en','/page/0','Page 0','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a214dc466273f09f51d6e6f74da946','ae1f878638bc1c6e0bdc784ff78aafb292597716d29c3df1ff1d643ea76713c1','c_01a214dc466273f09f51d6e6f74da946',1795646309986,1795646309999,1795646309988,7,'en','/page/1','Page 1','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a214dc467070d19edd819d30b165a2','08a6af05e24d3420579879086c5e2b1a4a469dd458effb494400211d4e5116b9','c_01a214dc467070d19edd819d30b165a2',1795646310000,1795646310010,1795646310002,9,'en','/page/2','Page 2','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
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
INSERT INTO "event" VALUES('c_01a214dc465472dd8920636ff2b2e4b7',1,1795646309976,1795646309976,'visitor','text','cid-00000001','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc465472dd8920636ff2b2e4b7',2,1795646309976,1795646309976,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:29.665Z"}');
INSERT INTO "event" VALUES('c_01a214dc465472dd8920636ff2b2e4b7',3,1795646309977,1795646309976,'visitor','feedback','cid-00000002','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a214dc465472dd8920636ff2b2e4b7',4,1795646309983,1795646309976,'visitor','text','cid-00000003','c0bfd74e5a0be0e29cd8bb78049eb4c4ce247a2ce65a1217d85028a46fc22de7',NULL,'{"kind":"text","text":"do you sell brass umbrellas 0"}');
INSERT INTO "event" VALUES('c_01a214dc465472dd8920636ff2b2e4b7',5,1795646309983,1795646309976,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc465472dd8920636ff2b2e4b7',6,1795646309984,1795646309976,'visitor','choice','cid-00000004','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc465472dd8920636ff2b2e4b7',7,1795646309984,1795646309976,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:29.665Z"}');
INSERT INTO "event" VALUES('c_01a214dc466273f09f51d6e6f74da946',1,1795646309988,1795646309988,'visitor','text','cid-00000005','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc466273f09f51d6e6f74da946',2,1795646309988,1795646309988,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:29.665Z"}');
INSERT INTO "event" VALUES('c_01a214dc466273f09f51d6e6f74da946',3,1795646309989,1795646309988,'visitor','feedback','cid-00000006','6df4490c93a337a973dfbde739dd24be76cd38336a62c02236e2f99cb25486a6',NULL,'{"kind":"feedback","about":2,"helpful":false,"comment":"too short, 退货呢?"}');
INSERT INTO "event" VALUES('c_01a214dc466273f09f51d6e6f74da946',4,1795646309995,1795646309988,'visitor','text','cid-00000007','4f5511dea13d79901616706f0d3de06b0fb8f3dd30d14cc8ec627ad7d454cb3d',NULL,'{"kind":"text","text":"do you sell brass umbrellas 1"}');
INSERT INTO "event" VALUES('c_01a214dc466273f09f51d6e6f74da946',5,1795646309995,1795646309988,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc466273f09f51d6e6f74da946',6,1795646309999,1795646309988,'visitor','choice','cid-00000008','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc466273f09f51d6e6f74da946',7,1795646309999,1795646309988,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:29.665Z"}');
INSERT INTO "event" VALUES('c_01a214dc467070d19edd819d30b165a2',1,1795646310002,1795646310002,'visitor','text','cid-00000009','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc467070d19edd819d30b165a2',2,1795646310002,1795646310002,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:29.665Z"}');
INSERT INTO "event" VALUES('c_01a214dc467070d19edd819d30b165a2',3,1795646310003,1795646310002,'visitor','feedback','cid-00000010','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a214dc467070d19edd819d30b165a2',4,1795646310005,1795646310002,'visitor','text','cid-00000011','a4c387bbd11a214255bb514af3570bd57b08e55ca9b0d02c40df74e86ca3ad4a',NULL,'{"kind":"text","text":"do you sell brass umbrellas 2"}');
INSERT INTO "event" VALUES('c_01a214dc467070d19edd819d30b165a2',5,1795646310005,1795646310002,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc467070d19edd819d30b165a2',6,1795646310005,1795646310002,'visitor','human','cid-00000012','9ffa865f2bc6e850157bb454ef3e00fa789e3f8cc631552941a99ba3fcddde51',NULL,'{"kind":"human"}');
INSERT INTO "event" VALUES('c_01a214dc467070d19edd819d30b165a2',7,1795646310005,1795646310002,'system','notice',NULL,NULL,6,'{"kind":"notice","code":"offline","text":"Nobody from our team is available in this chat right now. I can go on answering questions."}');
INSERT INTO "event" VALUES('c_01a214dc467070d19edd819d30b165a2',8,1795646310010,1795646310002,'visitor','choice','cid-00000013','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc467070d19edd819d30b165a2',9,1795646310010,1795646310002,'bot','answer',NULL,NULL,8,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:29.665Z"}');
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
INSERT INTO "handoff" VALUES('c_01a214dc467070d19edd819d30b165a2',6,1795646310005,1795646310002,'visitor',NULL);
CREATE TABLE login_link (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);
INSERT INTO "login_link" VALUES('c71752c19658cc15e3ec6e94398ce0669d774883f1bb46b26798433dc408c08f','01a214dc464c75eeb8541417c804a3c1',1795732709964);
INSERT INTO "login_link" VALUES('a2f9be45d1c15e28fd3425dde583c7a851e546481a32eef465e5cc7786cb6fa6','01a214dc46f070a49b1d9bc9d2a4f6d1',1795732710127);
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO "meta" VALUES('epoch','29226b917476a32c');
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
INSERT INTO "question" VALUES('c_01a214dc465472dd8920636ff2b2e4b7',1,1795646309976,1795646309976,'c_01a214dc465472dd8920636ff2b2e4b7','text','when will my parcel arrive','en','/page/0','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',1968,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc465472dd8920636ff2b2e4b7',4,1795646309983,1795646309976,'c_01a214dc465472dd8920636ff2b2e4b7','text','do you sell brass umbrellas 0','en','/page/0','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',984,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a214dc465472dd8920636ff2b2e4b7',6,1795646309984,1795646309976,'c_01a214dc465472dd8920636ff2b2e4b7','title','Where is my order?','en','/page/0','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',55,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc466273f09f51d6e6f74da946',1,1795646309988,1795646309988,'c_01a214dc466273f09f51d6e6f74da946','text','when will my parcel arrive','en','/page/1','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',747,2,-1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc466273f09f51d6e6f74da946',4,1795646309995,1795646309988,'c_01a214dc466273f09f51d6e6f74da946','text','do you sell brass umbrellas 1','en','/page/1','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',904,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a214dc466273f09f51d6e6f74da946',6,1795646309999,1795646309988,'c_01a214dc466273f09f51d6e6f74da946','title','Where is my order?','en','/page/1','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',66,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc467070d19edd819d30b165a2',1,1795646310002,1795646310002,'c_01a214dc467070d19edd819d30b165a2','text','when will my parcel arrive','en','/page/2','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',846,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc467070d19edd819d30b165a2',4,1795646310005,1795646310002,'c_01a214dc467070d19edd819d30b165a2','text','do you sell brass umbrellas 2','en','/page/2','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',571,5,NULL,'order-status',1);
INSERT INTO "question" VALUES('c_01a214dc467070d19edd819d30b165a2',8,1795646310010,1795646310002,'c_01a214dc467070d19edd819d30b165a2','title','Where is my order?','en','/page/2','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',54,9,NULL,NULL,0);
CREATE TABLE session (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
INSERT INTO "session" VALUES('39b1cec9cbebd5099f110f7b20d48f225330589a3605b4e6f0f2a3ae50e27953','01a214dc468f75398bc27d631c529181',1795646310109,1795689510109);
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
