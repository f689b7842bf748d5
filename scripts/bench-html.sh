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

# litehtml, the engine of Claws Mail's viewer, where Debian's packages for it are there: the peer in speed.
peer=
if command -v g++ >/dev/null && [ -f /usr/include/litehtml/litehtml.h ] && pkg-config --exists pangocairo; then
	peer=$work/litehtml
	[ "$peer" -nt "$shared/tools/html/litehtml/peer.cpp" ] ||
		g++ -O2 -std=c++17 "$shared/tools/html/litehtml/peer.cpp" -o "$peer" $(pkg-config --cflags --libs pangocairo) -I/usr/include/litehtml -llitehtml -lgumbo
	[ "$peer-warm" -nt scripts/bench-html-peer.cpp ] || {
		g++ -O2 -std=c++17 -Dmain=peer -c "$shared/tools/html/litehtml/peer.cpp" -o "$peer.o" $(pkg-config --cflags pangocairo) -I/usr/include/litehtml
		g++ -O2 -std=c++17 scripts/bench-html-peer.cpp "$peer.o" -o "$peer-warm" -Wl,--wrap=cairo_image_surface_create -Wl,--wrap=cairo_surface_write_to_png \
			$(pkg-config --cflags --libs pangocairo) -llitehtml -lgumbo
	}
	rm -rf "$work/litehtml-out" && mkdir -p "$work/litehtml-out"
else
	echo "Without litehtml. On Debian: apt-get install g++ liblitehtml-dev libpango1.0-dev"
fi

go build -tags sqlite_fts5 -o satchel .
rm -rf "$work/ours" && mkdir -p "$work/ours"
SATCHEL=$PWD/satchel CORPUS=$shared/corpus/html OUT=$work/ours FONTS=$work/fontset/fonts WIDTH=$width PEER=$peer UA=$shared/tools/html/litehtml/ua.css PEEROUT=$work/litehtml-out \
	FONTCONFIG_FILE=$work/fontset/fonts.conf node scripts/bench-html.mjs

rm -rf "$work/score" && cp -r "$shared/tools/html/score" "$work/score"
(cd "$work/score" && go build -o score . && ./score -ref "$work/$key" -got "$work/ours" -png -tsv "$work/ours.tsv" -list "${LIST:-10}")
if [ -n "$peer" ]; then
	echo "litehtml:"
	(cd "$work/score" && ./score -ref "$work/$key" -got "$work/litehtml-out" -png -tsv "$work/litehtml.tsv" -list 0)
fi

echo "Parsing, layout and first paint, one process, after a first round; memory of each letter by itself:"
SATCHEL_LETTERS=$shared/corpus/html go test -tags sqlite_fts5 -run '^$' -bench 'Letters|Memory|PlainText' -benchtime 3x ./htmlview | grep -E 'Benchmark'
if [ -n "$peer" ]; then
	find "$shared/corpus/html" -name '*.html' -print0 | FONTCONFIG_FILE=$work/fontset/fonts.conf \
		xargs -0 -s 1000000 "$peer-warm" "$width" "$shared/tools/html/litehtml/ua.css" "$work/litehtml-out/warm"
fi
