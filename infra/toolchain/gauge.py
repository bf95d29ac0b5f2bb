"""How far a Go build has come, in words, from the lines that Go writes. Pure: told the time.

`go list` and `go mod download` write `go: downloading MODULE VERSION`; `go build -v` writes each
package's import path as it begins to compile it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from core.message import Message, say

SAY_EVERY_SECONDS = 10.0
FETCHING = "go: downloading "


@dataclass
class Gauge:
    """Counts lines; has something to say now and then, also while Go writes nothing."""

    tool: str
    now: float
    packages: int = 0
    """How many will be compiled. Those that were compiled before are not counted."""

    _fetched: int = 0
    _compiled: int = 0
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.now

    def looked(self, now: float) -> Message | None:
        """What to say where Go has written nothing for a while."""
        seconds = round(now - self._began)
        if self.packages:
            message = say(
                "{tool}: {done} of {total} packages compiled; at work for {seconds} s",
                tool=self.tool,
                done=self._compiled,
                total=self.packages,
                seconds=seconds,
            )
        elif self._fetched:
            message = say(
                "{tool}: {count} modules fetched; at work for {seconds} s",
                tool=self.tool,
                count=self._fetched,
                seconds=seconds,
            )
        else:
            message = say(
                "{tool}: Go has been at work for {seconds} s", tool=self.tool, seconds=seconds
            )
        return self._now_and_then(message, now)

    def heard(self, line: str, now: float) -> Message | None:
        """What to say after this line; None for most."""
        if line.startswith(FETCHING):
            self._fetched += 1
            return self._now_and_then(
                say("{tool}: {count} modules fetched", tool=self.tool, count=self._fetched), now
            )
        if not self.packages or " " in line.strip() or line.startswith("#"):
            return None
        self._compiled += 1
        if self._compiled == self.packages:
            return say(
                "{tool}: the last of {total} packages is compiled, then they are linked",
                tool=self.tool,
                total=self.packages,
            )
        return self._now_and_then(
            say(
                "{tool}: {done} of {total} packages compiled",
                tool=self.tool,
                done=self._compiled,
                total=self.packages,
            ),
            now,
        )

    def _now_and_then(self, message: Message, now: float) -> Message | None:
        if now - self.now < SAY_EVERY_SECONDS:
            return None
        self.now = now
        return message
