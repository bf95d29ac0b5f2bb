"""What a run is told on the command line: of whom it is, and what was seen. Adapter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cli.licence.moments import instant_of
from cli.runbook.given import given_for
from cli.session import Session
from core.errors import ProblemsFound, UserError
from core.message import Message, say
from core.names import nearest
from core.reading import read_document
from runbooks.actions.beside import need_volume
from runbooks.around import Values
from runbooks.procedure import Procedure
from runbooks.vocabulary import Kind


def values_of(
    member: str | None,
    site: str | None,
    host: str | None,
    server: str | None,
    flavor: str | None,
    volume: str | None,
    before: str | None,
) -> Values:
    """Raises: UserError where a moment is none."""
    told = {
        Kind.MEMBER: member,
        Kind.SITE: site,
        Kind.HOST: host,
        Kind.SERVER: server,
        Kind.FLAVOR: flavor,
        Kind.VOLUME: volume,
        Kind.BEFORE: None if before is None else instant_of(before).isoformat(),
    }
    return {kind: value for kind, value in told.items() if value is not None}


def _nobody_asks(name: str, asked: Sequence[str]) -> Message:
    near = nearest(name, asked)
    if near is not None:
        return say("no step asks for {name}; did you mean {near}?", name=name, near=near)
    return say(
        "no step asks for {name}; this procedure asks for {asked}",
        name=name,
        asked=tuple(asked) or say("nothing"),
    )


def need_told(session: Session, procedure: Procedure, values: Values) -> None:
    missing = [kind for kind in procedure.ask if kind not in values]
    more = [kind for kind in values if kind not in procedure.ask]
    if missing:
        raise UserError(
            say(
                "{missing} is missing; this procedure has to be told {asked}",
                missing=tuple(f"--{kind}" for kind in missing),
                asked=tuple(f"--{kind}" for kind in procedure.ask),
            )
        )
    if more:
        raise UserError(
            say(
                "this procedure has to be told {asked}, and nothing else",
                asked=tuple(f"--{kind}" for kind in procedure.ask) or say("nothing"),
            )
        )
    here = given_for(session, procedure, values)
    definitions = here.definitions
    if Kind.MEMBER in values:
        definitions.need_member(values[Kind.MEMBER])
    if Kind.SITE in values:
        definitions.need_site(values[Kind.SITE])
    if Kind.HOST in values:
        site = definitions.need_site_of_host(values[Kind.HOST])
        if values.get(Kind.SITE, site.name) != site.name:
            raise UserError(
                say("{host} is a host of {site}", host=values[Kind.HOST], site=site.name)
            )
    if Kind.VOLUME in values and Kind.MEMBER in values:
        need_volume(here, values[Kind.MEMBER], values[Kind.VOLUME])


def answers_of(
    procedure: Procedure, named: Sequence[str], unattended: Path | None
) -> dict[str, str]:
    """Of the file all that it has, which may serve for several procedures.

    Raises: UserError where one has no name, or one that no step asks for, or the file cannot be
    read; ProblemsFound.
    """
    asked = [name for step in procedure.steps.values() for name in step.answers]
    found: dict[str, str] = {}
    if unattended is not None:
        document, problems = read_document(unattended)
        if problems or document is None:
            raise ProblemsFound(problems)
        data = document.data if isinstance(document.data, dict) else {}
        found = {str(name): str(value) for name, value in data.items()}
    for one in named:
        name, equals, value = one.partition("=")
        if not equals:
            raise UserError(say("{answer} has no name; write NAME=VALUE", answer=repr(one)))
        if name not in asked:
            raise UserError(_nobody_asks(name, asked))
        found[name] = value
    return found
