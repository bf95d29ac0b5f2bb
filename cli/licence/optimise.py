"""`kumiai licence optimise`: the hosts on which licences cost least, as lines for a site's file.

Adapter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING, Annotated

import typer
import yaml

from cli.alive import alive
from cli.files import checked_definitions, need_site
from cli.licence.moments import licensing_now
from cli.options import AsJson
from cli.session import Session
from core.errors import Exit, UserError
from core.message import say

if TYPE_CHECKING:
    from licensing.change.layout import Capacity, Layout, Load
    from licensing.change.licensing import Licensing
    from licensing.position.bought import Bought
    from tenants.definitions import Definitions
    from tenants.site import Site


def optimise(
    context: typer.Context,
    site: Annotated[str, typer.Argument(help="The site whose hosts are shared out.")],
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, help="How long to look for each answer.")
    ] = 20.0,
    json: AsJson = False,
) -> None:
    """The cheapest hosts for licensed products, with room for a failed host; nothing is changed.

    Put the lines that it prints into the site's file, and `kumiai up` builds the fences.

    $ kumiai licence optimise primary
    """
    from licensing.change.layout import fenceable
    from licensing.change.layout import optimise as best_of

    session: Session = context.obj
    definitions = checked_definitions(session)
    need_site(definitions, site)
    known = licensing_now(session)
    bought = known.bought(session.now().date())
    loads = _loads(definitions, known, site)
    room = _capacity(definitions.sites[site].value)
    park = known.world.park
    with alive(session, lambda: say("looking for the cheapest hosts of {site}", site=site)):
        best = best_of(park, site, loads, room, bought, seconds)
        hosts = range(1, 1 + sum(host.site == site for host in park.hosts.values()))
        tables = {
            product: {
                count: best_of(park, site, loads, room, bought, seconds, {product: count})
                for count in hosts
            }
            for product in (best.hosts if best is not None else ())
            if product in fenceable(bought)
        }
    if best is None:
        raise UserError(
            say(
                "no layout of {site} carries its servers and a failed host, or none was found in "
                "{seconds} s; add hosts, or give it longer with --seconds",
                site=site,
                seconds=seconds,
            ),
            Exit.RULE_BROKEN,
        )
    now_needed = _needed_now(known, bought, site, session.now())
    if json:
        session.print_json(_as_json(best, tables, now_needed))
        return
    _print(session, site, best, tables, now_needed, bought)


Tables = Mapping[str, Mapping[int, "Layout | None"]]


def _loads(definitions: Definitions, known: Licensing, site: str) -> list[Load]:
    """Every server that the files put at the site, with the host where the ledger has it."""
    from blueprint.member import blueprint_of
    from blueprint.parts import Blueprint
    from licensing.change.layout import Load

    blueprints: list[Blueprint] = [
        blueprint_of(definitions, slug, site) for slug in definitions.members_at(site)
    ]
    hosts = {
        entry.machine.name: entry.machine.host
        for entry in known.entries
        if entry.until is None and entry.machine.site == site
    }
    return [
        Load(
            server.name,
            server.role.products,
            server.vcpu,
            server.ram_gib,
            server.server_group,
            hosts.get(server.name),
        )
        for blueprint in blueprints
        for server in blueprint.servers
    ]


def _capacity(site: Site) -> Capacity:
    from licensing.change.layout import Capacity

    return Capacity(
        {name: int(host.cores * site.overcommit.vcpu) for name, host in site.hosts.items()},
        {name: int(host.ram_gib * site.overcommit.ram) for name, host in site.hosts.items()},
    )


def _needed_now(
    known: Licensing, bought: Mapping[str, Bought], site: str, moment: datetime
) -> dict[str, int]:
    """Licences by product that the site asks for today."""
    from licensing.position.position import position

    found = {}
    for product, one in bought.items():
        stays = known.world.stays.get(product, ())
        by_site = position(one, known.world.park, stays, moment).required.requirement.by_site
        found[product] = ceil(by_site.get(site, 0))
    return found


def _print(
    session: Session,
    site: str,
    best: Layout,
    tables: Tables,
    now_needed: Mapping[str, int],
    bought: Mapping[str, Bought],
) -> None:
    rows = []
    for product, hosts in best.hosts.items():
        licences = best.licences[product]
        saved = (now_needed[product] - licences) * bought[product].unit_price_yen
        by_count = [
            f"{number}: {layout.licences[product] if layout else '–'}"
            for number, layout in tables[product].items()
        ]
        rows.append(
            (
                product,
                now_needed[product],
                licences,
                f"¥{saved:,}",
                ", ".join(hosts),
                ", ".join(by_count),
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
    if not best.proven:
        session.say(say("time ran out: a cheaper layout may exist; try a larger --seconds"))
    fences = _fences(best, tables)
    if not fences:
        session.say(say("no fence saves anything here"))
        return
    session.say(say("for {file}, then `kumiai up`:", file=f"infra/sites/{site}.yaml"))
    session.out.print(
        yaml.safe_dump({"licence_fences": fences}, sort_keys=False, default_flow_style=None),
        markup=False,
    )


def _fences(best: Layout, tables: Tables) -> dict[str, dict[str, list[str]]]:
    """A fence for each product that may not go everywhere."""
    return {
        product: {"products": [product], "hosts": list(hosts)}
        for product, hosts in best.hosts.items()
        if len(hosts) < max(tables[product])
    }


def _as_json(best: Layout, tables: Tables, now_needed: Mapping[str, int]) -> dict[str, object]:
    return {
        "yen": best.yen,
        "proven": best.proven,
        "products": {
            product: {
                "required_now": now_needed[product],
                "licences": best.licences[product],
                "hosts": list(hosts),
                "by_host_count": {
                    str(number): None if layout is None else layout.licences[product]
                    for number, layout in tables[product].items()
                },
            }
            for product, hosts in best.hosts.items()
        },
        "licence_fences": _fences(best, tables),
    }
