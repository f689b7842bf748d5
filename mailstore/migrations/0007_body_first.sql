-- The body's words come first in the index: the index says of each word of each message in which column it stands, with two
-- octets, but for the first column. That is a third of the index of small letters. Only an index that holds nothing yet is made
-- so (see migrate.go): the text of one that does is not here to make it again from, and works in either order.
DROP TABLE search_words;
DROP TABLE search;

CREATE VIRTUAL TABLE search USING fts5 (
	body, subject, sender, recipients, attachments,
	content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE search_words USING fts5vocab (search, row);
