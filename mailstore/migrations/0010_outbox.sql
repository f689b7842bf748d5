-- Letters to be sent, and what has become of them; see outbox.go.

ALTER TABLE accounts ADD COLUMN smtp_user TEXT NOT NULL DEFAULT ''; -- '': as for fetching
ALTER TABLE accounts ADD COLUMN smtp_auth TEXT NOT NULL DEFAULT 'auto';
ALTER TABLE accounts ADD COLUMN smtp_secret_key TEXT NOT NULL DEFAULT ''; -- names the secret in the keyring; '': the one for fetching
ALTER TABLE accounts ADD COLUMN smtp_tls_seen INTEGER NOT NULL DEFAULT 0;

CREATE TABLE outbox (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id INTEGER NOT NULL REFERENCES accounts (id),
	message_id INTEGER NOT NULL, -- its bytes, in the folder for that; 0: they were destroyed since
	sender     TEXT    NOT NULL, -- of the envelope
	octets     INTEGER NOT NULL, -- of what goes out
	eight_bit  INTEGER NOT NULL, -- there are octets above 127 in its body
	utf8       INTEGER NOT NULL, -- and in its header or an address
	state      TEXT    NOT NULL,
	queued     INTEGER NOT NULL,
	not_before INTEGER NOT NULL, -- of the next try; 0: only when a person says so
	tries      INTEGER NOT NULL DEFAULT 0,
	last_try   INTEGER NOT NULL DEFAULT 0,
	ended      INTEGER NOT NULL DEFAULT 0,
	result     TEXT    NOT NULL DEFAULT '', -- kind of the last try's end, for programs
	text       TEXT    NOT NULL DEFAULT ''  -- and its sentence
) STRICT;

CREATE UNIQUE INDEX outbox_message ON outbox (message_id) WHERE message_id <> 0;
CREATE INDEX outbox_open ON outbox (account_id) WHERE state IN ('queued', 'sending', 'refused', 'maybe');

CREATE TABLE outbox_recipients (
	outbox_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
	place     INTEGER NOT NULL,
	name      TEXT    NOT NULL,
	address   TEXT    NOT NULL,
	hidden    INTEGER NOT NULL, -- Bcc
	state     TEXT    NOT NULL,
	text      TEXT    NOT NULL DEFAULT '',
	PRIMARY KEY (outbox_id, place)
) STRICT, WITHOUT ROWID;

-- A letter that is on its way, or may have to go, stays where it is, whatever list it was taken from.
CREATE TRIGGER outbox_stays BEFORE UPDATE OF folder_id ON messages
WHEN EXISTS (SELECT 1 FROM outbox WHERE message_id = OLD.id AND message_id <> 0 AND state IN ('queued', 'sending', 'refused', 'maybe'))
	AND OLD.folder_id <> NEW.folder_id BEGIN
	SELECT RAISE(IGNORE);
END;

CREATE TRIGGER outbox_lasts BEFORE DELETE ON messages
WHEN EXISTS (SELECT 1 FROM outbox WHERE message_id = OLD.id AND message_id <> 0 AND state IN ('queued', 'sending', 'refused', 'maybe')) BEGIN
	SELECT RAISE(IGNORE);
END;

CREATE TRIGGER outbox_letter_gone AFTER DELETE ON messages BEGIN
	UPDATE outbox SET message_id = 0 WHERE message_id = OLD.id AND message_id <> 0;
END;
