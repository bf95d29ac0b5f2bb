"""`kumiai licence compare`: what each edition of a product would need and cost. Adapter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.given import given_to_count
from cli.licence.looks import looked_first, tell_begin
from cli.licence.moments import instant_of
from cli.licence.products import no_product
from cli.options import AsJson, AtMoment, Product
from cli.session import Session
from core.errors import UserError
from core.message import Message, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from licensing.papers.licences import Licences
    from licensing.papers.rule import Rule
    from licensing.position.bought import Bought
    from licensing.position.comparison import Edition
    from licensing.position.offer import Offer
    from runbooks.actions.given import Given


A_YEAR = 366


def compare(
    context: typer.Context,
    product: Product,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            help="Compare with this rule; may be given several times.",
            autocompletion=completion.rules,
        ),
    ] = None,
    price: Annotated[
        list[str] | None,
        typer.Option("--price", metavar="RULE=YEN", help="What one licence by a rule costs."),
    ] = None,
    at: AtMoment = "",
    json: AsJson = False,
) -> None:
    """What each edition of a product would need and cost on the hosts and servers as they are.

    Editions are the rules with the same `edition_of`; --rule names others.

    $ kumiai licence compare database
    $ kumiai licence compare database --rule oracle-se2 --price oracle-se2=2000000
    """
    from licensing.position.comparison import comparison, editions_of
    from licensing.position.period import japan_day

    session: Session = context.obj
    here = given_to_count(session)
    moment = instant_of(at) if at else here.now
    looked_first(session, here, json=json)
    known = here.licensing(since=moment - _longest(here.licences))
    all_bought = known.bought(japan_day(moment))
    bought = all_bought.get(product)
    if bought is None:
        raise no_product(product, all_bought)
    rules = editions_of(known.licences, bought.rule, moment)
    rules += [_named(known.licences, name) for name in rule or () if name != bought.rule.id]
    rules = list({one.id: one for one in rules}.values())
    if len(rules) == 1:
        raise UserError(
            say(
                "no rule counts another edition of what {rule} counts; name one with --rule",
                rule=bought.rule.id,
            )
        )
    prices = _prices(known.licences, bought, rules, price or ())
    park = known.world.park.for_product(product)
    stays = known.world.stays.get(product, ())
    tell_begin(session, known, rules, moment)
    found = comparison(rules, prices, park, stays, moment, _declaring(here, japan_day(moment)))
    if json:
        session.print_json([_as_json(one) for one in found])
        return
    _print(session, found)


def _declaring(here: Given, day: date) -> list[str]:
    """Who is a member on that day, and says how many users or devices it has."""
    return [
        slug
        for slug, read in here.definitions.members.items()
        if (life := read.value.lifecycle).joined_on <= day
        and (life.left_on is None or day <= life.left_on)
    ]


def _longest(licences: Licences) -> timedelta:
    """How far back any rule looks: the longest period and the longest window."""
    return timedelta(days=A_YEAR) + max(r.value.window for r in licences.rules.values())


def _named(licences: Licences, name: str) -> Rule:
    read = licences.rules.get(name)
    if read is None:
        raise UserError(
            say(
                "{value} is not known; known are {known}",
                value=name,
                known=tuple(sorted(licences.rules)),
            )
        )
    return read.value


def _prices(
    licences: Licences, bought: Bought, rules: Sequence[Rule], given_prices: Sequence[str]
) -> dict[str, Offer]:
    """What licences by each rule cost: as somebody says, else as the last contract by that rule
    sells them."""
    from licensing.position.offer import at_one_price, offer_anew

    papers = [paper for paper in licences.papers if paper.product == bought.product]
    papers.sort(key=lambda paper: paper.starts_on)
    found = {paper.rule: offer_anew(paper) for paper in papers}
    for text in given_prices:
        name, _, yen = text.partition("=")
        if not yen.isdecimal() or name not in {rule.id for rule in rules}:
            raise UserError(
                say(
                    "{text} is no price; write it as {rule}=2000000, with one of the rules that "
                    "are compared",
                    text=text,
                    rule=rules[-1].id,
                )
            )
        price = at_one_price(int(yen))
        found[name] = replace(found.get(name, price), prices=price.prices)
    return found


def _print(session: Session, found: Sequence[Edition]) -> None:
    from licensing.counting.rounding import shown
    from licensing.papers.words import title_of
    from licensing.position.comparison import cheapest

    session.table(
        [say("rule"), say("edition"), say("required"), say("price"), say("cost"), say("worth it")],
        [
            (
                one.rule.id,
                title_of(one.rule),
                shown(one.required.licences),
                "–" if one.unit_price_yen is None else f"¥{one.unit_price_yen:,}",
                "–" if one.yen is None else f"¥{one.yen:,}",
                _worth(one),
            )
            for one in found
        ],
    )
    best = cheapest(found)
    if best is not None and best.yen is not None and len([o for o in found if o.yen]) > 1:
        session.say(say("the cheapest is {rule}: ¥{yen:,}", rule=best.rule.id, yen=best.yen))


def _worth(one: Edition) -> Message | str:
    if one.refused:
        return say("not allowed on {hosts}", hosts=tuple(one.refused))
    if one.undeclared:
        return say("not every municipality declares {metrics}", metrics=tuple(one.undeclared))
    if one.break_even_yen is None:
        return "–"
    return say("up to ¥{yen:,} each", yen=one.break_even_yen)


def _as_json(one: Edition) -> dict[str, object]:
    return {
        "rule": one.rule.id,
        "required": float(one.required.licences),
        "refused_hosts": list(one.refused),
        "undeclared": list(one.undeclared),
        "ordered": one.ordered,
        "unit_price_yen": one.unit_price_yen,
        "cost_yen": one.yen,
        "break_even_yen": one.break_even_yen,
    }
