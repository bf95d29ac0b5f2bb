"""Rules about the services that a municipality uses. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.message import say
from core.names import folded, nearest
from core.problem import Problem
from tenants.catalogue_model import Catalogue
from tenants.definitions import Definitions, Read
from tenants.member import Member, ServiceUse
from tenants.rules.finding import in_member
from tenants.vocabulary import SERVER_ZONES, ServiceState


def problems(definitions: Definitions, today: date) -> Iterator[Problem]:
    catalogue = definitions.catalogue.value
    for read in definitions.members.values():
        for name, use in read.value.services.items():
            if name not in catalogue.services:
                yield _unknown(read, name, catalogue)
                continue
            yield from _zone(read, name, catalogue)
            yield from _retirement(read, name, use, today)


def _unknown(read: Read[Member], name: str, catalogue: Catalogue) -> Problem:
    near = _meant(name, catalogue)
    if near is not None:
        message = say(
            "{service} is not in the catalogue; did you mean {near}?", service=name, near=near
        )
    else:
        message = say(
            "{service} is not in the catalogue; tenants/catalogue.yaml lists what can be ordered",
            service=name,
        )
    return in_member(read, ("services", name), message)


def _meant(name: str, catalogue: Catalogue) -> str | None:
    """The service that somebody means who writes its Japanese or English name, or a hyphen."""
    spellings = {
        folded(spelling): key
        for key, service in catalogue.services.items()
        for spelling in (service.ja, service.en, key)
    }
    for alias, spelt in catalogue.aliases.items():
        if folded(spelt) in spellings:
            spellings.setdefault(folded(alias), spellings[folded(spelt)])
    near = nearest(folded(name).replace("-", "_"), spellings)
    return spellings[near] if near else None


def _zone(read: Read[Member], name: str, catalogue: Catalogue) -> Iterator[Problem]:
    model = read.value.network_model
    zone = catalogue.services[name].zone_in(model)
    if zone not in SERVER_ZONES[model]:
        yield in_member(
            read,
            ("services", name),
            say(
                "{service} stands in the zone {zone}, where the network model {model} has no "
                "business systems; change the model or do without the service",
                service=catalogue.services[name].ja,
                zone=str(zone),
                model=str(model),
            ),
        )


def _retirement(read: Read[Member], name: str, use: ServiceUse, today: date) -> Iterator[Problem]:
    if use.state is ServiceState.RETIRED and (use.retired_on is None or use.reason is None):
        yield in_member(
            read,
            ("services", name),
            say("is retired, which lets its data go; add retired_on and reason"),
        )
    elif (
        use.state is ServiceState.RETIRED and use.retired_on is not None and use.retired_on > today
    ):
        yield in_member(
            read,
            ("services", name, "retired_on"),
            say(
                "{day} is still to come, and a retired service loses its data; until that day "
                "leave the service in use, or write `state: stopped`",
                day=use.retired_on,
            ),
        )
