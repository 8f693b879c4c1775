#!/bin/sh
# Sees to it that tests find Debian's Chromium where that can be had.
set -eu
if [ -n "${HEMVIST_CHROMIUM:-}" ] || command -v chromium >/dev/null; then
    exit 0
fi

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

printf '%s\n' "Installing Chromium for the tests in a browser ..."
if command -v apt-get >/dev/null \
    && { as_root apt-get update -qq \
        && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } >/dev/null 2>&1
then
    exit 0
fi
if [ "${CI:-}" = true ]; then
    printf '%s\n' "A build machine must have a browser, and Chromium could not be installed." >&2
    exit 1
fi
printf '%s\n' "Chromium could not be installed: tests in a browser will be skipped."
