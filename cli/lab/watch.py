"""`kumiai lab watch`: what watches the lab's sites, made from the files and brought up. Adapter."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import checked_alerts
from cli.session import Session
from core.home import REPOSITORY
from core.message import say

if TYPE_CHECKING:
    from lab.sites import LabSite
    from lab.watching import Watched

LOOK_SECONDS = 2
KUMIAI = "from cli.main import run; run()"
HURRY = 30
"""Each alert waits a thirtieth of its time: one on a host that is down comes after seconds."""


def watch(
    context: typer.Context,
    stop: Annotated[bool, typer.Option("--stop", help="End it; the sites go on.")] = False,
) -> None:
    """Bring up Prometheus, Alertmanager and an exporter for each site, and a mailbox.

    Alerts come within seconds. What anybody was sent stands in
    `var/lab/sites/SITE/data/monitoring/mail.jsonl`. `kumiai lab down` ends it with the lab.

    $ kumiai lab watch
    $ kumiai lab watch --stop
    """
    from lab import watching

    session: Session = context.obj
    if stop:
        session.say(say("{count} processes were ended", count=watching.stop()))
        return
    bring_up(session)


def bring_up(session: Session) -> None:
    """Raises: ProblemsFound where the files from which it is made are not sound."""
    from cli.lab.commands import at_work, progress_of
    from lab import watching

    made = _made(session, watching.sites())
    with at_work(session):
        watching.watch(made, progress_of(session))
    for site in watching.sites():
        session.say(
            say(
                "{site}: {prometheus} and {alertmanager}",
                site=site.name,
                prometheus=site.url(watching.PORTS["prometheus"]),
                alertmanager=site.url(watching.PORTS["alertmanager"]),
            )
        )


def _made(session: Session, sites: tuple[LabSite, ...]) -> Callable[[LabSite], Watched]:
    from lab.watching import PORTS, Watched
    from monitoring.exporter.serving import HEARTBEAT_PATH
    from monitoring.routing.configuration import Timing
    from monitoring.routing.tree import Settings, configuration
    from monitoring.rules.pair import FLAGS, LICENCES_PORT, NODE_EXPORTER, Pair, files
    from monitoring.rules.rule_file import Pace, rule_file

    definitions, matrix, alerts = checked_alerts(session)
    pace = Pace(LOOK_SECONDS, HURRY)
    rules = rule_file(alerts, matrix, definitions, session.now().date(), pace)
    timing = Timing(timedelta(seconds=2), timedelta(seconds=5), timedelta(hours=1))

    def made(site: LabSite) -> Watched:
        at = {name: f"{site.address}:{port}" for name, port in PORTS.items()}
        away = {one.name: f"{one.address}:{PORTS['exporter']}" for one in sites if one is not site}
        settings = Settings(
            smarthost=at["mailbox"],
            heartbeat=f"http://{at['exporter']}{HEARTBEAT_PATH}",
            timing=timing,
        )
        pair = Pair(
            *(site.name, at["prometheus"], at["alertmanager"], at["exporter"]),
            machine=f"{site.address}:{NODE_EXPORTER}",
            licences=f"{site.address}:{LICENCES_PORT}",
            neighbours=away,
        )
        words = (
            *("alert", "exporter", "--site", site.name, "--listen", at["exporter"]),
            *("--alertmanager", site.url(PORTS["alertmanager"])),
        )
        return Watched(
            files(pair, rules, configuration(matrix, definitions, settings)),
            (sys.executable, "-c", KUMIAI, *words, "--every", str(LOOK_SECONDS)),
            sys.executable,
            _environment(os.environ),
            FLAGS,
        )

    return made


def _environment(own: Mapping[str, str]) -> Mapping[str, str]:
    """What leads kumiai to its files: the lab gives its processes nothing else of the caller's."""
    kept = {name: own[name] for name in own if name.startswith("KUMIAI_")}
    return {**kept, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
