#!/bin/sh
# Opens the window on the seeds; where there is no display, opens the same window without one and reports.
set -eu
cd "$(dirname "$0")/.."

flags=""
if [ "$(id -u)" = 0 ]; then
    echo "Running as root: Chromium's sandbox is switched off for this window (--no-sandbox)."
    flags="--no-sandbox"
fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" = Darwin ]; then
    exec .venv/bin/whereof $flags seeds
fi
echo "No display here: the window opens on Qt's offscreen platform, reports what it shows, and closes."
QT_QPA_PLATFORM=offscreen exec .venv/bin/whereof $flags --report whereof-window.png seeds
