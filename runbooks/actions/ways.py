"""Whether the way to servers is known. Adapter: looks for two files."""

from __future__ import annotations

from core.errors import UserError
from core.home import Home
from core.message import say


def need_ways(home: Home) -> None:
    """Raises: UserError where nobody said how servers are reached, or which keys they have."""
    for file in (home.ssh_config, home.known_hosts):
        if not file.exists():
            raise UserError(
                say(
                    "{file} is missing: it says how servers are reached and which host keys they "
                    "have; write it, or in the lab `kumiai lab hosts` does",
                    file=file,
                )
            )
