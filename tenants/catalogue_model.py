"""The catalogue: business services, and the systems that provide them. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from core.strict import Identifier, Key, Line, Name, OneOrMany, Slug, Strict, Text, Truth
from core.units import LARGEST, Count, Positive, PositiveGib
from tenants.limits import MOST_SYSTEMS, MOST_TIERS
from tenants.vocabulary import NetworkModel, Priority, Zone


class Service(Strict):
    """One row of the service matrix (対象業務一覧)."""

    group: Identifier
    ja: Line
    en: Line
    system: Slug
    zone: Zone
    zone_by_model: dict[NetworkModel, Zone] = Field(default_factory=dict)
    priority: Priority
    standard20: Truth = False
    """Whether it is one of, or inside one of, the 20 standardised services."""

    def zone_in(self, model: NetworkModel) -> Zone:
        """The zone in which a municipality of this network model places the service."""
        return self.zone_by_model.get(model, self.zone)


class SizeStep(Strict):
    """From this population on, so many servers of this flavor."""

    from_population: Count
    servers: Positive
    flavor: Slug


class DataVolume(Strict):
    """A volume of one server that outlives the server."""

    gib: PositiveGib
    gib_per_10000_people: Count = 0
    type: Slug


class Offer(Strict):
    """A port that a tier listens on, and who may reach it.

    `to` names `terminals` (the municipality's own, in the same zone), `operations` (the site's
    operators) or a tier of the same municipality as `system.tier`.
    """

    port: int = Field(ge=1, le=65535, strict=True)
    protocol: Literal["tcp", "udp"] = "tcp"
    to: Annotated[tuple[Line, ...], Field(min_length=1), OneOrMany()]
    purpose: Text


def tier_of(reader: str) -> tuple[str, str] | None:
    """The system and the tier that a reader names; None where it is no tier."""
    system, dot, tier = reader.partition(".")
    return (system, tier) if dot else None


def as_reader(system: str, tier: str) -> str:
    """The tier as an offer names it."""
    return f"{system}.{tier}"


NOT_WRITTEN = 0
"""An address that the file does not give; a rule refuses it before anything is drawn."""


class Counted(Strict):
    """What is said of a server for its licences' sake, and may be said in a rule's example too."""

    sub_capacity: Truth = True
    """Whether licences may count its servers by their vCPUs; some vendors exclude guest systems."""


class Tier(Counted):
    """Servers of one role within a system: app, db."""

    address_place: int = Field(default=NOT_WRITTEN, ge=1, le=MOST_TIERS, strict=True)
    """Which part of its system's block its servers' addresses are taken from; never changed."""
    anti_affinity: Truth = False
    """No two of its servers stand on one host."""
    carries_busy_season: Truth = False
    """What a busy season asks for is shared out over its servers."""
    sizes: tuple[SizeStep, ...] = Field(min_length=1)
    boot_gib: PositiveGib
    boot_type: Slug
    volumes: dict[Slug, DataVolume] = Field(default_factory=dict)
    software: tuple[Slug, ...] = ()
    passive_from: int | None = Field(default=None, ge=2, le=LARGEST, strict=True)
    """Servers of this number and above are replicas that only stand by for the first ones; some
    licences let them go free for as long as they do."""
    offers: tuple[Offer, ...] = ()


class System(Strict):
    """What provides one or several services: tiers of servers, and object containers."""

    ja: Line
    en: Line
    address_block: int = Field(default=NOT_WRITTEN, ge=1, le=MOST_SYSTEMS, strict=True)
    """Which block of its zone's subnet its servers' addresses are taken from; never changed."""
    tiers: dict[Slug, Tier] = Field(min_length=1)
    containers: tuple[Slug, ...] = ()

    @property
    def tiers_in_place(self) -> list[tuple[str, Tier]]:
        """Its tiers by the places of their addresses: the order of a file has no meaning."""
        return sorted(self.tiers.items(), key=lambda item: item[1].address_place)


class Software(Strict):
    """A product that needs a licence where it runs."""

    ja: Line
    en: Line
    vendor: Line
    shows_as: tuple[Line, ...] = ()
    """Names of its packages and running programs, with * and ?: what servers are probed for."""


class Catalogue(Strict):
    """Everything a municipality can order."""

    groups: dict[Identifier, Name]
    services: dict[Identifier, Service]
    systems: dict[Slug, System]
    software: dict[Slug, Software] = Field(default_factory=dict)
    aliases: dict[Key, Line] = Field(default_factory=dict)
    """Other spellings of service names met in tables, to the catalogue's: 取納 → 収納."""
