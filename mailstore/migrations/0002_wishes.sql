-- What a person wants of an account beyond its rule, and of single messages on the server; and what is remembered
-- to ask the server less.

-- Of a message larger than this (octets) only the head is fetched; 0: no limit.
ALTER TABLE accounts ADD COLUMN max_size INTEGER NOT NULL DEFAULT 0;
-- A message deleted for good from the Bin is removed from the server too.
ALTER TABLE accounts ADD COLUMN bin_removes INTEGER NOT NULL DEFAULT 0;
-- The rule whose removals the person was shown, as Keep.Mark writes it. Removals by another one wait for a yes when
-- they are many: a rule may come out of a restored or an edited file.
ALTER TABLE accounts ADD COLUMN told TEXT NOT NULL DEFAULT '';
UPDATE accounts SET told = keep || '@' || keep_from;
-- Why many removals wait for a yes though the rule is known: "restored", "listing". '': no reason.
ALTER TABLE accounts ADD COLUMN wary TEXT NOT NULL DEFAULT '';
-- What the server said of itself in the last session (JSON of the checks, opaque here).
ALTER TABLE accounts ADD COLUMN server_says TEXT NOT NULL DEFAULT '';

-- What the person wants of this one message: "get" all of it, "remove" it from the server now, "bin": remove it as it
-- was deleted here for good. '': what the account's rule says.
ALTER TABLE ledger ADD COLUMN wish TEXT NOT NULL DEFAULT '';

-- 1: only the beginning of the message is here; its ledger row is "head-only".
ALTER TABLE messages ADD COLUMN partial INTEGER NOT NULL DEFAULT 0;
