"""`kumiai alert exporter`: a site for Prometheus, until stopped. Adapter."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Annotated

import typer

from cli.files import checked_definitions
from cli.session import Session
from core.errors import UserError
from core.message import say

LISTEN = "127.0.0.1:9189"


def exporter(
    context: typer.Context,
    site: Annotated[str, typer.Option("--site", help="The site that is looked at.")],
    listen: Annotated[
        str, typer.Option("--listen", help="Where Prometheus asks, such as 127.0.0.1:9189.")
    ] = LISTEN,
    every: Annotated[
        int, typer.Option("--every", min=1, help="Seconds from one look to the next.")
    ] = 30,
    reach: Annotated[
        bool,
        typer.Option(
            "--reach", help="Ask the servers as well; from where their networks can be reached."
        ),
    ] = False,
) -> None:
    """Look at a site again and again, and tell Prometheus what is there; nothing is ever changed.

    It logs in by the entry `watch.SITE` of clouds.yaml, else as the site's administrator.

    $ kumiai alert exporter --site primary
    $ kumiai alert exporter --site primary --listen 127.0.0.1:9189 --reach
    """
    from monitoring.exporter.logins import looks_of
    from monitoring.exporter.serving import Told, serve
    from monitoring.exporter.watch import Watch

    session: Session = context.obj
    definitions = checked_definitions(session)
    definitions.need_site(site)
    address, _, port = listen.rpartition(":")
    if not address or not port.isdigit():
        raise UserError(
            say("{text} is no place to listen; write it as 127.0.0.1:9189", text=listen)
        )
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s", force=True)
    watch = Watch(site, looks_of(session.home, definitions, site, reach=reach).all, every)
    server = serve(Told(watch.samples, site), address, int(port))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    watch.begin(stop)
    session.say(say("{site} is told at {listen}", site=site, listen=listen))
    stop.wait()
    server.shutdown()
