"""Who is called for what a step is about, at this moment, by the responsibility matrix. Adapter."""

from __future__ import annotations

from collections.abc import Mapping

from cli.alert.who import reached_by
from cli.files import findings_of
from cli.session import Session
from core.errors import UserError
from core.message import Message, say
from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.labels import LAYER, MEMBER, SITE
from monitoring.routing.who import who
from runbooks.vocabulary import Kind


def called(session: Session, layer: Layer | None, values: Mapping[Kind, str]) -> list[Message]:
    """Who is first, and who is next after how long; nobody where it is not written, or not told
    what it is about."""
    if layer is None:
        return []
    findings = findings_of(session)
    if findings.definitions is None or findings.matrix is None:
        return []
    labels = {LAYER: layer.value}
    labels |= {name: values[kind] for name, kind in LABELS.items() if kind in values}
    try:
        found = who(findings.matrix, findings.definitions, labels, session.now())
    except UserError:
        return []
    first = reached_by(findings.matrix, findings.definitions, found.first)
    return [
        first,
        *(
            say(
                "after {minutes} minutes without an acknowledgement: {party}",
                minutes=rung.after_minutes,
                party=reached_by(findings.matrix, findings.definitions, rung.reached),
            )
            for rung in found.ladder
        ),
    ]


LABELS: Mapping[str, Kind] = {SITE: Kind.SITE, MEMBER: Kind.MEMBER}
"""What a run is told, by the label that says it of an alert."""


def called_at_each_site(
    session: Session, layer: Layer | None
) -> tuple[tuple[str, tuple[Message, ...]], ...]:
    """The same for paper, which knows no run: by site, where that is enough to know."""
    definitions = findings_of(session).definitions if layer is not None else None
    found = {
        site: tuple(called(session, layer, {Kind.SITE: site}))
        for site in (definitions.sites if definitions is not None else ())
    }
    return tuple((site, lines) for site, lines in found.items() if lines)
