"""What is to be known beside a position's numbers, since they say less than they seem to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction

from core.calendar import MOMENT
from core.eras import moment_in_figures
from core.message import Message, Named, say
from licensing.counting.park import Park, undeclared
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.papers.rule import Rule
from licensing.position.bought import NO_RULE
from licensing.position.period import japan_day
from licensing.position.position import Position
from licensing.position.timeline import Timeline


def caveats(position: Position, at: datetime) -> list[Message]:
    """A sentence each, with what to do."""
    day, rule, product = japan_day(at), position.rule, position.called
    found: list[Message] = []
    if position.owned_now is not None:
        found.append(
            say(
                "{product}: the mark of {day} is compared with the {entitled} that were owned "
                "then; {now} are owned now",
                product=product,
                day=japan_day(position.required.at),
                entitled=shown(position.entitled),
                now=shown(position.owned_now),
            )
        )
    if position.higher is not None:
        most = position.higher
        found.append(
            say(
                "{product}: {required} were required on {day}, the most of the period, and "
                "{entitled} were owned then; shown is the mark that left least",
                product=product,
                required=shown(most.required.licences),
                day=japan_day(most.required.at),
                entitled=shown(most.entitled),
            )
        )
    if not position.is_owned:
        found.append(_not_owned(product, rule, japan_day(position.required.at)))
    if rule.valid_to is not None and rule.valid_to < day:
        found.append(_ended(product, rule, rule.valid_to))
    if position.refused:
        found.append(refusal(product, rule, position.refused))
    if position.elsewhere > position.idle:
        found.append(_bound(product, day, position.bound, position.short))
    elif position.idle:
        found.append(
            say(
                "{product}: {count} licences are owned where they cover nothing ({entitlements} "
                "belong to one municipality, site or region); buy what is missing, or have the "
                "contract pool them and write `pooled: true`",
                product=product,
                count=shown(position.idle),
                entitlements=tuple(position.bound),
            )
        )
    if position.undeclared:
        found.append(_strangers(product, position.undeclared))
    return found


def caveats_of(line: Timeline, park: Park, stays: Iterable[Stay]) -> list[Message]:
    """The same beside the highest number of a period."""
    product, at = line.bought.called, line.highest.at
    found = [refusal(product, line.bought.rule, line.refused)] if line.refused else []
    found += [_not_owned(product, rule, japan_day(since)) for since, rule in line.not_owned]
    last, rules = japan_day(line.end - MOMENT), {rule.id: rule for rule in line.rules}
    for rule in rules.values():
        if rule.valid_to is not None and rule.valid_to < last:
            found.append(_ended(product, rule, rule.valid_to))
    tightest, lots = line.tightest, line.bought.lots
    if lots and tightest.entitled < line.bought.quantity:
        papers = [lot.entitlement for lot in lots if lot.is_bound]
        missing = -Fraction(tightest.headroom or 0)
        found.append(_bound(product, japan_day(tightest.at), papers, missing))
    strangers = undeclared(park, stays, at)
    return [*found, _strangers(product, strangers)] if strangers else found


def _bound(product: Named, day: date, papers: Iterable[str], missing: Fraction) -> Message:
    """Whose licences cover their own servers alone, where that leaves more missing."""
    return say(
        "{product}: {entitlements} belong to one municipality, site or region, so each is counted "
        "by itself: on {day} {missing} licences are missing in all; buy them, or have the contract "
        "pool what is owned and write `pooled: true`",
        product=product,
        entitlements=tuple(papers),
        day=day,
        missing=shown(missing),
    )


def _not_owned(product: Named, rule: Rule, day: date) -> Message:
    if rule is NO_RULE:
        return say(
            "{product} runs on {day}, and no entitlement says by which rule it counts: one "
            "licence for each server at least, against nothing; add one to "
            "licensing/entitlements, with quantity 0 if none is owned",
            product=product,
            day=day,
        )
    return say(
        "{product} runs on {day}, and no entitlement holds: it is counted by {rule}, "
        "against nothing; add one to licensing/entitlements, with quantity 0 if none is "
        "owned",
        product=product,
        day=day,
        rule=rule.id,
    )


def _ended(product: Named, rule: Rule, end: date) -> Message:
    return say(
        "{product} is counted by {rule}, which ended on {end}; write the rule that "
        "follows, and name it in the entitlement",
        product=product,
        rule=rule.id,
        end=end,
    )


def _strangers(product: Named, hosts: Iterable[str]) -> Message:
    return say(
        "{product} runs on {hosts}, and no site's file has that; counted as last known, else as "
        "the largest host; write into infra/sites what is missing",
        product=product,
        hosts=tuple(hosts),
    )


MOST_NAMES = 3
"""So many servers are named; how many there are is said of all."""


def nothing_known(site: str, servers: Sequence[str]) -> Message:
    """Servers that run who knows what: no product's number has them in it."""
    return say(
        "{site}: the names of {count} servers tell nobody what they run ({servers}), so no licence "
        "is counted for them; ask who built them whether a product runs there",
        site=site,
        count=len(servers),
        servers=(*servers[:MOST_NAMES], *(["…"] if servers[MOST_NAMES:] else [])),
    )


def known_since(site: str, first: datetime) -> Message:
    """Of numbers for a time before that, or that look back so far."""
    return say(
        "{site}: the ledger of licences first looked there at {at}; what ran there before and was "
        "gone by then is in no number, so those that go back further may be too low",
        site=site,
        at=moment_in_figures(first),
    )


def refusal(product: Named, rule: Rule, hosts: Iterable[str]) -> Message:
    """Hosts on which no licence of that rule covers anything."""
    return say(
        "{product}: the rule {rule} allows no such host as {hosts}",
        product=product,
        rule=rule.id,
        hosts=tuple(sorted(hosts)),
    )
