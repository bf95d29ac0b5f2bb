"""`kumiai access store`: the site's store of logins and recorded sessions. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.session import Session
from core.message import say

PORT = 2514
"""What rsyslog's own examples of RELP have; the port is registered to nobody."""


def store(
    context: typer.Context,
    site: Annotated[str, typer.Option("--site", help="Whose servers send to it.")],
    listen: Annotated[
        str, typer.Option("--listen", metavar="ADDRESS", help="Where servers reach it.")
    ],
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Its port.")] = PORT,
) -> None:
    """Keep what a site's servers log, until it is ended; each line seals the one before.

    $ kumiai access store --site primary --listen 10.64.0.1
    """
    from cli.files import checked_definitions
    from monitoring.access.log_store import listen as listening

    session: Session = context.obj
    checked_definitions(session).need_site(site)
    session.say(
        say("what {site} logs is kept, from {address}:{port}", site=site, address=listen, port=port)
    )
    listening(session.home, site, listen, port)
