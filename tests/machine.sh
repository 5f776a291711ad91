#!/usr/bin/env bash
# Installs PostgreSQL, pgbouncer and Chromium for the tests, if they are missing and the machine has apt-get or brew.
# It prints the command before it runs it. MACHINE=keep installs nothing.
set -u
have_postgres() { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
have_pgbouncer() { command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ]; }
have_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }

missing=()
have_postgres || missing+=(postgresql)
have_pgbouncer || missing+=(pgbouncer)
have_chromium || missing+=(chromium)

if [ ${#missing[@]} -gt 0 ] && [ "${MACHINE:-}" != keep ]; then
  echo "The tests use programs that this machine lacks: ${missing[*]}. MACHINE=keep make test goes on without them."
  if command -v apt-get >/dev/null; then
    sudo=(); [ "$(id -u)" = 0 ] || sudo=(sudo -n)
    update=("${sudo[@]}" apt-get update -qq)
    install=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}")
    echo "Running: ${update[*]}"
    "${update[@]}" >/dev/null 2>&1
    echo "Running: ${install[*]}"
    "${install[@]}" >/dev/null 2>&1
  elif command -v brew >/dev/null; then
    echo "Running: brew install ${missing[*]}"
    brew install "${missing[@]}" >/dev/null 2>&1
  fi
fi

have_postgres || echo "There is no PostgreSQL: its tests are skipped, or fail where CI is set"
have_pgbouncer || echo "There is no pgbouncer: its test is skipped, or fails where CI is set"
have_chromium || echo "There is no Chromium: its tests are skipped, or fail where CI is set"
exit 0
