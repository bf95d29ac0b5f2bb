"""`kumiai alert dashboards`: what Grafana shows, as its own files. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.session import Session
from core.files import write_whole
from core.message import say


def dashboards(
    context: typer.Context,
    to: Annotated[
        Path, typer.Option("--to", help="The folder that Grafana is told to read.")
    ] = Path("dashboards"),
) -> None:
    """Write the dashboards of Grafana as files that its provisioning reads.

    They show and call nobody; without Grafana `kumiai alert status --html FILE` shows what fires.

    $ kumiai alert dashboards --to /var/lib/grafana/dashboards
    """
    from monitoring.dashboards.shipped import SHIPPED

    session: Session = context.obj
    for one in SHIPPED:
        file = to / f"{one.uid}.json"
        write_whole(file, one.text())
        session.say(say("{file} is written", file=file))
