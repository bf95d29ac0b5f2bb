"""Has a trial cleared away when whoever began it is killed. Adapter.

A process of its own, since nothing within one survives its SIGKILL. It is told `done` when it is
not needed; the end of its input without that word is the other's death.

    python -m cli.failover.trial_watchdog MEMBER
"""

from __future__ import annotations

import sys

from cli.main import run

REASON = "the run that tried it ended early"


def main(member: str) -> None:
    """Wait for the word or for the end of input; then act if it did not come."""
    if sys.stdin.readline().strip() != "done":
        words = ("failover", "test", member, "--clear", "--execute", "--reason", REASON)
        sys.argv[1:] = words
        run()


if __name__ == "__main__":
    main(sys.argv[1])
