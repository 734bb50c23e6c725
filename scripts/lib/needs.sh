# Sourced by scripts/run, scripts/cluster and scripts/test: finds or installs what they need on Debian and Ubuntu.
# shellcheck shell=bash

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() {
    say "$@"
    exit 1
}

# Runs a command as root, if there is a way to.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        return 1
    fi
}

# Installs Debian packages; 1 with a plain word when that is impossible.
install_packages() {
    if ! command -v apt-get >/dev/null; then
        say "missing, and only apt-get is known here: install what corresponds to Debian's: $*"
        return 1
    fi
    say "installing $*"
    if [ -z "${podium_apt_updated:-}" ]; then
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null || true
        podium_apt_updated=1
    fi
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; then
        say "could not install; as root: apt-get install $*"
        return 1
    fi
}

has_libpq() { [ -e /usr/include/postgresql/libpq-fe.h ] || pg_config --includedir 2>/dev/null | xargs -I{} test -e {}/libpq-fe.h; }
has_postgres() { (. scripts/lib/postgres.sh && pg_bindir) >/dev/null 2>&1; }

# What the build and the migrations need; `server` adds PostgreSQL itself.
need_build_packages() {
    local missing=()
    has_libpq || missing+=(libpq-dev)
    [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
    command -v pkg-config >/dev/null || missing+=(pkg-config)
    command -v psql >/dev/null || missing+=(postgresql-client)
    if [ "${1:-}" = server ] && ! has_postgres; then missing+=(postgresql); fi
    if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}" || die "cannot go on without: ${missing[*]}"; fi
}

# HAProxy, which is in a folder that only root's PATH has.
haproxy_path() { PATH=$PATH:/usr/local/sbin:/usr/sbin command -v haproxy; }
need_haproxy() { haproxy_path >/dev/null || install_packages haproxy || die "cannot go on without haproxy"; }

# A browser and Node for the tests of the pages.
chromium_path() { command -v chromium || command -v chromium-browser; }
need_chromium() {
    if [ -n "${PODIUM_CHROMIUM:-}" ]; then return; fi
    chromium_path >/dev/null || install_packages chromium || die "cannot go on without chromium"
}
# Node 20 or newer: older ones have no reporter that sum-up reads.
need_node() {
    command -v node >/dev/null || install_packages nodejs || die "cannot go on without nodejs"
    [ "$(node -p 'Number(process.versions.node.split(".")[0])')" -ge 20 ] ||
        die "Node 20 or newer is needed, this is $(node --version): https://nodejs.org/"
}

# Swift's own libraries are linked in: a call into them costs less, which a server's request has thousands of.
release_build() { swift build -c release --static-swift-stdlib "$@"; }

# Swift is no Debian package: say where it is to be had.
need_swift() {
    local version
    if command -v swift >/dev/null; then
        version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
        if [ "$(printf '%s\n' 6.2 "${version:-0}" | sort -V | head -n 1)" = 6.2 ]; then return 0; fi
        say "Swift 6.2 or newer is needed, this is ${version:-unknown} ($(command -v swift))"
    else
        say "Swift is not installed"
    fi
    say "get it from https://www.swift.org/install/linux/ and put it on the PATH"
    if [ -f docker-compose.yml ]; then say "or run it without Swift: docker compose up"; fi
    exit 1
}
