#!/usr/bin/env bash
# Installs what is missing to build, test and run. Running it again changes nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

need_go=1.26
need_node=20

command -v go >/dev/null || fail "Go is missing. Install Go $need_go or newer: https://go.dev/dl/"
go_version=$(go env GOVERSION)
[ "$(printf '%s\n' "go$need_go" "$go_version" | sort -V | head -1)" = "go$need_go" ] || fail "Go $need_go or newer is needed; this is $go_version."
command -v node >/dev/null || fail "Node is missing. Install Node $need_node or newer: https://nodejs.org/"
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$need_node" ] || fail "Node $need_node or newer is needed; this is $(node -v)."

# What the window, the browser tests and the pictures need on Debian 12.
packages="gcc libgtk-3-dev libwebkit2gtk-4.1-dev pkg-config xvfb xauth dbus-x11 chromium imagemagick x11-utils xdotool fonts-dejavu-core fonts-noto-color-emoji"

missing_packages() {
  for p in $packages; do
    dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || printf '%s ' "$p"
  done
}

install_debian() {
  missing=$(missing_packages)
  [ -z "$missing" ] && return
  sudo=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "These packages are missing: $missing
Install them as root:  apt-get install $missing"
    sudo=sudo
  fi
  say "Installing: $missing"
  $sudo apt-get update -qq
  # shellcheck disable=SC2086
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

case "$(uname -s)" in
  Linux)
    if command -v apt-get >/dev/null; then
      install_debian
    else
      say "This is not a Debian system: please see that GTK 3, WebKitGTK 4.1, Xvfb, D-Bus, Chromium and ImageMagick are installed."
    fi
    ;;
  Darwin) xcode-select -p >/dev/null 2>&1 || fail "The command line tools are missing. Run: xcode-select --install" ;;
esac

# npm packages, when the lock file is newer than what is installed.
if [ ! -f frontend/node_modules/.package-lock.json ] || [ frontend/package-lock.json -nt frontend/node_modules/.package-lock.json ]; then
  say "Installing the front end's packages"
  # Not `npm ci`: the lock file names the platform binaries of Biome, Tailwind and
  # Rolldown without entries of their own, which `ci` refuses; the versions are
  # those of the lock file all the same, and --no-save leaves it as it is.
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix frontend install --no-save --no-audit --no-fund --silent
  touch frontend/node_modules/.package-lock.json
fi
