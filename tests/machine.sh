#!/usr/bin/env bash
# Installs the programs that the tests use, if they are missing and the machine has apt-get or brew: PostgreSQL, pgbouncer,
# Chromium, systemd's programs, nginx, Caddy, Redis (several machines count in it) and promtool, and with `engines` as its argument Chromium, Firefox and WebKitGTK with their drivers.
# The provider of OpenID Connect, npm's oidc-provider, goes into a cache folder of the user's own.
# It prints the command before it runs it. MACHINE=keep installs nothing.
set -u
has() { for name in "$@"; do command -v "$name" >/dev/null && return; done; return 1; }
have_postgres() { has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
have_pgbouncer() { has pgbouncer || [ -x /usr/sbin/pgbouncer ]; }
have_nginx() { has nginx || [ -x /usr/sbin/nginx ]; }
# The same engine in a build without windows, which takes half the processor time; where it is not packaged, Chromium does.
have_headless() { has chromium-headless-shell || ! apt-cache show chromium-headless-shell >/dev/null 2>&1; }
have_chromium() { has chromium chromium-browser google-chrome; }
providers=${XDG_CACHE_HOME:-$HOME/.cache}/milepost-tests
have_provider() { has node && [ -d "$providers/node_modules/oidc-provider" ]; }
have_gtk() { /usr/bin/python3 -c 'import gi; gi.require_version("Gtk", "3.0"); gi.require_version("WebKit2", "4.1")' 2>/dev/null; }

missing=()
said=()
lacks() { said+=("$1"); shift; missing+=("$@"); }
look_for_the_suite() {
  have_postgres || lacks PostgreSQL postgresql
  have_pgbouncer || lacks pgbouncer pgbouncer
  have_chromium || lacks Chromium chromium
  have_headless || lacks "Chromium without windows" chromium-headless-shell
  has systemd-socket-activate || lacks "systemd's programs" systemd
  have_nginx || lacks nginx nginx-light
  has caddy || lacks Caddy caddy
  has redis-server || lacks Redis redis-server
  has promtool || lacks "Prometheus' promtool" prometheus
  has npm || have_provider || lacks npm npm
}
look_for_the_engines() {
  have_chromium || lacks Chromium chromium
  has chromedriver chromium.chromedriver || lacks "Chromium's driver" chromium-driver
  has firefox-esr firefox || lacks Firefox firefox-esr
  has WebKitWebDriver || lacks "WebKit's driver" webkit2gtk-driver
  has Xvfb || lacks Xvfb xvfb xauth
  have_gtk || lacks "WebKitGTK for Python" python3-gi gir1.2-webkit2-4.1 gir1.2-gtk-3.0
}
look() { missing=(); said=(); if [ "$1" = engines ]; then look_for_the_engines; else look_for_the_suite; fi; }

what=${1:-test}
look "$what"
if [ ${#missing[@]} -gt 0 ] && [ "${MACHINE:-}" != keep ]; then
  echo "The tests use programs that this machine lacks: ${missing[*]}. MACHINE=keep make $what goes on without them."
  if command -v apt-get >/dev/null; then
    sudo=(); [ "$(id -u)" = 0 ] || sudo=(sudo -n)
    update=("${sudo[@]}" apt-get update -qq)
    echo "Running: ${update[*]}"
    "${update[@]}" >/dev/null 2>&1
    look "$what"
    install=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}")
    echo "Running: ${install[*]}"
    "${install[@]}" >/dev/null 2>&1
  elif command -v brew >/dev/null && [ "$what" != engines ]; then
    echo "Running: brew install ${missing[*]}"
    brew install "${missing[@]}" >/dev/null 2>&1
  fi
  look "$what"
fi

if [ "$what" != engines ] && [ "${MACHINE:-}" != keep ] && ! have_provider && has npm; then
  install=(npm install --prefix "$providers" --no-fund --no-audit --ignore-scripts oidc-provider@9)
  echo "Running: ${install[*]}"
  mkdir -p "$providers"
  "${install[@]}" >/dev/null 2>&1
fi
[ "$what" = engines ] || have_provider || said+=("oidc-provider (npm)")

for name in "${said[@]}"; do
  echo "There is no $name: tests that use it are skipped, or fail where CI is set"
done
exit 0
