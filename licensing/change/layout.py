"""The cheapest hosts for licensed products at one site, which still carry everything. Pure.

OR-Tools' CP-SAT chooses for each product the hosts that it may run on: its fence. Every host of a
fence counts as licensed, as it must once a neighbour has failed. What any layout has to keep:

* every server has a host that its products allow, with vCPUs and memory as the site overcommits;
* when any one host fails, the others carry the site, and the rest of a fence its servers;
* a fence has as many hosts as the largest group of servers that must stand apart, and two at least;
* where a server has several products, their fences lie within one another;
* no fence has a host that the product's rule does not allow.

Source of the solver's calls: developers.google.com/optimization, CP-SAT, read on 2026-11-24.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import lcm
from typing import TYPE_CHECKING

from core.errors import UserError
from core.message import say
from licensing.counting.group import group_of
from licensing.counting.park import Host, Park
from licensing.counting.units import factor_of, host_base, too_many_sockets
from licensing.papers.measure import HOST_METRICS, Level, Reach
from licensing.papers.rule import Rule
from licensing.position.bought import Bought

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

FEWEST_HOSTS = 2
"""With one host only, its failure would leave a product nowhere to run."""

YEN_BEFORE_MOVES = 10_000
"""Of two layouts that cost the same, the one that moves fewer servers; yen weigh so much more."""

SEED = 1

MOST = 2**62
"""The solver's whole numbers have 64 bits; a little less for what it adds up by itself."""


@dataclass(frozen=True, slots=True)
class Load:
    """A server to be placed. `group` are servers that stand apart; `host` is where it is now."""

    name: str
    products: tuple[str, ...]
    vcpus: int
    ram_gib: int
    group: str | None
    host: str | None


@dataclass(frozen=True, slots=True)
class Capacity:
    """What each host of the site carries."""

    vcpus: Mapping[str, int]
    ram_gib: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Hosts and licences by product; `proven` is whether nothing cheaper can exist."""

    hosts: Mapping[str, tuple[str, ...]]
    licences: Mapping[str, int]
    yen: int
    proven: bool


@dataclass(frozen=True, slots=True)
class _Class:
    """Servers that are alike as far as a layout goes; `among` are their fenceable products."""

    among: frozenset[str]
    vcpus: int
    ram_gib: int


def fenceable(bought: Mapping[str, Bought]) -> dict[str, Bought]:
    """Products whose cost depends on the hosts they may run on.

    Steps are not searched through: where they weigh less, the number is one that is too high.
    """
    return {
        product: one
        for product, one in bought.items()
        if one.rule.counts in HOST_METRICS
        and one.rule.reach in (Reach.HOST, Reach.AGGREGATE)
        and one.rule.combined is None
        and all(step.weight <= 1 for step in one.rule.steps)
    }


def optimise(
    park: Park,
    site: str,
    loads: Sequence[Load],
    capacity: Capacity,
    bought: Mapping[str, Bought],
    seconds: float,
    exactly: Mapping[str, int] | None = None,
) -> Layout | None:
    """The cheapest layout at `site`; with `exactly` so many hosts for a product.

    None where no layout keeps what must be kept, or none was found within `seconds`.

    Raises: as `_licences`.
    """
    from ortools.sat.python import cp_model

    products = sorted(set(fenceable(bought)) & {p for load in loads for p in load.products})
    hosts = [h for _, h in sorted(park.hosts.items()) if h.site == site and h.declared]
    model = cp_model.CpModel()
    may = {(p, h.name): model.new_bool_var(f"{p} on {h.name}") for p in products for h in hosts}
    for product, host in ((p, h) for p in products for h in hosts):
        if too_many_sockets(bought[product].rule, host):
            model.add(may[product, host.name] == 0)
    _carry(model, loads, hosts, capacity, may, products)
    licences = {p: _licences(model, bought[p], p, loads, hosts, may) for p in products}
    for product, count in (exactly or {}).items():
        model.add(sum(may[product, host.name] for host in hosts) == count)
    yen = sum(licences[p] * bought[p].unit_price_yen for p in products)
    moves = sum(
        1 - may[p, load.host]
        for load in loads
        for p in load.products
        if p in products and load.host is not None and (p, load.host) in may
    )
    model.minimize(yen * YEN_BEFORE_MOVES + moves)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = SEED
    solver.parameters.num_workers = 1  # the same question gets the same answer
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return Layout(
        {p: tuple(h.name for h in hosts if solver.value(may[p, h.name])) for p in products},
        {p: solver.value(licences[p]) for p in products},
        sum(solver.value(licences[p]) * bought[p].unit_price_yen for p in products),
        status == cp_model.OPTIMAL,
    )


def _carry(
    model: CpModel,
    loads: Sequence[Load],
    hosts: Sequence[Host],
    capacity: Capacity,
    may: Mapping[tuple[str, str], IntVar],
    products: Sequence[str],
) -> None:
    """Everything fits, also without any one host; alike servers are counted, not named."""
    classes = Counter(_class_of(load, products) for load in loads)
    allowed = _allowed(model, {one.among for one in classes if one.among}, hosts, may)
    on = {
        (one, host.name): model.new_int_var(0, count, f"{one} on {host.name}")
        for one, count in classes.items()
        for host in hosts
    }
    for one, count in classes.items():
        model.add(sum(on[one, host.name] for host in hosts) == count)
        for host in hosts:
            if one.among:
                outside = ~allowed[one.among][host.name]
                model.add(on[one, host.name] == 0).only_enforce_if(outside)
    for amounts, of in (
        (capacity.vcpus, {one: one.vcpus for one in classes}),
        (capacity.ram_gib, {one: one.ram_gib for one in classes}),
    ):
        for host in hosts:
            model.add(sum(on[one, host.name] * of[one] for one in classes) <= amounts[host.name])
        everything = sum(count * of[one] for one, count in classes.items())
        for failed in hosts:
            others = [host.name for host in hosts if host is not failed]
            model.add(everything <= sum(amounts[name] for name in others))
            for among in allowed:
                fenced = sum(n * of[one] for one, n in classes.items() if among <= one.among)
                left = sum(amounts[name] * allowed[among][name] for name in others)
                model.add(fenced <= left)
    for among, apart in _largest_groups(loads, products).items():
        model.add(sum(allowed[among].values()) >= max(FEWEST_HOSTS, apart))


def _allowed(
    model: CpModel,
    together: Iterable[frozenset[str]],
    hosts: Sequence[Host],
    may: Mapping[tuple[str, str], IntVar],
) -> dict[frozenset[str], dict[str, IntVar]]:
    """By products that run on one server, and by host: whether all of them may be there.

    Of two such products the hosts of one lie within those of the other: fences are nested, since
    Nova asks a server for one fence only.
    """
    found: dict[frozenset[str], dict[str, IntVar]] = {}
    for products in sorted(together, key=sorted):
        found[products] = {}
        for host in hosts:
            both = model.new_bool_var(f"{sorted(products)} on {host.name}")
            model.add_bool_and(may[p, host.name] for p in products).only_enforce_if(both)
            model.add_bool_or(~may[p, host.name] for p in products).only_enforce_if(~both)
            found[products][host.name] = both
        for one, other in combinations(sorted(products), 2):
            within = model.new_bool_var(f"{one} within {other}")
            for host in hosts:
                first, second = may[one, host.name], may[other, host.name]
                model.add_implication(first, second).only_enforce_if(within)
                model.add_implication(second, first).only_enforce_if(~within)
    return found


def _class_of(load: Load, products: Sequence[str]) -> _Class:
    return _Class(_among(load, products), load.vcpus, load.ram_gib)


def _among(load: Load, products: Sequence[str]) -> frozenset[str]:
    return frozenset(load.products).intersection(products)


def _largest_groups(loads: Sequence[Load], products: Sequence[str]) -> dict[frozenset[str], int]:
    """By products that run together the most servers that must stand apart from each other."""
    sizes: dict[tuple[frozenset[str], str], int] = defaultdict(int)
    for load in loads:
        sizes[_among(load, products), load.group or load.name] += 1
    found: dict[frozenset[str], int] = defaultdict(int)
    for (among, _), size in sizes.items():
        if among:
            found[among] = max(found[among], size)
    return found


def _licences(
    model: CpModel,
    bought: Bought,
    product: str,
    loads: Sequence[Load],
    hosts: Sequence[Host],
    may: Mapping[tuple[str, str], IntVar],
) -> IntVar:
    """The licences that the product's hosts ask for, rounded up where its rule rounds.

    A host that is licensed once more for every so many servers counts as if all of them were on
    it, which after a failure they may be.

    Raises: UserError where the numbers are too large for the solver.
    """
    rule = bought.rule
    scale = lcm(*(factor_of(rule, host).denominator for host in hosts))
    sets = 1
    if rule.servers_per_set is not None:
        servers = sum(product in load.products for load in loads)
        sets = max(1, -(-servers // rule.servers_per_set))
    groups: dict[tuple[str, ...], list[LinearExpr]] = defaultdict(list)
    most = 0
    for host in hosts:
        units = int(host_base(rule, host) * factor_of(rule, host) * scale) * sets
        most += units
        groups[_group(rule, host)].append(may[product, host.name] * units)
    at_once = rule.multiple_of * rule.licences_each
    per_licence = scale * rule.units_per_licence * rule.multiple_of
    least = rule.floors.licences_at_least
    highest = max((most + len(hosts)) * at_once, least)
    yen = max(1, bought.unit_price_yen) * YEN_BEFORE_MOVES
    if max((most + 1) * per_licence, highest * yen) > MOST:
        raise UserError(
            say(
                "the numbers of {rule} and of its price are too large, or have too many digits, "
                "to search for the cheapest hosts; write fewer digits into its factors",
                rule=rule.id,
            )
        )
    total = model.new_int_var(least, highest, f"licences of {product}")
    parts = []
    for group, terms in groups.items():
        part = model.new_int_var(0, most + 1, f"licences of {product} {group}")
        model.add(part * per_licence >= sum(terms))
        parts.append(part)
    model.add(total >= sum(part * at_once for part in parts))
    return total


def _group(rule: Rule, host: Host) -> tuple[str, ...]:
    """All hosts of a fence are one aggregate, whatever class they are of."""
    match rule.round_up_at:
        case Level.SERVER:
            return group_of(rule, Level.HOST, host)
        case Level.AGGREGATE:
            return group_of(rule, Level.SITE, host)
        case level:
            return group_of(rule, level, host)
