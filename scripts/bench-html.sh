#!/bin/sh
# Compares how Satchel lays out letters with headless Chromium: make bench-html. Needs node, npm and Chromium, and beside the
# project a folder "shared" with the letters (corpus/html), the reference renderer and the scorer (tools/html).
set -eu
shared=${SHARED:-../shared}
work=$PWD/.tools/bench-html
width=${WIDTH:-700}
if [ ! -d "$shared/corpus/html" ] || [ ! -d "$shared/tools/html" ]; then
	echo "bench-html: there are no letters to compare in $shared: skipped."
	exit 0
fi
for tool in node npm chromium fc-list; do
	command -v $tool >/dev/null || {
		echo "bench-html needs $tool. On Debian: apt-get install nodejs npm chromium fontconfig fonts-liberation2 fonts-dejavu-core fonts-noto-core"
		exit 1
	}
done
shared=$(cd "$shared" && pwd)
mkdir -p "$work"

# The reference is rendered once; it changes with its tool, the letters or Chromium only.
key=$(cat "$shared"/tools/html/reference/* "$shared/corpus/html/manifest.json" | cksum | cut -d' ' -f1)-$(chromium --version | tr -dc '0-9.')-$width
if [ ! -f "$work/$key/done" ]; then
	rm -rf "$work/tool" && cp -r "$shared/tools/html/reference" "$work/tool" && chmod -R u+w "$work/tool"
	(cd "$work/tool" && npm install --silent --no-audit --no-fund && sh fonts.sh "$work/fontset" >/dev/null)
	echo "Rendering the reference with Chromium …"
	(cd "$work/tool" && node reference.mjs --corpus "$shared/corpus/html" --out "$work/$key" --fonts "$work/fontset" --width "$width")
	touch "$work/$key/done"
fi

go build -tags sqlite_fts5 -o satchel .
rm -rf "$work/ours" && mkdir -p "$work/ours"
SATCHEL=$PWD/satchel CORPUS=$shared/corpus/html OUT=$work/ours FONTS=$work/fontset/fonts WIDTH=$width node scripts/bench-html.mjs

rm -rf "$work/score" && cp -r "$shared/tools/html/score" "$work/score"
(cd "$work/score" && go build -o score . && ./score -ref "$work/$key" -got "$work/ours" -png -tsv "$work/ours.tsv" -list "${LIST:-10}")

echo "Time of parsing, layout and first paint, one process, after a first round:"
SATCHEL_LETTERS=$shared/corpus/html go test -tags sqlite_fts5 -run '^$' -bench 'Letters|PlainText' -benchtime 3x ./htmlview | grep -E 'Benchmark|ms'
