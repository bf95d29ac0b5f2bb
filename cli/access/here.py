"""What commands about access start from: checked files, this moment. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.files import checked_definitions
from cli.session import Session

if TYPE_CHECKING:
    from runbooks.actions.here import Here


def here_of(session: Session) -> Here:
    """Raises: ProblemsFound where a file or a rule is broken."""
    from runbooks.actions.here import Here

    return Here(session.home, checked_definitions(session), session.now())
