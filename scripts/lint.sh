#!/bin/sh
# gofmt, vet, staticcheck and golangci-lint over everything, with pinned versions kept in .tools.
set -eu
staticcheck=v0.8.2 golangci=v2.15.0
tools=$PWD/.tools

tool() { # tool NAME PACKAGE VERSION: installs it once
	[ -x "$tools/$1-$3" ] && return
	mkdir -p "$tools"
	GOBIN="$tools" go install "$2@$3"
	mv "$tools/$1" "$tools/$1-$3"
}
tool staticcheck honnef.co/go/tools/cmd/staticcheck $staticcheck
tool golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint $golangci

unformatted=$(gofmt -l .)
if [ -n "$unformatted" ]; then
	echo "not gofmt-clean:" && echo "$unformatted"
	exit 1
fi
go vet -tags sqlite_fts5 ./...
"$tools/staticcheck-$staticcheck" -tags sqlite_fts5 ./...
"$tools/golangci-lint-$golangci" run ./...
