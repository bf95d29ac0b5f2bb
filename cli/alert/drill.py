"""`kumiai alert drill`: the way of an alert to somebody, tried and measured. Adapter."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from cli.alert.exporter import AtAlertmanager
from cli.alert.who import Labels, labels_of, reached_by
from cli.files import checked_matrix
from cli.options import AsJson
from cli.session import Session
from core.errors import Exit
from core.message import say


def drill(
    context: typer.Context,
    labels: Labels,
    mailbox: Annotated[
        Path | None,
        typer.Option("--mailbox", help="Where mail arrives here: a Maildir, or the lab's file."),
    ] = None,
    minutes: Annotated[
        float, typer.Option("--minutes", min=0.1, max=60, help="For how long it lasts at most.")
    ] = 10,
    ladder: Annotated[
        bool, typer.Option("--ladder", help="Call the next ones too, until somebody takes it.")
    ] = False,
    alertmanager: AtAlertmanager = "",
    json: AsJson = False,
) -> None:
    """Call somebody for nothing, [訓練] before it, and measure how long each part of the way takes.

    It goes from the exporter through Prometheus and Alertmanager to whoever a fault would call, and
    counts as arrived when it lies in the mailbox, or when they take it with `kumiai alert ack
    alertname=drill`. What came of it is kept. Exit code 12 if it did not arrive.

    $ kumiai alert drill layer=os member=usuki system=core
    $ kumiai alert drill layer=facility site=primary --mailbox ~/Maildir --minutes 5
    $ kumiai alert drill layer=facility site=primary --ladder --minutes 45
    """
    from core.journal import append
    from core.persons import this_person
    from monitoring.answering.drill import Drill, Measured
    from monitoring.answering.measuring import followed
    from monitoring.routing.labels import LADDER, MEMBER, SEVERITY, SITE, Severity, ownership_of
    from monitoring.routing.places import of_site
    from monitoring.routing.who import active_site, who

    session: Session = context.obj
    definitions, matrix = checked_matrix(session)
    person, _ = this_person(session.home)
    now = session.now()
    given = labels_of(labels)
    found = who(matrix, definitions, given, now)
    site = given.get(SITE) or active_site(definitions, given.get(MEMBER, ""))
    at = of_site(session.home, site, alertmanager)
    begun = Drill(
        uuid.uuid4().hex[:8],
        {
            SITE: site,
            **ownership_of(found.cell).labels,
            SEVERITY: Severity.CRITICAL,
            **({LADDER: "yes"} if ladder else {}),
        },
        person,
        now,
        now + timedelta(minutes=minutes),
    )
    append(session.home.drills, begun)
    session.complain(
        say(
            "drill {id} calls {party}",
            id=begun.id,
            party=reached_by(matrix, definitions, found.first),
        )
    )
    measured = Measured(begun, begun.until)
    try:
        measured = followed(session.home, begun, at, mailbox, session.now)
    finally:
        append(session.home.drills, replace(measured, at=session.now()), ends=True)
    if json:
        session.print_json(measured.as_json())
    else:
        for sentence in measured.told:
            session.say(sentence)
    if not measured.arrived:
        session.complain(
            say(
                "drill {id} came to nobody within {minutes} minutes; telephone them, and do "
                "`kumiai runbook show alerts-not-delivered`",
                id=begun.id,
                minutes=f"{minutes:g}",
            )
        )
        raise SystemExit(int(Exit.WORLD_DIFFERS))
