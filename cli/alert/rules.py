"""`kumiai alert rules`: what Prometheus watches for, with whose each alert is. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.files import checked_alerts
from cli.options import AsJson
from cli.session import Session
from core.message import say


def rules(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write them to this file, once promtool finds nothing wrong."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Make Prometheus' rules from the alerts and the matrix: each alert carries whose it is.

    A row of the matrix that begins or ends changes them, so they are made anew each day.

    $ kumiai alert rules
    $ kumiai alert rules --out rules.yml
    """
    from monitoring.rules.promtool import install
    from monitoring.rules.rule_file import rule_file

    session: Session = context.obj
    definitions, matrix, alerts = checked_alerts(session)
    today = session.now().date()
    whole = rule_file(alerts, matrix, definitions, today)
    if out is not None:
        install(whole.text(), out)
        session.complain(say("{file} is written", file=out))
        return
    if json:
        session.print_json([dict(one) for one in whole.rules])
        return
    session.table(
        [say("alert"), say("layer"), say("severity"), say("after"), say("it says")],
        [
            (
                name,
                alert.layer.value,
                alert.severity.value,
                say("{count} s", count=alert.for_seconds),
                alert.summary.in_language(session.language),
            )
            for name, alert in alerts.items()
        ],
    )
