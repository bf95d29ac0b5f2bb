"""What Lynis, a checker that is not ours, says of a host of the lab. Adapter: SSH."""

from __future__ import annotations

from dataclasses import dataclass

from tests.lib.guests import Guests

REPORT = "/var/log/lynis-report.dat"


@dataclass(frozen=True, slots=True)
class Audit:
    """`index` is of 100; warnings and suggestions are its own words, after the name of the test."""

    version: str
    index: int
    tests: int
    warnings: tuple[str, ...]
    suggestions: tuple[str, ...]


def install(guests: Guests, host: str) -> None:
    """Debian's package, from the host's mirror."""
    guests.on(host, "apt-get", "-qq", "update")
    guests.on(host, "apt-get", "-qq", "-y", "--no-install-recommends", "install", "lynis")


def audited(guests: Guests, host: str) -> Audit:
    """The whole host, by all of its tests."""
    guests.on(host, "lynis", "audit", "system", "--quick", "--no-colors", "--quiet")
    return read_report(guests.on(host, "cat", REPORT))


def read_report(text: str) -> Audit:
    """Lines of `key=value`; a key with [] has a line for each value."""
    lines = [line.partition("=")[::2] for line in text.splitlines() if "=" in line]
    one = dict(lines)
    return Audit(
        one["lynis_version"],
        int(one["hardening_index"]),
        int(one["lynis_tests_done"]),
        tuple(_words(value) for key, value in lines if key == "warning[]"),
        tuple(_words(value) for key, value in lines if key == "suggestion[]"),
    )


def _words(value: str) -> str:
    """`SSH-7408|Consider hardening SSH configuration|Port (set 22 to )|-|`, shortened."""
    return ": ".join(part for part in value.split("|")[:3] if part not in ("", "-"))
