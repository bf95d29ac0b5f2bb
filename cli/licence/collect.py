"""`kumiai licence collect`: the ledger hears of servers, once or from now on. Adapter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.alive import alive
from cli.files import need_site
from cli.given import given_to_count
from cli.lasting import place_of, stopped
from cli.session import Session
from core.errors import Exit, OtherSystemFailed
from core.message import say

if TYPE_CHECKING:
    from licensing.collecting.collector import Collector
    from licensing.collecting.nova import Site
    from licensing.ledger.ledger import Ledger

METRICS = "127.0.0.1:9188"


def collect(
    context: typer.Context,
    site: Annotated[
        str | None,
        typer.Option("--site", help="Only from this site.", autocompletion=completion.sites),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Hear Nova's notifications as well, until stopped.")
    ] = False,
    metrics: Annotated[
        str,
        typer.Option(
            "--metrics", help="With --follow: serve metrics here, such as 127.0.0.1:9188."
        ),
    ] = "",
) -> None:
    """Bring the ledger to what Nova's records say; a second run adds nothing.

    $ kumiai licence collect
    $ kumiai licence collect --follow --metrics 127.0.0.1:9188
    """
    session: Session = context.obj
    here = given_to_count(session)
    definitions = here.definitions
    from licensing.collecting.nova import Site
    from licensing.known import remember

    need_site(definitions, site)
    ledger = here.ledger()
    sites = [
        Site(
            name,
            here.cloud_of(here.home, definitions.sites[name].value),
            definitions,
        )
        for name in ([site] if site else definitions.sites)
    ]
    if follow:
        _follow(session, ledger, sites, metrics)
        return
    failed = False
    remember(ledger, definitions, here.licences, session.now())
    for one in sites:
        try:
            added = _looked(session, ledger, one)
            session.say(say("{site}: {count} entries added", site=one.name, count=added))
        except OtherSystemFailed as error:
            session.complain(error)
            failed = True
    if failed:
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))


def _looked(session: Session, ledger: Ledger, site: Site) -> int:
    """How many entries one look at the site adds."""
    from licensing.collecting.nova import reconcile

    with alive(session, lambda: say("asking OpenStack at {sites}", sites=site.name)):
        return reconcile(ledger, site, session.now())


def _follow(session: Session, ledger: Ledger, sites: Sequence[Site], metrics: str) -> None:
    """Until it is stopped."""
    from licensing.collecting.collector import Collector, brokers_of
    from licensing.known import remember_files

    names = [site.name for site in sites]
    brokers = brokers_of(session.home.brokers_file, names)
    stop = stopped()
    remember = partial(remember_files, ledger, session.home.definitions)
    collector = Collector(ledger, sites, brokers, remember)
    if metrics:
        _serve(session, collector, metrics)
    session.say(say("listening to {sites}", sites=tuple(names)))
    collector.run(stop)


def _serve(session: Session, collector: Collector, where: str) -> None:
    """Metrics of the licences and of the collector, in a thread that ends with the process."""
    from licensing.collecting.metrics import LicenceMetrics, serve

    address, port = place_of(where, METRICS)
    serve(
        LicenceMetrics(
            lambda: given_to_count(session, again=True).licensing(),
            collector.heard,
            collector.reconciled_at,
            session.now,
        ),
        address,
        port,
    )
