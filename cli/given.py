"""What acts and readings start from: checked files, the ledger, the sites, this moment. Adapter."""

from __future__ import annotations

import os
from functools import cache, partial
from typing import TYPE_CHECKING

from cli.files import LICENCES, Concerning, all_files, files_concerning, tell_aside
from cli.session import Session
from tenants.concerning import Concerned, everybody

if TYPE_CHECKING:
    from runbooks.actions.given import Given


def given(session: Session, concerned: Concerned | None = None) -> Given:
    """What acts start from; where only some municipalities are `concerned`, without the others
    whose files are broken.

    Raises: ProblemsFound where a file or a rule is broken that concerns the act.
    """
    found = files_concerning(session, concerned) if concerned else all_files(session)
    return given_from(session, found)


def given_to_count(session: Session, *, again: bool = False) -> Given:
    """The same for questions about licences: what is broken in who is called, who may log in or a
    procedure is told (but not `again`), and keeps nobody from the answer.

    Raises: ProblemsFound where a file is broken that licences follow from: theirs, a site's or a
    municipality's.
    """
    found = files_concerning(session, everybody, LICENCES)
    if not again:
        tell_aside(session, found)
    return given_from(session, found)


def given_from(session: Session, found: Concerning) -> Given:
    """The same of files that have been read."""
    from cloud.connection import login_in_project
    from cloud.site import administrator_of, silence_at
    from licensing.ledger.home import ledger_of
    from runbooks.actions.given import Given

    return Given(
        session.home,
        found.definitions,
        found.licences,
        session.now(),
        session.now,
        session.say,
        cache(partial(ledger_of, session.home, os.environ)),
        administrator_of,
        login_in_project,
        silence_at,
        found.of_licences,
    )
