-- The words of the search index with the number of messages they are in. It is a view of the index and takes no room.
CREATE VIRTUAL TABLE search_words USING fts5vocab (search, row);

-- The most frequent words by their first letters, made from search_words in idle time; see words.go.
CREATE TABLE common_words (
	prefix TEXT    NOT NULL,
	place  INTEGER NOT NULL, -- 0 for the most frequent
	word   TEXT    NOT NULL,
	PRIMARY KEY (prefix, place)
) STRICT, WITHOUT ROWID;
