"""What a procedure may look at, before and after a step. Adapter: sites, the ledger, the files.

Each look answers with what is not as it should be, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from blueprint.site import flavor_for
from core.message import Message, say
from infra.servers.seen import UNSEEN, HostSeen
from infra.servers.standing import flavor_of
from infra.verify.whole import verify_sites
from licensing.position.position import positions
from recovery.declaration import fences
from runbooks.actions import beside, departure, guests, passwords, site_loss, trial_run, vaults
from runbooks.actions.failing_over import Moves
from runbooks.actions.failover import failover_plans
from runbooks.actions.given import Given
from runbooks.actions.servers import site_of_server
from runbooks.actions.site_now import SiteNow
from runbooks.actions.ways import need_ways
from runbooks.around import Look, Values
from runbooks.vocabulary import Kind, LookName

Found = Iterator[Message]


def looks_of(given: Callable[[], Given]) -> Mapping[LookName, Look]:
    """`given` is asked for anew for each look."""
    return {name: _with(given, look) for name, look in LOOKS.items()}


def _with(given: Callable[[], Given], look: Callable[[Given, Values], Found]) -> Look:
    return lambda told: look(given(), told)


def _member_is_present(given: Given, told: Values) -> Found:
    slug = told[Kind.MEMBER]
    given.definitions.need_member(slug)
    if slug not in given.definitions.present_members():
        yield say("{member} has left, by its file", member=slug)


def _member_has_left(given: Given, told: Values) -> Found:
    slug = told[Kind.MEMBER]
    given.definitions.need_member(slug)
    if slug in given.definitions.present_members():
        yield say("{member} has not left, by its file", member=slug)


def _member_stands(given: Given, told: Values) -> Found:
    yield from _not_as_the_files_say(given, told[Kind.MEMBER], list(given.definitions.sites))


def _not_as_the_files_say(given: Given, slug: str, sites: Sequence[str]) -> Found:
    fenced = fences(given.home.definitions)
    for result in verify_sites(given.home, given.definitions, sites, [slug], fenced):
        if result.failure is not None:
            yield result.failure.message
        elif result.differences:
            yield say(
                "{member} is not at {site} as the files say: {count} differences; see "
                "`kumiai verify {member}`",
                member=slug,
                site=result.site,
                count=len(result.differences),
            )


def _member_is_gone(given: Given, told: Values) -> Found:
    if departure.down(given, told[Kind.MEMBER], None, ()).actions:
        yield say("something of {member} still stands", member=told[Kind.MEMBER])


def _member_is_home(given: Given, told: Values) -> Found:
    member = given.definitions.need_member(told[Kind.MEMBER])
    active = given.definitions.active_sites(member)
    if active != (member.home_site,):
        yield say("{member} runs at {sites}", member=member.slug, sites=tuple(active) or "–")
    yield from _not_as_the_files_say(given, member.slug, active)


def _member_is_away(given: Given, told: Values) -> Found:
    member = given.definitions.need_member(told[Kind.MEMBER])
    active = given.definitions.active_sites(member)
    if member.home_site in active:
        yield say("{member} runs at {sites}", member=member.slug, sites=tuple(active))
    yield from _not_as_the_files_say(given, member.slug, active)


def _member_is_declared_lost(given: Given, told: Values) -> Found:
    slug = told[Kind.MEMBER]
    if not site_loss.holding_of(given, slug):
        yield say(
            "no two persons have declared that {member} is to run elsewhere; "
            "`kumiai failover declare {member} --site SITE`",
            member=slug,
        )


def _member_is_handed_over(given: Given, told: Values) -> Found:
    yield from vaults.not_handed_over(given, told[Kind.MEMBER])


def _member_was_tried(given: Given, told: Values) -> Found:
    yield from trial_run.not_tried(given, told[Kind.MEMBER])


def _site_answers(given: Given, told: Values) -> Found:
    silence = given.silence_of(given.home, given.definitions.need_site(told[Kind.SITE]))
    if silence is not None:
        yield silence


def _site_is_declared_lost(given: Given, told: Values) -> Found:
    if not site_loss.holding(given, told[Kind.SITE]):
        yield say(
            "no two persons have declared {site} lost; `kumiai failover declare --site {site}`",
            site=told[Kind.SITE],
        )


def _site_runs_elsewhere(given: Given, told: Values) -> Found:
    for paper in site_loss.holding(given, told[Kind.SITE]):
        moves = Moves(lambda: given, paper)
        if (unread := moves.unread) is not None:
            yield unread
        left = site_loss.not_done(moves)
        if left:
            yield say(
                "{members} do not run at {site} yet; see `kumiai failover status`",
                members=tuple(left),
                site=paper.target,
            )


def _host(given: Given, told: Values) -> HostSeen:
    host = told[Kind.HOST]
    return SiteNow(given, given.definitions.need_site_of_host(host)).hosts.get(host, UNSEEN)


def _host_is_known(given: Given, told: Values) -> Found:
    host = told[Kind.HOST]
    site = given.definitions.need_site_of_host(host)
    if told.get(Kind.SITE, site.name) != site.name:
        yield say("{host} is a host of {site}", host=host, site=site.name)
    if host not in SiteNow(given, site).hosts:
        yield say("Nova has never heard of {host}", host=host)


def _host_takes_servers(given: Given, told: Values) -> Found:
    if not _host(given, told).takes_servers:
        yield say("{host} takes no servers: Nova has it as down or disabled", host=told[Kind.HOST])


def _host_takes_no_servers(given: Given, told: Values) -> Found:
    if _host(given, told).is_enabled:
        yield say("{host} still takes new servers", host=told[Kind.HOST])


def _host_is_empty(given: Given, told: Values) -> Found:
    host = told[Kind.HOST]
    at = SiteNow(given, given.definitions.need_site_of_host(host))
    left = [one.name for one in at.servers if one.host == host]
    if left:
        yield say("on {host} are still {servers}", host=host, servers=tuple(left))


def _server_is_known(given: Given, told: Values) -> Found:
    name = told[Kind.SERVER]
    if all(one.name != name for one in site_of_server(given, name, None).servers):
        yield say("no server {server} is on a host of any site", server=name)


def _server_has_flavor(given: Given, told: Values) -> Found:
    name, flavor = told[Kind.SERVER], told[Kind.FLAVOR]
    at = site_of_server(given, name, None)
    wanted = flavor_for(at.site, flavor, at.products_of(name))
    for one in at.servers:
        if one.name == name and (is_now := flavor_of(at.cloud, at.site.name, one.id)) != wanted:
            yield say("{server} is {flavor} still", server=name, flavor=is_now)


def _licences_are_kept(given: Given, told: Values) -> Found:
    known = given.licensing(since=given.now)
    for one in positions(known.licences, known.world.park, known.world.stays, given.now):
        if one.in_breach:
            yield say("licences: {product} is in breach", product=one.product)


def _failover_is_ready(given: Given, told: Values) -> Found:
    for plan in failover_plans(given, told[Kind.SITE], ()):
        yield from plan.not_ready
        for member in plan.members:
            yield from member.not_ready


def _copies_are_held(given: Given, told: Values) -> Found:
    for one, how in vaults.status(given, [told[Kind.MEMBER]]):
        if how.declared.volumes - how.protected:
            yield say("{subject}: the other site holds no copy of all", subject=one.group.subject)


def _copies_are_proven(given: Given, told: Values) -> Found:
    for one, how in vaults.status(given, [told[Kind.MEMBER]]):
        for why in how.red:
            yield say("{subject}: {why}", subject=one.group.subject, why=why)


def _volume_is_known(given: Given, told: Values) -> Found:
    beside.need_volume(given, told[Kind.MEMBER], told[Kind.VOLUME])
    yield from ()


def _volume_is_restored(given: Given, told: Values) -> Found:
    before = datetime.fromisoformat(told[Kind.BEFORE])
    yield from beside.missing(given, told[Kind.MEMBER], told[Kind.VOLUME], before)


def _volume_is_cleared(given: Given, told: Values) -> Found:
    yield from beside.left(given, told[Kind.MEMBER], told[Kind.VOLUME])


def _logins_work(given: Given, told: Values) -> Found:
    yield from passwords.not_working(given, told[Kind.SITE])


def _servers_are_reachable(given: Given, told: Values) -> Found:
    need_ways(given.home)
    yield from ()


def _servers_are_configured(given: Given, told: Values) -> Found:
    for one in guests.differing(given, (), None):
        for server in one.outcomes:
            if server.failure is not None:
                yield say("{host}: {why}", host=server.host, why=server.failure)
            elif server.changed:
                yield say("{host} is not configured as its roles say", host=server.host)


LOOKS: Mapping[LookName, Callable[[Given, Values], Found]] = {
    LookName.MEMBER_IS_PRESENT: _member_is_present,
    LookName.MEMBER_HAS_LEFT: _member_has_left,
    LookName.MEMBER_STANDS: _member_stands,
    LookName.MEMBER_IS_GONE: _member_is_gone,
    LookName.MEMBER_IS_HOME: _member_is_home,
    LookName.MEMBER_IS_AWAY: _member_is_away,
    LookName.MEMBER_IS_DECLARED_LOST: _member_is_declared_lost,
    LookName.MEMBER_IS_HANDED_OVER: _member_is_handed_over,
    LookName.MEMBER_WAS_TRIED: _member_was_tried,
    LookName.SITE_ANSWERS: _site_answers,
    LookName.SITE_IS_DECLARED_LOST: _site_is_declared_lost,
    LookName.SITE_RUNS_ELSEWHERE: _site_runs_elsewhere,
    LookName.HOST_IS_KNOWN: _host_is_known,
    LookName.HOST_TAKES_SERVERS: _host_takes_servers,
    LookName.HOST_TAKES_NO_SERVERS: _host_takes_no_servers,
    LookName.HOST_IS_EMPTY: _host_is_empty,
    LookName.SERVER_IS_KNOWN: _server_is_known,
    LookName.SERVER_HAS_FLAVOR: _server_has_flavor,
    LookName.LICENCES_ARE_KEPT: _licences_are_kept,
    LookName.FAILOVER_IS_READY: _failover_is_ready,
    LookName.COPIES_ARE_HELD: _copies_are_held,
    LookName.COPIES_ARE_PROVEN: _copies_are_proven,
    LookName.VOLUME_IS_KNOWN: _volume_is_known,
    LookName.VOLUME_IS_RESTORED: _volume_is_restored,
    LookName.VOLUME_IS_CLEARED: _volume_is_cleared,
    LookName.LOGINS_WORK: _logins_work,
    LookName.SERVERS_ARE_REACHABLE: _servers_are_reachable,
    LookName.SERVERS_ARE_CONFIGURED: _servers_are_configured,
}
