#!/bin/sh
# Installs what this system lacks to build Satchel (deps.sh build) or also to test it (deps.sh test), with the
# platform's package manager. Asks first, unless it runs as root or in CI. Prints nothing where all is there.
set -eu
want=${1:-build}

have() { command -v "$1" >/dev/null 2>&1; }
say() { printf '%s\n' "$*" >&2; }

if ! have go; then
	say "Go is not installed. Satchel needs Go 1.26 or newer: https://go.dev/dl"
	exit 1
fi

case $(uname -s) in
Darwin)
	# Apple's command line tools bring the compiler and the frameworks; nothing else is needed.
	xcode-select -p >/dev/null 2>&1 || { say "Apple's command line tools are missing. Run: xcode-select --install"; exit 1; }
	exit 0 ;;
MINGW* | MSYS* | CYGWIN*)
	have gcc || { say "A C compiler is missing. In MSYS2, run: pacman -S --needed mingw-w64-ucrt-x86_64-gcc"; exit 1; }
	exit 0 ;;
esac

# The names of one package each: compiler, then headers of OpenGL, X11 and Wayland, then what only the tests need.
if have apt-get; then
	build="gcc libc6-dev pkg-config libgl1-mesa-dev libegl1-mesa-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev
		libxi-dev libxxf86vm-dev libxkbcommon-dev libwayland-dev"
	tests="dovecot-pop3d postfix xvfb openbox xdotool imagemagick libgl1-mesa-dri x11-utils dbus dbus-x11 gnome-keyring fonts-noto-core"
	missing_one() { ! dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }
	install="apt-get install -y --no-install-recommends" refresh="apt-get update -q"
elif have dnf; then
	build="gcc pkgconf-pkg-config mesa-libGL-devel mesa-libEGL-devel libX11-devel libXcursor-devel libXrandr-devel
		libXinerama-devel libXi-devel libXxf86vm-devel libxkbcommon-devel wayland-devel"
	tests="dovecot postfix xorg-x11-server-Xvfb openbox xdotool ImageMagick mesa-dri-drivers xwininfo dbus-daemon gnome-keyring"
	missing_one() { ! rpm -q "$1" >/dev/null 2>&1; }
	install="dnf install -y" refresh=true
elif have pacman; then
	build="gcc pkgconf mesa libglvnd libx11 libxcursor libxrandr libxinerama libxi libxxf86vm libxkbcommon wayland"
	tests="dovecot postfix xorg-server-xvfb openbox xdotool imagemagick xorg-xwininfo dbus gnome-keyring"
	missing_one() { ! pacman -Qi "$1" >/dev/null 2>&1; }
	install="pacman -S --needed --noconfirm" refresh=true
elif have zypper; then
	build="gcc pkg-config Mesa-libGL-devel Mesa-libEGL-devel libX11-devel libXcursor-devel libXrandr-devel
		libXinerama-devel libXi-devel libXxf86vm-devel libxkbcommon-devel wayland-devel"
	tests="dovecot postfix xorg-x11-server-Xvfb openbox xdotool ImageMagick Mesa-dri xwininfo dbus-1 gnome-keyring"
	missing_one() { ! rpm -q "$1" >/dev/null 2>&1; }
	install="zypper --non-interactive install" refresh=true
else
	have gcc && exit 0
	say "This system's package manager is not known to this script. Satchel needs a C compiler, pkg-config and the"
	say "development files of OpenGL, X11 (Xcursor, Xrandr, Xinerama, Xi, Xxf86vm), Wayland and xkbcommon."
	exit 1
fi

missing=
for p in $build $([ "$want" = test ] && echo "$tests"); do
	if missing_one "$p"; then missing="$missing $p"; fi
done
[ -n "$missing" ] || exit 0

as=
if [ "$(id -u)" != 0 ]; then
	have sudo && as=sudo
	[ -n "$as" ] || { say "These system packages are missing; please have them installed:$missing"; exit 1; }
	if [ -z "${CI:-}" ]; then
		say "Satchel needs these system packages:$missing"
		[ -t 0 ] || { say "Install them and start again (there is no terminal here to ask on)."; exit 1; }
		printf 'Install them now with "%s %s"? [Y/n] ' "$as" "$install" >&2
		read -r answer
		case $answer in '' | [Yy]*) ;; *) say "Nothing was installed."; exit 1 ;; esac
	fi
fi
say "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as $refresh >&2
# shellcheck disable=SC2086 # the list is words on purpose
$as $install $missing >&2
