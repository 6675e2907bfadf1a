#!/bin/sh
# Runs uv of the project's environment. Its cache is the user's own; where that cannot be written
# (a home directory that is read-only or missing), it lies in the project.
set -eu
cache="${UV_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/uv}"
if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
    cache=".build/uv-cache"
fi
unset UV_SYSTEM_PYTHON UV_BREAK_SYSTEM_PACKAGES UV_PYTHON UV_PROJECT_ENVIRONMENT
UV_CACHE_DIR="$cache" UV_PYTHON_DOWNLOADS=never VIRTUAL_ENV=.venv exec .venv/bin/uv "$@"
