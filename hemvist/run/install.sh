#!/bin/sh
# Makes .venv and installs one lock file into it; does nothing when that was done before.
# Usage: install.sh requirements.txt
set -eu
lock=$1
stamp=.venv/.installed-$lock

say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

find_python() {
    for name in ${PYTHON:-} python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null
        then
            command -v "$name"
            return
        fi
    done
    fail "Hemvist needs Python 3.11 to 3.14 and found none. On Debian: apt-get install python3 python3-venv. If yours is somewhere else, name it: make run PYTHON=/path/to/python3"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

install_venv_module() {
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    command -v apt-get >/dev/null \
        || fail "$python has no venv module with pip. Install the package that brings it (on Debian: $package), then retry."
    as_root true || fail "$python cannot make a virtual environment. Ask somebody who may to run: apt-get install $package"
    say "Installing $package, which makes virtual environments ..."
    { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y "$package"; } >/dev/null 2>&1 \
        || fail "$package could not be installed. Try it yourself: apt-get update && apt-get install $package"
}

mark() {
    .venv/bin/python -c 'import sys; print(sys.version)'
    cat "$lock"
}

if [ -f "$stamp" ] && [ -x .venv/bin/python ] && mark 2>/dev/null | cmp -s - "$stamp"; then
    exit 0
fi

python=$(find_python)
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_venv_module
    say "Making a virtual environment with $("$python" --version) ..."
    "$python" -m venv --clear .venv
fi
say "Installing what $lock lists ..."
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
    --require-hashes --no-deps --no-compile --only-binary :all: -r "$lock" \
    || fail "The packages could not be installed. The lines above say why; often the network or the package index is out of reach. Nothing is broken: run the same command again."
mark >"$stamp"
