-- An account in this table removes nothing from its server until a person says yes: its mail, or what is known of the
-- copies there, came from a backup or from another program.
CREATE TABLE removal_holds (
	account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
	since      INTEGER NOT NULL,
	reason     TEXT    NOT NULL -- for people
) STRICT;

-- Tells a backup of this profile from that of another one. A profile that was restored into an empty one keeps its name.
INSERT INTO settings (key, value) VALUES ('profile.id', lower(hex(randomblob(16))));
