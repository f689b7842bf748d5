#!/bin/sh
# Writes app/licences.txt: each module that is part of the program, its version and its licence, for the page About.
# "== path version" begins one; its licence's text follows.
set -eu
out=app/licences.txt
{
	printf '== Go %s\n' "$(go env GOVERSION)"
	cat "$(go env GOROOT)/LICENSE"
	go list -tags sqlite_fts5 -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' . | sort -u |
		while read -r path version dir; do
			printf '\n== %s %s\n' "$path" "$version"
			found=
			for file in $(ls "$dir" | grep -iE '^(licen[cs]e|copying|unlicense|notice)' || ls "$dir" | grep -iE '^readme'); do
				tr -d '\r' <"$dir/$file"
				found=1
			done
			[ -n "$found" ] || { echo "no licence found for $path" >&2 && exit 1; }
		done
} >"$out.new"
mv "$out.new" "$out"
