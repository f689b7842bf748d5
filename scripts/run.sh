#!/bin/sh
# Starts the demo: in a window where there is a display, else the demo's check in the terminal.
set -eu
case $(uname -s) in
Darwin | MINGW* | MSYS* | CYGWIN*) exec ./satchel --demo ;;
esac
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
	exec ./satchel --demo
fi
echo "There is no display here, so no window can be opened. Satchel performs the demo's check in the terminal instead."
exec ./satchel --demo --check
