"""`kumiai matrix holidays`: the days on which offices are closed, written out. Adapter."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from cli.session import Session
from core.files import write_whole
from core.message import say

YEARS_AHEAD = 2
"""Whole fiscal years after the running one: as far as the law about holidays can be relied on."""


def holidays(
    context: typer.Context,
    years: Annotated[
        int, typer.Option("--years", min=1, max=5, help="Fiscal years after the running one.")
    ] = YEARS_AHEAD,
) -> None:
    """Write monitoring/matrix/holidays.yaml anew: national holidays and the turn of the year.

    Days that were added by hand go; `git diff` shows them.

    $ kumiai matrix holidays
    """
    from core.calendar import A_DAY, months_later
    from licensing.papers.rule import Period
    from licensing.position.period import period_start
    from monitoring.responsibility.calendar import written_out
    from monitoring.responsibility.matrix import HOLIDAYS_FILE

    session: Session = context.obj
    today = session.now().date()
    first = period_start(Period.FISCAL_YEAR, today)
    source = (
        f"国民の祝日（jpholiday {version('jpholiday')}、{today} 取得）、"
        "年末年始（地方自治法 第4条の2）"
    )
    text = written_out(first, months_later(first, 12 * (years + 1)) - A_DAY, source)
    write_whole(session.home.definitions / HOLIDAYS_FILE, text)
    session.say(say("{file} is written", file=HOLIDAYS_FILE))
