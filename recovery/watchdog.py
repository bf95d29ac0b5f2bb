"""Lets servers run again when whoever paused them is killed, or takes too long. Adapter.

A process of its own, since nothing within one survives its SIGKILL. It is told `done` when it is
not needed; the end of its input without that word is the other's death.

    python -m recovery.watchdog HOME STACK SERVER…
"""

from __future__ import annotations

import select
import sys
from pathlib import Path

from cloud.logins import clouds_of
from core.home import Home
from core.login import login_name
from recovery.pausing import LONGEST_STANDSTILL_SECONDS, let_run, states
from recovery.services import Services

REASON = "the run that paused it ended early"


def main(words: list[str]) -> None:
    """Wait for the word, for the end of input, or for the limit; then act if it did not come."""
    home, stack, servers = Home(Path(words[0])), words[1], words[2:]
    services = Services(clouds_of(home)[stack], stack.partition(".")[2])
    states(services, servers)  # so that it has logged in before anything is paused
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    readable, _, _ = select.select([sys.stdin], [], [], LONGEST_STANDSTILL_SECONDS)
    if not readable or sys.stdin.readline().strip() != "done":
        let_run(home, services, stack, servers, login_name(), REASON)


if __name__ == "__main__":
    main(sys.argv[1:])
