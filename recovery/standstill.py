"""Which servers of which runs are still to be let run again, by the journal. Pure.

Before a server is paused the journal says that its unpausing is due; once it runs again, that it
is done. Whatever is due and not done was left by somebody who was killed, and is made good by
whoever comes next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

UNPAUSE = "unpause"
"""The journal's word; its subject is the stack and the server."""
DUE, DONE = "due", "done"


def subject_of(stack: str, server: str) -> str:
    return f"{stack} {server}"


def still_due(entries: Iterable[Mapping[str, str]]) -> dict[str, list[str]]:
    """By stack: the servers of which nobody has said that they run again."""
    last = {one["subject"]: one["outcome"] for one in entries if one["act"] == UNPAUSE}
    found: dict[str, list[str]] = {}
    for subject, outcome in last.items():
        # What was begun, or tried and failed, is as due as it was.
        if outcome != DONE:
            stack, _, server = subject.partition(" ")
            found.setdefault(stack, []).append(server)
    return found
