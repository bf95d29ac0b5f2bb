"""Why a run of Pulumi failed, in one sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cloud.refusals import login_refused, silence_in
from core.message import Message, say

LONGEST = 240

_Reason = Callable[[re.Match[str]], Message]

_KNOWN: tuple[tuple[re.Pattern[str], _Reason], ...] = (
    (
        re.compile(r"no space left on device", re.IGNORECASE),
        lambda m: say("the disk of this machine is full; make room and run it again"),
    ),
    (
        re.compile(r"permission denied", re.IGNORECASE),
        lambda m: say("this user may not write the state or the log; grant the right"),
    ),
    (
        re.compile(r"update canceled"),
        lambda m: say("it was interrupted; run it again, and it goes on from there"),
    ),
    (
        re.compile(r"currently locked by (\d+) lock"),
        lambda m: say("somebody else's Pulumi is changing this stack; wait for it to end"),
    ),
    (
        re.compile(r"incorrect passphrase|passphrase must be set", re.IGNORECASE),
        lambda m: say(
            "the passphrase file does not fit this state; restore the one it was made with"
        ),
    ),
    (
        re.compile(
            r"[Qq]uota exceeded[^\"\n]*|exceeds[^\"\n]{0,40}quota[^\"\n]*|over quota[^\"\n]*"
        ),
        lambda m: say(
            "the project's quota is too small: {detail}; compare it with `kumiai member show`",
            detail=m[0][:LONGEST],
        ),
    ),
    (
        re.compile(r"No valid host was found[^\"\n]*"),
        lambda m: say("no host has room for a server; add hosts or look at `kumiai verify`"),
    ),
    (
        re.compile(r"resource \"?([^\s\"]+)\"? cannot be deleted[^\n]*protected", re.DOTALL),
        lambda m: say(
            "{object} is protected and would be deleted; "
            "stop or retire the service in the member's file",
            object=m[1].rsplit("::", 1)[-1],
        ),
    ),
    (
        re.compile(r"unable to replace resource \"?([^\s\"]+)\"?"),
        lambda m: say(
            "{object} is protected and would be replaced, which would lose its data; "
            "undo the change that asks for it",
            object=m[1].rsplit("::", 1)[-1],
        ),
    ),
)

_SILENT = re.compile(r"dial tcp|no route to host|i/o timeout|deadline exceeded|Client\.Timeout")
_LOGIN_REFUSED = re.compile(
    r"Authentication failed|The request you have made requires authentication|\b401\b"
)

_NOISE = re.compile(r"^(update failed|\d+ errors? occurred:|preview failed|an unhandled error)")


def reason_of(errors: Sequence[str], timed_out: bool, limit_seconds: int, site: str) -> Message:
    """The one sentence for a failed run at `site`, from Pulumi's own diagnostics."""
    if timed_out:
        return say("it took longer than {limit} s and was stopped", limit=limit_seconds)
    text = "\n".join(errors)
    for pattern, reason in _KNOWN:
        found = pattern.search(text)
        if found is not None:
            return reason(found)
    if _SILENT.search(text):
        return silence_in(text, site)
    if _LOGIN_REFUSED.search(text):
        return login_refused(site)
    return say("{detail}", detail=_first_line(errors))


def _first_line(errors: Sequence[str]) -> str:
    """The first line that says something, without the bridge's own prefix."""
    for error in errors:
        for line in error.splitlines():
            said = re.sub(r"^[*\s]*(sdk-v2/\S+ \S+ )?", "", line.strip())
            if said and not _NOISE.match(said):
                return said[:LONGEST]
    return "Pulumi gave no reason; see the log"
