"""A question about a change, in words: what would happen, and which fences forbid it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from core.message import Message, say
from licensing.change.change import AddHost, Change, Move, RemoveHost, Resize, Start, Stop
from licensing.change.effect import Effect
from licensing.change.licensing import Licensing
from licensing.counting.rounding import shown
from tenants.fencing import outside_fence


def question(known: Licensing, changes: Sequence[Change]) -> list[Message]:
    """What is asked, a sentence for each change; a server that starts elsewhere is one of them."""
    starting = {one.server.name for one in changes if isinstance(one, Start)}
    sentences = [_asked(known, one) for one in changes if not _starts_too(one, starting)]
    return [sentence for sentence in sentences if sentence is not None]


def _starts_too(change: Change, starting: Iterable[str]) -> bool:
    return isinstance(change, Stop) and change.server in starting


def _asked(known: Licensing, change: Change) -> Message | None:
    match change:
        case Move(server, host):
            return say(
                "{server} goes from {before} to {host}",
                server=_server(known, server),
                before=_hosts(known, server),
                host=host,
            )
        case Resize(server, vcpus):
            sizes = sorted({one.vcpus for one in known.present(server)})
            return say(
                "{server} gets {vcpus} vCPU instead of {before}",
                server=_server(known, server),
                vcpus=vcpus,
                before=tuple(sizes) or "–",
            )
        case Start(new, hosts):
            return say(
                "{server} ({member}) starts on {host} with {vcpus} vCPU; it was on {before}",
                server=new.name,
                member=known.member(new.member),
                host=_each(hosts),
                vcpus=new.vcpus,
                before=_hosts(known, new.name),
            )
        case Stop(server):
            return say("{server} goes for good", server=_server(known, server))
        case AddHost(host):
            return say(
                "a host more at {site}: {sockets} sockets × {cores} cores, class {name}, "
                "processor {factor}",
                site=host.site,
                sockets=host.sockets,
                cores=host.cores_per_socket,
                name=host.aggregate,
                factor=tuple(host.classes),
            )
        case RemoveHost(host):
            return say("{host} is taken out", host=host)
    return None


def _each(hosts: Mapping[str, str]) -> str | tuple[str, ...]:
    """The host of all products, or product by product where they are judged on several."""
    if len(set(hosts.values())) == 1:
        return next(iter(hosts.values()))
    return tuple(f"{host} ({product})" for product, host in sorted(hosts.items()))


def _server(known: Licensing, name: str) -> Message:
    members = {one.member for one in known.present(name)}
    if len(members) != 1:
        return say("{server}", server=name)
    return say("{server} ({member})", server=name, member=known.member(members.pop()))


def _hosts(known: Licensing, server: str) -> str | tuple[str, ...]:
    """As the park calls them: with the site, where two sites have a host of that name."""
    there = {
        stay.host
        for stays in known.world.stays.values()
        for stay in stays
        if stay.server == server and stay.until is None
    }
    return tuple(sorted(there)) or "–"


def fences_against(known: Licensing, changes: Iterable[Change]) -> list[Message]:
    """Why kumiai and Nova would refuse it, whatever it costs."""
    found: list[Message] = []
    for change in changes:
        if isinstance(change, Move):
            machines = known.present(change.server)
            products = {p for one in machines for p in one.role.products}
            found += _outside(known, change.server, products, change.to_host)
        elif isinstance(change, Start):
            for host in sorted(set(change.hosts.values())):
                new = change.server
                found += _outside(known, new.name, new.role.products, host)
    return found


def _outside(
    known: Licensing, server: str, products: Iterable[str], host: str
) -> Iterator[Message]:
    for site in known.sites.values():
        if host in site.hosts:
            against = outside_fence(site, server, products, host)
            if against is not None:
                yield against


def hosts_that_change(effect: Effect, also: Collection[str] = ()) -> list[Message]:
    """Host by host what counts otherwise than before, before anything is rounded.

    `also` are hosts that are told though nothing changes on them: those of a move, say.
    """
    before = effect.before.required.requirement.by_host
    after = effect.after.required.requirement.by_host
    nothing = Fraction(0)
    return [
        say(
            "{host}: {before} → {after}",
            host=host,
            before=shown(before.get(host, nothing)),
            after=shown(after.get(host, nothing)),
        )
        for host in sorted({*before, *after})
        if host in also or before.get(host, nothing) != after.get(host, nothing)
    ]
