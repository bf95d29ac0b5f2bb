"""`kumiai alert set-up`: the login by which each site is looked at. Adapter."""

from __future__ import annotations

import typer

from cli.given import given
from cli.options import Execute, Reason
from cli.plan import shown_or_done
from cli.session import Session


def set_up(context: typer.Context, execute: Execute = False, reason: Reason = "") -> None:
    """Make the login by which the exporter looks at each site; it may read and change nothing.

    What it may read stands in `monitoring/policies`, for the site's operator to join to the
    services' policy.yaml. It may be done again at any time.

    $ kumiai alert set-up
    $ kumiai alert set-up --execute --reason "the sites are watched"
    """
    from runbooks.actions import watching

    session: Session = context.obj
    shown_or_done(session, watching.set_up(given(session)), reason, execute=execute)
