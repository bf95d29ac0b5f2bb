"""`kumiai licence rules`: every counting rule. Adapter."""

from __future__ import annotations

import typer

from cli.given import given_to_count
from cli.options import AsJson
from cli.session import Session
from core.message import say


def rules(context: typer.Context, json: AsJson = False) -> None:
    """Every counting rule: its name, its source, how sure it is.

    $ kumiai licence rules
    """
    from licensing.papers.words import CONFIDENCE_WORDS, title_of

    session: Session = context.obj
    licences = given_to_count(session).licences
    if json:
        found = {name: read.value.model_dump(mode="json") for name, read in licences.rules.items()}
        session.print_json(found)
        return
    for name, read in licences.rules.items():
        rule = read.value
        session.say(
            say(
                "{rule}: {title} ({vendor}, {confidence}, read on {day})",
                rule=name,
                title=title_of(rule),
                vendor=rule.vendor,
                confidence=CONFIDENCE_WORDS[rule.confidence],
                day=rule.read_on,
            )
        )
