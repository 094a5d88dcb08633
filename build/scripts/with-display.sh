#!/usr/bin/env bash
# Runs a program with a display and a session bus: the user's own, or virtual ones.
set -euo pipefail
if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$@"
fi
exec xvfb-run --auto-servernum --server-args="-screen 0 1440x900x24" dbus-run-session -- "$@"
