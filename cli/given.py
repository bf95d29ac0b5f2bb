"""What acts and readings start from: checked files, the ledger, the sites, this moment. Adapter."""

from __future__ import annotations

import os
from functools import cache, partial
from typing import TYPE_CHECKING

from cli.files import checked_files
from cli.session import Session

if TYPE_CHECKING:
    from runbooks.actions.given import Given


def given(session: Session) -> Given:
    """What acts start from. Raises: ProblemsFound where a file or a rule is broken."""
    from cloud.connection import login_in_project
    from cloud.site import administrator_of, silence_at
    from licensing.ledger.home import ledger_of
    from runbooks.actions.given import Given

    definitions, licences = checked_files(session)
    return Given(
        session.home,
        definitions,
        licences,
        session.now(),
        session.now,
        session.say,
        cache(partial(ledger_of, session.home, os.environ)),
        administrator_of,
        login_in_project,
        silence_at,
    )
