"""`kumiai lab watch`: what watches the lab's sites, made from the files and brought up. Adapter."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import checked_alerts, checked_definitions
from cli.session import Session
from core.errors import OtherSystemFailed
from core.home import REPOSITORY
from core.message import say

if TYPE_CHECKING:
    from lab.sites import LabSite
    from lab.watching import Watched

CALM_SECONDS = 10
"""From one look to the next, so that a lab that is only watched leaves the processor to others."""
KEEN_SECONDS = 2
HURRIED_LOOK_SECONDS = 60
"""Of a usual wait, so much is one look: `Pace` shortens waits by as much as looks are shorter, so
that what is known of the layer below is always a look younger."""
KUMIAI = "from cli.main import run; run()"


def watch(
    context: typer.Context,
    stop: Annotated[bool, typer.Option("--stop", help="End it; the sites go on.")] = False,
    every: Annotated[
        int, typer.Option("--every", min=1, max=60, help="Seconds from one look to the next.")
    ] = KEEN_SECONDS,
) -> None:
    """Have the lab's sites watched closely, or by what the files say now: alerts come in seconds.

    `kumiai lab up` has them watched as well, with a look every ten seconds. What anybody was sent
    stands in `var/lab/sites/SITE/data/monitoring/mail.jsonl`. `kumiai lab down` ends it all.

    $ kumiai lab watch
    $ kumiai lab watch --every 10
    $ kumiai lab watch --stop
    """
    from lab import watching

    session: Session = context.obj
    if stop:
        session.say(say("{count} processes were ended", count=watching.stop()))
        return
    bring_up(session, every)


def bring_back(session: Session, names: Sequence[str] = ()) -> None:
    """What watched the lab, or these sites of it, before something ended: as it did then."""
    from lab import watching

    every = watching.watched_every()
    if every:
        bring_up(session, every, names)


def bring_up(
    session: Session, every_seconds: int = CALM_SECONDS, names: Sequence[str] = ()
) -> None:
    """Of all sites, or of those named.

    Raises: ProblemsFound where the files from which it is made are not sound.
    """
    from cli.lab.commands import at_work, progress_of
    from lab import watching
    from lab.services.monitoring import PORTS

    sites = watching.sites()
    chosen = [site for site in sites if not names or site.name in names]
    made = _made(session, sites, every_seconds)
    with at_work(session):
        _set_up(session, chosen)
        watching.watch(chosen, made, every_seconds, progress_of(session))
    for site in chosen:
        session.say(
            say(
                "{site}: {prometheus} and {alertmanager}",
                site=site.name,
                prometheus=site.url(PORTS["prometheus"]),
                alertmanager=site.url(PORTS["alertmanager"]),
            )
        )


def _set_up(session: Session, sites: Sequence[LabSite]) -> None:
    """Who looks at a site; at one that is down, whoever looked at it last."""
    from monitoring.exporter.account import ensure_watcher

    definitions = checked_definitions(session)
    for site in sites:
        try:
            ensure_watcher(session.home, definitions.need_site(site.name))
        except OtherSystemFailed as refusal:
            session.complain(refusal)


def _made(session: Session, sites: tuple[LabSite, ...], every: int) -> Callable[[LabSite], Watched]:
    from lab.services.monitoring import PORTS
    from lab.watching import Watched
    from monitoring.exporter.serving import HEARTBEAT_PATH
    from monitoring.routing.tree import Settings, configuration
    from monitoring.rules.pair import FLAGS, LICENCES_PORT, Pair, files, hurried
    from monitoring.rules.rule_file import Pace, rule_file

    definitions, matrix, alerts = checked_alerts(session)
    pace = Pace(every, HURRIED_LOOK_SECONDS // every)
    rules = rule_file(alerts, matrix, definitions, session.now().date(), pace)

    def made(site: LabSite) -> Watched:
        at = {name: f"{site.address}:{port}" for name, port in PORTS.items()}
        away = {one.name: f"{one.address}:{PORTS['exporter']}" for one in sites if one != site}
        settings = Settings(
            smarthost=at["mailbox"],
            heartbeat=f"http://{at['exporter']}{HEARTBEAT_PATH}",
            timing=hurried(pace),
        )
        pair = Pair(
            *(site.name, at["prometheus"], at["alertmanager"], at["exporter"]),
            machine=at["node-exporter"],
            licences=f"{site.address}:{LICENCES_PORT}",
            neighbours=away,
        )
        words = (
            *("alert", "exporter", "--site", site.name, "--listen", at["exporter"]),
            *("--alertmanager", site.url(PORTS["alertmanager"])),
        )
        return Watched(
            files(pair, rules, configuration(matrix, definitions, settings)),
            (sys.executable, "-c", KUMIAI, *words, "--every", str(every)),
            sys.executable,
            _environment(os.environ),
            FLAGS,
        )

    return made


def _environment(own: Mapping[str, str]) -> Mapping[str, str]:
    """What leads kumiai to its files: the lab gives its processes nothing else of the caller's."""
    kept = {name: own[name] for name in own if name.startswith("KUMIAI_")}
    return {**kept, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
