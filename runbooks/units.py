"""The units with which systemd has journals witnessed, and the book printed anew. Pure."""

from __future__ import annotations

from pathlib import Path

from core.unit_files import oneshot, timer

BOOK = Path("/var/lib/kumiai/runbooks.html")
"""Where the night's book is, for the printer beside the desk and for every laptop."""

TIMERS = ("kumiai-runbook-witness.timer", "kumiai-runbook-print.timer")
"""Both are for every machine on which kumiai is used."""

WITNESSED, PRINTED = "journals are witnessed at the other site", "the book of procedures is printed"


def units(command: Path, home: Path, user: str, book: Path = BOOK) -> dict[str, str]:
    """The files' texts by their names."""
    witness, book_of_night = TIMERS
    print_it = f"{command} runbook print --all --html {book}"
    return {
        "kumiai-runbook-witness.service": oneshot(
            WITNESSED, f"{command} runbook verify-log", home, user
        ),
        witness: timer(WITNESSED, "OnUnitInactiveSec=3min"),
        "kumiai-runbook-print.service": oneshot(PRINTED, print_it, home, user),
        # After midnight in Japan: duties and holidays of the day are in it.
        book_of_night: timer(PRINTED, "OnCalendar=*-*-* 00:20 Asia/Tokyo"),
    }
