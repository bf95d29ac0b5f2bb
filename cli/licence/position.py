"""`kumiai licence position`: required, entitled and headroom, now, then or over a period.

Adapter.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli import completion
from cli.files import need_members
from cli.given import given_to_count
from cli.licence.looks import looked_first, tell_begin
from cli.licence.moments import forecast, instant_of, period_of, until_now
from cli.licence.products import no_product
from cli.options import AsJson, AtMoment, OfProduct, OverMonths
from cli.session import Session
from core.eras import moment_in_figures
from core.errors import Exit
from core.message import Message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licensing.change.licensing import Licensing
    from licensing.position.evidence import Gap
    from licensing.position.position import Position
    from licensing.position.timeline import Timeline

Row = TypeVar("Row", "Position", "Timeline")

MOST_GAPS = 3
"""So many are told; all of them are in the JSON."""


def position(
    context: typer.Context,
    product: OfProduct = None,
    at: AtMoment = "",
    period: OverMonths = "",
    member: Annotated[
        str | None,
        typer.Option(
            "--member",
            help="This municipality's part in each product.",
            autocompletion=completion.members,
        ),
    ] = None,
    believed: Annotated[
        str, typer.Option("--believed", help="As the ledger knew it at this moment.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Required, entitled and headroom of each product. Exit code 11 if one is in breach.

    Over a period: the highest that was required, when, and by whom.

    $ kumiai licence position
    $ kumiai licence position --period 2026-04..2027-03 --product database
    """
    session: Session = context.obj
    here = given_to_count(session)
    moment = instant_of(at) if at else here.now
    since = period_of(period)[0] if period else moment
    if not believed:
        looked_first(session, here, json=json)
    known = here.licensing(instant_of(believed) if believed else None, since)
    if member and not known.has_run(member):
        need_members(here.definitions, [member])
    if period:
        found = _chosen(_over(known, period, here.now), product)
        _show_period(session, known, found, member, json=json)
        tell_begin(session, known, (line.bought.rule for line in found), since)
        in_breach = any(line.in_breach for line in found)
    else:
        positions = _at(known, product, moment)
        _show_moment(session, known, positions, moment, here.now, member, json=json)
        tell_begin(session, known, (one.rule for one in positions), moment)
        in_breach = any(one.in_breach for one in positions)
    if in_breach:
        raise SystemExit(int(Exit.RULE_BROKEN))


def _at(known: Licensing, product: str | None, moment: datetime) -> list[Position]:
    from licensing.position.position import positions

    found = positions(known.licences, known.world.park, known.world.stays, moment)
    return _chosen(found, product)


def _over(known: Licensing, period: str, now: datetime) -> list[Timeline]:
    """Until now where the months are not over."""
    from licensing.position.timeline import timelines

    start, end = period_of(period)
    return timelines(
        known.licences, known.world.park, known.world.stays, start, until_now(end, now)
    )


def _chosen(rows: Sequence[Row], product: str | None) -> list[Row]:
    found = [row for row in rows if product in (None, row.product)]
    if product is not None and not found:
        raise no_product(product, [row.product for row in rows])
    return found


def _show_moment(
    session: Session,
    known: Licensing,
    found: Sequence[Position],
    moment: datetime,
    now: datetime,
    member: str | None,
    *,
    json: bool,
) -> None:
    from licensing.counting.rounding import shown
    from licensing.position.caveats import caveats, nothing_known
    from licensing.position.shares import on_paper, shares

    rows: list[list[object]] = []
    data: list[dict[str, object]] = []
    has_marks = any(one.has_mark for one in found)
    gaps = {one.product: known.gaps(one.product, one.rule, moment) for one in found}
    for one in found:
        stays = known.world.stays.get(one.product, ())
        by = on_paper(shares(one.rule, one.required, stays))
        by_site = on_paper(one.required.by_site, one.required.licences)
        highest_at = one.required.at if one.has_mark else None
        rows.append(
            [
                one.called,
                one.rule.id,
                shown(one.required.licences),
                *_part(by, member),
                shown(one.entitled),
                shown(one.headroom),
                tuple(f"{site} {shown(n)}" for site, n in sorted(by_site.items())),
                *([moment_in_figures(highest_at) if highest_at else "–"] if has_marks else []),
            ]
        )
        data.append(
            {
                "product": one.product,
                "rule": one.rule.id,
                "required": float(one.required.licences),
                "entitled": float(one.entitled),
                "headroom": float(one.headroom),
                "by_site": {site: float(n) for site, n in by_site.items()},
                "by_member": {name: float(n) for name, n in by.items()},
                "highest_at": highest_at,
                "is_owned": one.is_owned,
                "undeclared_hosts": list(one.undeclared),
                "refused_hosts": sorted(one.refused),
                "evidence_gaps": [
                    {"site": g.site, "since": g.since, "until": g.until} for g in gaps[one.product]
                ],
            }
        )
    headings = [
        say("product"),
        say("rule"),
        say("required"),
        *([say("of that {member}", member=known.member(member))] if member else []),
        say("entitled"),
        say("headroom"),
        say("by site"),
        *([say("highest at")] if has_marks else []),
    ]
    if moment > now and not json:
        session.say(forecast(moment))
    _show(session, headings, rows, data, json=json)
    if not json:
        for one in found:
            for caveat in caveats(one, moment):
                session.complain(caveat)
            _show_gaps(session, one, gaps[one.product])
        for site, servers in known.unread(moment).items():
            session.complain(nothing_known(site, servers))


def _show_gaps(session: Session, one: Position, gaps: Sequence[Gap]) -> None:
    """Where the evidence is missing on which the product is counted as it is."""
    for gap in gaps[:MOST_GAPS]:
        session.say(
            say(
                "{product}: nobody looked at {site} from {since} to {until}; {rule} asks for a "
                "look every {minutes} minutes, else whole machines count",
                product=one.called,
                site=gap.site,
                since=moment_in_figures(gap.since),
                until=moment_in_figures(gap.until),
                rule=one.rule.id,
                minutes=one.rule.evidence_every_minutes,
            )
        )
    if len(gaps) > MOST_GAPS:
        session.say(say("{product}: {count} such gaps in all", product=one.called, count=len(gaps)))


def _show_period(
    session: Session,
    known: Licensing,
    found: Sequence[Timeline],
    member: str | None,
    *,
    json: bool,
) -> None:
    from licensing.counting.rounding import shown
    from licensing.position.caveats import caveats_of

    rows: list[list[object]] = []
    data: list[dict[str, object]] = []
    for line in found:
        tightest = line.tightest
        by = sorted(line.by.items(), key=lambda part: -part[1])
        rows.append(
            [
                line.bought.called,
                line.bought.rule.id,
                shown(line.highest.licences),
                moment_in_figures(line.highest.at),
                *(_part(line.by, member) if member else [_whose(known, by)]),
                shown(tightest.headroom or 0),
                moment_in_figures(tightest.at),
            ]
        )
        data.append(
            {
                "product": line.product,
                "rule": line.bought.rule.id,
                "highest": float(line.highest.licences),
                "highest_at": line.highest.at,
                "by_member": {name: float(n) for name, n in line.by.items()},
                "least_headroom": float(tightest.headroom or 0),
                "least_headroom_at": tightest.at,
                "course": [
                    {
                        "at": point.at,
                        "required": None if point.required is None else float(point.required),
                        "entitled": float(point.entitled),
                    }
                    for point in line.points
                ],
            }
        )
    headings = [
        say("product"),
        say("rule"),
        say("highest"),
        say("at"),
        say("of that {member}", member=known.member(member)) if member else say("by whom"),
        say("least headroom"),
        say("at"),
    ]
    _show(session, headings, rows, data, json=json)
    for line in () if json else found:
        stays = known.world.stays.get(line.product, ())
        for caveat in caveats_of(line, known.world.park, stays):
            session.complain(caveat)


def _whose(known: Licensing, by: Sequence[tuple[str, Fraction]]) -> Message:
    from licensing.counting.rounding import shown

    parts = tuple(
        say("{member} {share}", member=known.member(member), share=shown(share))
        for member, share in by
    )
    return say("{parts}", parts=parts)


def _part(by: dict[str, Fraction], member: str | None) -> list[str]:
    from licensing.counting.rounding import shown

    return [shown(by.get(member, 0))] if member else []


def _show(
    session: Session,
    headings: Sequence[Message],
    rows: Sequence[Sequence[object]],
    data: object,
    *,
    json: bool,
) -> None:
    if json:
        session.print_json(data)
    else:
        session.table(headings, rows)
