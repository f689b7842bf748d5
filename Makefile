# Satchel's commands. One flag set for every build: another one compiles all the C code again, for minutes.
TAGS  := -tags sqlite_fts5
# Packages that pull in the OpenGL driver, which the race detector is kept out of (it would compile all of its C again).
GL    := satchel|satchel/app/desktop
PURE   = $(shell go list $(TAGS) ./... | grep -Evx '$(GL)')

# Outside this tree: some of their files are called .go and are no Go.
SERVERS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/satchel-servers

.PHONY: run build test lint unit race bench kill kill-store kill-send big bench-parts bench-mime bench-window bench-store bench-search bench-html fuzz try-servers shots clean

run: ## install what is missing, build, start with sample mail
	@sh scripts/deps.sh build
	@$(MAKE) --no-print-directory build
	@sh scripts/run.sh

build:
	@echo "Building Satchel (the first time takes a few minutes) …"
	@go build $(TAGS) -o satchel .

test: ## everything that is checked before a change lands
	@sh scripts/deps.sh test
	@$(MAKE) --no-print-directory build lint unit race

lint:
	@sh scripts/lint.sh

# The journeys build the program themselves, which the cache of test results does not see: they always run.
unit:
	go test $(TAGS) -timeout 20m $(shell go list $(TAGS) ./... | grep -vx satchel/journey)
	go test $(TAGS) -count 1 -timeout 20m ./journey

race:
	go test $(TAGS) -race -short -timeout 20m $(PURE)

# BENCH=quick (2 minutes) or full (20). CASES and WITHOUT pick cases and programs by regular expression:
#   make bench BENCH=full CASES='tiny.*40ms' WITHOUT=mpop ROUNDS=5
bench: ## fetching beside mpop, fetchmail, getmail and the limit, in turn, near and at 40 ms
	go test $(TAGS) -count 1 -run TestFetchMatrix -timeout 60m -v ./journey -matrix '$(or $(BENCH),full)' -cases '$(CASES)' -without '$(or $(WITHOUT),^$$)' -rounds $(or $(ROUNDS),3)

# KILLS=100 for less.
kill: ## end fetches from a faulty server at a thousand random moments; nothing may be lost or doubled
	go test $(TAGS) -count 1 -run TestKillAmongFaults -timeout 60m -v ./journey -kills $(or $(KILLS),1000)

# KILLS=50 for less.
kill-store: ## end imports, backups, undos, emptyings of the Bin and migrations at 500 random moments each; nothing may be lost
	SATCHEL_TEST_KILLS=$(or $(KILLS),500) go test $(TAGS) -count 1 -run '^TestCrash$$' -timeout 60m -v ./moving
	SATCHEL_TEST_KILLS=$(or $(KILLS),500) go test $(TAGS) -count 1 -run '^TestMigrationCrash$$' -timeout 60m -v ./mailstore

# LETTERS=100000 for more.
bench-search: ## index size and search beside notmuch, where it is installed, on the same lifelike letters
	SATCHEL_BENCH_LETTERS=$(or $(LETTERS),5000) go test $(TAGS) -run '^$$' -bench 'Notmuch' -benchtime 1x -timeout 60m -v ./moving

# KILLS=30 for less.
kill-send: ## end the program at 300 random moments of sending; no letter may be lost, or sent twice
	go test $(TAGS) -count 1 -run TestKillWhileSending -timeout 60m -v ./journey -send-kills $(or $(KILLS),300)

big: ## fetch a message of a gigabyte and measure memory
	go test $(TAGS) -count 1 -run TestBigMessage -timeout 20m -v ./journey -big $(or $(MB),1024)

bench-parts: ## micro benchmarks of every package
	go test $(TAGS) -run '^$$' -bench . -benchmem $(PURE)

EML := $(wildcard ../shared/corpus/eml)
# MUTATE=folder changes each message in 45 ways, puts them there and names those that mailmsg alone reads otherwise.
bench-mime: ## mailmsg beside enmime and Python: how often right on a folder of messages (EML=…), and how quick
	cd mailmsg/peerbench && go run -mod=mod . $(if $(EML),-eml $(abspath $(EML))) $(if $(MUTATE),-mutate $(abspath $(MUTATE)) -v)

bench-window: ## first paint, scrolling and stalls of the real window on software OpenGL
	go test $(TAGS) -run '^$$' -bench 'Window' -benchtime 1x -timeout 30m -v ./journey

try-servers: ## the other real POP3 servers of Debian, unpacked into a cache folder and never installed (root)
	@sh scripts/servers.sh get '$(SERVERS)'
	SATCHEL_SERVERS='$(SERVERS)' go test $(TAGS) -count 1 -run 'TestOtherServers|TestServerThatChangesLetters' -v ./mailsync

bench-store: ## a store of SATCHEL_BENCH_MESSAGES (50,000) letters; import and backup of SATCHEL_BENCH_GB (0.25, 1)
	go test $(TAGS) -run '^$$' -bench 'Scale' -benchtime 1x -timeout 60m -v ./mailstore
	go test $(TAGS) -run '^$$' -bench 'Import' -benchtime 1x -timeout 60m -v ./moving
	go test $(TAGS) -run '^$$' -bench 'Backup' -benchtime 1x -timeout 60m -v ./backup

bench-html: ## letters beside headless Chromium: who stands where, and how quick
	@sh scripts/bench-html.sh

# FUZZTIME=1m for less; PARALLEL=2 for more at once.
fuzz: ## every fuzz test of PACKAGES (./mailmsg) in turn, ten minutes each; stops at the first finding
	@FUZZTIME=$(FUZZTIME) PARALLEL=$(PARALLEL) sh scripts/fuzz.sh $(or $(PACKAGES),./mailmsg)

# Needs fonts for Japanese and emoji (Debian: fonts-noto-cjk, fonts-noto-color-emoji).
shots: ## the pictures of README and docs, from the real program
	go test $(TAGS) -count 1 -run 'Test(Readme|Letter)Pictures' -timeout 10m -v ./journey -shots

clean:
	rm -rf satchel build .tools
