"""What commands about access start from: checked files, this moment. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.files import checked_definitions, files_concerning, tell_aside
from cli.session import Session
from tenants.concerning import only

if TYPE_CHECKING:
    from runbooks.actions.here import Here


def here_of(session: Session) -> Here:
    """Raises: ProblemsFound where a file or a rule is broken."""
    from runbooks.actions.here import Here

    return Here(session.home, checked_definitions(session), session.now())


def here_to_take_away(session: Session) -> Here:
    """The same for acts that only ever take access: no municipality's broken file keeps them back.
    Its servers are told by the next hand-over.

    Raises: ProblemsFound where a file is broken that all share.
    """
    from runbooks.actions.here import Here

    found = files_concerning(session, only(()))
    tell_aside(session, found)
    return Here(session.home, found.definitions, session.now())
