"""`kumiai licence explain`: every step of the sum for one product. Adapter."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from cli.given import given_to_count
from cli.licence.looks import looked_first, tell_begin
from cli.licence.moments import forecast, instant_of
from cli.licence.products import no_product
from cli.options import AsJson, AtMoment, Product
from cli.session import Session
from core.eras import moment_in_figures
from core.message import Message, say

if TYPE_CHECKING:
    from licensing.papers.rule import Rule
    from licensing.position.explanation import Explanation
    from licensing.position.position import Position


def explain(
    context: typer.Context,
    product: Product,
    at: AtMoment = "",
    json: AsJson = False,
) -> None:
    """Every step of the sum for one product: which host counts why, and whose doing it is.

    $ kumiai licence explain database
    $ kumiai licence explain database --at 2026-10-16
    """
    session: Session = context.obj
    here = given_to_count(session)
    moment = instant_of(at) if at else here.now
    looked_first(session, here, json=json)
    known = here.licensing(since=moment)
    from licensing.counting.rounding import shown
    from licensing.papers.words import title_of
    from licensing.position.caveats import caveats
    from licensing.position.course import course
    from licensing.position.explanation import explained
    from licensing.position.period import japan_day
    from licensing.position.position import tightest
    from licensing.position.shares import on_paper, shares

    all_bought = known.bought(japan_day(moment))
    bought = all_bought.get(product)
    if bought is None:
        raise no_product(product, all_bought)
    tell_begin(session, known, [bought.rule], moment)
    stays = known.world.stays.get(product, ())
    one = tightest(known.licences, bought, known.world.park, stays, moment)
    sums = explained(one.rule, one.required, stays, known.member)
    by_member = on_paper(shares(one.rule, one.required, stays))
    ahead = course(bought, known.world.park, stays, moment)[1:]
    if json:
        session.print_json(
            {
                "product": product,
                "rule": one.rule.id,
                "required": float(one.required.licences),
                "entitled": float(one.entitled),
                "headroom": float(one.headroom),
                "sums": [_as_json(session, found) for found in sums],
                "by_member": {member: float(share) for member, share in by_member.items()},
                "course": [[begins, float(licences)] for begins, licences in ahead],
            }
        )
        return
    session.say(say("{product}: {title}", product=bought.called, title=title_of(one.rule)))
    _print_rule(session, one.rule)
    if moment > here.now:
        session.say(forecast(moment))
    for found in sums:
        if one.has_mark:
            session.say(_highest_of(one, found, regions=len(sums) > 1))
        _print_sum(session, found)
    session.say(
        say(
            "required {required}, entitled {entitled}, headroom {headroom}",
            required=shown(one.required.licences),
            entitled=shown(one.entitled),
            headroom=shown(one.headroom),
        )
    )
    if by_member:
        session.say(_by_what(one.rule))
    for member, share in by_member.items():
        session.say(say("  {member}: {share}", member=known.member(member), share=shown(share)))
    for begins, licences in ahead:
        session.say(_later(one.rule, begins, shown(licences), has_come=begins <= here.now))
    session.complain(*caveats(one, moment))


def _later(rule: Rule, at: datetime, licences: str, *, has_come: bool) -> Message:
    """What is asked for from then on: as it was, as it would have been, or as it may be."""
    if has_come and rule.free_days_per_year:
        return say(
            "what came then: from {at} {licences} licences",
            at=moment_in_figures(at),
            licences=licences,
        )
    if has_come:
        return say(
            "had nothing else changed: from {at} {licences} licences",
            at=moment_in_figures(at),
            licences=licences,
        )
    return say(
        "forecast, if nothing else changes: from {at} {licences} licences",
        at=moment_in_figures(at),
        licences=licences,
    )


def _by_what(rule: Rule) -> Message:
    if rule.window:
        return say(
            "whose doing it is, by vCPUs and time of use in the {days} days before:",
            days=rule.window_days,
        )
    return say("whose doing it is, by what counted and for how long:")


def _highest_of(one: Position, found: Explanation, *, regions: bool) -> Message:
    """When the mark was reached: of a region or a purchase, if there are more."""
    from licensing.counting.rounding import shown

    at = moment_in_figures(found.at)
    if regions:
        sites = tuple(sorted({host.site for host in found.hosts}))
        return say("the highest of the period at {sites} was at {at}", sites=sites, at=at)
    if one.higher is not None:
        return say(
            "the highest of the days on which {entitled} were owned was at {at}",
            entitled=shown(one.entitled),
            at=at,
        )
    return say("the highest of the period was at {at}", at=at)


def _print_rule(session: Session, rule: Rule) -> None:
    """The rule as its file has it, so that a reader can compare it with the contract."""
    from licensing.papers.words import CONFIDENCE_WORDS, as_written, note_of
    from licensing.position.bought import NO_RULE

    if rule is NO_RULE:
        session.say(say("no entitlement says by which rule it counts, so this is the least"))
        return
    session.say(
        say(
            "rule {rule} ({confidence}), source: {source}, read on {day}",
            rule=rule.id,
            confidence=CONFIDENCE_WORDS[rule.confidence],
            source=rule.source,
            day=rule.read_on,
        )
    )
    for line in as_written(rule).splitlines():
        session.out.print(f"  {line}", markup=False)
    note = note_of(rule)
    if note is not None:
        session.say(say("  {step}", step=note))


def _print_sum(session: Session, found: Explanation) -> None:
    from licensing.counting.rounding import shown

    for host in found.hosts:
        if host.host.endswith(f"({host.site})"):
            session.say(
                say(
                    "  {host}: counted as {units}, since {reasons}",
                    host=host.host,
                    units=shown(host.units),
                    reasons=host.reasons,
                )
            )
            continue
        session.say(
            say(
                "  {host} ({site}): counted as {units}, since {reasons}",
                host=host.host,
                site=host.site,
                units=shown(host.units),
                reasons=host.reasons,
            )
        )
    for line in found.not_counted:
        session.say(say("  {step}", step=line))
    if found.steps:
        session.say(say("the sum:"))
    for line in found.steps:
        session.say(say("  {step}", step=line))


def _as_json(session: Session, found: Explanation) -> dict[str, object]:
    def text(messages: tuple[Message, ...]) -> list[str]:
        return [one.text(session.translate) for one in messages]

    return {
        "at": found.at,
        "hosts": [
            {
                "host": one.host,
                "site": one.site,
                "units": float(one.units),
                "reasons": text(one.reasons),
            }
            for one in found.hosts
        ],
        "not_counted": text(found.not_counted),
        "steps": text(found.steps),
    }
