"""What the licence commands share: the papers, the ledger, the sites' logins. Adapter."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cli.files import checked_files
from cli.session import Session
from core.eras import JAPAN
from core.errors import UserError
from core.message import say
from tenants.site import Site

if TYPE_CHECKING:
    from licensing.change.licensing import Licensing
    from licensing.ledger.ledger import Ledger


def session_ledger(session: Session) -> Ledger:
    from licensing.ledger.home import ledger_of

    return ledger_of(session.home, os.environ)


def licensing_now(
    session: Session, believed_at: datetime | None = None, since: datetime | None = None
) -> Licensing:
    """What is known, or was known at `believed_at`, as far as it matters for positions from now on.

    With `since` also what matters for positions from then on.
    """
    from licensing.known import known_at

    definitions, licences = checked_files(session)
    ledger = session_ledger(session)
    return known_at(
        ledger, licences, definitions, session.now(), believed_at=believed_at, since=since
    )


def cloud_of(session: Session, site: Site) -> Any:
    """A site's OpenStack, as the one who may list all servers."""
    from cloud.connection import connected
    from cloud.logins import site_entry

    return connected(site_entry(session.home, site))


def instant_of(text: str) -> datetime:
    """A moment as a person types it, in Japan's time unless it names a zone.

    Raises: UserError where it is none.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(
            say("{text} is no moment; write it as 2026-10-16 or 2026-10-16T09:30", text=text)
        ) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=JAPAN)


def period_of(text: str) -> tuple[datetime, datetime]:
    """The months as a person types them: their first moment, and the first one after them.

    Raises: UserError where they are none, or end before they begin.
    """
    first, _, last = text.partition("..")
    try:
        start = datetime.strptime(first, "%Y-%m").replace(tzinfo=JAPAN)
        end = datetime.strptime(last or first, "%Y-%m").replace(tzinfo=JAPAN)
    except ValueError:
        raise UserError(
            say("{text} is no period; write it as 2026-04..2027-03 or 2026-04", text=text)
        ) from None
    if end < start:
        raise UserError(say("{text} ends before it begins", text=text))
    years, month = divmod(end.month, 12)
    return start, end.replace(year=end.year + years, month=month + 1)
