"""What acts and readings start from: checked files, the ledger, the sites, this moment. Adapter."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cli.files import checked_files
from cli.session import Session

if TYPE_CHECKING:
    from runbooks.actions.given import Given


def given(session: Session) -> Given:
    """What acts start from. Raises: ProblemsFound where a file or a rule is broken."""
    from cloud.connection import login_in_project
    from runbooks.actions.given import Given, administrator_of, silence_at

    definitions, licences = checked_files(session)
    return Given(
        session.home,
        definitions,
        licences,
        session.now(),
        session.now,
        session.say,
        os.environ,
        administrator_of,
        login_in_project,
        silence_at,
    )
