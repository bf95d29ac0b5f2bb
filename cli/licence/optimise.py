"""`kumiai licence optimise`: the hosts on which licences cost least, as lines for a site's file.

Adapter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer
import yaml

from cli import completion
from cli.alive import alive
from cli.given import given_to_count
from cli.licence.looks import looked_first
from cli.options import AsJson
from cli.session import Session
from core.errors import Exit, UserError
from core.message import Named, say

if TYPE_CHECKING:
    from licensing.change.proposal import Proposal


def optimise(
    context: typer.Context,
    site: Annotated[
        str,
        typer.Argument(
            help="The site whose hosts are shared out.", autocompletion=completion.sites
        ),
    ],
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, help="How long to look for each answer.")
    ] = 20.0,
    json: AsJson = False,
) -> None:
    """The cheapest hosts for licensed products, with room for a failed host; nothing is changed.

    Put the lines that it prints into the site's file, and `kumiai up` builds the fences.

    $ kumiai licence optimise primary
    """
    from licensing.change.proposal import proposal

    session: Session = context.obj
    here = given_to_count(session)
    here.definitions.need_site(site)
    looked_first(session, here, json=json)
    known = here.licensing()
    with alive(session, lambda: say("looking for the cheapest hosts of {site}", site=site)):
        found = proposal(here.definitions, known, site, here.now, seconds)
    if found is None:
        raise UserError(
            say(
                "no layout of {site} carries its servers and a failed host, or none was found in "
                "{seconds} s; add hosts, or give it longer with --seconds",
                site=site,
                seconds=seconds,
            ),
            Exit.RULE_BROKEN,
        )
    if json:
        session.print_json(_as_json(found))
        return
    _print(session, site, found, known.licences.called)


def _print(session: Session, site: str, found: Proposal, called: Callable[[str], Named]) -> None:
    rows = []
    for product, hosts in found.best.hosts.items():
        by_count = [
            f"{number}: {layout.licences[product] if layout else '–'}"
            for number, layout in found.by_count[product].items()
        ]
        rows.append(
            (
                called(product),
                found.needed_now[product],
                found.best.licences[product],
                f"¥{found.saved_yen(product):,}",
                tuple(hosts),
                tuple(by_count),
            )
        )
    headings = [
        say("product"),
        say("required now"),
        say("at best"),
        say("saved"),
        say("on these hosts"),
        say("licences for so many hosts"),
    ]
    session.table(headings, rows)
    if not found.best.proven:
        session.say(say("time ran out: a cheaper layout may exist; try a larger --seconds"))
    if not found.fences:
        session.say(say("no fence saves anything here"))
        return
    session.say(say("for {file}, then `kumiai up`:", file=f"infra/sites/{site}.yaml"))
    session.out.print(
        yaml.safe_dump({"licence_fences": found.fences}, sort_keys=False, default_flow_style=None),
        markup=False,
    )


def _as_json(found: Proposal) -> dict[str, object]:
    return {
        "yen": found.best.yen,
        "proven": found.best.proven,
        "products": {
            product: {
                "required_now": found.needed_now[product],
                "licences": found.best.licences[product],
                "hosts": list(hosts),
                "by_host_count": {
                    str(number): None if layout is None else layout.licences[product]
                    for number, layout in found.by_count[product].items()
                },
            }
            for product, hosts in found.best.hosts.items()
        },
        "licence_fences": found.fences,
    }
