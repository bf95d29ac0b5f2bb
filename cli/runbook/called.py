"""Who is called for what a step is about, at this moment, by the responsibility matrix. Adapter."""

from __future__ import annotations

from collections.abc import Mapping

from cli.alert.who import ladder_told, reached_by
from cli.files import Findings, findings_of
from cli.session import Session
from core.errors import UserError
from core.message import Message
from monitoring.responsibility.matrix import MATRIX_FOLDER
from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.labels import LAYER, MEMBER, SITE
from monitoring.routing.who import who
from runbooks.vocabulary import Kind


def called(session: Session, layer: Layer | None, values: Mapping[Kind, str]) -> list[Message]:
    """Who is first, and who is next after how long; nobody where it is not written, or not told
    what it is about."""
    if layer is None:
        return []
    return _called(session, findings_of(session), layer, values)


LABELS: Mapping[str, Kind] = {SITE: Kind.SITE, MEMBER: Kind.MEMBER}
"""What a run is told, by the label that says it of an alert."""


def called_at_each_site(
    session: Session, findings: Findings, layer: Layer | None
) -> tuple[tuple[str, tuple[Message, ...]], ...]:
    """The same for paper, which knows no run: by site, where that is enough to know."""
    if layer is None or findings.definitions is None:
        return ()
    found = {
        site: tuple(_called(session, findings, layer, {Kind.SITE: site}))
        for site in findings.definitions.sites
    }
    return tuple((site, lines) for site, lines in found.items() if lines)


def _called(
    session: Session, findings: Findings, layer: Layer, values: Mapping[Kind, str]
) -> list[Message]:
    definitions, matrix = findings.definitions, findings.matrix
    if definitions is None or matrix is None or _is_broken(findings):
        return []
    labels = {LAYER: layer.value}
    labels |= {name: values[kind] for name, kind in LABELS.items() if kind in values}
    try:
        found = who(matrix, definitions, labels, session.now())
    except UserError:
        return []
    first = reached_by(matrix, definitions, found.first)
    return [first, *ladder_told(matrix, definitions, found)]


def _is_broken(findings: Findings) -> bool:
    """A matrix that breaks its own rules names nobody; `kumiai check` says how."""
    return any(MATRIX_FOLDER in one.position.file.parents for one in findings.rules)
