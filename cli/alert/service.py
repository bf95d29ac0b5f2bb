"""`kumiai alert service`: what watches a site, as files for systemd and Debian. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.alert.exporter import LISTEN
from cli.alert.placed import placed
from cli.files import checked_alerts
from cli.lasting import place_of
from cli.options import Execute, Reason
from cli.session import Session
from cli.systemd import SYSTEMD, begun_here, shown_or_written
from core.errors import Exit

if TYPE_CHECKING:
    from tenants.definitions import Definitions

PROMETHEUS = Path("/etc/prometheus")
DEFAULTS = Path("/etc/default")


def service(
    context: typer.Context,
    site: Annotated[
        str,
        typer.Option("--site", help="The site that is watched.", autocompletion=completion.sites),
    ],
    to: Annotated[
        Path, typer.Option("--to", help="The folder of the units; systemd's own by default.")
    ] = SYSTEMD,
    files: Annotated[
        Path, typer.Option("--files", help="The folder of Prometheus; Debian's by default.")
    ] = PROMETHEUS,
    defaults: Annotated[
        Path,
        typer.Option("--defaults", help="The folder of what Debian's units are begun with."),
    ] = DEFAULTS,
    smarthost: Annotated[
        str, typer.Option("--smarthost", help="Through which server mail goes out.")
    ] = "127.0.0.1:25",
    sender: Annotated[
        str, typer.Option("--sender", help="From whom mail is.")
    ] = "alerts@kumiai.example",
    listen: Annotated[
        str, typer.Option("--listen", help="Where the other site reads this one's heartbeat.")
    ] = LISTEN,
    neighbours: Annotated[
        list[str] | None,
        typer.Option(
            "--neighbour",
            metavar="SITE=PLACE",
            help="The other site's exporter, such as remote=192.0.2.70:9189.",
        ),
    ] = None,
    expects: Annotated[
        list[str] | None,
        typer.Option(
            "--expects",
            metavar="UNIT",
            help="A unit whose silence calls somebody, such as kumiai-backup-run.timer, besides "
            "those that every such machine has.",
        ),
    ] = None,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Write what watches a site, on a machine like this one: units and Prometheus' own files.

    Whom every alert calls is proven first; exit code 11 if one goes wrong.

    $ kumiai alert service --site primary
    $ kumiai alert service --site primary --expects kumiai-backup-run.timer
    $ kumiai alert service --site primary --listen 192.0.2.6:9189 --neighbour remote=192.0.2.70:9189
    $ kumiai alert service --site primary --execute --reason "this machine watches primary"
    """
    from blueprint.member import blueprint_of
    from monitoring.exporter.serving import HEARTBEAT_PATH
    from monitoring.exporter.units import TIMER, units
    from monitoring.routing.alertmanager import check_config
    from monitoring.routing.proof import proof
    from monitoring.routing.tree import Settings, configuration
    from monitoring.rules.pair import Pair, of_hosts, of_servers
    from monitoring.rules.pair import defaults as begun_with
    from monitoring.rules.pair import files as made_of
    from monitoring.rules.promtool import check_files
    from monitoring.rules.rule_file import rule_file
    from recovery.units import MEASURED_BY
    from runbooks.units import TIMERS

    session: Session = context.obj
    definitions, matrix, alerts = checked_alerts(session)
    definitions.need_site(site)
    place_of(listen, LISTEN)
    away = _neighbours(definitions, neighbours or [])
    today = session.now().date()
    routes = configuration(
        matrix, definitions, Settings(smarthost, sender, f"http://{listen}{HEARTBEAT_PATH}")
    )
    wrong = proof(matrix, definitions, routes, today).counterexamples
    for one in wrong:
        session.complain(one)
    if wrong:
        raise SystemExit(int(Exit.RULE_BROKEN))
    servers = of_servers(
        blueprint_of(definitions, slug, site)
        for slug, member in definitions.present_members().items()
        if site in definitions.sites_of(member)
    )
    others = {"servers": servers, "hosts": of_hosts(definitions.sites[site].value.hosts)}
    pair = Pair(site, exporter=listen, neighbours=away, others=others)
    made = made_of(pair, rule_file(alerts, matrix, definitions, today), routes)
    check_config(routes.text())
    check_files(made)
    expected = (TIMER, *TIMERS, *MEASURED_BY, *(expects or ()))
    written = units(*begun_here(session), site, listen, files, expected)
    folders = ((files, made), (to, written), (defaults, begun_with(pair)))
    texts = {folder / name: text for folder, by_name in folders for name, text in by_name.items()}
    shown_or_written(session, texts, reason, execute=execute)


def _neighbours(definitions: Definitions, words: list[str]) -> dict[str, str]:
    """Where the other sites' exporters answer. Raises: UserError where a word does not say that."""
    found = placed(definitions, words, "remote=192.0.2.70:9189")
    for place in found.values():
        place_of(place, LISTEN)
    return found
