"""What commands about access start from: checked files, this moment. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.files import RESPONSIBILITY, checked_definitions, files_concerning, tell_aside
from cli.session import Session
from tenants.concerning import Concerned, only, owner_of

if TYPE_CHECKING:
    from runbooks.actions.here import Here


def here_of(session: Session) -> Here:
    """Raises: ProblemsFound where a file or a rule is broken."""
    from runbooks.actions.here import Here

    return Here(session.home, checked_definitions(session), session.now())


def here_at(session: Session, server: str) -> Here:
    """The same for acts that are about one server: another municipality's broken file keeps nobody
    from it. Who may log in has to be whole: what cannot be read could be what forbids it.

    Raises: ProblemsFound where a file is broken that concerns the server.
    """
    return _concerning(session, owner_of(server), RESPONSIBILITY)


def here_to_take_away(session: Session) -> Here:
    """The same for acts that only ever take access: no municipality's broken file keeps them back.
    Its servers are told by the next hand-over.

    Raises: ProblemsFound where a file is broken that all share.
    """
    return _concerning(session, only(()))


def _concerning(session: Session, concerned: Concerned, *needed: str) -> Here:
    from runbooks.actions.here import Here

    found = files_concerning(session, concerned, *needed)
    tell_aside(session, found)
    return Here(session.home, found.definitions, session.now())
