"""`kumiai licence chart`: required against entitled over time, as one page or drawing. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.given import given_to_count
from cli.licence.looks import looked_first, tell_begin
from cli.licence.moments import period_of, until_now
from cli.options import OfProduct, OverMonths, PageLanguage
from cli.session import Session
from core.errors import UserError
from core.files import write_whole
from core.language import Language
from core.message import say


def chart(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="The file to write, .html or .svg; else `licences.html` beside the ledger.",
        ),
    ] = None,
    period: OverMonths = "",
    product: OfProduct = None,
    page_language: PageLanguage = Language.JA,
) -> None:
    """Draw what was required and what was entitled, each step with its moment and numbers.

    A page holds every product in both languages; a drawing (.svg) holds one.

    $ kumiai licence chart --out licences.html
    """
    from board.chart_page import Names, chart_page, drawing
    from board.page_words import Both
    from licensing.papers.rule import Period as Span
    from licensing.position.period import period_start
    from licensing.position.step_reasons import step_reasons
    from licensing.position.timeline import timelines

    session: Session = context.obj
    today, out = session.now(), out or session.home.root / "licences.html"
    if not period:
        first = period_start(Span.FISCAL_YEAR, today.date())
        period = f"{first:%Y-%m}..{today:%Y-%m}"
    start, end = period_of(period)
    here = given_to_count(session)
    looked_first(session, here)
    known = here.licensing(since=start)
    park, stays = known.world.park, known.world.stays
    drawn = timelines(known.licences, park, stays, start, until_now(end, today))
    lines = [line for line in drawn if product in (None, line.product)]
    if not lines:
        raise UserError(
            say("nothing to draw: no product is owned or runs in {period}", period=period)
        )
    tell_begin(session, known, (line.bought.rule for line in lines), start)
    names = Names(
        {
            name: Both(one.ja, one.en)
            for name, one in here.definitions.catalogue.value.software.items()
        },
        {slug: Both(one.ja, one.en) for slug, one in known.members.items()},
        {
            line.product: step_reasons(line, stays.get(line.product, ()), park, known.member)
            for line in lines
        },
    )
    if out.suffix == ".svg":
        if len(lines) != 1:
            raise UserError(
                say(
                    "a drawing holds one product; name it with --product, one of {products}",
                    products=tuple(line.product for line in lines),
                )
            )
        text = drawing(lines[0], names)
    elif out.suffix == ".html":
        text = chart_page(lines, page_language, today, names)
    else:
        raise UserError(say("{file} must end in .html or .svg", file=out))
    write_whole(out, text)
    session.say(say("written to {file}", file=out))
