"""A site of the files, asked as the one who may see all of it. Adapter."""

from __future__ import annotations

from cloud.asked import silence_of
from cloud.connection import Cloud, connected
from cloud.logins import site_entry
from core.home import Home
from core.message import Message
from tenants.site import Site


def silence_at(home: Home, site: Site) -> Message | None:
    """What is to be said of a site that accepts no connection."""
    return silence_of(site_entry(home, site), site.name)


def administrator_of(home: Home, site: Site) -> Cloud:
    """A site's OpenStack, as the one who may list all servers."""
    return connected(site_entry(home, site))
