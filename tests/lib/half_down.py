"""A service of one site of the lab that goes down alone, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lab.processes import kill
from tests.lib.consortium import Consortium
from tests.lib.killed_moves import until_journalled

LONGEST_SECONDS = 600


def goes_down(consortium: Consortium, site: str, service: str) -> None:
    """All its programs, by SIGKILL: `swift`, `cinder`."""
    root = consortium.lab.definition.root
    killed = kill(root, lambda one: one.site == site and one.name.startswith(service))
    assert killed, f"no {service} ran at {site}"


def comes_back(consortium: Consortium, site: str) -> None:
    done = consortium.lab.kumiai("lab", "start", site)
    assert done.returncode == 0, done.stdout + done.stderr


def run_while_it_goes_down(
    consortium: Consortium,
    words: tuple[str, ...],
    reached: Callable[[dict[str, Any]], bool],
    site: str,
    service: str,
) -> str:
    """What the command says, which loses the service once the journal has such an entry.

    It ends by itself, with the exit code of another system's failure, and not before.
    """
    run = until_journalled(consortium, words, reached)
    goes_down(consortium, site, service)
    said, _ = run.communicate(timeout=LONGEST_SECONDS)
    assert run.returncode == 13, said
    return said
