#!/bin/sh
# Tries the disk image on this macOS: copy the application, self-test, remove it. It wants a macOS without Whereof.
set -eu
cd "$(dirname "$0")/../../.."

application=/Applications/Whereof.app
mount="$(mktemp -d)"

leave() {
    hdiutil detach -quiet "$mount" 2>/dev/null || true
    rmdir "$mount" 2>/dev/null || true
}
trap leave EXIT

set -- dist/whereof-*-macos-*.dmg
if [ $# -ne 1 ] || [ ! -f "$1" ]; then
    echo "trial: dist does not hold one disk image; make it with package.py." >&2
    exit 1
fi
if [ -e "$application" ]; then
    echo "trial: $application is there already; remove it first." >&2
    exit 1
fi

hdiutil attach "$1" -mountpoint "$mount" -nobrowse -readonly -quiet
[ "$(readlink "$mount/Applications")" = /Applications ]
ditto "$mount/Whereof.app" "$application"
codesign --verify --deep --strict "$application"
plutil -lint "$application/Contents/Info.plist"
"$application/Contents/MacOS/whereof" --version
"$application/Contents/MacOS/whereof" --self-test dist/self-test.png
[ -s dist/self-test.png ]
rm -rf "$application"
echo "trial: everything held"
