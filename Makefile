# Satchel's commands. One flag set for every build: another one compiles all the C code again, for minutes.
TAGS  := -tags sqlite_fts5
# Packages that pull in the OpenGL driver, which the race detector is kept out of (it would compile all of its C again).
GL    := satchel|satchel/app/desktop
PURE   = $(shell go list $(TAGS) ./... | grep -Evx '$(GL)')

.PHONY: run build test lint race unit bench bench-fetch bench-window bench-html shots clean

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

bench: ## micro benchmarks of every package
	go test $(TAGS) -run '^$$' -bench . -benchmem $(PURE)

bench-fetch: ## 1,000 messages from Dovecot over TLS, beside mpop in the same run
	go test $(TAGS) -run '^$$' -bench 'Fetch' -benchtime 5x -timeout 30m -v ./journey

bench-window: ## first paint, scrolling and stalls of the real window on software OpenGL
	go test $(TAGS) -run '^$$' -bench 'Window' -benchtime 1x -timeout 30m -v ./journey

bench-html: ## letters beside headless Chromium: who stands where, and how quick
	@sh scripts/bench-html.sh

shots: ## the README's pictures, from the real program
	go test $(TAGS) -count 1 -run TestReadmePictures -shots -timeout 10m -v ./journey

clean:
	rm -rf satchel build .tools
