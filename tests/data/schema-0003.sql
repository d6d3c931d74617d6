-- A database of schema 3, with three conversations and two accounts in it.
-- visitors: OIOxXt63FXs5LefOdjFIQPlZH5rBsI8yyIpVyOyMhaQ UT41nyNMKbTRPWlrxM2fnWGdGk489YJnEn4cTfrlFME 0X27lwX2Nw0QrveMMTHaOogLbB6uYMujD7KQyF8pLpg
-- bearer: F4kIBMa0w2QfSWwHjAjPnVcHoJjpybXiBSlg_o7xAdo
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'init','2026-11-25 22:38:15',1,X'E2A411DF7C510F150940FEA1CB883E0C200E1C302D9FCF0852BD38AACF2A92CFA25B538D2C3203D66E252BF52568D19D',1550803);
INSERT INTO "_sqlx_migrations" VALUES(2,'week_total','2026-11-25 22:38:15',1,X'52108AF5DF39C7F16F62FFEE4B80A2FF538133AD74055D2D59233D013720BD799D4AF981A8C91A80AD0B6390F597F1AA',521544);
INSERT INTO "_sqlx_migrations" VALUES(3,'delivery','2026-11-25 22:40:00',1,X'18AEADC765639D206F350B0644F8F935483B417BE74C6E845E728E65D012E3E827311E5F1496A3C915C52FA40CE22922',1000000);
CREATE TABLE account (
  id            TEXT   NOT NULL PRIMARY KEY,
  name          TEXT   NOT NULL UNIQUE,
  role          TEXT   NOT NULL,
  password_hash TEXT,                          -- null until the one-time link was used
  created_at    BIGINT NOT NULL,
  signed_in_at  BIGINT                         -- null until the first time
);
INSERT INTO "account" VALUES('01a214dc0e9970c9b6939d1bff489cb7','admin','admin',NULL,1795646295704,NULL);
INSERT INTO "account" VALUES('01a214dc0ecb755e94b2c0dd1d00e9dd','ada','admin','$argon2id$v=19$m=19456,t=2,p=1$G34MyqaFbCtoieTuRZ9Y2Q$WrhGcG9OD0mTNVltvAZkE7chCnXI4DAMnVkQzMzPtpc',1795646295754,1795646295801);
INSERT INTO "account" VALUES('01a214dc0f027592adaf69ca0c0ce0dc','eve','viewer',NULL,1795646295809,NULL);
CREATE TABLE api_token (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  used_at    BIGINT,
  UNIQUE (account_id, label)
);
INSERT INTO "api_token" VALUES('79eb97b0fa3037f580d27c29fa88bf452e4b92cb5de2a3df2cf48085d9865b1a','01a214dc0ecb755e94b2c0dd1d00e9dd','script',1795646295825,NULL);
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
INSERT INTO "conversation" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d','b35d97ab3cda972ef9005fd3845f863aa7060a55a74450d49fc30882795e51fb','c_01a214dc0e9e75c59e81d790c5206b6d',1795646295710,1795646295721,1795646295717,7,'en','/page/0','Page 0','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1','5ce4e11ce036a10a1926e29f09a487541de64cffaea9aea123f32743ebad33ed','c_01a214dc0eab75eb8c39532e407b5bf1',1795646295723,1795646295736,1795646295727,7,'en','/page/1','Page 1','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a214dc0eba766998167bd15039a69f','f69fea262d5b5956124f7bc48779efc70bac0a79bdd23dd419b665d716f12145','c_01a214dc0eba766998167bd15039a69f',1795646295738,1795646295743,1795646295739,9,'en','/page/2','Page 2','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
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
INSERT INTO "delivery" VALUES('report/2026-W46','d1',1795646294000,'sent',1,1795646294000,'200 OK');
CREATE TABLE destination (
  id     TEXT   NOT NULL PRIMARY KEY,
  kind   TEXT   NOT NULL,                      -- 'mail', 'webhook'
  digest TEXT   NOT NULL,
  label  TEXT   NOT NULL,
  since  BIGINT NOT NULL,
  UNIQUE (kind, digest)
);
INSERT INTO "destination" VALUES('d1','webhook','digest','https://hooks.example/…',1795646294000);
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
INSERT INTO "event" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d',1,1795646295717,1795646295717,'visitor','text','cid-00000001','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d',2,1795646295717,1795646295717,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:15.429Z"}');
INSERT INTO "event" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d',3,1795646295719,1795646295717,'visitor','feedback','cid-00000002','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d',4,1795646295720,1795646295717,'visitor','text','cid-00000003','c0bfd74e5a0be0e29cd8bb78049eb4c4ce247a2ce65a1217d85028a46fc22de7',NULL,'{"kind":"text","text":"do you sell brass umbrellas 0"}');
INSERT INTO "event" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d',5,1795646295720,1795646295717,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d',6,1795646295721,1795646295717,'visitor','choice','cid-00000004','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d',7,1795646295721,1795646295717,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:15.429Z"}');
INSERT INTO "event" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1',1,1795646295727,1795646295727,'visitor','text','cid-00000005','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1',2,1795646295727,1795646295727,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:15.429Z"}');
INSERT INTO "event" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1',3,1795646295731,1795646295727,'visitor','feedback','cid-00000006','6df4490c93a337a973dfbde739dd24be76cd38336a62c02236e2f99cb25486a6',NULL,'{"kind":"feedback","about":2,"helpful":false,"comment":"too short, 退货呢?"}');
INSERT INTO "event" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1',4,1795646295735,1795646295727,'visitor','text','cid-00000007','4f5511dea13d79901616706f0d3de06b0fb8f3dd30d14cc8ec627ad7d454cb3d',NULL,'{"kind":"text","text":"do you sell brass umbrellas 1"}');
INSERT INTO "event" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1',5,1795646295735,1795646295727,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1',6,1795646295736,1795646295727,'visitor','choice','cid-00000008','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1',7,1795646295736,1795646295727,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:15.429Z"}');
INSERT INTO "event" VALUES('c_01a214dc0eba766998167bd15039a69f',1,1795646295739,1795646295739,'visitor','text','cid-00000009','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a214dc0eba766998167bd15039a69f',2,1795646295739,1795646295739,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:15.429Z"}');
INSERT INTO "event" VALUES('c_01a214dc0eba766998167bd15039a69f',3,1795646295740,1795646295739,'visitor','feedback','cid-00000010','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a214dc0eba766998167bd15039a69f',4,1795646295742,1795646295739,'visitor','text','cid-00000011','a4c387bbd11a214255bb514af3570bd57b08e55ca9b0d02c40df74e86ca3ad4a',NULL,'{"kind":"text","text":"do you sell brass umbrellas 2"}');
INSERT INTO "event" VALUES('c_01a214dc0eba766998167bd15039a69f',5,1795646295742,1795646295739,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a214dc0eba766998167bd15039a69f',6,1795646295742,1795646295739,'visitor','human','cid-00000012','9ffa865f2bc6e850157bb454ef3e00fa789e3f8cc631552941a99ba3fcddde51',NULL,'{"kind":"human"}');
INSERT INTO "event" VALUES('c_01a214dc0eba766998167bd15039a69f',7,1795646295742,1795646295739,'system','notice',NULL,NULL,6,'{"kind":"notice","code":"offline","text":"Nobody from our team is available in this chat right now. I can go on answering questions."}');
INSERT INTO "event" VALUES('c_01a214dc0eba766998167bd15039a69f',8,1795646295743,1795646295739,'visitor','choice','cid-00000013','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a214dc0eba766998167bd15039a69f',9,1795646295743,1795646295739,'bot','answer',NULL,NULL,8,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T22:38:15.429Z"}');
CREATE TABLE handoff (
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  seq             BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  visit_at        BIGINT NOT NULL,
  reason          TEXT   NOT NULL,
  answered_at     BIGINT,                      -- when a person first wrote
  PRIMARY KEY (conversation_id, seq)
);
INSERT INTO "handoff" VALUES('c_01a214dc0eba766998167bd15039a69f',6,1795646295742,1795646295739,'visitor',NULL);
CREATE TABLE login_link (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);
INSERT INTO "login_link" VALUES('4f8276a933583c65468b97de7b4984d2a9c247050b1fc8e83dda475374f22ca5','01a214dc0e9970c9b6939d1bff489cb7',1795732695704);
INSERT INTO "login_link" VALUES('759c472b206e155b26148115e975d188d36d070ad2e362af45bb931f6c326bc8','01a214dc0f027592adaf69ca0c0ce0dc',1795732695809);
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO "meta" VALUES('epoch','bf2d4165dd17e63b');
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
INSERT INTO "question" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d',1,1795646295717,1795646295717,'c_01a214dc0e9e75c59e81d790c5206b6d','text','when will my parcel arrive','en','/page/0','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',2156,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d',4,1795646295720,1795646295717,'c_01a214dc0e9e75c59e81d790c5206b6d','text','do you sell brass umbrellas 0','en','/page/0','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',992,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a214dc0e9e75c59e81d790c5206b6d',6,1795646295721,1795646295717,'c_01a214dc0e9e75c59e81d790c5206b6d','title','Where is my order?','en','/page/0','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',41,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1',1,1795646295727,1795646295727,'c_01a214dc0eab75eb8c39532e407b5bf1','text','when will my parcel arrive','en','/page/1','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',734,2,-1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1',4,1795646295735,1795646295727,'c_01a214dc0eab75eb8c39532e407b5bf1','text','do you sell brass umbrellas 1','en','/page/1','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',939,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a214dc0eab75eb8c39532e407b5bf1',6,1795646295736,1795646295727,'c_01a214dc0eab75eb8c39532e407b5bf1','title','Where is my order?','en','/page/1','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',46,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc0eba766998167bd15039a69f',1,1795646295739,1795646295739,'c_01a214dc0eba766998167bd15039a69f','text','when will my parcel arrive','en','/page/2','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',761,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a214dc0eba766998167bd15039a69f',4,1795646295742,1795646295739,'c_01a214dc0eba766998167bd15039a69f','text','do you sell brass umbrellas 2','en','/page/2','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',598,5,NULL,'order-status',1);
INSERT INTO "question" VALUES('c_01a214dc0eba766998167bd15039a69f',8,1795646295743,1795646295739,'c_01a214dc0eba766998167bd15039a69f','title','Where is my order?','en','/page/2','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',38,9,NULL,NULL,0);
CREATE TABLE session (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
INSERT INTO "session" VALUES('7c944f5c9e0279843bf32c171aef5eb8212efb9d1689db5b389c99ce02202594','01a214dc0ecb755e94b2c0dd1d00e9dd',1795646295801,1795689495801);
CREATE TABLE week_total (
  week     TEXT   NOT NULL PRIMARY KEY,  -- 2026-W47
  zone     TEXT   NOT NULL,              -- the zone in which its days were counted
  from_at  BIGINT NOT NULL,              -- its visits began from here ...
  until_at BIGINT NOT NULL,              -- ... to before here
  fixed    BIGINT NOT NULL DEFAULT 0,    -- 1: a part of its log is deleted, so it cannot be counted again
  body     TEXT   NOT NULL               -- JSON, see report::tally
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
