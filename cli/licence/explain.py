"""`kumiai licence explain`: every step of the sum for one product. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.given import given
from cli.licence.moments import instant_of
from cli.options import AtMoment
from cli.session import Session
from core.eras import moment_in_figures
from core.errors import UserError
from core.message import say


def explain(
    context: typer.Context,
    product: Annotated[str, typer.Argument(help="The product, as the catalogue names it.")],
    at: AtMoment = "",
) -> None:
    """Every step of the sum for one product, in words, and whose doing it is.

    $ kumiai licence explain database
    """
    session: Session = context.obj
    moment = instant_of(at) if at else session.now()
    known = given(session).licensing(since=moment)
    from licensing.counting.rounding import shown
    from licensing.position.course import course
    from licensing.position.period import japan_day
    from licensing.position.position import position as position_of
    from licensing.position.shares import on_paper, shares

    bought = known.bought(japan_day(moment)).get(product)
    if bought is None:
        raise UserError(say("{product} neither runs nor is owned", product=product))
    stays = known.world.stays.get(product, ())
    one = position_of(bought, known.world.park, stays, moment)
    rule = bought.rule
    session.say(
        say(
            "{product}: {title} (rule {rule}, source: {source}, read on {day})",
            product=product,
            title=rule.title.in_language(str(session.language)),
            rule=rule.id,
            source=rule.source,
            day=rule.read_on,
        )
    )
    if one.required.at != moment:
        session.say(
            say("the highest of the period was at {at}", at=moment_in_figures(one.required.at))
        )
    for step in one.required.requirement.steps:
        session.say(say("  {step}", step=step))
    session.say(
        say(
            "required {required}, entitled {entitled}, headroom {headroom}",
            required=shown(one.required.licences),
            entitled=shown(one.entitled),
            headroom=shown(one.headroom),
        )
    )
    for member, share in on_paper(shares(rule, one.required, stays)).items():
        session.say(say("  {member}: {share}", member=member, share=shown(share)))
    for begins, licences in course(bought, known.world.park, stays, moment)[1:]:
        session.say(
            say(
                "from {at}: {licences} licences",
                at=moment_in_figures(begins),
                licences=shown(licences),
            )
        )
