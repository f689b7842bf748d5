#!/bin/sh
# Makes the application icon's PNG files from icon.svg. Needs rsvg-convert.
set -eu
cd "$(dirname "$0")"
mkdir -p icon
for size in 16 24 32 48 64 128 256 512; do
	rsvg-convert --width "$size" --height "$size" --output "icon/$size.png" icon.svg
done
cp icon/512.png Icon.png
