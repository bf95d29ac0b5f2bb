"""Rules that need several fields or several files of licences. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from licensing.papers.declaration_checks import declaration_problems, silent_members
from licensing.papers.entitlement import CONSORTIUM, Entitlement
from licensing.papers.host_classes import weighed_otherwise
from licensing.papers.licences import Licences, purchase_of
from licensing.papers.measure import DECLARED_METRICS
from licensing.papers.purchase_checks import purchase_problems
from licensing.papers.rule import Rule
from licensing.papers.rule_checks import rule_problems, wrong_id
from tenants.changed_on import still_to_come
from tenants.definitions import Definitions, Read
from tenants.rules.finding import in_site
from tenants.vocabulary import LifecycleState

FOREVER = date.max


def check(licences: Licences, definitions: Definitions, today: date) -> list[Problem]:
    """Every problem of rules and entitlements on the day `today`, in Japan, in file order."""
    found: list[Problem] = []
    for stem, rule in licences.rules.items():
        found += rule_problems(stem, rule)
    for stem, entitlement in licences.entitlements.items():
        found += _entitlement(stem, entitlement, licences, definitions)
        why = still_to_come(entitlement.value.changed_on, today)
        found += [] if why is None else [_problem(entitlement, ("changed_on",), why)]
    for stem, declaration in licences.declarations.items():
        found += declaration_problems(stem, declaration, definitions, today)
    found += _without_region(licences, definitions)
    found += _classes_of_hosts(licences, definitions)
    for one, other in combinations(licences.entitlements.values(), 2):
        found += _pair(one, other)
    return sorted(found)


def _entitlement(
    stem: str, read: Read[Entitlement], licences: Licences, definitions: Definitions
) -> Iterator[Problem]:
    entitlement = read.value
    products = definitions.catalogue.value.software
    owners = (CONSORTIUM, *definitions.members)
    if entitlement.id != stem:
        yield _problem(read, ("id",), wrong_id(entitlement.id, stem))
    if entitlement.product not in products:
        yield _unknown(read, ("product",), entitlement.product, products)
    if entitlement.owner not in owners:
        yield _unknown(read, ("owner",), entitlement.owner, owners)
    rule = licences.rules.get(entitlement.rule)
    if rule is None and entitlement.rule not in licences.unreadable_rules:
        yield _unknown(read, ("rule",), entitlement.rule, licences.rules)
    elif rule is not None and (
        entitlement.starts_on < rule.value.valid_from
        or (rule.value.valid_to is not None and rule.value.valid_to < entitlement.starts_on)
    ):
        yield _problem(
            read,
            ("rule",),
            say(
                "{rule} holds from {start} to {end}, not on {day}; name the rule of that day",
                rule=entitlement.rule,
                start=rule.value.valid_from,
                end=rule.value.valid_to or "…",
                day=entitlement.starts_on,
            ),
        )
    elif rule is not None and _outlasts(entitlement, rule.value):
        yield _problem(
            read,
            ("ends_on",) if entitlement.ends_on is not None else ("rule",),
            say(
                "lasts longer than the rule {rule}, which ends on {end}: from then on nothing says "
                "how it is counted; end it there, and go on with a second file by the next rule",
                rule=entitlement.rule,
                end=rule.value.valid_to,
            ),
        )
    yield from purchase_problems(read)
    yield from _bounds(read, None if rule is None else rule.value, definitions)
    if rule is not None:
        yield from _undeclared(read, rule.value, licences, definitions)
    if entitlement.ends_on is not None and entitlement.ends_on < entitlement.starts_on:
        yield _problem(
            read,
            ("ends_on",),
            say(
                "{end} lies before starts_on, {start}; correct one of them",
                end=entitlement.ends_on,
                start=entitlement.starts_on,
            ),
        )


def _bounds(
    read: Read[Entitlement], rule: Rule | None, definitions: Definitions
) -> Iterator[Problem]:
    """Who may use it, and where: nothing that changes nothing, and no place that there is none."""
    said = read.value
    if said.pooled and said.owner == CONSORTIUM:
        yield _problem(
            read, ("pooled",), say("the consortium's licences are everybody's; leave it out")
        )
    for index, site in enumerate(said.sites):
        if site not in definitions.sites and site not in definitions.unreadable_sites:
            yield _unknown(read, ("sites", index), site, definitions.sites)
    regions = {site.value.licence_region for site in definitions.sites.values()} - {None}
    if said.region is not None and said.region not in regions:
        yield _unknown(read, ("region",), said.region, map(str, regions))
    if said.region is not None and said.sites:
        yield _problem(read, ("region",), say("sites are named as well; leave one of them out"))
    place = "region" if said.region is not None else "sites" if said.sites else None
    if place is not None and rule is not None and rule.counts_what_is_declared:
        yield _problem(
            read,
            (place,),
            say("{rule} counts what belongs to no site; leave it out", rule=rule.id),
        )


def _undeclared(
    read: Read[Entitlement], rule: Rule, licences: Licences, definitions: Definitions
) -> Iterator[Problem]:
    """What the rule counts and a municipality never declared would count as nothing."""
    members = [
        slug
        for slug, member in definitions.members.items()
        if member.value.lifecycle.state is not LifecycleState.LEFT
    ]
    for metric in sorted(rule.metrics & DECLARED_METRICS):
        product = read.value.product
        silent = silent_members(metric, product, licences.declarations, members)
        if silent:
            yield _problem(
                read,
                ("rule",),
                say(
                    "{rule} counts {metric}, and {members} declare none of {product}; add them to "
                    "licensing/declarations, 0 where there are none",
                    rule=rule.id,
                    metric=metric,
                    members=tuple(silent),
                    product=product,
                ),
            )


def _without_region(licences: Licences, definitions: Definitions) -> Iterator[Problem]:
    """Sites that do not say where they lie, though a rule in use counts regions apart."""
    apart = [rule.id for rule in licences.rules_in_use if rule.per_region]
    for site in definitions.sites.values() if apart else ():
        if site.value.licence_region is None:
            yield in_site(
                site,
                ("licence_region",),
                say("is missing, and {rule} counts regions apart; add it", rule=apart[0]),
            )


def _classes_of_hosts(licences: Licences, definitions: Definitions) -> Iterator[Problem]:
    """Hosts that a rule in use would weigh by a default that nobody meant for them."""
    for site in definitions.sites.values():
        for name, host in site.value.hosts.items():
            for why in weighed_otherwise(host.factor, licences):
                yield in_site(site, ("hosts", name, "factor"), why)


def _outlasts(entitlement: Entitlement, rule: Rule) -> bool:
    return rule.valid_to is not None and rule.valid_to < (entitlement.ends_on or FOREVER)


def _pair(one: Read[Entitlement], other: Read[Entitlement]) -> Iterator[Problem]:
    """Two entitlements that would be counted twice, or by two rules at once."""
    first, second = one.value, other.value
    if first.product != second.product or not _overlap(first, second):
        return
    # More that is bought later under the same contract is an ordinary thing.
    if purchase_of(first) == purchase_of(second):
        yield _problem(
            other,
            ("contract",),
            say(
                "{contract} is also in {file} for the same product, owner and days; "
                "keep one of them, or correct the dates",
                contract=second.contract,
                file=one.document.file,
            ),
        )
    if first.rule != second.rule:
        yield _problem(
            other,
            ("rule",),
            say(
                "{product} is counted by {rule} here and by {other} in {file} on the same days; "
                "a product has one rule at a time",
                product=second.product,
                rule=second.rule,
                other=first.rule,
                file=one.document.file,
            ),
        )


def _overlap(one: Entitlement, other: Entitlement) -> bool:
    return one.starts_on <= (other.ends_on or FOREVER) and other.starts_on <= (
        one.ends_on or FOREVER
    )


def _unknown(
    read: Read[Entitlement], location: Location, value: str, known: Iterable[str]
) -> Problem:
    names = sorted(known)
    return _problem(
        read,
        location,
        say("{value} is not known; known are {known}", value=value, known=tuple(names)),
    )


def _problem(read: Read[Rule] | Read[Entitlement], location: Location, message: Message) -> Problem:
    return read.document.problem(location, message)
