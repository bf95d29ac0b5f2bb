"""Acts on servers: moved, resized, brought off a host. Adapter: they ask Nova and the ledger.

Which servers there are is Nova's word. The ledger is asked what a change does to licences; a
server that it does not know is told, and no act is refused for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from blueprint.site import flavor_for
from core.errors import Exit, UserError
from core.message import Message, say
from core.plan import Action, Do, Objection, Plan
from infra.servers.leaving import Price, leaving
from infra.servers.seen import Standing
from licensing.change.change import Change, Move, Resize
from licensing.change.effect import Verdict, touched
from licensing.change.gate import judged
from licensing.change.licensing import Licensing
from licensing.change.question import hosts_that_change
from runbooks.actions.given import Given
from runbooks.actions.licences import Answer, answer, unasked
from runbooks.actions.site_now import SiteNow
from tenants.definitions import no_host
from tenants.fencing import outside_fence


def migrate(
    given: Given, name: str, host: str, *, live: bool, site: str | None, override: str
) -> Plan:
    """A server goes to another host of its site, running as it is (`live`) or stopped meanwhile.

    Raises: UserError where there is no such server or host, or Nova does not answer.
    """
    at = site_of_server(given, name, site)
    server = _found(at, name)
    _need_host(at, host)
    licences = _asked(at, at.licensing, [Move(name, host)], name, override)
    action = Action(
        "migrate",
        f"{at.site.name} {name} → {host}",
        say("{server} → {host}", server=name, host=host),
        say("{server}: {before} → {host}", server=name, before=server.host, host=host),
        lambda turn: at.mover.migrate(server.id, host, live=live),
        _moved_back(name, server.host),
        (at.stack_of(name),),
        verify=lambda: at.need_in_ledger(name, host=host),
    )
    fence = outside_fence(at.site, name, at.products_of(name), host)
    return _plan([action], licences, [] if fence is None else [Objection(fence)])


def resize(given: Given, name: str, flavor: str, *, site: str | None, override: str) -> Plan:
    """A server gets another size, in the flavor's copy for its fence. Raises: as `migrate`."""
    at = site_of_server(given, name, site)
    server = _found(at, name)
    if flavor not in at.site.flavors:
        raise UserError(
            say(
                "no flavor {flavor} is in {file}; known are {known}",
                flavor=flavor,
                file=f"infra/sites/{at.site.name}.yaml",
                known=tuple(at.site.flavors),
            )
        )
    fenced = flavor_for(at.site, flavor, at.products_of(name))
    vcpus = at.site.flavors[flavor].vcpu
    licences = _asked(at, at.licensing, [Resize(name, vcpus)], name, override)
    action = Action(
        "resize",
        f"{at.site.name} {name} → {fenced}",
        say("{server} → {flavor}", server=name, flavor=fenced),
        say("{server} → {flavor}", server=name, flavor=fenced),
        lambda turn: at.mover.resize(server.id, fenced),
        say("`kumiai up --refresh` makes it what the files say"),
        (at.stack_of(name),),
        verify=lambda: at.need_in_ledger(name, vcpus=vcpus),
    )
    return _plan([action], licences)


def evacuate_host(given: Given, host: str, *, override: str) -> Plan:
    """Every server leaves the host: live where it runs, anew from its volumes where it is dead.

    Each goes where its licences cost least, and none waits for another. Somebody does this in an
    emergency: what the ledger does not know, or where it does not answer at all, is told, and
    the servers go nevertheless.

    Raises: UserError where no site has the host, or Nova does not answer.
    """
    at = SiteNow(given, given.definitions.need_site_of_host(host))
    known = at.licensing_or_why()
    found = leaving(
        at.site,
        host,
        at.servers,
        at.hosts,
        lambda one: at.hosts_for(one.name),
        lambda chosen, one, to: _price(at, known, chosen, one, to),
    )
    if not found.goes and not found.stays:
        return Plan(notes=(say("nothing is on {host}", host=host),))
    moves: list[Change] = [Move(one.name, to) for one, to in found.goes]
    stuck = [
        Objection(
            say(
                "no host of {site} that is up, has room and is allowed takes {servers}; start a "
                "host, or move others away first",
                site=at.site.name,
                servers=tuple(one.name for one in found.stays),
            )
        )
    ]
    return _plan(
        [_evacuation(at, one, host, to) for one, to in found.goes],
        _asked(at, known, moves, host, override) if moves and not found.stays else Answer(()),
        stuck if found.stays else [],
    )


def site_of_server(given: Given, name: str, site: str | None) -> SiteNow:
    """The site that has the server; where several have one of that name, `site` decides."""
    sites = [site] if site else list(given.definitions.sites)
    found = [SiteNow(given, given.definitions.need_site(one)) for one in sites]
    having = [at for at in found if any(one.name == name for one in at.servers)]
    if len(having) > 1:
        raise UserError(
            say(
                "{server} is at {sites}; say which one with --site",
                server=name,
                sites=tuple(at.site.name for at in having),
            )
        )
    return having[0] if having else found[0]


def _plan(
    actions: Sequence[Action], licences: Answer, objections: Sequence[Objection] = ()
) -> Plan:
    return Plan(
        tuple(actions), licences.notes, (*objections, *licences.objections), licences.overrides
    )


def _evacuation(at: SiteNow, server: Standing, host: str, to: str) -> Action:
    runs = host in at.hosts and at.hosts[host].runs
    live = server.status == "ACTIVE"
    return Action(
        "evacuate",
        f"{at.site.name} {server.name} → {to}",
        say("{server} → {host}", server=server.name, host=to),
        say("{server} → {host}", server=server.name, host=to),
        _moving(at, server, to, live=live)
        if runs
        else lambda turn: at.mover.evacuate(server.id, to),
        _moved_back(server.name, host) if runs else say("{host} is dead", host=host),
        (at.stack_of(server.name),),
        verify=lambda: at.need_in_ledger(server.name, host=to),
    )


def _moved_back(server: str, host: str) -> Message:
    return say("`kumiai server migrate {server} {host}` brings it back", server=server, host=host)


def _moving(at: SiteNow, server: Standing, to: str, *, live: bool) -> Do:
    return lambda turn: at.mover.migrate(server.id, to, live=live)


def _asked(
    at: SiteNow,
    known: Licensing | Message,
    changes: Sequence[Change],
    subject: str,
    override: str,
) -> Answer:
    """What the changes do to licences, as far as the ledger knows the servers."""
    licensed = [one for one in changes if at.products_of(_server(one))]
    if not licensed:
        return Answer((say("licences: none is touched"),))
    if isinstance(known, Message):
        return unasked(known)
    asked = [one for one in licensed if _is_judged(known, _server(one))]
    unknown = [_server(one) for one in licensed if one not in asked]
    notes: list[Message] = []
    if unknown:
        notes.append(
            say(
                "licences: not judged, since the ledger does not know them: {servers}",
                servers=tuple(unknown),
            )
        )
    all_effects = judged(known, asked, at.given.now)
    effects = touched(all_effects)
    if asked and not effects:
        notes.append(say("licences: the same number as before"))
    found = answer(effects, subject, override)
    servers = {_server(one) for one in asked}
    ends = {one.host for one in at.servers if one.name in servers}
    ends |= {one.to_host for one in asked if isinstance(one, Move)}
    products = {product for server in servers for product in at.products_of(server)}
    hosts = [
        say("licences: {product}: {host}", product=effect.bought.called, host=host)
        for effect in all_effects
        if effect.bought.product in products
        for host in hosts_that_change(effect, ends)
    ]
    return Answer((*notes, *found.notes, *hosts), found.objections, found.overrides)


def _price(
    at: SiteNow,
    known: Licensing | Message,
    chosen: Sequence[tuple[Standing, str]],
    one: Standing,
    to: str,
) -> Price:
    """What one more move does to licences, after those that were chosen."""
    if isinstance(known, Message) or not _is_judged(known, one.name):
        return (False, 0, 0.0)
    moves = [Move(s.name, h) for s, h in [*chosen, (one, to)] if _is_judged(known, s.name)]
    effects = judged(known, moves, at.given.now)
    return (
        any(effect.verdict is Verdict.VIOLATES for effect in effects),
        sum(effect.cost_yen for effect in effects),
        float(sum(effect.more for effect in effects)),
    )


def _is_judged(known: Licensing, server: str) -> bool:
    """Whether the ledger has the server running something that needs a licence."""
    return any(
        stay.server == server and stay.until is None
        for stays in known.world.stays.values()
        for stay in stays
    )


def _server(change: Change) -> str:
    return str(getattr(change, "server", ""))


def _found(at: SiteNow, name: str) -> Standing:
    """Raises: UserError where no server of that name is on a host of the site."""
    for one in at.servers:
        if one.name == name:
            return one
    close = get_close_matches(name, [one.name for one in at.servers], n=3)
    raise UserError(
        say(
            "no server {server} is on a host of {site}; near to it are: {close}",
            server=name,
            site=at.site.name,
            close=tuple(close) or "–",
        )
    )


def _need_host(at: SiteNow, host: str) -> None:
    """Raises: UserError where the site has no such host, or it takes no server."""
    if host not in at.site.hosts:
        raise no_host(host, at.site.hosts)
    if host not in at.hosts or not at.hosts[host].takes_servers:
        raise UserError(
            say("{host} takes no servers: Nova has it as down or disabled", host=host),
            Exit.WORLD_DIFFERS,
        )
