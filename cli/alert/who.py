"""`kumiai alert who`: whom an alert calls, by what, and who is next. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import checked_alerts
from cli.licence.moments import instant_of
from cli.options import AsJson, AtMoment
from cli.session import Session
from core.eras import moment_in_figures
from core.errors import UserError
from core.message import Message, say

if TYPE_CHECKING:
    from monitoring.responsibility.matrix import Matrix
    from monitoring.routing.who import Reached, Who
    from tenants.definitions import Definitions

Labels = Annotated[
    list[str],
    typer.Argument(
        help="The alert's labels, such as layer=os member=usuki system=core severity=critical."
    ),
]


def who(context: typer.Context, labels: Labels, at: AtMoment = "", json: AsJson = False) -> None:
    """Say whom an alert calls, by which row, by what means, and who is next after how long.

    Without a site it is asked of the one where the municipality runs now.

    $ kumiai alert who layer=os member=usuki system=core
    $ kumiai alert who layer=facility site=primary --at 2026-12-31T02:00
    $ kumiai alert who alertname=server-stopped member=usuki system=core
    """
    from monitoring.routing.who import who as who_is_called
    from monitoring.rules.alert import named, procedures

    session: Session = context.obj
    definitions, matrix, alerts = checked_alerts(session)
    moment = instant_of(at) if at else session.now()
    given = labels_of(labels)
    found = who_is_called(matrix, definitions, named(given, alerts), moment)
    runbooks = procedures(given, found.cell.place.layer, alerts)
    if json:
        session.print_json(
            {**_as_json(session, matrix, definitions, found), "procedures": runbooks}
        )
        return
    for sentence in _told(matrix, definitions, found, moment_in_figures(moment)):
        session.say(sentence)
    for name in runbooks:
        session.say(say("what to do: `kumiai runbook show {name}`", name=name))


def labels_of(words: list[str]) -> dict[str, str]:
    """Raises: UserError where a word is no label."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not (name and equals and value):
            raise UserError(say("{word} is no label; write it as layer=os", word=word))
        found[name] = value.strip('"')
    return found


def _told(matrix: Matrix, definitions: Definitions, found: Who, at: str) -> list[Message]:
    from monitoring.responsibility.told import scope_of
    from monitoring.responsibility.vocabulary import LAYER_WORDS

    first = reached_by(matrix, definitions, found.first)
    place = found.cell.place
    layer = LAYER_WORDS[place.layer]
    where = scope_of(definitions, place.site, place.member, place.system)
    sentences = [
        say(
            "{layer} of {where} at {at}: {party} is called",
            layer=layer,
            where=where,
            at=at,
            party=first,
        )
        if not found.waits
        else say(
            "{layer} of {where} at {at}: a warning waits for the duty hours of {party}",
            layer=layer,
            where=where,
            at=at,
            party=matrix.called(definitions, found.first.party),
        ),
        say("because {row} makes it accountable", row=str(found.row)),
    ]
    sentences += ladder_told(matrix, definitions, found)
    if found.copies:
        sentences.append(
            say(
                "copies go to {parties}",
                parties=tuple(matrix.called(definitions, one.party) for one in found.copies),
            )
        )
    return sentences


def ladder_told(matrix: Matrix, definitions: Definitions, found: Who) -> list[Message]:
    """Who is next, after how long."""
    return [
        say(
            "after {minutes} minutes without an acknowledgement: {party}, called before already",
            minutes=rung.after_minutes,
            party=reached_by(matrix, definitions, rung.reached),
        )
        if rung.called_before
        else say(
            "after {minutes} minutes without an acknowledgement: {party}",
            minutes=rung.after_minutes,
            party=reached_by(matrix, definitions, rung.reached),
        )
        for rung in found.ladder
    ]


def reached_by(matrix: Matrix, definitions: Definitions, one: Reached) -> Message:
    """Who answers for a party, and by which means."""
    from monitoring.responsibility.vocabulary import CHANNEL_WORDS

    means = tuple(
        say("{channel} {address}", channel=CHANNEL_WORDS[channel], address=address)
        for channel, address in one.means
    )
    party = matrix.called(definitions, one.party)
    if one.answering == one.party:
        return say("{party} ({means})", party=party, means=means)
    return say(
        "{other} for {party} ({means})",
        other=matrix.called(definitions, one.answering),
        party=party,
        means=means,
    )


def _as_json(
    session: Session, matrix: Matrix, definitions: Definitions, found: Who
) -> dict[str, object]:
    from monitoring.responsibility.vocabulary import CALLED_FOR

    def reached(one: Reached) -> dict[str, object]:
        return {
            "party": one.party.key,
            "name": matrix.called(definitions, one.party).text(session.translate),
            "answering": one.answering.key,
            "means": [{channel.value: address} for channel, address in one.means],
        }

    place = found.cell.place
    return {
        "layer": place.layer,
        "site": place.site,
        "member": place.member,
        "system": place.system,
        "activity": CALLED_FOR,
        "severity": found.severity,
        "waits_for_duty_hours": found.waits,
        "called": reached(found.first),
        "row": str(found.row),
        "ladder": [
            {
                "after_minutes": rung.after_minutes,
                **reached(rung.reached),
                "called_before": rung.called_before,
            }
            for rung in found.ladder
        ],
        "copies": [reached(one) for one in found.copies],
    }
