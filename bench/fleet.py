"""Ten municipalities at both sites: first `up`, unchanged `up`, `up --refresh`, `verify`. JSON.

On a lab and a home of its own, beside the operator's. `python -m bench.fleet [--at-once N …]`
builds all of it once for each N: how many stacks are worked on at the same time per site.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from core.errors import Exit
from core.home import Home

NETWORK = "127.0.31"
EXECUTE = ("--execute", "--reason", "bench")
WORLD = ("state", "stacks", "applied", "credentials", "locks", "clouds.yaml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at-once", type=int, nargs="+", default=[3], metavar="N")
    arguments = parser.parse_args()
    home = Home(Home.of(os.environ).root / "bench-fleet")
    os.environ["KUMIAI_HOME"] = str(home.root)
    os.environ["KUMIAI_LAB_NETWORK"] = NETWORK
    prepare(home)
    try:
        found = {str(at_once): figures(home, at_once) for at_once in arguments.at_once}
    finally:
        kumiai("lab", "down")
    print(json.dumps({"cores": os.cpu_count(), "at_once_per_site": found}, indent=2))


def prepare(home: Home) -> None:
    """An image to upload."""
    home.images.mkdir(parents=True, exist_ok=True)
    with (home.images / "kumiai-guest.raw").open("wb") as image:
        image.truncate(2**20)


def figures(home: Home, at_once: int) -> dict[str, float]:
    """Seconds of each command on sites where nothing was built."""
    for name in WORLD:
        path = home.root / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(True)
    kumiai("lab", "up", "--no-watch")
    kumiai("lab", "reset")
    up = ("up", "--at-once", str(at_once))
    return {
        "first_up_seconds": kumiai(*up, *EXECUTE),
        "unchanged_up_seconds": kumiai("up"),
        "refresh_up_seconds": kumiai(*up, "--refresh", *EXECUTE),
        "verify_seconds": kumiai("verify"),
    }


def kumiai(*words: str) -> float:
    """Seconds of one command.

    Raises: RuntimeError where it does not end well.
    """
    began = time.monotonic()
    program = Path(sys.executable).parent / "kumiai"
    code = subprocess.run([program, *words], stdout=sys.stderr, check=False).returncode
    if code != Exit.DONE:
        raise RuntimeError(f"kumiai {' '.join(words)} ended with {code}")
    return round(time.monotonic() - began, 2)


if __name__ == "__main__":
    main()
