#!/usr/bin/env bash
# Prints the Python that kumiai's environment is made with; fails where there is none of 3.11 or newer.
# Whoever else is to call kumiai cannot read a Python below the home of the one who sets it up (pyenv, uv): another is
# taken where there is one, and one below a home only where there is no other.
set -uo pipefail

chosen=
for candidate in python3.11 python3 /usr/bin/python3.11 /usr/bin/python3 /usr/local/bin/python3; do
  found=$(command -v "$candidate") && "$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || continue
  case "$("$found" -c 'import sys; print(sys.base_prefix)')/" in
    "$HOME"/* | ~root/* | /home/*) chosen=${chosen:-$found} ;;
    *) chosen=$found; break ;;
  esac
done
[ -n "$chosen" ] && echo "$chosen"
