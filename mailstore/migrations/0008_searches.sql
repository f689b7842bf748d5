-- Searches which a person wants to find again among the folders. query is what was typed. One that was removed stays
-- until its removal can no longer be undone.
CREATE TABLE saved_searches (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	name    TEXT    NOT NULL,
	query   TEXT    NOT NULL,
	removed INTEGER NOT NULL DEFAULT 0
) STRICT;

-- changes.undone is 0, or the number of the undo, so that the last one undone is the first one done again.
CREATE INDEX changes_undone ON changes (undone) WHERE undone > 0;
