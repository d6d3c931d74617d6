-- A database of schema 7, with three conversations and two accounts in it.
-- visitors: EeQCJ4mVuX_i6uwQ6npjiOoS0tI_-JP6YEDk1gKsZKw D_hq-Jk50HH9VvBteXfLNgefLmEKgfgpGNUWXobfB74 tejbF2vo9_V0JMDoQ-COVdFTIATRCtSAKWUM0KpyZ6s
-- bearer: CuzC4bSppbCSQPlP_mfCEqWTDGJF5pVf20zz6gBRrjk
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations VALUES(1,'init','2026-11-27 12:36:57',1,X'e2a411df7c510f150940fea1cb883e0c200e1c302d9fcf0852bd38aacf2a92cfa25b538d2c3203d66e252bf52568d19d',2258382);
INSERT INTO _sqlx_migrations VALUES(2,'week_total','2026-11-27 12:36:57',1,X'52108af5df39c7f16f62ffee4b80a2ff538133ad74055d2d59233d013720bd799d4af981a8c91a80ad0b6390f597f1aa',780635);
INSERT INTO _sqlx_migrations VALUES(3,'delivery','2026-11-27 12:36:57',1,X'18aeadc765639d206f350b0644f8f935483b417be74c6e845e728e65d012e3e827311e5f1496a3c915c52fa40ce22922',1179704);
INSERT INTO _sqlx_migrations VALUES(4,'faq_history','2026-11-27 12:36:57',1,X'2049577bb7ab827fa9f7714c724cb94d437afff350caaaf8fb1a2e1d89e4b792fc00ffb35151a51eb529a5e9950aa93c',1117055);
INSERT INTO _sqlx_migrations VALUES(5,'handoff_place','2026-11-27 12:36:57',1,X'149e874d57b578b83ed7ae6e89b47eca09fbc0063a316e46a9a886b50d811683cb6735149ed949aeb4dd458ebef68aa6',1511109);
INSERT INTO _sqlx_migrations VALUES(6,'desk','2026-11-27 12:36:57',1,X'846ad6e0b86aa03af255489da6f69548fa099cd844808202ae2e963ac454e2bc6ccd8203f6c2b2d2f87aaeaedf2489ad',4297281);
INSERT INTO _sqlx_migrations VALUES(7,'choice','2026-11-27 12:36:57',1,X'fcab12fe8ceb66d2139821c893c8a4527d416c86fbc32d6b72e57b8b47ff315b0158d0c46ec8dbab0e399e76cce3ae12',748189);
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO meta VALUES('epoch','52b724ee512e3f77');
INSERT INTO meta VALUES('time','1795783017324');
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
INSERT INTO conversation VALUES('c_01a21d02f2997288a4a885654f82a9ca','c691d2d3167210de837f5d8a40e33428ccb20e1e36fa8420d4561378dd1be322','c_01a21d02f2997288a4a885654f82a9ca',1795783062169,1795783062214,1795783062207,7,'en','/shop','Shop','','{"last_entry":"order-status","misses":0,"offered":[],"thumbs_down":0,"desk":{"stage":"bot"},"owed":null}');
INSERT INTO conversation VALUES('c_01a21d02f2ca74919299af09b8e4ba7a','6918eee4562493ba084f8588835149740a4569a3b987e6e48803a7653e9a2869','c_01a21d02f2ca74919299af09b8e4ba7a',1795783062218,1795783062224,1795783062220,8,'en','/shop','Shop','','{"last_entry":null,"misses":1,"offered":[],"thumbs_down":0,"desk":{"stage":"bot"},"owed":null}');
INSERT INTO conversation VALUES('c_01a21d02f2d374bc93e3e74b50275d0c','b999ed33c23b7c0b3e6871e6ad9d75ee677ac59d42e6f839bc5e4c20add9e4c3','c_01a21d02f2d374bc93e3e74b50275d0c',1795783062227,1795783062233,1795783062228,7,'en','/shop','Shop','','{"last_entry":"return-how","misses":0,"offered":[],"thumbs_down":1,"desk":{"stage":"bot"},"owed":null}');
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
INSERT INTO event VALUES('c_01a21d02f2997288a4a885654f82a9ca',1,1795783062207,1795783062207,'visitor','text','44e8bad3-7984-40ed-b8f5-4c4804f22721','87f58d7399841137ead6e306c641b92558e482fe04c637a42d266d82b63e0f81',NULL,'{"kind":"text","text":"how long does delivery take"}');
INSERT INTO event VALUES('c_01a21d02f2997288a4a885654f82a9ca',2,1795783062207,1795783062207,'bot','answer',NULL,NULL,1,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days. See ",["a",{"href":"https://example.com/delivery"},"delivery"],"."]],"links":[{"label":"Track a parcel","url":"https://example.com/track"}],"follow_ups":[{"id":"order-status","title":"Where is my order?"}],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-27T12:36:57.209Z"}');
INSERT INTO event VALUES('c_01a21d02f2997288a4a885654f82a9ca',3,1795783062210,1795783062207,'visitor','feedback','6e9380df-dd3a-4a34-afcf-143c63a9b4f4','175c1039f5c7a1a193a127914b376199af8276a1a08bd763b0b757fdcb2d8348',NULL,'{"kind":"feedback","about":2,"helpful":true}');
INSERT INTO event VALUES('c_01a21d02f2997288a4a885654f82a9ca',4,1795783062213,1795783062207,'visitor','text','df4596df-6f78-400a-8986-bd0cc2ed4a04','4a4d5e7d23d9ca22a5b98bd5d0c3356e930547584dcf64bf65de2602d8587aed',NULL,'{"kind":"text","text":"my parcel"}');
INSERT INTO event VALUES('c_01a21d02f2997288a4a885654f82a9ca',5,1795783062213,1795783062207,'bot','choices',NULL,NULL,4,'{"kind":"choices","text":"I’m not sure I understood. Did you mean one of these?","options":[{"id":"delivery-time","title":"How long does delivery take?"},{"id":"order-status","title":"Where is my order?"},{"id":"return-how","title":"How do I return something?"}],"lang":"en"}');
INSERT INTO event VALUES('c_01a21d02f2997288a4a885654f82a9ca',6,1795783062214,1795783062207,'visitor','choice','52988b33-c81d-4fef-b7b0-1723a848f7ec','811bacae6dd78b314e242a593233cc662a89d02cf5e6ede57b4f67d124cfcf73',NULL,'{"kind":"choice","id":"order-status","title":"Where is my order?"}');
INSERT INTO event VALUES('c_01a21d02f2997288a4a885654f82a9ca',7,1795783062214,1795783062207,'bot','answer',NULL,NULL,6,'{"kind":"answer","id":"order-status","title":"Where is my order?","content":[["p","Open ",["em","My orders"]," to see where it is."]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-27T12:36:57.209Z"}');
INSERT INTO event VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',1,1795783062220,1795783062220,'visitor','text','9aa49861-1013-4670-b12d-555106fe2941','4a4d5e7d23d9ca22a5b98bd5d0c3356e930547584dcf64bf65de2602d8587aed',NULL,'{"kind":"text","text":"my parcel"}');
INSERT INTO event VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',2,1795783062220,1795783062220,'bot','choices',NULL,NULL,1,'{"kind":"choices","text":"I’m not sure I understood. Did you mean one of these?","options":[{"id":"order-status","title":"Where is my order?"},{"id":"delivery-time","title":"How long does delivery take?"},{"id":"return-how","title":"How do I return something?"}],"lang":"en"}');
INSERT INTO event VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',3,1795783062221,1795783062220,'visitor','choice','0ba0245d-8239-4e73-b8d9-5b8de319d940','edbac4358713b0d0ef2c7b3459ac1d680ac7764af3b7277fc31b293983e47f18',NULL,'{"kind":"choice","id":"delivery-time","title":"How long does delivery take?"}');
INSERT INTO event VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',4,1795783062221,1795783062220,'bot','answer',NULL,NULL,3,'{"kind":"answer","id":"delivery-time","title":"How long does delivery take?","content":[["p","Orders leave ",["strong","the same day"]," and arrive within three days. See ",["a",{"href":"https://example.com/delivery"},"delivery"],"."]],"links":[{"label":"Track a parcel","url":"https://example.com/track"}],"follow_ups":[{"id":"order-status","title":"Where is my order?"}],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-27T12:36:57.209Z"}');
INSERT INTO event VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',5,1795783062223,1795783062220,'visitor','text','5c222b7c-632f-4143-a603-5983c0ddf188','863661e8a8be04a872514b5c7fadba5cede98fb5c62bd46609738962210c7218',NULL,'{"kind":"text","text":"do you sell umbrellas"}');
INSERT INTO event VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',6,1795783062223,1795783062220,'bot','none',NULL,NULL,5,'{"kind":"none","text":"I don’t know the answer to that. Could you put it in other words? You can also ask for a person.","options":[],"human":true,"lang":"en"}');
INSERT INTO event VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',7,1795783062224,1795783062220,'visitor','human','52e8ed93-0e7c-4189-b244-3ed4e3cc5bf2','9ffa865f2bc6e850157bb454ef3e00fa789e3f8cc631552941a99ba3fcddde51',NULL,'{"kind":"human"}');
INSERT INTO event VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',8,1795783062224,1795783062220,'system','notice',NULL,NULL,7,'{"kind":"notice","code":"offline","text":"Nobody from our team is in this chat right now. Leave a message, and we will answer it.","offers":["message"]}');
INSERT INTO event VALUES('c_01a21d02f2d374bc93e3e74b50275d0c',1,1795783062228,1795783062228,'visitor','text','0c0508e3-29a9-447c-b3b3-86e91a9490cb','85b6ba9270c3ab94e7b3dce16ed9c628db05cd74ba54956f7f26e9bd6394574d',NULL,'{"kind":"text","text":"thanks for the parcel"}');
INSERT INTO event VALUES('c_01a21d02f2d374bc93e3e74b50275d0c',2,1795783062228,1795783062228,'bot','choices',NULL,NULL,1,'{"kind":"choices","text":"I’m not sure I understood. Did you mean one of these?","options":[{"id":"order-status","title":"Where is my order?"},{"id":"delivery-time","title":"How long does delivery take?"},{"id":"return-how","title":"How do I return something?"}],"lang":"en"}');
INSERT INTO event VALUES('c_01a21d02f2d374bc93e3e74b50275d0c',3,1795783062230,1795783062228,'visitor','choice','f23906fd-3a59-4811-87da-3d62dc2ef9cd','8b753e4278c6a7cb7f40d352ae045add558a23b099a53ddab39d97588000aaad',NULL,'{"kind":"choice","id":"return-how","title":"How do I return something?"}');
INSERT INTO event VALUES('c_01a21d02f2d374bc93e3e74b50275d0c',4,1795783062230,1795783062228,'bot','answer',NULL,NULL,3,'{"kind":"answer","id":"return-how","title":"How do I return something?","content":[["ol",["li","Open your order."],["li","Choose ",["strong","Return"],"."]]],"links":[],"follow_ups":[],"confidence":1.0,"lang":"en","topic":"Delivery","updated":"2026-11-27T12:36:57.209Z"}');
INSERT INTO event VALUES('c_01a21d02f2d374bc93e3e74b50275d0c',5,1795783062231,1795783062228,'visitor','text','61203bcb-a8f5-416e-b6ed-08f112a329d6','7ffcff146d2f1213f025e27254e8248daa69ac6f4efdf73d34bb88157070cb1f',NULL,'{"kind":"text","text":"Can I give back what I bought?"}');
INSERT INTO event VALUES('c_01a21d02f2d374bc93e3e74b50275d0c',6,1795783062231,1795783062228,'bot','answer',NULL,NULL,5,'{"kind":"answer","id":"return-how","title":"How do I return something?","content":[["ol",["li","Open your order."],["li","Choose ",["strong","Return"],"."]]],"links":[],"follow_ups":[],"confidence":0.99,"lang":"en","topic":"Delivery","updated":"2026-11-27T12:36:57.209Z"}');
INSERT INTO event VALUES('c_01a21d02f2d374bc93e3e74b50275d0c',7,1795783062233,1795783062228,'visitor','feedback','ccf03106-9be9-41b6-ba54-f31fa59220b0','b04f6c8a1c1378af54077fcc6a2e75b61e929013ce96d685834bad8a2307d529',NULL,'{"kind":"feedback","about":6,"helpful":false}');
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
INSERT INTO question VALUES('c_01a21d02f2997288a4a885654f82a9ca',1,1795783062207,1795783062207,'c_01a21d02f2997288a4a885654f82a9ca','text','how long does delivery take','en','/shop','answer','delivery-time',0.98999999999999999111,'[["delivery-time",0.99],["return-how",0.0029],["order-status",0.0027]]',0,'8244ee502c70',35101,2,1,NULL,0);
INSERT INTO question VALUES('c_01a21d02f2997288a4a885654f82a9ca',4,1795783062213,1795783062207,'c_01a21d02f2997288a4a885654f82a9ca','text','my parcel','en','/shop','choices',NULL,0.71009941348285976481,'[["delivery-time",0.7101],["order-status",0.2472],["return-how",0.0022]]',0,'8244ee502c70',378,5,NULL,'order-status',0);
INSERT INTO question VALUES('c_01a21d02f2997288a4a885654f82a9ca',6,1795783062214,1795783062207,'c_01a21d02f2997288a4a885654f82a9ca','title','Where is my order?','en','/shop','answer','order-status',1.0,'[["order-status",1.0]]',0,'8244ee502c70',43,7,NULL,NULL,0);
INSERT INTO question VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',1,1795783062220,1795783062220,'c_01a21d02f2ca74919299af09b8e4ba7a','text','my parcel','en','/shop','choices',NULL,0.73272032686374410914,'[["order-status",0.7327],["delivery-time",0.2052],["return-how",0.0065]]',0,'8244ee502c70',64,2,NULL,'delivery-time',0);
INSERT INTO question VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',3,1795783062221,1795783062220,'c_01a21d02f2ca74919299af09b8e4ba7a','title','How long does delivery take?','en','/shop','answer','delivery-time',1.0,'[["delivery-time",1.0]]',0,'8244ee502c70',40,4,NULL,NULL,0);
INSERT INTO question VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',5,1795783062223,1795783062220,'c_01a21d02f2ca74919299af09b8e4ba7a','text','do you sell umbrellas','en','/shop','none',NULL,0.13274345816558030808,'[["return-how",0.1327],["delivery-time",0.0413],["order-status",0.0298]]',0,'8244ee502c70',222,6,NULL,NULL,1);
INSERT INTO question VALUES('c_01a21d02f2d374bc93e3e74b50275d0c',1,1795783062228,1795783062228,'c_01a21d02f2d374bc93e3e74b50275d0c','text','thanks for the parcel','en','/shop','choices',NULL,0.68925110766029384912,'[["order-status",0.6893],["delivery-time",0.1377],["return-how",0.01]]',0,'8244ee502c70',197,2,NULL,'return-how',0);
INSERT INTO question VALUES('c_01a21d02f2d374bc93e3e74b50275d0c',3,1795783062230,1795783062228,'c_01a21d02f2d374bc93e3e74b50275d0c','title','How do I return something?','en','/shop','answer','return-how',1.0,'[["return-how",1.0]]',0,'8244ee502c70',37,4,NULL,NULL,0);
INSERT INTO question VALUES('c_01a21d02f2d374bc93e3e74b50275d0c',5,1795783062231,1795783062228,'c_01a21d02f2d374bc93e3e74b50275d0c','text','Can I give back what I bought?','en','/shop','answer','return-how',0.98999999999999999111,'[["return-how",0.99],["delivery-time",0.0035],["order-status",0.0034]]',0,'8244ee502c70',209,6,-1,NULL,0);
CREATE TABLE handoff (
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  seq             BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  visit_at        BIGINT NOT NULL,
  reason          TEXT   NOT NULL,
  answered_at     BIGINT, lang TEXT NOT NULL DEFAULT '', page TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'offline', agent_id TEXT, agent TEXT, joined_at BIGINT, closed_at BIGINT, told_at BIGINT, entry_id TEXT, score BIGINT, comment TEXT, email TEXT, phone TEXT, message TEXT,                      -- when a person first wrote
  PRIMARY KEY (conversation_id, seq)
);
INSERT INTO handoff VALUES('c_01a21d02f2ca74919299af09b8e4ba7a',7,1795783062224,1795783062220,'visitor',NULL,'en','/shop','offline',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE account (
  id            TEXT   NOT NULL PRIMARY KEY,
  name          TEXT   NOT NULL UNIQUE,
  role          TEXT   NOT NULL,
  password_hash TEXT,                          -- null until the one-time link was used
  created_at    BIGINT NOT NULL,
  signed_in_at  BIGINT                         -- null until the first time
);
INSERT INTO account VALUES('01a21d0243677297b0aac14939859f80','admin','admin',NULL,1795783017319,NULL);
INSERT INTO account VALUES('01a21d024ece756e87749aa873449adb','ada','admin','$argon2id$v=19$m=19456,t=2,p=1$yBFhuvPTKTy9T0UeORcCGg$KDuYnDEnRknQhipuAnAUZcps/vWDUv4EIBgRthTwtuY',1795783020238,1795783062061);
INSERT INTO account VALUES('01a21d024ede7518b97ed99d825edfd7','eve','viewer',NULL,1795783020254,NULL);
CREATE TABLE login_link (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);
INSERT INTO login_link VALUES('193e7a67ca07734eeabe64caafe39b90555dc3c86e0b68d65b1797509e0586a7','01a21d0243677297b0aac14939859f80',1795869417319);
INSERT INTO login_link VALUES('48788ced559795383175a1d93605cd29d027942de07ab85d2bdfc3c172748224','01a21d024ede7518b97ed99d825edfd7',1795869420254);
CREATE TABLE session (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
INSERT INTO session VALUES('9829e0b826d409bec2132c06a8923b5a9169658c3990e2cefb29b8931ed6e5ca','01a21d024ece756e87749aa873449adb',1795783062061,1795826262061);
CREATE TABLE api_token (
  hash       TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  used_at    BIGINT,
  UNIQUE (account_id, label)
);
INSERT INTO api_token VALUES('3883dcfea8b60bc974be4db5310550df12ea4e56a7f5fbefbe3bf8a80b0758ef','01a21d024ece756e87749aa873449adb','default',1795783020276,NULL);
CREATE TABLE week_total (
  week     TEXT   NOT NULL PRIMARY KEY,  -- 2026-W47
  zone     TEXT   NOT NULL,              -- the zone in which its days were counted
  from_at  BIGINT NOT NULL,              -- its visits began from here ...
  until_at BIGINT NOT NULL,              -- ... to before here
  fixed    BIGINT NOT NULL DEFAULT 0,    -- 1: a part of its log is deleted, so it cannot be counted again
  body     TEXT   NOT NULL               -- JSON, see report::tally
);
CREATE TABLE destination (
  id     TEXT   NOT NULL PRIMARY KEY,
  kind   TEXT   NOT NULL,                      -- 'mail', 'webhook'
  digest TEXT   NOT NULL,
  label  TEXT   NOT NULL,
  since  BIGINT NOT NULL,
  UNIQUE (kind, digest)
);
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
CREATE TABLE wording_decision (
  lang     TEXT   NOT NULL,
  wording  TEXT   NOT NULL,                    -- as text::canonical has it
  entry_id TEXT   NOT NULL,
  accepted BIGINT NOT NULL,                    -- 1 accepted, 0 rejected
  at       BIGINT NOT NULL,
  author   TEXT   NOT NULL,
  PRIMARY KEY (lang, wording, entry_id)
);
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
CREATE TABLE canned (
  id         TEXT   NOT NULL PRIMARY KEY,
  title      TEXT   NOT NULL,
  text       TEXT   NOT NULL,
  lang       TEXT   NOT NULL,                  -- empty: for every language
  changed_at BIGINT NOT NULL
);
CREATE TABLE return_key (
  hash            TEXT   NOT NULL PRIMARY KEY,
  conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  expires_at      BIGINT NOT NULL
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
CREATE INDEX question_choice ON question (visit_at) WHERE verdict = 'choices' AND chosen_id IS NOT NULL;
COMMIT;
