-- The index gathers more words before it writes a piece, and more pieces before it merges them: a quarter less work for many
-- words. What that costs a search ends in idle time, when all is merged into one.
INSERT INTO search (search, rank) VALUES ('hashsize', 8000000);
INSERT INTO search (search, rank) VALUES ('automerge', 8);
