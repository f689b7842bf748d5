#!/bin/sh
# Runs every fuzz test of the given packages in turn, each for FUZZTIME (10m), and stops at the first finding, whose input go
# leaves in the package's testdata/fuzz.
set -eu
time=${FUZZTIME:-10m}
for package in "$@"; do
	go test -tags sqlite_fts5 -list '^Fuzz' "$package" | grep '^Fuzz' | while read -r test; do
		echo "$package $test for $time"
		go test -tags sqlite_fts5 -run '^$' -fuzz "^$test\$" -fuzztime "$time" -fuzzminimizetime 5s -parallel "${PARALLEL:-1}" "$package" </dev/null
	done
done
