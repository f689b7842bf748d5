-- Conversations which turned out to be one. message_ids keeps the number it was written with; this table says what has
-- become of it. The new number is always the smaller one, so there are no circles.
CREATE TABLE thread_merges (
	thread_id INTEGER NOT NULL PRIMARY KEY,
	into_id   INTEGER NOT NULL
) STRICT;

-- A conversation's messages, for showing it and for merging it with another.
CREATE INDEX messages_thread ON messages (thread_id);
