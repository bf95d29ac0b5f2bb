"""The login by which a site is looked at, made. Adapter."""

from __future__ import annotations

from blueprint.accounts import WATCHER
from core.message import say
from core.plan import Action, Plan, Turn
from monitoring.exporter.account import ensure_watcher
from runbooks.actions.given import Given
from tenants.site import Site

ACT = "watch-set-up"


def set_up(given: Given) -> Plan:
    """At each site: a user that may read what the exporter tells, and do nothing."""
    return Plan(tuple(_setting_up(given, read.value) for read in given.definitions.sites.values()))


def _setting_up(given: Given, site: Site) -> Action:
    def do(turn: Turn) -> None:
        ensure_watcher(given.home, site)

    return Action(
        ACT,
        site.name,
        say("{site}", site=site.name),
        say(
            "{site}: a user {user} with a role of its own; what the role may read, the site's "
            "policy.yaml files say (monitoring/policies)",
            site=site.name,
            user=WATCHER,
        ),
        do,
        say("the user and the role can be deleted; nothing else rests on them"),
        (f"watch.{site.name}",),
        lane=site.name,
        mends=True,
    )
