"""Rules that hold the catalogue together, and the catalogue and the sites. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from tenants.catalogue_model import Catalogue, Offer, Tier, as_reader, tier_of
from tenants.definitions import Definitions
from tenants.limits import MOST_SYSTEMS, MOST_TIERS, TIER_BLOCK
from tenants.rules import addresses
from tenants.rules.finding import in_shared, unknown
from tenants.vocabulary import NetworkModel, Zone

READERS = ("terminals", "operations")
"""Who may be named under `to` beside a tier of the same municipality."""

Found = tuple[Location, Message]


def problems(definitions: Definitions) -> Iterator[Problem]:
    read = definitions.catalogue
    for location, message in _found(definitions):
        yield in_shared(read, location, message)


def _found(definitions: Definitions) -> Iterator[Found]:
    catalogue = definitions.catalogue.value
    yield from _services(catalogue)
    yield from _one_zone_per_system(catalogue)
    yield from addresses.found_in(catalogue)
    if len(catalogue.systems) > MOST_SYSTEMS:
        yield (
            ("systems",),
            say(
                "there are {count} systems, and a zone's network has room for {most}; "
                "join systems that belong together",
                count=len(catalogue.systems),
                most=MOST_SYSTEMS,
            ),
        )
    for name, system in catalogue.systems.items():
        at = ("systems", name)
        if len(system.tiers) > MOST_TIERS:
            yield (
                (*at, "tiers"),
                say(
                    "there are {count} tiers, and a system has room for {most}",
                    count=len(system.tiers),
                    most=MOST_TIERS,
                ),
            )
        for tier_name, tier in system.tiers.items():
            yield from _tier((*at, "tiers", tier_name), name, tier, definitions)
    names = {service.ja for service in catalogue.services.values()}
    for alias, name in catalogue.aliases.items():
        if name not in names:
            yield (
                ("aliases", alias),
                say("{name} is the name of no service; correct it", name=name),
            )


def _services(catalogue: Catalogue) -> Iterator[Found]:
    for name, service in catalogue.services.items():
        for field, known in (("group", catalogue.groups), ("system", catalogue.systems)):
            value = getattr(service, field)
            if value not in known:
                yield _unknown(("services", name, field), value, known)


def _one_zone_per_system(catalogue: Catalogue) -> Iterator[Found]:
    """A system's servers stand in one subnet, so its services are in one zone, in every model.

    The zone of most of them is taken to be the right one; each other service is told once.
    """
    told: set[str] = set()
    for model in NetworkModel:
        zones: dict[str, Counter[Zone]] = {}
        for service in catalogue.services.values():
            zones.setdefault(service.system, Counter())[service.zone_in(model)] += 1
        for name, service in catalogue.services.items():
            usual = zones[service.system].most_common(1)[0][0]
            if service.zone_in(model) is not usual and name not in told:
                told.add(name)
                yield (
                    ("services", name),
                    say(
                        "is in the zone {zone}, the other services of {system} are in {usual} "
                        "(network model {model}); a system stands in one zone",
                        zone=str(service.zone_in(model)),
                        system=service.system,
                        usual=str(usual),
                        model=str(model),
                    ),
                )


def _tier(at: Location, system: str, tier: Tier, definitions: Definitions) -> Iterator[Found]:
    catalogue = definitions.catalogue.value
    flavors = _at_every_site(definitions, "flavors")
    types = _at_every_site(definitions, "volume_types")
    for index, step in enumerate(tier.sizes):
        if step.flavor not in flavors:
            yield _unknown((*at, "sizes", index), step.flavor, flavors)
        if step.servers > TIER_BLOCK:
            yield (
                (*at, "sizes", index),
                say(
                    "{count} servers are asked for, and a tier has room for {most}",
                    count=step.servers,
                    most=TIER_BLOCK,
                ),
            )
    if tier.boot_type not in types:
        yield _unknown((*at, "boot_type"), tier.boot_type, types)
    for name, volume in tier.volumes.items():
        if volume.type not in types:
            yield _unknown((*at, "volumes", name), volume.type, types)
    for index, product in enumerate(tier.software):
        if product not in catalogue.software:
            yield _unknown((*at, "software", index), product, catalogue.software)
    for index, offer in enumerate(tier.offers):
        for reader in offer.to:
            yield from _reader((*at, "offers", index), system, offer, reader, catalogue)


def _reader(
    at: Location, system: str, offer: Offer, reader: str, catalogue: Catalogue
) -> Iterator[Found]:
    reading = tier_of(reader)
    if reading is None:
        if reader not in READERS:
            yield _unknown(at, reader, dict.fromkeys(READERS))
        return
    theirs, _ = reading
    known = [as_reader(s, t) for s, found in catalogue.systems.items() for t in found.tiers]
    if reader not in known:
        yield _unknown(at, reader, dict.fromkeys(known))
        return
    for model in NetworkModel:
        zones = {_zone_of(system, model, catalogue), _zone_of(theirs, model, catalogue)}
        if zones == {Zone.MYNUMBER, Zone.INTERNET}:
            yield (
                at,
                say(
                    "{reader} would reach from one of mynumber and internet into the other "
                    "(network model {model}), for which there is no exception; remove it",
                    reader=reader,
                    model=str(model),
                ),
            )
            return


def _zone_of(system: str, model: NetworkModel, catalogue: Catalogue) -> Zone | None:
    found = (s.zone_in(model) for s in catalogue.services.values() if s.system == system)
    return next(found, None)


def _at_every_site(definitions: Definitions, field: str) -> dict[str, None]:
    """What every site offers: a member must be able to run at each."""
    offers = [set(getattr(read.value, field)) for read in definitions.sites.values()]
    return dict.fromkeys(sorted(set.intersection(*offers))) if offers else {}


def _unknown(at: Location, value: str, known: Mapping[str, object]) -> Found:
    return at, unknown(value, known)
