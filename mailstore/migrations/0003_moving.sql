-- Tells a backup of this profile from that of another one. A profile that was restored into an empty one keeps its name.
INSERT INTO settings (key, value) VALUES ('profile.id', lower(hex(randomblob(16))));
