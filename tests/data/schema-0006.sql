-- A database of schema 6, with three conversations and two accounts in it.
-- visitors: grwL_7f9exFqBh4qY-aixkURcSfkUyQD7Mer1i_woeY QsX7_W4z6284Vd1Y8umTRivXDrl9QoS6Pr1DUhCB3lU WHQwdtGkN1zmqdwq4haULOIsP4yQ4QVT2pzs0mVyecE
-- bearer: E707QaGTwJauOOkAnTQLIlQNE218ZkrG1WclNNbo6ys
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'init','2026-11-25 23:36:47',1,X'E2A411DF7C510F150940FEA1CB883E0C200E1C302D9FCF0852BD38AACF2A92CFA25B538D2C3203D66E252BF52568D19D',1316525);
INSERT INTO "_sqlx_migrations" VALUES(2,'week_total','2026-11-25 23:36:47',1,X'52108AF5DF39C7F16F62FFEE4B80A2FF538133AD74055D2D59233D013720BD799D4AF981A8C91A80AD0B6390F597F1AA',526682);
INSERT INTO "_sqlx_migrations" VALUES(3,'delivery','2026-11-25 23:36:47',1,X'18AEADC765639D206F350B0644F8F935483B417BE74C6E845E728E65D012E3E827311E5F1496A3C915C52FA40CE22922',662934);
INSERT INTO "_sqlx_migrations" VALUES(4,'faq_history','2026-11-25 23:36:47',1,X'2049577BB7AB827FA9F7714C724CB94D437AFFF350CAAAF8FB1A2E1D89E4B792FC00FFB35151A51EB529A5E9950AA93C',602405);
INSERT INTO "_sqlx_migrations" VALUES(5,'handoff_place','2026-11-25 23:36:47',1,X'149E874D57B578B83ED7AE6E89B47ECA09FBC0063A316E46A9A886B50D811683CB6735149ED949AEB4DD458EBEF68AA6',1157869);
INSERT INTO "_sqlx_migrations" VALUES(6,'desk','2026-11-25 23:36:47',1,X'846AD6E0B86AA03AF255489DA6F69548FA099CD844808202AE2E963AC454E2BC6CCD8203F6C2B2D2F87AAEAEDF2489AD',2875859);
CREATE TABLE account (
  id            TEXT   NOT NULL PRIMARY KEY,
  name          TEXT   NOT NULL UNIQUE,
  role          TEXT   NOT NULL,
  password_hash TEXT,                          -- null until the one-time link was used
  created_at    BIGINT NOT NULL,
  signed_in_at  BIGINT                         -- null until the first time
);
INSERT INTO "account" VALUES('01a21511a3e370c1a17aa2c913f19262','admin','admin',NULL,1795649807331,NULL);
INSERT INTO "account" VALUES('01a21511a435742d8709ce65e2eae8b2','ada','admin','$argon2id$v=19$m=19456,t=2,p=1$uEET59xr4KfvLvlPFy7U9w$yIaKICapaimrbJ+iI+a+Y7ytqCbpXTsA81aHexLGQuE',1795649807413,1795649807476);
INSERT INTO "account" VALUES('01a21511a4857278a8c7f0dfe585f28c','eve','viewer',NULL,1795649807492,NULL);
CREATE TABLE api_token (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  used_at    BIGINT,
  UNIQUE (account_id, label)
);
INSERT INTO "api_token" VALUES('2ada32315333173f82777cbb914b4652e053e31d256b57c20e68d05d5fc080e3','01a21511a435742d8709ce65e2eae8b2','script',1795649807506,NULL);
CREATE TABLE canned (
  id         TEXT   NOT NULL PRIMARY KEY,
  title      TEXT   NOT NULL,
  text       TEXT   NOT NULL,
  lang       TEXT   NOT NULL,                  -- empty: for every language
  changed_at BIGINT NOT NULL
);
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
INSERT INTO "conversation" VALUES('c_01a21511a3ee7338b516f694694b3dbe','e36018d38cac12d2863a4e56928e2b164d4ea02fe2d1a15437e3ec45aee6b4e2','c_01a21511a3ee7338b516f694694b3dbe',1795649807342,1795649807352,1795649807347,7,'en','/page/0','Page 0','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a21511a3fa7784905608790642a4dc','1a753dd00a8699dff0fe6d1298561dd4c0ee4eb53df4fe885baeec89f39eef6a','c_01a21511a3fa7784905608790642a4dc',1795649807354,1795649807362,1795649807357,7,'en','/page/1','Page 1','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
INSERT INTO "conversation" VALUES('c_01a21511a40a726d821ac3fa55434259','d563ff6091877bb36b40d0c3537e989f2c4f1e7c525d33df213f17520abf2dac','c_01a21511a40a726d821ac3fa55434259',1795649807370,1795649807379,1795649807373,9,'en','/page/2','Page 2','https://search.example/','{"last_entry":"order-status","misses":0,"offered":[]}');
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
INSERT INTO "event" VALUES('c_01a21511a3ee7338b516f694694b3dbe',1,1795649807347,1795649807347,'visitor','text','cid-00000001','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a21511a3ee7338b516f694694b3dbe',2,1795649807347,1795649807347,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T23:36:46.900Z"}');
INSERT INTO "event" VALUES('c_01a21511a3ee7338b516f694694b3dbe',3,1795649807348,1795649807347,'visitor','feedback','cid-00000002','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a21511a3ee7338b516f694694b3dbe',4,1795649807351,1795649807347,'visitor','text','cid-00000003','c0bfd74e5a0be0e29cd8bb78049eb4c4ce247a2ce65a1217d85028a46fc22de7',NULL,'{"kind":"text","text":"do you sell brass umbrellas 0"}');
INSERT INTO "event" VALUES('c_01a21511a3ee7338b516f694694b3dbe',5,1795649807351,1795649807347,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a21511a3ee7338b516f694694b3dbe',6,1795649807352,1795649807347,'visitor','choice','cid-00000004','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a21511a3ee7338b516f694694b3dbe',7,1795649807352,1795649807347,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T23:36:46.900Z"}');
INSERT INTO "event" VALUES('c_01a21511a3fa7784905608790642a4dc',1,1795649807357,1795649807357,'visitor','text','cid-00000005','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a21511a3fa7784905608790642a4dc',2,1795649807357,1795649807357,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T23:36:46.900Z"}');
INSERT INTO "event" VALUES('c_01a21511a3fa7784905608790642a4dc',3,1795649807359,1795649807357,'visitor','feedback','cid-00000006','6df4490c93a337a973dfbde739dd24be76cd38336a62c02236e2f99cb25486a6',NULL,'{"kind":"feedback","about":2,"helpful":false,"comment":"too short, 退货呢?"}');
INSERT INTO "event" VALUES('c_01a21511a3fa7784905608790642a4dc',4,1795649807361,1795649807357,'visitor','text','cid-00000007','4f5511dea13d79901616706f0d3de06b0fb8f3dd30d14cc8ec627ad7d454cb3d',NULL,'{"kind":"text","text":"do you sell brass umbrellas 1"}');
INSERT INTO "event" VALUES('c_01a21511a3fa7784905608790642a4dc',5,1795649807361,1795649807357,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a21511a3fa7784905608790642a4dc',6,1795649807362,1795649807357,'visitor','choice','cid-00000008','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a21511a3fa7784905608790642a4dc',7,1795649807362,1795649807357,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T23:36:46.900Z"}');
INSERT INTO "event" VALUES('c_01a21511a40a726d821ac3fa55434259',1,1795649807373,1795649807373,'visitor','text','cid-00000009','8e6357200f2cf02289a56e35e58661bf70f9cc6ea964ceb47c4f97d2eb304d1c',NULL,'{"kind":"text","text":"when will my parcel arrive"}');
INSERT INTO "event" VALUES('c_01a21511a40a726d821ac3fa55434259',2,1795649807373,1795649807373,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days."]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-25T23:36:46.900Z"}');
INSERT INTO "event" VALUES('c_01a21511a40a726d821ac3fa55434259',3,1795649807374,1795649807373,'visitor','feedback','cid-00000010','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO "event" VALUES('c_01a21511a40a726d821ac3fa55434259',4,1795649807376,1795649807373,'visitor','text','cid-00000011','a4c387bbd11a214255bb514af3570bd57b08e55ca9b0d02c40df74e86ca3ad4a',NULL,'{"kind":"text","text":"do you sell brass umbrellas 2"}');
INSERT INTO "event" VALUES('c_01a21511a40a726d821ac3fa55434259',5,1795649807376,1795649807373,'bot','none',NULL,NULL,4,'{"kind":"none","text":"I don’t have an answer to that. Perhaps one of these helps, or ask for a person.","options":[{"id":"delivery-time","title":"How long does delivery take?"}],"human":true,"lang":"en"}');
INSERT INTO "event" VALUES('c_01a21511a40a726d821ac3fa55434259',6,1795649807377,1795649807373,'visitor','human','cid-00000012','9ffa865f2bc6e850157bb454ef3e00fa789e3f8cc631552941a99ba3fcddde51',NULL,'{"kind":"human"}');
INSERT INTO "event" VALUES('c_01a21511a40a726d821ac3fa55434259',7,1795649807377,1795649807373,'system','notice',NULL,NULL,6,'{"kind":"notice","code":"offline","text":"Nobody from our team is available in this chat right now. I can go on answering questions."}');
INSERT INTO "event" VALUES('c_01a21511a40a726d821ac3fa55434259',8,1795649807379,1795649807373,'visitor','choice','cid-00000013','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO "event" VALUES('c_01a21511a40a726d821ac3fa55434259',9,1795649807379,1795649807373,'bot','answer',NULL,NULL,8,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-25T23:36:46.900Z"}');
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
  answered_at     BIGINT, lang TEXT NOT NULL DEFAULT '', page TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'offline', agent_id TEXT, agent TEXT, joined_at BIGINT, closed_at BIGINT, told_at BIGINT, entry_id TEXT, score BIGINT, comment TEXT, email TEXT, phone TEXT, message TEXT,                      -- when a person first wrote
  PRIMARY KEY (conversation_id, seq)
);
INSERT INTO "handoff" VALUES('c_01a21511a40a726d821ac3fa55434259',6,1795649807377,1795649807373,'visitor',NULL,'en','/page/2','offline',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE login_link (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);
INSERT INTO "login_link" VALUES('785586fe0c390d2edbcffdd8dc4528457d98260afddd966f2b29ea8dc94699a7','01a21511a3e370c1a17aa2c913f19262',1795736207331);
INSERT INTO "login_link" VALUES('fd446a549b90bac0f463717bcbed720a89c87d865c2fa7d0505dc3e3dfec170a','01a21511a4857278a8c7f0dfe585f28c',1795736207492);
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO "meta" VALUES('epoch','a52a239147c619fa');
INSERT INTO "meta" VALUES('time','1795649807338');
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
INSERT INTO "question" VALUES('c_01a21511a3ee7338b516f694694b3dbe',1,1795649807347,1795649807347,'c_01a21511a3ee7338b516f694694b3dbe','text','when will my parcel arrive','en','/page/0','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',2233,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a21511a3ee7338b516f694694b3dbe',4,1795649807351,1795649807347,'c_01a21511a3ee7338b516f694694b3dbe','text','do you sell brass umbrellas 0','en','/page/0','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',1392,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a21511a3ee7338b516f694694b3dbe',6,1795649807352,1795649807347,'c_01a21511a3ee7338b516f694694b3dbe','title','Where is my order?','en','/page/0','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',77,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a21511a3fa7784905608790642a4dc',1,1795649807357,1795649807357,'c_01a21511a3fa7784905608790642a4dc','text','when will my parcel arrive','en','/page/1','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',1222,2,-1,NULL,0);
INSERT INTO "question" VALUES('c_01a21511a3fa7784905608790642a4dc',4,1795649807361,1795649807357,'c_01a21511a3fa7784905608790642a4dc','text','do you sell brass umbrellas 1','en','/page/1','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',740,5,NULL,'order-status',0);
INSERT INTO "question" VALUES('c_01a21511a3fa7784905608790642a4dc',6,1795649807362,1795649807357,'c_01a21511a3fa7784905608790642a4dc','title','Where is my order?','en','/page/1','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',47,7,NULL,NULL,0);
INSERT INTO "question" VALUES('c_01a21511a40a726d821ac3fa55434259',1,1795649807373,1795649807373,'c_01a21511a40a726d821ac3fa55434259','text','when will my parcel arrive','en','/page/2','answer','delivery-time',0.99,'[["delivery-time",0.99],["order-status",0.0053]]',0,'a8a48a05263b',1089,2,1,NULL,0);
INSERT INTO "question" VALUES('c_01a21511a40a726d821ac3fa55434259',4,1795649807376,1795649807373,'c_01a21511a40a726d821ac3fa55434259','text','do you sell brass umbrellas 2','en','/page/2','none',NULL,0.48540693990258,'[["delivery-time",0.4854],["order-status",0.0977]]',0,'a8a48a05263b',844,5,NULL,'order-status',1);
INSERT INTO "question" VALUES('c_01a21511a40a726d821ac3fa55434259',8,1795649807379,1795649807373,'c_01a21511a40a726d821ac3fa55434259','title','Where is my order?','en','/page/2','answer','order-status',1.0,'[["order-status",1.0]]',0,'a8a48a05263b',51,9,NULL,NULL,0);
CREATE TABLE return_key (
  hash            TEXT   NOT NULL PRIMARY KEY,
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  expires_at      BIGINT NOT NULL
);
CREATE TABLE session (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
INSERT INTO "session" VALUES('8e9cf10568e1ba75aec043d7f1bda5fcb2a4e61ce5f2e6d0e1e315b39db74ef7','01a21511a435742d8709ce65e2eae8b2',1795649807476,1795693007476);
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
CREATE UNIQUE INDEX handoff_open ON handoff (conversation_id) WHERE state IN ('queued', 'agent');
CREATE INDEX handoff_state ON handoff (state, at);
CREATE INDEX desk_log_at ON desk_log (at);
CREATE INDEX return_key_conversation ON return_key (conversation_id);
CREATE INDEX conversation_visitor ON conversation (visitor);
COMMIT;
