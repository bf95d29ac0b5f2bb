"""Which ledger a home has. Adapter."""

from __future__ import annotations

from collections.abc import Mapping

from core.home import Home
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger

LEDGER_URL = "KUMIAI_LEDGER_URL"
"""A database other than `var/ledger.sqlite`: `postgresql+psycopg://…`."""


def ledger_of(home: Home, environment: Mapping[str, str]) -> Ledger:
    """The ledger of this home, made and brought to today's schema where that is due.

    Raises: OtherSystemFailed where the database does not answer.
    """
    return Ledger.opened(environment.get(LEDGER_URL) or sqlite_url(home.ledger))
