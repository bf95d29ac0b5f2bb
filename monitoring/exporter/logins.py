"""With which login a site is looked at, and what of the files. Adapter: clouds.yaml, the files."""

from __future__ import annotations

from blueprint.member import blueprint_of
from cloud.logins import CloudEntry, clouds_of, site_entry, usable_entry
from core.home import Home
from monitoring.exporter.account import watcher_entry
from monitoring.exporter.looks import Looks
from monitoring.exporter.seen import Declared
from tenants.definitions import Definitions
from tenants.site import Site
from tenants.store import read_definitions

WATCH = "watch"
"""Before a site's name: its entry of a user that others made, to list everything and change
nothing."""


def looks_of(home: Home, definitions: Definitions, site: str, *, reach: bool) -> Looks:
    """Raises: UserError where clouds.yaml has no entry of a site."""
    own = watch_entry(home, definitions.need_site(site))
    entries = {name: site_entry(home, read.value) for name, read in definitions.sites.items()}
    return Looks(
        site,
        own or watcher_entry(home, site) or entries[site],
        lambda: declared_at(home, definitions, site),
        {name: entry for name, entry in entries.items() if name != site},
        home.known_hosts,
        reach,
    )


def watch_entry(home: Home, site: Site) -> CloudEntry | None:
    name = f"{WATCH}.{site.name}"
    entry = clouds_of(home).get(name)
    return None if entry is None else usable_entry(home, name, entry, site)


def declared_at(home: Home, known: Definitions, site: str) -> Declared:
    """What the files say now; what they said last where they cannot be read just now."""
    read, problems = read_definitions(home.definitions)
    definitions = known if read is None or problems else read
    blueprints = tuple(
        blueprint_of(definitions, slug, site)
        for slug, member in definitions.present_members().items()
        if site in definitions.sites_of(member)
    )
    members = definitions.members
    codes = {members[one.member].value.code: one.project for one in blueprints}
    return Declared(site, blueprints, codes)
