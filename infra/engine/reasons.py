"""Why a run of Pulumi failed, in one sentence. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

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

_ANSWERED = re.compile(
    r"(?P<what>[^\n]*?):? *Expected HTTP response code .{0,60}? when accessing \[[^\]]*\], "
    r"but got (?P<code>\d{3}) instead:\s*(?P<body>.*)",
    re.DOTALL,
)
"""What gophercloud's ErrUnexpectedResponseCode says (its errors.go); a body may have many lines."""

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
    answered = next((found for one in errors if (found := _ANSWERED.search(one))), None)
    if answered is not None:
        return say(
            "{what}: OpenStack answers {code}: {said}",
            what=_without_prefix(answered["what"]),
            code=answered["code"],
            said=_said_in(answered["body"])[:LONGEST],
        )
    return say("{detail}", detail=_first_line(errors))


def _said_in(body: str) -> str:
    """A service's own words: the `message` in its JSON, or the text of its page."""
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(body)
    except ValueError:
        found = None
    while isinstance(found, Mapping) and "message" not in found:
        found = next((one for one in found.values() if isinstance(one, Mapping)), None)
    if isinstance(found, Mapping):
        return " ".join(str(found["message"]).split())
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def _without_prefix(line: str) -> str:
    """A line without the bridge's own beginning."""
    return re.sub(r"^[*\s]*(sdk-v2/\S+ \S+ )?", "", line.strip())


def _first_line(errors: Sequence[str]) -> str:
    """The first line that says something."""
    for error in errors:
        for line in error.splitlines():
            said = _without_prefix(line)
            if said and not _NOISE.match(said):
                return said[:LONGEST]
    return "Pulumi gave no reason; see the log"
