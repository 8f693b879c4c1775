#!/bin/sh
# Sees to it that tests find Debian's Chromium and Dovecot where they can be had.
set -eu

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

install() {
    as_root apt-get update -qq \
        && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"
}

# $1 what is missing, $2 which tests want it, the rest its packages
fetch() {
    missing=$1 tests=$2
    shift 2
    printf '%s\n' "Installing $missing for the tests $tests ..."
    if command -v apt-get >/dev/null && install "$@" >/dev/null 2>&1; then
        return
    fi
    if [ "${CI:-}" = true ]; then
        printf '%s\n' "A build machine must have $missing, and it could not be installed." >&2
        exit 1
    fi
    printf '%s\n' "$missing could not be installed: the tests $tests will be skipped."
}

if [ -z "${HEMVIST_CHROMIUM:-}" ] && ! command -v chromium >/dev/null; then
    fetch Chromium "in a browser" chromium
fi
# Not started by its package: tests run one of their own, with nobody's rights.
if ! command -v dovecot >/dev/null && [ ! -x /usr/sbin/dovecot ]; then
    fetch Dovecot "of incoming mail" dovecot-imapd dovecot-lmtpd
fi
