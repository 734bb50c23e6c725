#!/usr/bin/env bash
# A private PostgreSQL in a folder: its data, its log and its Unix socket, and no TCP port.
#
#   postgres.sh start DIR            starts it (and makes it, the first time), prints its connection string
#   postgres.sh stop DIR [MODE]      stops it: fast (default), immediate or smart
#   postgres.sh url DIR [DATABASE]   prints the connection string (database postgres, unless named)
#   postgres.sh status DIR           exit 0 while it runs
#
# Sourced, it gives the same as functions: pg_start, pg_stop, pg_url, pg_status.
# PostgreSQL refuses to run as root: root hands it to the user postgres, or to one made for it.

pg_say() { printf 'postgres: %s\n' "$*" >&2; }

# Where initdb, pg_ctl and postgres are: the version the data was made with, else the newest installed.
pg_bindir() {
    local wanted="" candidate best="" version
    if [ -n "${1:-}" ] && [ -f "$1/PG_VERSION" ]; then wanted=$(<"$1/PG_VERSION"); fi
    for candidate in /usr/lib/postgresql/*/bin "$(dirname "$(command -v pg_ctl || echo /none/x)")"; do
        if ! { [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ] && [ -x "$candidate/postgres" ]; }; then continue; fi
        version=$("$candidate/postgres" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
        if [ -n "$wanted" ]; then
            if [ "$version" = "$wanted" ]; then best="$version $candidate"; fi
        elif [ -z "$best" ] || [ "$version" -gt "${best%% *}" ]; then
            best="$version $candidate"
        fi
    done
    if [ -z "$best" ]; then
        if [ -n "$wanted" ]; then
            pg_say "the data in $1 was made by PostgreSQL $wanted, which is not installed (apt-get install postgresql-$wanted)"
        else
            pg_say "no PostgreSQL server found: apt-get install postgresql"
        fi
        return 1
    fi
    printf '%s\n' "${best#* }"
}

# The user that the server runs as.
pg_user() {
    if [ "$(id -u)" -ne 0 ]; then
        id -un
    elif id postgres >/dev/null 2>&1; then
        echo postgres
    else
        id podium-postgres >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin podium-postgres
        echo podium-postgres
    fi
}

# Runs a command as that user, from a folder it can enter and without our descriptors.
pg_as() {
    local user
    user=$(pg_user)
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    else
        (cd / && exec runuser -u "$user" -- "$@")
    fi
}

pg_hash() { printf '%s' "$1" | sha256sum | cut -c1-12; }

# The folder that really holds everything: DIR itself, unless its user cannot get there (a clone in /root).
pg_home() {
    local dir parent
    dir=$(realpath -m "$1")
    parent=$dir
    while [ ! -d "$parent" ]; do parent=$(dirname "$parent"); done
    if [ "$(id -u)" -eq 0 ] && ! pg_as test -x "$parent"; then
        printf '/var/lib/podium/%s\n' "$(pg_hash "$dir")"
    else
        printf '%s\n' "$dir"
    fi
}

# Where the socket is. Its path has to fit into 107 bytes, and a comma in it would name two hosts:
# a clone in a deep or oddly named folder gets its socket in /tmp.
pg_socket_dir() {
    local home
    home=$(pg_home "$1")
    if [ "${#home}" -le 80 ] && [[ $home =~ ^[A-Za-z0-9._/-]+$ ]]; then
        printf '%s/socket\n' "$home"
    else
        printf '/tmp/podium-%s-%s\n' "$(id -u)" "$(pg_hash "$home")"
    fi
}

pg_url() { printf 'postgresql:///%s?host=%s&user=postgres\n' "${2:-postgres}" "$(pg_socket_dir "$1")"; }

pg_status() {
    local home bin
    home=$(pg_home "$1")
    [ -f "$home/data/PG_VERSION" ] || return 1
    bin=$(pg_bindir "$home/data") || return 1
    pg_as "$bin/pg_ctl" -D "$home/data" status >/dev/null 2>&1
}

pg_initialise() {
    local home=$1 bin=$2
    rm -rf "$home/data.new"
    if ! pg_as "$bin/initdb" -D "$home/data.new" -U postgres -A trust --encoding=UTF8 --locale=C \
        >"$home/initdb.log" 2>&1; then
        pg_say "initdb failed:"
        tail -n 20 "$home/initdb.log" >&2
        return 1
    fi
    printf "include 'podium.conf'\n" >>"$home/data.new/postgresql.conf"
    mv "$home/data.new" "$home/data"
}

pg_configure() {
    local home=$1 socket=$2
    cat >"$home/data/podium.conf" <<CONF
# Written anew at every start by scripts/lib/postgres.sh.
listen_addresses = ''
unix_socket_directories = '$socket'
unix_socket_permissions = 0700
max_connections = 300
fsync = on
synchronous_commit = on
log_min_messages = warning
CONF
    chmod 0644 "$home/data/podium.conf"    # the folder is its owner's alone; root's umask must not keep that one out
}

pg_start() {
    local home socket bin user
    home=$(pg_home "$1") && socket=$(pg_socket_dir "$1") && user=$(pg_user) || return 1
    bin=$(pg_bindir "$home/data") || return 1
    if [ "$home" != "$(realpath -m "$1")" ]; then pg_say "the user $user cannot enter $1, so its data is in $home"; fi
    mkdir -p "$home" "$socket"
    if [ "$(id -u)" -eq 0 ]; then chown "$user" "$home" "$socket"; fi
    chmod 0700 "$socket" || return 1
    if [ ! -f "$home/data/PG_VERSION" ]; then pg_initialise "$home" "$bin" || return 1; fi
    if ! pg_status "$1"; then
        pg_configure "$home" "$socket"
        if ! pg_as "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w -t 60 start </dev/null >/dev/null 2>&1; then
            pg_say "did not start; the end of $home/log:"
            tail -n 20 "$home/log" >&2
            return 1
        fi
    fi
    pg_url "$1"
}

pg_stop() {
    local home bin
    pg_status "$1" || return 0
    home=$(pg_home "$1")
    bin=$(pg_bindir "$home/data") || return 1
    pg_as "$bin/pg_ctl" -D "$home/data" -m "${2:-fast}" -w -t 60 stop >/dev/null
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set -euo pipefail
    command=${1:-}
    case $command in
    start | stop | url | status)
        shift
        if [ $# -eq 0 ]; then
            pg_say "usage: postgres.sh $command DIR"
            exit 64
        fi
        "pg_$command" "$@"
        ;;
    *)
        sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2
        exit 64
        ;;
    esac
fi
