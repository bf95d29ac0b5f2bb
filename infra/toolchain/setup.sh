#!/usr/bin/env bash
# What must stand before Python code of ours can run: packages, uv, the environment, then the toolchain.
# Every step is skipped when done; a failed one says in one sentence what to do. With the word `lab`, what the lab needs
# besides is fetched at the same time.
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf '[setup %4ss] %s\n' "$SECONDS" "$1"; }
fail() { printf '[setup] %s\n' "$1" >&2; exit 13; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# On a busy machine or a slow line some steps take minutes and say nothing where nobody sits at a terminal.
# `telling WORDS PROGRAM …` runs it, and says every 10 s what the function WORDS says.
telling() {
  local words=$1 code=0 beat; shift
  while sleep 10 >/dev/null 2>&1; do say "$("$words")"; done &
  beat=$!
  trap "kill $beat 2>/dev/null || true" EXIT
  "$@" || code=$?
  kill "$beat" 2>/dev/null || true
  trap - EXIT
  return "$code"
}
still() { echo 'still at it'; }
packages() {
  echo "packages in place: $(find .venv/lib -maxdepth 3 -name '*.dist-info' | wc -l) of at most $(grep -c '==' requirements.lock);" \
    "files compiled: $(find .venv/lib -name '*.pyc' | wc -l) of $(find .venv/lib -name '*.py' | wc -l)"
}

PYTHON=$(infra/toolchain/python.sh) || fail 'Python 3.11 or newer is missing: apt-get install python3'
prefix_of() { "$1" -c 'import sys; print(sys.base_prefix)' 2>/dev/null; }
PROGRAMS=$(realpath --canonicalize-missing "${KUMIAI_PROGRAMS:-var}")
mkdir -p "$PROGRAMS/tools"

# The builds as measured: docs/reference/performance.md.
[ -e "$PROGRAMS/tools/stamps.json" ] \
  || say 'the first set-up: on two quiet cores about 5 minutes to build Pulumi from Go modules, and what the downloads take'

# zstd unpacks what Cinder packed; jq and curl are what docs/how-to/data-out.md asks of whoever gets data out.
MISSING=()
"$PYTHON" -c 'import ensurepip' 2>/dev/null || MISSING+=(python3-venv)
for program in git zstd jq curl; do command -v "$program" >/dev/null || MISSING+=("$program"); done
if [ ${#MISSING[@]} -gt 0 ]; then
  say "installing ${MISSING[*]}"
  telling still as_root apt-get update -qq && telling still as_root apt-get install -y -qq --no-install-recommends "${MISSING[@]}" >/dev/null \
    || fail "apt-get could not install ${MISSING[*]}: look at its message above"
fi

UV=$(command -v uv || true)
if [ -z "$UV" ]; then
  UV=$PROGRAMS/tools/uv/bin/uv
  if [ ! -x "$UV" ]; then
    say 'installing uv'
    telling still "$PYTHON" -m venv "$PROGRAMS/tools/uv" && telling still "$PROGRAMS/tools/uv/bin/pip" install --quiet uv \
      || fail 'uv could not be installed from the package registry: check the network, then run make setup again'
  fi
fi

WANTED=$({ cat requirements.lock pyproject.toml; prefix_of "$PYTHON"; } | sha256sum | cut -c1-16)
if [ "$(cat .venv/.kumiai-stamp 2>/dev/null)" != "$WANTED" ]; then
  say 'building the Python environment'
  [ "$(prefix_of .venv/bin/python)" = "$(prefix_of "$PYTHON")" ] || "$UV" venv --quiet --clear --python "$PYTHON" .venv || fail 'the Python environment could not be made'
  telling packages "$UV" pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes requirements.lock \
    || fail 'the pinned packages could not be installed: check the network and the disk, then run make setup again'
  "$UV" pip install --quiet --python .venv/bin/python --no-deps --editable . || fail 'kumiai itself could not be installed'
  printf '%s' "$WANTED" > .venv/.kumiai-stamp
fi

# Half of what `kumiai` and each language host take to start is compiling, where PYTHONDONTWRITEBYTECODE is set.
telling still .venv/bin/python -m compileall -q core tenants blueprint cloud licensing monitoring recovery infra lab/*.py lab/guests lab/register lab/services runbooks board cli || fail 'our own code could not be compiled: is there room on the disk?'

# Debian's packages and OpenStack's environment need no Pulumi. `kumiai lab up` looks closer, each time.
if [ "${1:-}" = lab ] && [ ! -e "$PROGRAMS/lab-venv/.drivers.done" ]; then .venv/bin/kumiai lab setup & LAB=$!; fi
code=0
.venv/bin/python -m infra.toolchain.install || code=$?
[ -z "${LAB:-}" ] || wait "$LAB" || code=$?
exit "$code"
