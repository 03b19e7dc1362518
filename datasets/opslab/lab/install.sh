#!/bin/sh
# Installs the services of the ops lab from Debian packages (bookworm) and says what is still missing.
# Nothing is started: the lab runs every service by itself, in a scratch folder, on ports of its own.
set -u
packages='nginx-light postgresql-15 redis-server prometheus prometheus-node-exporter prometheus-postgres-exporter
prometheus-redis-exporter prometheus-nginx-exporter util-linux'

missing() {
  for command in nginx redis-server prometheus promtool prometheus-node-exporter prometheus-postgres-exporter \
    prometheus-redis-exporter prometheus-nginx-exporter taskset setpriv; do
    command -v "$command" >/dev/null || PATH="$PATH:/usr/sbin:/sbin" command -v "$command" >/dev/null || echo "$command"
  done
  [ -x /usr/lib/postgresql/15/bin/postgres ] || echo 'postgresql 15'
}

if [ -n "$(missing)" ]; then
  if ! command -v apt-get >/dev/null; then
    echo "opslab: no apt-get here; install by hand: $(missing | tr '\n' ' ')" >&2
    exit 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    echo "opslab: run as root to install: $(missing | tr '\n' ' ')" >&2
    exit 1
  fi
  # Debian starts services (and makes a database cluster) when it installs them; the lab must not find them running.
  policy=/usr/sbin/policy-rc.d
  made_policy=no
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && made_policy=yes
  fi
  # shellcheck disable=SC2086
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } >/dev/null
  [ "$made_policy" = yes ] && rm -f "$policy"
fi

if [ -n "$(missing)" ]; then
  echo "opslab: still missing: $(missing | tr '\n' ' ')" >&2
  exit 1
fi
echo 'opslab: every service is installed'
