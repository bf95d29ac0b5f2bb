"""Everything the consortium has agreed, all files together, and the words that all readers share.

Pure: `tenants/store.py` reads it. Who stands where is answered here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from core.document import Document
from core.errors import UserError
from core.message import say
from core.names import meant
from tenants.catalogue_model import Catalogue
from tenants.consortium_model import Consortium, Placement
from tenants.member import Member
from tenants.placing import state_at
from tenants.recovery_model import Recovery
from tenants.site import Site
from tenants.vocabulary import OWN_NAMES, LifecycleState, PlacementState

ModelT = TypeVar("ModelT", bound=BaseModel)

CONSORTIUM_FILE = Path("tenants/consortium.yaml")
CATALOGUE_FILE = Path("tenants/catalogue.yaml")
PLACEMENT_FILE = Path("tenants/placement.yaml")
RECOVERY_FILE = Path("tenants/recovery.yaml")
CHECKS_FOLDER = Path("tenants/checks")
"""Programs, called after the systems whose copies they look at (`recovery/own_check.py`)."""
MEMBERS_FOLDER = Path("tenants/members")
SITES_FOLDER = Path("infra/sites")


@dataclass(frozen=True)
class Read(Generic[ModelT]):
    """A model, and the document that knows where each of its fields is written."""

    document: Document
    value: ModelT = field(hash=False)


@dataclass(frozen=True)
class Definitions:
    """Everything the consortium has agreed, as read from the files."""

    consortium: Read[Consortium]
    catalogue: Read[Catalogue]
    placement: Read[Placement]
    recovery: Read[Recovery]
    sites: Mapping[str, Read[Site]]
    """By the site's name, in the order that they give themselves."""
    members: Mapping[str, Read[Member]]
    """By slug, in the order of the file names."""
    unreadable_members: tuple[str, ...] = ()
    """Slugs whose files are there but could not be read as members."""
    unreadable_sites: tuple[str, ...] = ()
    """Names of sites whose files are there but could not be read as sites."""

    def need_site(self, name: str) -> Site:
        """Raises: UserError where there is no such site."""
        if name not in self.sites:
            raise no_site(name, self._site_names)
        return self.sites[name].value

    def meant_site(self, name: str) -> str | None:
        """The site that somebody means who writes another name, or its title."""
        return meant(name, self._site_names)

    def meant_member(self, name: str) -> str | None:
        """The municipality that somebody means who writes another name, or what it is called."""
        names = {own: read.value.name for own, read in self.members.items()}
        return meant(name, {own: (one.ja, one.en, one.kana) for own, one in names.items()})

    @property
    def _site_names(self) -> dict[str, tuple[str, str]]:
        titles = {own: read.value.title for own, read in self.sites.items()}
        return {own: (title.ja, title.en) for own, title in titles.items()}

    def need_system(self, name: str) -> None:
        """Raises: UserError where no such system is in the catalogue."""
        known = self.catalogue.value.systems
        if name not in known:
            raise UserError(
                say(
                    "no system {system} is in the catalogue; known are {known}",
                    system=name,
                    known=tuple(known),
                )
            )

    def need_member(self, slug: str) -> Member:
        """Raises: UserError where there is no such municipality."""
        if slug in self.members:
            return self.members[slug].value
        near = self.meant_member(slug)
        if near is not None:
            raise UserError(
                say(
                    "no municipality {member} is in tenants/members; did you mean {near}?",
                    member=slug or "''",
                    near=near,
                )
            )
        raise UserError(
            say(
                "no municipality {member} is in tenants/members; known are {known}",
                member=slug or "''",
                known=tuple(self.members),
            )
        )

    def need_site_of_host(self, host: str) -> Site:
        """The site that has the host. Raises: UserError where none has."""
        for read in self.sites.values():
            if host in read.value.hosts:
                return read.value
        raise no_host(host, [name for read in self.sites.values() for name in read.value.hosts])

    def standby_for(self, site: str) -> str | None:
        """The site that takes over when `site` is lost, if one does."""
        standing_by = (name for name, r in self.sites.items() if site in r.value.stands_by_for)
        return next(standing_by, None)

    def sites_of(self, member: Member) -> tuple[str, ...]:
        """Where the member has a project: its home site, then the one that stands by for it."""
        standby = self.standby_for(member.home_site)
        return (member.home_site,) if standby is None else (member.home_site, standby)

    def other_site(self, member: Member, site: str) -> str | None:
        """Where else the member has a project, if anywhere."""
        return next((other for other in self.sites_of(member) if other != site), None)

    def active_sites(self, member: Member) -> tuple[str, ...]:
        """Where the member's servers run: one site, unless the placement breaks its rule."""
        return self._sites_in(member, PlacementState.ACTIVE)

    def standby_sites(self, member: Member) -> tuple[str, ...]:
        """Where everything of the member's but its servers and data stands ready."""
        return self._sites_in(member, PlacementState.STANDBY)

    def _sites_in(self, member: Member, state: PlacementState) -> tuple[str, ...]:
        placement = self.placement.value
        return tuple(s for s in self.sites_of(member) if state_at(member, s, placement) is state)

    @property
    def own_names(self) -> frozenset[str]:
        """What no slug may be; a login is named by its site or by its member."""
        return OWN_NAMES | self.sites.keys() | set(self.unreadable_sites)

    def taken_networks(self) -> list[IPv4Network]:
        """Of all members, their lines and sites; a new member's overlaps none of them."""
        return [
            *(read.value.network for read in self.members.values()),
            *(one for read in self.members.values() for one in read.value.line_networks),
            *(network for read in self.sites.values() for network in read.value.networks),
        ]

    @property
    def slugs(self) -> tuple[str, ...]:
        """Of all municipalities that have a file, one that cannot be read too."""
        return (*self.members, *(one for one in self.unreadable_members if one not in self.members))

    def without(self, slugs: Collection[str]) -> Definitions:
        """As if the files of these could not be read."""
        kept = {slug: read for slug, read in self.members.items() if slug not in slugs}
        unread = tuple(sorted({*self.unreadable_members, *slugs}))
        return replace(self, members=kept, unreadable_members=unread)

    @property
    def originals(self) -> Definitions:
        """Without the files that say to be another one, of which nothing else need be said."""
        kept = {
            stem: read
            for stem, read in self.members.items()
            if read.value.slug == stem or read.value.slug not in self.members
        }
        return self if len(kept) == len(self.members) else replace(self, members=kept)

    def present_members(self, chosen: Collection[str] = ()) -> dict[str, Member]:
        """Who has not left, by slug; of the `chosen` only, if any are named."""
        return {
            slug: read.value
            for slug, read in self.members.items()
            if read.value.lifecycle.state is not LifecycleState.LEFT
            and (not chosen or slug in chosen)
        }

    def members_at(self, site: str, chosen: Collection[str] = ()) -> dict[str, Member]:
        """Who stands at the site, running or ready, by slug; of the `chosen` only, if any."""
        present = self.present_members(chosen)
        return {slug: member for slug, member in present.items() if site in self.sites_of(member)}


def in_order(sites: Mapping[str, Read[Site]]) -> dict[str, Read[Site]]:
    """The sites by the place that each gives itself; those without one come last, by name."""

    def place(name: str) -> tuple[bool, int, str]:
        order = sites[name].value.order
        return order is None, order or 0, name

    return {name: sites[name] for name in sorted(sites, key=place)}


def no_site(name: str, known: Mapping[str, Iterable[str]]) -> UserError:
    """`known` are the sites, each with what else it is called."""
    near = meant(name, known)
    if near is not None:
        return UserError(
            say(
                "no site {site} is in infra/sites; did you mean {near}?",
                site=name or "''",
                near=near,
            )
        )
    return UserError(
        say(
            "no site {site} is in infra/sites; the sites are {known}",
            site=name or "''",
            known=tuple(known),
        )
    )


def no_host(name: str, known: Iterable[str]) -> UserError:
    return UserError(
        say(
            "no host {host} is in infra/sites; known are {known}",
            host=name,
            known=tuple(known),
        )
    )
