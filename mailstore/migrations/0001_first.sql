-- Conventions. Times are Unix seconds in UTC, 0 for "none". Flags are 0 or 1. A reference of 0 means "none"
-- and has no foreign key. Ids are never used twice, as an old id must not open another message.

CREATE TABLE accounts (
	id            INTEGER PRIMARY KEY AUTOINCREMENT,
	slug          TEXT    NOT NULL,
	secret_key    TEXT    NOT NULL, -- names the secret in the keyring; the secret itself is never here
	email         TEXT    NOT NULL,
	name          TEXT    NOT NULL,
	host          TEXT    NOT NULL,
	port          INTEGER NOT NULL,
	tls           TEXT    NOT NULL,
	allow_clear   INTEGER NOT NULL,
	ca_file       TEXT    NOT NULL,
	user          TEXT    NOT NULL,
	auth          TEXT    NOT NULL,
	keep          TEXT    NOT NULL, -- as Keep.String writes it
	keep_from     INTEGER NOT NULL,
	interval      INTEGER NOT NULL, -- seconds
	smtp_host     TEXT    NOT NULL,
	smtp_port     INTEGER NOT NULL,
	smtp_tls      TEXT    NOT NULL,
	colour        INTEGER NOT NULL,
	added         INTEGER NOT NULL,
	tls_seen      INTEGER NOT NULL,
	last_check    INTEGER NOT NULL,
	last_try      INTEGER NOT NULL,
	next_check    INTEGER NOT NULL,
	not_before    INTEGER NOT NULL,
	last_result   TEXT    NOT NULL,
	last_text     TEXT    NOT NULL,
	server_count  INTEGER NOT NULL,
	server_octets INTEGER NOT NULL,
	clock_seen    INTEGER NOT NULL,
	clock_doubt   INTEGER NOT NULL,
	brake_yes     INTEGER NOT NULL,
	suspicion     TEXT    NOT NULL,
	removed       INTEGER NOT NULL DEFAULT 0 -- 0 in use, 1 removed and its mail kept, 2 removed and its mail being deleted
) STRICT;

CREATE UNIQUE INDEX accounts_slug ON accounts (slug) WHERE removed = 0;

CREATE TABLE folders (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id INTEGER NOT NULL REFERENCES accounts (id),
	parent     INTEGER NOT NULL,
	role       TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	total      INTEGER NOT NULL DEFAULT 0, -- kept by the triggers on messages
	unread     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX folders_account ON folders (account_id);
CREATE UNIQUE INDEX folders_role ON folders (account_id, role) WHERE role <> '';

CREATE TABLE messages (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id   INTEGER NOT NULL REFERENCES accounts (id), -- always that of the folder
	folder_id    INTEGER NOT NULL REFERENCES folders (id),
	thread_id    INTEGER NOT NULL, -- id of the first message of its thread
	date         INTEGER NOT NULL,
	arrived      INTEGER NOT NULL,
	size         INTEGER NOT NULL,
	sha256       BLOB    NOT NULL,
	unread       INTEGER NOT NULL,
	starred      INTEGER NOT NULL DEFAULT 0,
	answered     INTEGER NOT NULL DEFAULT 0,
	forwarded    INTEGER NOT NULL DEFAULT 0,
	attachments  INTEGER NOT NULL,
	attached     INTEGER NOT NULL, -- 1 when attachments > 0: an index covers "= 1" and not "> 0", nor a generated column
	defects      INTEGER NOT NULL,
	from_name    TEXT    NOT NULL,
	from_address TEXT    NOT NULL,
	recipients   TEXT    NOT NULL,
	subject      TEXT    NOT NULL,
	preview      TEXT    NOT NULL,
	message_id   TEXT    NOT NULL,
	in_reply_to  TEXT    NOT NULL
) STRICT;

-- Each list is a run of one of these, read from its end; the row id which every index ends with is the second key
-- of the order. Nothing but the index is read to know a list's ids and dates.
CREATE INDEX messages_folder  ON messages (folder_id, date);
CREATE INDEX messages_account ON messages (account_id, date);
CREATE INDEX messages_folder_unread       ON messages (folder_id, date)  WHERE unread = 1;
CREATE INDEX messages_account_unread      ON messages (account_id, date) WHERE unread = 1;
CREATE INDEX messages_folder_starred      ON messages (folder_id, date)  WHERE starred = 1;
CREATE INDEX messages_account_starred     ON messages (account_id, date) WHERE starred = 1;
CREATE INDEX messages_folder_attachments  ON messages (folder_id, date)  WHERE attached = 1;
CREATE INDEX messages_account_attachments ON messages (account_id, date) WHERE attached = 1;

-- Raw bytes in pieces of at most 1 MiB, never changed. The key is message id * 65536 + number of the piece: one
-- b-tree in the order of arrival and no second index.
CREATE TABLE chunks (
	id    INTEGER PRIMARY KEY,
	codec INTEGER NOT NULL, -- 0 as it is, 1 zstd
	data  BLOB    NOT NULL
) STRICT;

-- Which thread a Message-ID belongs to; also ids which were only referred to, so that answers to a message which
-- never came still find each other. key is 64 bits of the id's SHA-256.
CREATE TABLE message_ids (
	account_id INTEGER NOT NULL,
	key        INTEGER NOT NULL,
	thread_id  INTEGER NOT NULL,
	PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;

-- Words of a message under its id. Contentless: the text is in the raw bytes already.
CREATE VIRTUAL TABLE search USING fts5 (
	subject, sender, recipients, body, attachments,
	content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- Words which are not in search yet: written with the message, taken over in groups, which is less work. See index.go.
CREATE TABLE unindexed (
	id          INTEGER PRIMARY KEY, -- of the message
	subject     TEXT NOT NULL,
	sender      TEXT NOT NULL,
	recipients  TEXT NOT NULL,
	body        TEXT NOT NULL,
	attachments TEXT NOT NULL
) STRICT;

CREATE TRIGGER messages_added AFTER INSERT ON messages BEGIN
	UPDATE folders SET total = total + 1, unread = unread + NEW.unread WHERE id = NEW.folder_id;
END;

CREATE TRIGGER messages_changed AFTER UPDATE OF folder_id, unread ON messages
WHEN OLD.folder_id <> NEW.folder_id OR OLD.unread <> NEW.unread BEGIN
	UPDATE folders SET total = total - 1, unread = unread - OLD.unread WHERE id = OLD.folder_id;
	UPDATE folders SET total = total + 1, unread = unread + NEW.unread WHERE id = NEW.folder_id;
END;

CREATE TRIGGER messages_gone AFTER DELETE ON messages BEGIN
	UPDATE folders SET total = total - 1, unread = unread - OLD.unread WHERE id = OLD.folder_id;
	UPDATE ledger SET message_id = 0 WHERE message_id = OLD.id AND message_id <> 0;
	DELETE FROM chunks WHERE id BETWEEN OLD.id * 65536 AND OLD.id * 65536 + 65535;
	DELETE FROM search WHERE rowid = OLD.id;
	DELETE FROM unindexed WHERE id = OLD.id;
END;

CREATE TABLE ledger (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id  INTEGER NOT NULL REFERENCES accounts (id),
	uidl        BLOB    NOT NULL, -- bytes as the server gave them
	incarnation INTEGER NOT NULL,
	size        INTEGER NOT NULL,
	first_seen  INTEGER NOT NULL,
	gone_since  INTEGER NOT NULL DEFAULT 0,
	state       TEXT    NOT NULL,
	since       INTEGER NOT NULL,
	reason      TEXT    NOT NULL DEFAULT '', -- for people only: nothing is decided by it
	doubt       TEXT    NOT NULL DEFAULT '', -- why the id proves nothing; '' none
	message_id  INTEGER NOT NULL DEFAULT 0,
	sha256      BLOB    NOT NULL DEFAULT x'', -- empty until it is safe here
	verified_at INTEGER NOT NULL DEFAULT 0,
	session_id  INTEGER NOT NULL DEFAULT 0,
	safe_at     INTEGER NOT NULL DEFAULT 0,
	pinned      INTEGER NOT NULL DEFAULT 0,
	failures    INTEGER NOT NULL DEFAULT 0,
	asks        INTEGER NOT NULL DEFAULT 0,
	UNIQUE (account_id, uidl, incarnation)
) STRICT;

-- A check reads the rows which still count, not years of tombstones.
CREATE INDEX ledger_live ON ledger (account_id) WHERE state NOT IN ('removed', 'vanished', 'superseded');
CREATE INDEX ledger_message ON ledger (message_id) WHERE message_id <> 0;
-- Finds a message which came back under another unique id.
CREATE INDEX ledger_lost ON ledger (account_id, sha256) WHERE state IN ('vanished', 'superseded');

CREATE TABLE sessions (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id INTEGER NOT NULL REFERENCES accounts (id),
	start      INTEGER NOT NULL,
	end        INTEGER NOT NULL DEFAULT 0,
	result     TEXT    NOT NULL DEFAULT '',
	text       TEXT    NOT NULL DEFAULT '',
	listed     INTEGER NOT NULL DEFAULT 0,
	fetched    INTEGER NOT NULL DEFAULT 0,
	asked      INTEGER NOT NULL DEFAULT 0,
	removed    INTEGER NOT NULL DEFAULT 0,
	failed     INTEGER NOT NULL DEFAULT 0,
	bytes      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE settings (
	key   TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
