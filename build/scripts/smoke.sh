#!/usr/bin/env bash
# Opens the production binary's window on a virtual screen and checks that
# something is painted in it. Usage: smoke.sh BINARY PICTURE
set -euo pipefail
app=$(realpath "$1")
picture=$2
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

look() {
  "$app" --demo --data "$data" >"$data/out" 2>&1 &
  pid=$!
  for _ in $(seq 1 120); do
    kill -0 "$pid" 2>/dev/null || { cat "$data/out" >&2; echo "smoke: the app has ended" >&2; return 1; }
    if xdotool search --onlyvisible --name '^MCE Platform$' >/dev/null 2>&1; then
      import -window root "$picture"
      # A blank window has a handful of colours; text alone has hundreds.
      if [ "$(identify -format '%k' "$picture")" -gt 100 ]; then
        kill -TERM "$pid"
        wait "$pid" || true
        echo "smoke: the window is painted ($(identify -format '%wx%h, %k colours' "$picture"))"
        return 0
      fi
    fi
    sleep 0.5
  done
  kill -9 "$pid"
  cat "$data/out" >&2
  echo "smoke: the window stayed blank" >&2
  return 1
}

if [ -z "${SMOKE_INSIDE:-}" ]; then
  SMOKE_INSIDE=1 exec xvfb-run --auto-servernum --server-args="-screen 0 1440x900x24" dbus-run-session -- "$0" "$@"
fi
look
