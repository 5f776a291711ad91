#!/usr/bin/env bash
# Gets PostgreSQL, pgbouncer and Chromium from the machine's package manager where they are missing and it can.
set -u
missing=()
have_postgres() { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
have_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
have_pgbouncer() { command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ]; }
have_postgres || missing+=(postgresql)
have_pgbouncer || missing+=(pgbouncer)
have_chromium || missing+=(chromium)
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing for the tests: ${missing[*]}"
  if command -v apt-get >/dev/null; then
    sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo -n"
    $sudo apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1
  elif command -v brew >/dev/null; then
    brew install "${missing[@]}" >/dev/null 2>&1
  fi
fi
have_postgres || echo "PostgreSQL could not be had: its tests are skipped, or fail where CI is set"
have_pgbouncer || echo "pgbouncer could not be had: its test is skipped, or fails where CI is set"
have_chromium || echo "Chromium could not be had: its tests are skipped, or fail where CI is set"
exit 0
