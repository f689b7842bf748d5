-- The address book, and people known from letters; see contacts.go and people.go.

CREATE TABLE contacts (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	uid       TEXT    NOT NULL, -- of its vCard
	name      TEXT    NOT NULL,
	addresses TEXT    NOT NULL, -- JSON list
	in_groups TEXT    NOT NULL, -- JSON list
	notes     TEXT    NOT NULL,
	card      TEXT    NOT NULL, -- the lines of its vCard which say something else, as they came
	changed   INTEGER NOT NULL,
	removed   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE people (
	key     TEXT    NOT NULL PRIMARY KEY, -- the address in lower case
	address TEXT    NOT NULL,
	name    TEXT    NOT NULL,
	uses    INTEGER NOT NULL,
	last    INTEGER NOT NULL, -- date of the newest letter
	hidden  INTEGER NOT NULL DEFAULT 0 -- when somebody did not want it suggested; a later letter brings it back
) STRICT, WITHOUT ROWID;

-- Letters whose people are to be noted. Mail that was here before is gone through by its numbers, newest first.
CREATE TABLE people_waiting (message_id INTEGER PRIMARY KEY) STRICT;

INSERT INTO settings (key, value) SELECT 'people.before', COALESCE(max(id), 0) + 1 FROM messages HAVING count(*) > 0;

CREATE TRIGGER messages_people AFTER INSERT ON messages
WHEN NEW.answered = 1 OR (SELECT role FROM folders WHERE id = NEW.folder_id) = 'sent' BEGIN
	INSERT OR IGNORE INTO people_waiting (message_id) VALUES (NEW.id);
END;

CREATE TRIGGER messages_people_sent AFTER UPDATE OF folder_id ON messages
WHEN NEW.folder_id <> OLD.folder_id AND (SELECT role FROM folders WHERE id = NEW.folder_id) = 'sent'
	AND (SELECT role FROM folders WHERE id = OLD.folder_id) <> 'bin' BEGIN -- from there it only comes back
	INSERT OR IGNORE INTO people_waiting (message_id) VALUES (NEW.id);
END;

CREATE TRIGGER messages_people_answered AFTER UPDATE OF answered ON messages
WHEN NEW.answered = 1 AND OLD.answered = 0 BEGIN
	INSERT OR IGNORE INTO people_waiting (message_id) VALUES (NEW.id);
END;

CREATE INDEX contacts_uid ON contacts (uid);
