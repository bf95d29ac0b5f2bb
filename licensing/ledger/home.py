"""Which ledger a home has. Adapter.

What opens one is imported where it is opened: whoever only asks whether there is one waits for no
database's library.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.errors import UserError
from core.home import Home
from core.message import say

if TYPE_CHECKING:
    from licensing.ledger.ledger import Ledger

LEDGER_URL = "KUMIAI_LEDGER_URL"
"""A database other than `var/ledger.sqlite`: `postgresql+psycopg://…`."""


SQLITE = "pysqlite"
DRIVERS = {SQLITE, "psycopg"}
"""What is installed to speak to a database, as SQLAlchemy calls it."""


def has_ledger(home: Home, environment: Mapping[str, str]) -> bool:
    """Whether one was ever made, or is named."""
    return home.ledger.exists() or bool(environment.get(LEDGER_URL))


def ledger_of(home: Home, environment: Mapping[str, str]) -> Ledger:
    """The ledger of this home, made and brought to today's schema where that is due.

    Raises: UserError where the environment names no database; OtherSystemFailed where it does not
    answer.
    """
    from licensing.ledger.engine import sqlite_url
    from licensing.ledger.ledger import Ledger

    url = environment.get(LEDGER_URL)
    return Ledger.opened(_need_address(url) if url else sqlite_url(home.ledger))


def _need_address(url: str) -> str:
    """It is not repeated to whoever mistyped it, since a password may stand in it."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        driver = make_url(url).get_driver_name()
        # An address of SQLite without a file would be a ledger in memory, gone with the command.
        if driver in DRIVERS and (driver != SQLITE or make_url(url).database):
            return url
    except (ArgumentError, ValueError, ImportError):
        pass
    raise UserError(
        say(
            "{variable} is no address of a database; write it as "
            "`postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE`",
            variable=LEDGER_URL,
        )
    )
