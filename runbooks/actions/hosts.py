"""Acts on hosts: closed for new servers, opened again, given back what it had. Adapter: Nova."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.message import say
from core.plan import Action, Do, Plan
from infra.servers.hosts import set_host_enabled
from runbooks.actions.given import Given
from runbooks.actions.site_now import SiteNow

EVACUATE = "evacuate"


def close(given: Given, host: str) -> Plan:
    """Nova puts no new server on the host; what runs there runs on."""
    return _set(given, host, enabled=False)


def open_again(given: Given, host: str) -> Plan:
    """Nova may put servers on the host again."""
    return _set(given, host, enabled=True)


def bring_back(given: Given, host: str, done: Sequence[tuple[str, str]]) -> Plan:
    """What an evacuation moved away comes back, if it is still where it was moved to.

    `done` are the evacuation's acts as the journal has them.
    """
    at = SiteNow(given, given.definitions.need_site_of_host(host))
    standing = {one.name: one for one in at.servers}
    actions = [
        Action(
            "migrate",
            f"{at.site.name} {name} → {host}",
            say("{server} → {host}", server=name, host=host),
            say("{server}: {before} → {host}", server=name, before=to, host=host),
            _moving(at, standing[name].id, host, live=standing[name].status == "ACTIVE"),
            say("`kumiai server evacuate-host {host}` takes it away again", host=host),
            (at.stack_of(name),),
        )
        for name, to in _moved(done, at.site.name)
        if name in standing and standing[name].host == to
    ]
    return Plan(tuple(actions))


def _set(given: Given, host: str, *, enabled: bool) -> Plan:
    at = SiteNow(given, given.definitions.need_site_of_host(host))
    seen = at.hosts.get(host)
    if seen is not None and seen.is_enabled is enabled:
        return Plan()
    what = (
        say("{host} takes servers again", host=host)
        if enabled
        else say("{host} takes no new servers", host=host)
    )
    action = Action(
        "open-host" if enabled else "close-host",
        f"{at.site.name} {host}",
        say("{host}", host=host),
        what,
        lambda turn: set_host_enabled(at.cloud, at.site.name, host, enabled=enabled),
        say("the host is closed again in the same way")
        if enabled
        else say("the host is opened again in the same way"),
        (f"host.{host}",),
    )
    return Plan((action,))


def _moving(at: SiteNow, server: str, host: str, *, live: bool) -> Do:
    return lambda turn: at.mover.migrate(server, host, live=live)


def _moved(done: Sequence[tuple[str, str]], site: str) -> Iterator[tuple[str, str]]:
    """Each server that was evacuated, and where to."""
    for act, subject in done:
        where, _, rest = subject.partition(" ")
        name, arrow, to = rest.partition(" → ")
        if act == EVACUATE and where == site and arrow:
            yield name, to
