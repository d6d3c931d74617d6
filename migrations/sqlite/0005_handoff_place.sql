-- Where a person was asked for, and in which language: a visitor's page and language change later.
ALTER TABLE handoff ADD COLUMN lang TEXT NOT NULL DEFAULT '';
ALTER TABLE handoff ADD COLUMN page TEXT NOT NULL DEFAULT '';
UPDATE handoff SET
  lang = (SELECT conversation.lang FROM conversation WHERE conversation.id = handoff.conversation_id),
  page = (SELECT conversation.page FROM conversation WHERE conversation.id = handoff.conversation_id);
