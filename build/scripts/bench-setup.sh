#!/usr/bin/env bash
# Installs what `make bench` compares the queue with: Redis and BullMQ. The
# program needs neither. What cannot be installed is said in one sentence, and
# the comparison is left out.
set -uo pipefail
cd "$(dirname "$0")/../.."

# redis-tools holds the server too, without the service that redis-server adds.
if ! command -v redis-server >/dev/null && ! command -v redis-check-rdb >/dev/null; then
  sudo=
  [ "$(id -u)" -eq 0 ] || sudo="sudo -n"
  echo "Installing redis-tools"
  # shellcheck disable=SC2086
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-tools >/dev/null 2>&1 ||
    echo "Redis could not be installed; the comparison with BullMQ is left out."
fi

folder=backend/bench/bullmq
if [ ! -f $folder/node_modules/.package-lock.json ] || [ $folder/package-lock.json -nt $folder/node_modules/.package-lock.json ]; then
  echo "Installing BullMQ for the measurements"
  # Its packages work without their install scripts.
  npm --prefix $folder ci --ignore-scripts --no-audit --no-fund --silent && touch $folder/node_modules/.package-lock.json ||
    echo "BullMQ could not be installed; the comparison with it is left out."
fi
exit 0
