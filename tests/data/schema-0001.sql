-- A database of schema 1, with three conversations and two accounts in it.
-- visitors: luspmoM2albnpcMxe7rjIpmRoeRqloCQ3_zUY30zvM0 ohOgHmrh-y4XnQFovsU6q_I9U_jCJZVekeruBiVO4E8 ZH7hbqAapBW9JvyKdumoH-FfXRNNIDRJ7bKLljAycZY
-- bearer: mAzcGJtWxVER5OBbmAABtfK-vAicp49ubmDCJBbI2rk
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'init','2026-11-25 22:38:14',1,X'E2A411DF7C510F150940FEA1CB883E0C200E1C302D9FCF0852BD38AACF2A92CFA25B538D2C3203D66E252BF52568D19D',2206556);
CREATE TABLE account (
  id            TEXT   NOT NULL PRIMARY KEY,
  name          TEXT   NOT NULL UNIQUE,
  role          TEXT   NOT NULL,
  password_hash TEXT,                          -- null until the one-time link was used
  created_at    BIGINT NOT NULL,
  signed_in_at  BIGINT                         -- null until the first time
);
INSERT INTO "account" VALUES('01a214dc081073d8a630d41ef20c846d','admin','admin',NULL,1795646294032,NULL);
INSERT INTO "account" VALUES('01a214dc084b708abcdd8b1c9c34d2b6','ada','admin','$argon2id$v=19$m=19456,t=2,p=1$3m7kGspcdUCNiAoqUnCmyg$kJJ75iy6WjWHoX98MS6saf16jN59N4Kf+qrnT8Xzs8g',1795646294090,1795646294130);
INSERT INTO "account" VALUES('01a214dc088073a6888625bfe3fdd557','eve','viewer',NULL,1795646294144,NULL);
CREATE TABLE api_token (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  used_at    BIGINT,
  UNIQUE (account_id, label)
);
INSERT INTO "api_token" VALUES('a3366dc483e49500b402a7bdd24e1532eece95ffa43e63dc731c9abb9f60ed98','01a214dc084b708abcdd8b1c9c34d2b6','script',1795646294162,NULL);
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
INSERT INTO "conversation" VALUES('c_01a214dc0816777b928d2bd517f66d53','eb548a14ab79e098e80d82dbe79581bdb62ba84a7b00849492a35dfc02d6384f','c_01a214dc0816777b928d2bd517f66d53',1795646294038,1795646294048,1795646294042,7,'en','/page/0','Page 0','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a214dc082a729f9fcad30caf2c8fab','96ba4936bfb2550a9856b00637c75e13a322385731610cf6fb7215c0a38c07b5','c_01a214dc082a729f9fcad30caf2c8fab',1795646294058,1795646294067,1795646294063,7,'en','/page/1','Page 1','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a214dc0836770d89633e33330efef3','2e8c3ff22edbb4eae1e5863962d52173abfd758f60902e5ade92b9fad7c87d3e','c_01a214dc0836770d89633e33330efef3',1795646294070,1795646294075,1795646294071,9,'en','/page/2','Page 2','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
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
INSERT INTO "event" VALUES('c_01a214dc0816777b928d2bd517f66d53',1,1795646294042,1795646294042,'visitor','text','cid-00000001','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc0816777b928d2bd517f66d53',2,1795646294042,1795646294042,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:13.610Z"}');
INSERT INTO "event" VALUES('c_01a214dc0816777b928d2bd517f66d53',3,1795646294044,1795646294042,'visitor','feedback','cid-00000002','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a214dc0816777b928d2bd517f66d53',4,1795646294047,1795646294042,'visitor','text','cid-00000003','c0bfd74e5a0be0e29cd8bb78049eb4c4ce247a2ce65a1217d85028a46fc22de7',NULL,'{"kind":"text","text":"do you sell brass umbrellas 0"}');
INSERT INTO "event" VALUES('c_01a214dc0816777b928d2bd517f66d53',5,1795646294047,1795646294042,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc0816777b928d2bd517f66d53',6,1795646294048,1795646294042,'visitor','choice','cid-00000004','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc0816777b928d2bd517f66d53',7,1795646294048,1795646294042,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:13.610Z"}');
INSERT INTO "event" VALUES('c_01a214dc082a729f9fcad30caf2c8fab',1,1795646294063,1795646294063,'visitor','text','cid-00000005','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc082a729f9fcad30caf2c8fab',2,1795646294063,1795646294063,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:13.610Z"}');
INSERT INTO "event" VALUES('c_01a214dc082a729f9fcad30caf2c8fab',3,1795646294065,1795646294063,'visitor','feedback','cid-00000006','6df4490c93a337a973dfbde739dd24be76cd38336a62c02236e2f99cb25486a6',NULL,'{"kind":"feedback","about":2,"helpful":false,"comment":"too short, 退货呢?"}');
INSERT INTO "event" VALUES('c_01a214dc082a729f9fcad30caf2c8fab',4,1795646294067,1795646294063,'visitor','text','cid-00000007','4f5511dea13d79901616706f0d3de06b0fb8f3dd30d14cc8ec627ad7d454cb3d',NULL,'{"kind":"text","text":"do you sell brass umbrellas 1"}');
INSERT INTO "event" VALUES('c_01a214dc082a729f9fcad30caf2c8fab',5,1795646294067,1795646294063,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc082a729f9fcad30caf2c8fab',6,1795646294067,1795646294063,'visitor','choice','cid-00000008','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc082a729f9fcad30caf2c8fab',7,1795646294067,1795646294063,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:13.610Z"}');
INSERT INTO "event" VALUES('c_01a214dc0836770d89633e33330efef3',1,1795646294071,1795646294071,'visitor','text','cid-00000009','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc0836770d89633e33330efef3',2,1795646294071,1795646294071,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:13.610Z"}');
INSERT INTO "event" VALUES('c_01a214dc0836770d89633e33330efef3',3,1795646294072,1795646294071,'visitor','feedback','cid-00000010','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a214dc0836770d89633e33330efef3',4,1795646294074,1795646294071,'visitor','text','cid-00000011','a4c387bbd11a214255bb514af3570bd57b08e55ca9b0d02c40df74e86ca3ad4a',NULL,'{"kind":"text","text":"do you sell brass umbrellas 2"}');
INSERT INTO "event" VALUES('c_01a214dc0836770d89633e33330efef3',5,1795646294074,1795646294071,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc0836770d89633e33330efef3',6,1795646294074,1795646294071,'visitor','human','cid-00000012','9ffa865f2bc6e850157bb454ef3e00fa789e3f8cc631552941a99ba3fcddde51',NULL,'{"kind":"human"}');
INSERT INTO "event" VALUES('c_01a214dc0836770d89633e33330efef3',7,1795646294074,1795646294071,'system','notice',NULL,NULL,6,'{"kind":"notice","code":"offline","text":"Nobody from our team is available in this chat right now. I can go on answering questions."}');
INSERT INTO "event" VALUES('c_01a214dc0836770d89633e33330efef3',8,1795646294075,1795646294071,'visitor','choice','cid-00000013','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc0836770d89633e33330efef3',9,1795646294075,1795646294071,'bot','answer',NULL,NULL,8,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:13.610Z"}');
CREATE TABLE handoff (
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  seq             BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  visit_at        BIGINT NOT NULL,
  reason          TEXT   NOT NULL,
  answered_at     BIGINT,                      -- when a person first wrote
  PRIMARY KEY (conversation_id, seq)
);
INSERT INTO "handoff" VALUES('c_01a214dc0836770d89633e33330efef3',6,1795646294074,1795646294071,'visitor',NULL);
CREATE TABLE login_link (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);
INSERT INTO "login_link" VALUES('ed4640fb01ad2c3d93b62c840fd9941b4bb23d188711257273ec28f20c2d06fe','01a214dc081073d8a630d41ef20c846d',1795732694032);
INSERT INTO "login_link" VALUES('6102ef784f9bbb01a2effadc2893458c58aa93ca051c8c808c32bb04f09c90b2','01a214dc088073a6888625bfe3fdd557',1795732694144);
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO "meta" VALUES('epoch','c8ab6ee2c5463e14');
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
INSERT INTO "question" VALUES('c_01a214dc0816777b928d2bd517f66d53',1,1795646294042,1795646294042,'c_01a214dc0816777b928d2bd517f66d53','text','when will my parcel arrive','en','/page/0','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',2050,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc0816777b928d2bd517f66d53',4,1795646294047,1795646294042,'c_01a214dc0816777b928d2bd517f66d53','text','do you sell brass umbrellas 0','en','/page/0','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',1049,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a214dc0816777b928d2bd517f66d53',6,1795646294048,1795646294042,'c_01a214dc0816777b928d2bd517f66d53','title','Where is my order?','en','/page/0','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',93,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc082a729f9fcad30caf2c8fab',1,1795646294063,1795646294063,'c_01a214dc082a729f9fcad30caf2c8fab','text','when will my parcel arrive','en','/page/1','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',1062,2,-1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc082a729f9fcad30caf2c8fab',4,1795646294067,1795646294063,'c_01a214dc082a729f9fcad30caf2c8fab','text','do you sell brass umbrellas 1','en','/page/1','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',1016,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a214dc082a729f9fcad30caf2c8fab',6,1795646294067,1795646294063,'c_01a214dc082a729f9fcad30caf2c8fab','title','Where is my order?','en','/page/1','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',45,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc0836770d89633e33330efef3',1,1795646294071,1795646294071,'c_01a214dc0836770d89633e33330efef3','text','when will my parcel arrive','en','/page/2','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',685,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc0836770d89633e33330efef3',4,1795646294074,1795646294071,'c_01a214dc0836770d89633e33330efef3','text','do you sell brass umbrellas 2','en','/page/2','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',635,5,NULL,'order-status',1);
INSERT INTO "question" VALUES('c_01a214dc0836770d89633e33330efef3',8,1795646294075,1795646294071,'c_01a214dc0836770d89633e33330efef3','title','Where is my order?','en','/page/2','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',37,9,NULL,NULL,0);
CREATE TABLE session (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
INSERT INTO "session" VALUES('fb41fa7bed87f6690f6f257967b9e44b1f510b25b956736d82f6386b88852d7f','01a214dc084b708abcdd8b1c9c34d2b6',1795646294130,1795689494130);
CREATE INDEX conversation_last ON conversation (last_at);
CREATE UNIQUE INDEX event_cid ON event (conversation_id, cid) WHERE cid IS NOT NULL;
CREATE UNIQUE INDEX event_reply ON event (conversation_id, reply_to) WHERE reply_to IS NOT NULL AND sender = 'bot';
CREATE INDEX event_visit ON event (visit_at);
CREATE INDEX question_visit ON question (visit_at);
CREATE INDEX question_answer ON question (conversation_id, answer_seq);
CREATE INDEX handoff_visit ON handoff (visit_at);
CREATE INDEX session_account ON session (account_id);
COMMIT;
