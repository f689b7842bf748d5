-- What a person did, so that it can be undone, also after a restart; kept for 30 days. before is JSON: the ids of the
-- messages by what they were before.
CREATE TABLE changes (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	action  INTEGER NOT NULL, -- id of the first change of what was one thing for the person, as a move to several Bins
	at      INTEGER NOT NULL,
	kind    TEXT    NOT NULL, -- unread, starred, folder (of messages), rename, place (of a folder)
	value   TEXT    NOT NULL, -- what it became
	before  TEXT    NOT NULL,
	count   INTEGER NOT NULL,
	undone  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX changes_at ON changes (at);
CREATE INDEX changes_action ON changes (action);

-- When a message or a folder came into the Bin, 0 where it is not there: the Bin's days count from it.
ALTER TABLE messages ADD COLUMN binned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE folders ADD COLUMN binned INTEGER NOT NULL DEFAULT 0;
UPDATE messages SET binned = unixepoch() WHERE folder_id IN (SELECT id FROM folders WHERE role = 'bin');
CREATE INDEX messages_binned ON messages (binned) WHERE binned <> 0;

-- Messages that were read back in idle time and are not what they were when they came.
CREATE TABLE damaged (
	message_id INTEGER NOT NULL PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
	found      INTEGER NOT NULL
) STRICT;
