"""Which stacks there are to work on, and which are up to date already. Adapter: reads state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from blueprint.member import Sizes, blueprint_of
from blueprint.parts import Blueprint, SiteBlueprint
from blueprint.site import draw as draw_site
from core.home import Home
from core.message import Message, say
from infra.engine.resources import NOTHING, Resource
from infra.engine.state import read_state
from infra.engine.volumes import standing_sizes
from infra.stacks.census import Fallen, fallen
from infra.stacks.digest import ended_well, is_applied, member_digest, site_digest
from infra.stacks.guard import NOTHING_GOES, Fate, fate_of, retyped
from infra.stacks.guest_image import image_in, image_refused
from tenants.definitions import Definitions
from tenants.member import Member
from tenants.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What is known of any stack before it is worked on.

    `refresh`: OpenStack is asked what there is before anything is changed, because somebody wants
    it, or because the last run did not end well: of an object that was taken over after a kill
    the state knows only what was asked for, and takes what it cannot compare for a replacement.
    """

    site: Site
    digest: str
    exists: bool
    unchanged: bool
    refresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWork(_Work):
    """A site's own stack. It holds nothing that is protected."""

    blueprint: SiteBlueprint
    against: Message | None = None
    """Why its guest image cannot become what is asked for."""

    @property
    def stack(self) -> str:
        return self.blueprint.stack

    @property
    def subject(self) -> Message:
        return say("site {site}", site=self.site.name)

    @property
    def fate(self) -> Fate:
        return NOTHING_GOES


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberWork(_Work):
    """A member's stack at a site, and what becomes of the data that its blueprint leaves out."""

    member: Member
    blueprint: Blueprint
    fate: Fate
    larger: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Volumes that stand larger than the files ask for, with GiB that stand and that are asked."""
    retyped: tuple[Resource, ...] = ()
    """Volumes that stand with another type than the files ask for."""
    fallen: Fallen | None = None
    """What a census that has fallen would take, and nobody has decided."""

    @property
    def stack(self) -> str:
        return self.blueprint.stack

    @property
    def subject(self) -> Message:
        """The municipality and the site, for a person."""
        return say("{member} at {site}", member=self.member.name.ja, site=self.site.name)


StackWork = SiteWork | MemberWork


def works(
    home: Home,
    definitions: Definitions,
    members: Sequence[str],
    only_site: str | None,
    refresh: bool,
) -> list[StackWork]:
    """The stacks of the chosen members (all if none is named), and of the sites they stand at.

    `members` and `only_site` are known to be there.
    """
    chosen = members or list(definitions.present_members())
    pairs = [
        (slug, site)
        for slug in chosen
        for site in definitions.sites_of(definitions.members[slug].value)
        if only_site in (None, site)
    ]
    sites = [only_site] if only_site and not pairs else sorted({site for _, site in pairs})
    # Asked of both sites of a member, for each of its stacks: once is enough.
    sizes = cache(lambda slug, ask: standing_sizes(home, definitions, slug, ask=ask))
    return [
        *(_site_work(home, definitions.sites[site].value, refresh) for site in sites),
        *(_member_work(home, definitions, slug, site, refresh, sizes) for slug, site in pairs),
    ]


def _site_work(home: Home, site: Site, refresh: bool) -> SiteWork:
    blueprint = draw_site(site)
    stack = blueprint.stack
    image = home.images / f"{site.image}.raw"
    digest = site_digest(blueprint, site, image)
    state = read_state(home, stack)
    exists = state is not None
    unchanged = not refresh and is_applied(home, stack, digest)
    return SiteWork(
        site=site,
        blueprint=blueprint,
        against=None if unchanged else image_refused(image, image_in(state or NOTHING)),
        digest=digest,
        exists=exists,
        unchanged=unchanged,
        refresh=refresh or (exists and not ended_well(home, stack)),
    )


def _member_work(
    home: Home,
    definitions: Definitions,
    slug: str,
    site_name: str,
    refresh: bool,
    sizes: Callable[[str, bool], Sizes],
) -> MemberWork:
    member = definitions.members[slug].value
    site = definitions.sites[site_name].value
    asked = blueprint_of(definitions, slug, site_name)
    digest = member_digest(asked, member, site)
    if not refresh and is_applied(home, asked.stack, digest):
        return MemberWork(
            member=member,
            blueprint=asked,
            fate=NOTHING_GOES,
            site=site,
            digest=digest,
            exists=True,
            unchanged=True,
            refresh=False,
        )
    state = read_state(home, asked.stack)
    exists = state is not None
    refresh = refresh or (exists and not ended_well(home, asked.stack))
    standing = sizes(slug, refresh)
    blueprint = blueprint_of(definitions, slug, site_name, standing)
    return MemberWork(
        member=member,
        blueprint=blueprint,
        fate=fate_of(state or NOTHING, blueprint, member, definitions.catalogue.value),
        site=site,
        digest=digest,
        exists=exists,
        unchanged=False,
        refresh=refresh,
        larger={
            plan.name: (plan.gib, small.gib)
            for plan, small in zip(blueprint.volumes, asked.volumes, strict=True)
            if plan.gib != small.gib
        },
        retyped=retyped(state or NOTHING, blueprint),
        fallen=fallen(definitions, slug, site_name, state or NOTHING),
    )
