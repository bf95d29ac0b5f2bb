"""What the acts of a run start from: the files that concern it. Adapter."""

from __future__ import annotations

from cli.files import files_concerning, tell_aside
from cli.given import given
from cli.session import Session
from runbooks.actions.given import Given
from runbooks.around import Values
from runbooks.concern import concerned_by
from runbooks.procedure import Procedure


def given_for(session: Session, procedure: Procedure, values: Values) -> Given:
    """Raises: ProblemsFound where a file is broken that concerns the run."""
    return given(session, concerned_by(procedure, values))


def tell_left_aside(session: Session, procedure: Procedure, values: Values) -> None:
    """Which files are broken and keep the run from nothing. Raises: as `given_for`."""
    concerned = concerned_by(procedure, values)
    if concerned is not None:
        tell_aside(session, files_concerning(session, concerned))
