"""Which sites do not answer, before anything is said or done about what stands there. Adapter."""

from __future__ import annotations

from collections.abc import Sequence

from cloud.asked import silence_of
from cloud.logins import site_entry
from core.home import Home
from core.message import Message
from infra.stacks.work import StackWork


def silences(home: Home, works: Sequence[StackWork]) -> dict[str, Message]:
    """By site: what is to be said of each that accepts no connection.

    Raises: UserError where a site has no entry in clouds.yaml.
    """
    sites = {work.site.name: work.site for work in works}
    asked = {name: silence_of(site_entry(home, site), name) for name, site in sites.items()}
    return {name: silence for name, silence in asked.items() if silence is not None}
