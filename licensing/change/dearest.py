"""Where new servers would cost most, as nobody knows yet where Nova will place them. Pure.

Counted on every host that may take one, not guessed from its size: a host may count already for
what left it (its window), be one server short of another set, or be none that the rule allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from fractions import Fraction

from licensing.change.change import NewServer, Start
from licensing.change.licensing import Licensing
from licensing.change.world import World
from licensing.counting.history import History
from licensing.counting.park import Host, Park
from licensing.counting.spare_days import beyond_free_days
from licensing.counting.stay import Stay
from licensing.counting.total import RunningTotal
from licensing.counting.units import too_many_sockets
from licensing.position.bought import Bought
from licensing.position.period import japan_day
from tenants.fencing import hosts_for

AHEAD = 16
"""Where sets of servers count, so many that are yet to come are placed together: two servers may
begin a set where neither begins one alone. A municipality has fewer with one product."""


def starts(
    known: Licensing, world: World, servers: Sequence[NewServer], at: datetime
) -> list[Start]:
    """Each server on the hosts where it would cost most, the servers before it being placed.

    Each product of a server is judged on a host of its own: where one costs most, another may
    cost little. `world` is what runs before any of them starts.
    """
    bought = known.bought(japan_day(at))
    hosts: list[dict[str, str]] = [{} for _ in servers]
    for product in sorted({product for one in servers for product in one.role.products}):
        wanting = [number for number, one in enumerate(servers) if product in one.role.products]
        coming = [servers[number] for number in wanting]
        found = _dearest(known, world, bought[product], coming, at)
        for number, host in zip(wanting, found, strict=True):
            hosts[number][product] = host
    return [Start(one, on) for one, on in zip(servers, hosts, strict=True)]


def _dearest(
    known: Licensing, world: World, bought: Bought, servers: Sequence[NewServer], at: datetime
) -> Iterator[str]:
    """For one product the host of each server in turn."""
    rule, park = bought.rule, world.park.for_product(bought.product)
    history = History.of(beyond_free_days(rule, world.stays.get(bought.product, ())).stays)
    with history.tallied(rule, park, at) as (tally, _), _begun(tally) as begin:
        allowed = [_allowed(known, park, server) for server in servers]
        ahead = AHEAD if rule.counts_sets else 1
        for number, (server, hosts) in enumerate(zip(servers, allowed, strict=True)):
            near = slice(number, number + ahead)
            may = zip(servers[near], allowed[near], strict=True)
            coming = [one for one, where in may if where == hosts]
            refused = [host for host in hosts if too_many_sockets(rule, host)]
            host = refused[0] if refused else _costliest(tally, hosts, coming, at)
            begin(server.stay(host.name, at))
            yield host.name


def _allowed(known: Licensing, park: Park, server: NewServer) -> list[Host]:
    """The hosts on which fences let it run, the largest first."""
    names = hosts_for(known.sites[server.site], server.role.products)
    return sorted(
        (park.hosts[name] for name in names),
        key=lambda host: ((host.sockets or 1) * (host.cores_per_socket or 1), host.name),
        reverse=True,
    )


def _costliest(
    tally: RunningTotal, hosts: Sequence[Host], coming: Sequence[NewServer], at: datetime
) -> Host:
    """Where the first of these servers is when all of them are where they cost most together."""
    counts = most_together([_added(tally, host, coming, at) for host in hosts])
    return next(host for host, count in zip(hosts, counts, strict=True) if count)


def _added(
    tally: RunningTotal, host: Host, coming: Sequence[NewServer], at: datetime
) -> list[Fraction]:
    """What none, one, two, … of the servers add to a host."""
    before = Fraction(tally.licences)
    added = [Fraction(0)]
    with _begun(tally) as begin:
        for server in coming:
            begin(server.stay(host.name, at))
            added.append(Fraction(tally.licences) - before)
    return added


def most_together(added: Sequence[Sequence[Fraction]]) -> tuple[int, ...]:
    """How many servers on each host come to most in all; as many on the first as may be.

    `added` is by host what none, one, two, … servers add to it.

    >>> most_together([[Fraction(n) for n in (0, 0, 32)], [Fraction(n) for n in (0, 20, 20)]])
    (2, 0)
    """
    best: dict[int, tuple[Fraction, tuple[int, ...]]] = {0: (Fraction(0), ())}
    for of_host in added:
        best = {
            total: max(
                (best[total - here][0] + of_host[here], (*best[total - here][1], here))
                for here in range(total + 1)
                if total - here in best
            )
            for total in range(len(of_host))
        }
    return best[max(best)][1]


@contextmanager
def _begun(tally: RunningTotal) -> Iterator[Callable[[Stay], None]]:
    """What begins in here ends with it."""
    there: list[Stay] = []

    def begin(stay: Stay) -> None:
        tally.begin(stay)
        there.append(stay)

    try:
        yield begin
    finally:
        for stay in reversed(there):
            tally.end(stay)
