"""`kumiai alert ack`: somebody takes an alert, and says until when. Adapter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

from cli.alert.exporter import AtAlertmanagers
from cli.alert.who import labels_of
from cli.licence.moments import instant_of
from cli.session import Session
from core.eras import moment_in_figures
from core.errors import UserError
from core.message import say


def ack(
    context: typer.Context,
    labels: Annotated[
        list[str],
        typer.Argument(help="The alert's labels, such as alertname=server-stopped member=usuki."),
    ],
    until: Annotated[
        str,
        typer.Option(
            "--until", metavar="MOMENT", help="Until when you have it, as 2026-11-26T23:00."
        ),
    ] = "",
    give_back: Annotated[
        bool, typer.Option("--give-back", help="You no longer have it: the next one is called.")
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WHY", help="What you do about it, for the log.")
    ] = "",
    alertmanager: AtAlertmanagers = None,
) -> None:
    """Take an alert that fires: you have it, until when. Until then nobody else is called.

    It is signed with this machine's key and kept in a log of its own. Nothing is silenced: that it
    is over, everybody hears who was called. When the time is up the ladder goes on from there.

    $ kumiai alert ack alertname=api-down site=primary --until 2026-11-26T23:00 --reason 確認中
    $ kumiai alert ack alertname=api-down site=primary --give-back --reason 交代
    """
    from monitoring.answering.held import held_of
    from monitoring.answering.log import take
    from monitoring.routing.alertmanager import firing_at
    from monitoring.routing.places import all_of

    session: Session = context.obj
    if bool(until) is give_back:
        raise UserError(
            say(
                "say until when you have it with `--until`, or that you have it no longer with "
                "`--give-back`"
            )
        )
    now = session.now()
    end = now if give_back else _end(until, now)
    if not reason.strip():
        raise UserError(say('needs --reason "…": the log keeps what was done about it'))
    wanted = labels_of(labels)
    rows, silent = firing_at(all_of(session.home, alertmanager))
    session.complain(*silent)
    held = [one for one in held_of(rows) if one.is_fault]
    taken = [one for one in held if one.fits(wanted)]
    if not taken:
        raise UserError(
            say(
                "nothing fires that is so; these fire: {alerts}",
                alerts=tuple(one.key for one in held) or "–",
            )
        )
    who = take(session.home, taken, end, now, reason.strip())
    for one in taken:
        template = (
            say("{alert} is nobody's again: {who} has given it back", alert=one.key, who=who)
            if give_back
            else say(
                "{alert} is {who}'s until {until}",
                alert=one.key,
                who=who,
                until=moment_in_figures(end),
            )
        )
        session.say(template)


def _end(text: str, now: datetime) -> datetime:
    """Raises: UserError where it is no moment, is over, or is too far."""
    from monitoring.answering.promise import LONGEST

    end = instant_of(text)
    if not timedelta() < end - now <= LONGEST:
        raise UserError(
            say(
                "{until} is not within the next {hours} hours; name a moment by which you will "
                "have looked again",
                until=moment_in_figures(end),
                hours=int(LONGEST.total_seconds() // 3600),
            )
        )
    return end
