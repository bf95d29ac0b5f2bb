"""From where packets are tried: hosts that `home.ssh_config` names. Adapter: OpenSSH.

In the lab a town hall is a namespace (`lab/guests/town_halls.py`), in production a machine on the
municipality's line: both answer SSH by the line's name, servers by their own.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol

from cloud.keypairs import private_key_file
from core.errors import OtherSystemFailed
from core.home import Home
from core.message import say
from infra.guests.openssh import words_for
from infra.verify import knock
from infra.verify.probes import Packet

CONNECT_SECONDS = 30
SECONDS = 60
"""Of one connection, beside the time that its packets take."""


AT_ONCE = 4
"""Hosts that send at the same time."""

Answered = tuple[Packet, bool | None]
"""Whether it arrived; None where it could not be sent."""


class Vantage(Protocol):
    """Hosts from which packets can be sent, by name."""

    def knows(self, host: str) -> bool: ...

    def arrived(self, member: str, host: str, packets: Sequence[Packet]) -> list[bool | None]:
        """None of those whose source address the host does not have.

        Raises: OtherSystemFailed where the host does not answer.
        """
        ...


def sent_from_all(
    vantage: Vantage, member: str, asked: Sequence[Packet]
) -> tuple[list[Answered], list[OtherSystemFailed]]:
    """What came of the packets, each sent from its own host; those of hosts that do not answer, or
    that nobody knows, are left out."""
    by_host: dict[str, list[Packet]] = {}
    for packet in asked:
        by_host.setdefault(packet.source.vantage, []).append(packet)
    known = [host for host in by_host if vantage.knows(host)]

    def sent(host: str) -> list[Answered] | OtherSystemFailed:
        try:
            arrived = vantage.arrived(member, host, by_host[host])
        except OtherSystemFailed as failure:
            return failure
        return list(zip(by_host[host], arrived, strict=True))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(sent, known))
    failures = [one for one in found if isinstance(one, OtherSystemFailed)]
    return [one for own in found if isinstance(own, list) for one in own], failures


@dataclass(frozen=True, slots=True)
class BySsh:
    """With the member's key, as the first user of the host; nothing is left there."""

    home: Home

    def knows(self, host: str) -> bool:
        """A pattern that every host would match names none."""
        return any(
            fnmatch(host, pattern)
            for line in _lines(self.home.ssh_config)
            for pattern in line[1:]
            if line[0].lower() == "host" and pattern != "*"
        )

    def arrived(self, member: str, host: str, packets: Sequence[Packet]) -> list[bool | None]:
        asked = [
            (str(p.source.address), str(p.target.address), p.protocol, p.port) for p in packets
        ]
        program = Path(knock.__file__).read_text("utf-8")
        words = self._ssh(member, host, "python3", "-c", shlex.quote(program))
        limit = SECONDS + (len(asked) // knock.AT_ONCE + 1) * knock.PATIENCE_SECONDS * 2
        try:
            done = subprocess.run(
                words,
                input=json.dumps(asked),
                capture_output=True,
                text=True,
                timeout=limit,
                check=True,
            )
            found: list[bool | None] = json.loads(done.stdout)
            return found
        except subprocess.TimeoutExpired:
            reason: object = say("no answer within {seconds} s", seconds=round(limit))
        except (subprocess.CalledProcessError, ValueError) as error:
            said = getattr(error, "stderr", "") or str(error)
            reason = said.strip().rpartition("\n")[2]
        raise OtherSystemFailed(
            say(
                "{host}: no packet could be sent from there: {reason}; see whether it answers: "
                "`ssh -F {file} {host}`",
                host=host,
                reason=reason,
                file=self.home.ssh_config,
            )
        )

    def _ssh(self, member: str, host: str, *command: str) -> list[str]:
        home = self.home
        return [
            *("ssh", *words_for(home, CONNECT_SECONDS), "-i", str(private_key_file(home, member))),
            *("-o", "BatchMode=yes", "-o", "LogLevel=ERROR", host, *command),
        ]


def _lines(file: Path) -> list[list[str]]:
    """Its words, line by line; nothing where nobody wrote it."""
    if not file.exists():
        return []
    text = file.read_text(encoding="utf-8")
    return [line.replace("=", " ").split() for line in text.splitlines() if line.strip()]
