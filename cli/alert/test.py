"""`kumiai alert test`: routing tests with time, inhibition and grouping. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.files import checked_alerts
from cli.session import Session
from core.errors import Exit, ProblemsFound
from core.message import say


def test(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A YAML file with `tests`.")],
) -> None:
    """Try what would be told of alerts at given hours: times, inhibition and grouping included.

    Exit code 11 if anything else comes than the file expects.

    $ kumiai alert test routing-tests.yaml
    """
    from core.reading import read_document
    from monitoring.routing.evaluator import Evaluator
    from monitoring.routing.routing_tests import RoutingTests, failures, unclear
    from monitoring.routing.tree import configuration

    session: Session = context.obj
    definitions, matrix, alerts = checked_alerts(session)
    document, problems = read_document(file)
    if document is None:
        raise ProblemsFound(problems)
    whole, problems = document.read_as(RoutingTests)
    if whole is None:
        raise ProblemsFound(problems)
    problems = [document.problem(*one) for one in unclear(whole, matrix, definitions, alerts)]
    if problems:
        raise ProblemsFound(problems)
    evaluator = Evaluator(configuration(matrix, definitions))
    failed = 0
    for one in whole.tests:
        wrong = list(failures(one, evaluator, matrix, definitions, alerts))
        failed += bool(wrong)
        for sentence in wrong:
            session.say(say("{name}: {why}", name=one.name, why=sentence))
    session.say(
        say("{count} routing tests, {failed} failed", count=len(whole.tests), failed=failed)
    )
    if failed:
        raise SystemExit(int(Exit.RULE_BROKEN))
