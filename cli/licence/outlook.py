"""`kumiai licence outlook`: the busy seasons of a fiscal year, judged in advance. Adapter."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.files import need_members
from cli.given import given_to_count
from cli.licence.looks import looked_first, tell_begin
from cli.options import AsJson
from cli.session import Session
from core.eras import JAPAN
from core.errors import Exit, UserError
from core.message import Message, Named, say

if TYPE_CHECKING:
    from licensing.change.licensing import Licensing
    from licensing.change.outlook import Month, Season
    from tenants.catalogue_model import Catalogue


def outlook(
    context: typer.Context,
    year: Annotated[
        int | None,
        typer.Option("--year", help="The fiscal year that begins in April of this year."),
    ] = None,
    member: Annotated[
        str | None,
        typer.Option(
            "--member",
            help="Only this municipality's busy seasons.",
            autocompletion=completion.members,
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Whether each month's busy seasons are allowed, cost money or violate. Exit code 11 if one
    violates, or if licences are missing whether it comes or not.

    A busy season is `busy_season` of a service in a municipality's file.

    $ kumiai licence outlook
    $ kumiai licence outlook --member hita
    """
    from licensing.change.outlook import outlook as outlook_of
    from licensing.change.outlook import seasons_of
    from licensing.papers.rule import Period
    from licensing.position.period import period_start

    session: Session = context.obj
    here = given_to_count(session)
    definitions, moment = here.definitions, here.now
    need_members(definitions, [member] if member else [])
    this_year = period_start(Period.FISCAL_YEAR, moment.date())
    first = this_year if year is None else date(year, this_year.month, 1)
    if first < this_year:
        raise UserError(
            say("the fiscal year {year} is over; see `licence position --period`", year=year)
        )
    looked_first(session, here, json=json)
    seasons = [
        season
        for slug, read in definitions.members.items()
        if member in (None, slug)
        for season in seasons_of(read.value, definitions.catalogue.value)
    ]
    begins = datetime(first.year, first.month, 1, tzinfo=JAPAN)
    known = here.licensing()
    months = outlook_of(known, seasons, definitions, begins, moment)
    if json:
        session.print_json([_as_json(month) for month in months])
    else:
        _print(session, known, definitions.catalogue.value, months)
    effects = [effect for month in months for effect in month.effects]
    tell_begin(session, known, known.licences.rules_in_use, moment)
    unowned = any(month.unowned for month in months)
    if unowned or any(one.is_broken for one in effects):
        raise SystemExit(int(Exit.RULE_BROKEN))


def _print(session: Session, known: Licensing, catalogue: Catalogue, months: list[Month]) -> None:
    def season(one: Season) -> Message:
        system = catalogue.systems[one.system]
        return say(
            "{member}, {system}: {vcpus} vCPU more",
            member=known.member(one.member),
            system=Named(system.ja, system.en),
            vcpus=one.extra_vcpu,
        )

    session.table(
        [say("month"), say("busy season"), say("licences")],
        [
            (
                f"{month.first:%Y-%m}",
                "\n".join(season(s).text(session.translate) for s in month.seasons) or "–",
                "\n".join(line.text(session.translate) for line in _judged(known, month)),
            )
            for month in months
        ],
    )


def _judged(known: Licensing, month: Month) -> list[Message]:
    """What the month does to licences, a line each."""
    from licensing.change.effect import told

    lines = [told(effect) for effect in month.effects]
    told_of = {effect.bought.product for effect in month.effects}
    lines += [
        say(
            "{member}: the ledger knows no server that would grow; look at it again once they run",
            member=known.member(season.member),
        )
        for season in month.unknown
    ]
    lines += [
        say(
            "{product}: no entitlement holds; judge it once it is bought",
            product=known.licences.called(product),
        )
        for product in month.unowned
        if product not in told_of
    ]
    if month.seasons and not lines:
        return [say("allowed"), *lines]
    return lines


def _as_json(month: Month) -> dict[str, object]:
    return {
        "month": f"{month.first:%Y-%m}",
        "seasons": [
            {"member": s.member, "system": s.system, "extra_vcpu": s.extra_vcpu}
            for s in month.seasons
        ],
        "effects": [
            {
                "product": effect.bought.product,
                "before": float(effect.before.required.licences),
                "after": float(effect.after.required.licences),
                "owned": float(effect.bought.quantity),
                "cost_yen": effect.cost_yen,
                "verdict": str(effect.verdict),
            }
            for effect in month.effects
        ],
        "no_entitlement": list(month.unowned),
        "not_judged": [{"member": s.member, "system": s.system} for s in month.unknown],
    }
