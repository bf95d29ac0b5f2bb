"""`kumiai alert routes`: alertmanager.yml from the matrix, proven, and put in place. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.files import checked_matrix
from cli.options import AsJson
from cli.session import Session
from core.errors import Exit, UserError
from core.message import say


def routes(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write it to this file, once amtool finds nothing wrong."),
    ] = None,
    reload: Annotated[
        str,
        typer.Option(
            "--reload", metavar="URL", help="Have this Alertmanager read it, and prove that it did."
        ),
    ] = "",
    json: AsJson = False,
) -> None:
    """Make alertmanager.yml from the matrix, and prove whom every alert calls.

    Every declared alert is gone through (members, systems, layers, sites, severities): exactly one
    is called, none ends in the catch-all, no municipality sees another one's. Exit code 11 if not.

    $ kumiai alert routes
    $ kumiai alert routes --out alertmanager.yml --reload http://127.0.0.1:9093
    """
    from core.kept import all_kept
    from monitoring.routing.alertmanager import install
    from monitoring.routing.proof import proof
    from monitoring.routing.tree import configuration

    if reload and out is None:
        raise UserError(say("nothing would be reloaded; name the file with `--out` as well"))
    session: Session = context.obj
    definitions, matrix = checked_matrix(session)
    with all_kept():
        whole = configuration(matrix, definitions)
    proven = proof(matrix, definitions, whole, session.now().date())
    if json:
        session.print_json(
            {
                "alerts": proven.alerts,
                "routes": sum(1 for _ in whole.route.walk()),
                "receivers": len(whole.receivers),
                "counterexamples": [one.text(session.translate) for one in proven.counterexamples],
            }
        )
    else:
        session.say(
            say(
                "{alerts} alerts of {members} municipalities, {routes} routes, {receivers} "
                "receivers: {wrong} go wrong",
                alerts=proven.alerts,
                members=len(definitions.present_members()),
                routes=sum(1 for _ in whole.route.walk()),
                receivers=len(whole.receivers),
                wrong=len(proven.counterexamples),
            )
        )
        for one in proven.counterexamples:
            session.say(one)
    if proven.counterexamples:
        raise SystemExit(int(Exit.RULE_BROKEN))
    if out is not None:
        with all_kept():
            install(whole.text(), out, reload)
        session.complain(say("{file} is written", file=out))
