"""What Ansible's events mean for a server: what was changed, and why it went no further. Pure.

One sentence for each server that failed: the cause first, then what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.message import Message, say


@dataclass(frozen=True, slots=True)
class Event:
    """One of ansible-runner's, as far as it matters: how a task ended on a server."""

    kind: str
    host: str
    task: str
    changed: bool
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one server. `changed` names the tasks that changed it, or under --check would."""

    host: str
    changed: tuple[str, ...]
    failure: Message | None


OK, FAILED, UNREACHABLE = "runner_on_ok", "runner_on_failed", "runner_on_unreachable"


def read_event(data: Mapping[str, object]) -> Event | None:
    """None for what is about no server."""
    inner = data.get("event_data")
    if not isinstance(inner, dict) or data.get("event") not in (OK, FAILED, UNREACHABLE):
        return None
    result = inner.get("res")
    result = result if isinstance(result, dict) else {}
    if inner.get("ignore_errors"):
        return None
    return Event(
        str(data["event"]),
        str(inner.get("host", "")),
        str(inner.get("task", "")),
        bool(result.get("changed")),
        _words(result),
    )


def outcomes(hosts: Iterable[str], events: Iterable[Event], ended: Message | None) -> list[Outcome]:
    """One for each server, in their order. `ended` says why the run ended early, if it did."""
    changed: dict[str, list[str]] = {}
    failures: dict[str, Message] = {}
    heard: set[str] = set()
    for event in events:
        heard.add(event.host)
        if event.kind == OK and event.changed:
            changed.setdefault(event.host, []).append(event.task)
        elif event.kind != OK:
            failures.setdefault(event.host, failure_of(event))
    nothing = ended or say("nothing was done on it; run it again")
    return [
        Outcome(
            host,
            tuple(changed.get(host, ())),
            failures.get(host, ended if host in heard else nothing),
        )
        for host in hosts
    ]


def failure_of(event: Event) -> Message:
    """Why the server went no further."""
    words = event.message.lower()
    if "host key verification failed" in words or "host key is known" in words:
        return say(
            "it shows no host key, or another one than is known; compare it on the server's "
            "console before you write it down"
        )
    if event.kind == UNREACHABLE and "permission denied" in words:
        return say("it refuses the member's key; see which keys its first user has")
    if "no space left on device" in words or "enough free space" in words:
        return say("its disk is full; make room on it, then run it again")
    if "no usable temporary directory" in words or "read-only file system" in words:
        # Python tries to write somewhere and keeps to itself why it could not, even as root.
        return say(
            "nothing can be written on its disk, which is full or read-only; see `df` and `mount` "
            "on it, then run it again"
        )
    if event.kind == UNREACHABLE:
        return say("it does not answer by SSH; see whether it runs and whether its network does")
    if "dpkg was interrupted" in words or "dpkg --configure -a" in words:
        return say(
            "its packages are half installed; run `dpkg --configure -a` on it, then run it again"
        )
    return say("“{task}” failed: {reason}", task=event.task, reason=_short(event.message))


LONGEST = 300


def _short(text: str) -> str:
    """On one line. Of a traceback only its end, which says what was wrong."""
    before, traceback, after = text.partition("Traceback (most recent call last)")
    if traceback and (ends := [line for line in after.splitlines()[1:] if line.strip()]):
        text = f"{before} {ends[-1]}"
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST else f"{one_line[:LONGEST]} …"


def _words(result: Mapping[str, object]) -> str:
    """All that a module said; those of a loop say it for each item, and facts for each module."""
    said = [
        str(result[key]) for key in ("msg", "stderr", "module_stderr", "stdout") if result.get(key)
    ]
    items = result.get("results")
    if isinstance(items, list):
        said += [_words(one) for one in items if isinstance(one, dict) and one.get("failed")]
    modules = result.get("failed_modules")
    if isinstance(modules, dict):
        said += [_words(one) for one in modules.values() if isinstance(one, dict)]
    return "\n".join(said)
