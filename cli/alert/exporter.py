"""`kumiai alert exporter`: a site for Prometheus, until stopped. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import completion
from cli.files import checked_definitions
from cli.lasting import place_of, stopped
from cli.session import Session
from core.message import say

LISTEN = "127.0.0.1:9189"

AtAlertmanager = Annotated[
    str,
    typer.Option(
        "--alertmanager",
        metavar="URL",
        help="The site's Alertmanager; else as alertmanagers.yaml says, else this machine's.",
    ),
]
AtAlertmanagers = Annotated[
    list[str] | None,
    typer.Option(
        "--alertmanager",
        metavar="URL",
        help="An Alertmanager, of each site its own; else as alertmanagers.yaml says, else this "
        "machine's.",
    ),
]


def exporter(
    context: typer.Context,
    site: Annotated[
        str,
        typer.Option("--site", help="The site that is looked at.", autocompletion=completion.sites),
    ],
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
    alertmanager: AtAlertmanager = "",
    expects: Annotated[
        list[str] | None,
        typer.Option(
            "--expects",
            metavar="UNIT",
            help="A unit of systemd that has to run on this machine; its silence calls somebody.",
        ),
    ] = None,
) -> None:
    """Look at a site again and again, and tell Prometheus what is there; nothing is ever changed.

    It logs in by the entry `watch.SITE` of clouds.yaml, else as `kumiai alert set-up` has made it,
    else as the site's administrator.

    $ kumiai alert exporter --site primary
    $ kumiai alert exporter --site primary --listen 127.0.0.1:9189 --reach
    """
    from monitoring.exporter.answers import Answers
    from monitoring.exporter.calendar import holidays_end
    from monitoring.exporter.logins import looks_of
    from monitoring.exporter.series import UNIT_EXPECTED, Sample
    from monitoring.exporter.serving import Told, serve
    from monitoring.exporter.watch import Watch
    from monitoring.routing.places import of_site

    session: Session = context.obj
    definitions = checked_definitions(session)
    definitions.need_site(site)
    place = place_of(listen, LISTEN)
    stop = stopped()
    answers = Answers(session.home, site, of_site(session.home, site, alertmanager))
    looks = {
        **looks_of(session.home, definitions, site, reach=reach).all,
        "alerts": answers.alerts,
        "drills": answers.drills,
        "deliveries": answers.deliveries,
        "holidays": lambda: holidays_end(session.home.definitions, site),
        "units": lambda: [Sample(UNIT_EXPECTED, (site, name), 1) for name in expects or ()],
    }
    watch = Watch(site, looks, every)
    server = serve(Told(watch.samples, site), *place)
    watch.begin(stop)
    session.say(say("{site} is told at {listen}", site=site, listen=listen))
    stop.wait()
    server.shutdown()
