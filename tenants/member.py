"""A municipality's YAML file, field for field. Pure.

Anything that needs two fields or two files is a rule (`tenants/rules/`), not a validator.
"""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from core.message import Message, say
from core.strict import Day, Key, Line, Network, Slug, Strict, Text
from core.units import Positive
from tenants.access_line import AccessLine, SpecificCommunication
from tenants.recovery_model import Departure
from tenants.vocabulary import LifecycleState, NetworkModel, ServiceState, Size, Zone


class MemberName(Strict):
    """The municipality's name in kanji, in hiragana and in English."""

    ja: Line = Field(description="kanji, as in 日田市")
    kana: str = Field(pattern=r"^[ぁ-ゖ][ぁ-ゖー・ 　]*$", description="hiragana, as in ひたし")
    en: str = Field(
        pattern=r"^[A-Za-z][A-Za-z' .-]*$", description="Latin letters, as in Hita City"
    )


class CountedOn(Strict):
    """A head count and the day it is valid for; formulas differ by that day."""

    count: Positive
    as_of: Day


class Lifecycle(Strict):
    """Since when the municipality is, or until when it will be, a member."""

    state: LifecycleState
    joined_on: Day
    leaves_on: Day | None = None
    left_on: Day | None = None


ContactRole = Literal["ict_section", "business_section", "ciso", "night_duty"]


class Reachable(Strict):
    """A desk that answers. Contacts are by section, not by person."""

    name: Line
    phone: str | None = Field(
        default=None,
        pattern=r"^[0-9+][0-9-]{5,}$",
        description="digits and hyphens, as in 0973-00-0000",
    )
    email: str | None = Field(
        default=None,
        # Source: the HTML standard, "valid e-mail address", with more than one label.
        pattern=r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
        r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$",
        description="an e-mail address",
    )


class Contact(Reachable):
    """Who answers at the municipality."""

    role: ContactRole


class BusySeason(Strict):
    """Months in which a service needs more, as 確定申告 and 当初賦課 do from March to June."""

    months: tuple[Annotated[int, Field(ge=1, le=12, strict=True)], ...] = Field(min_length=1)
    extra_vcpu: Positive


class ServiceUse(Strict):
    """How a municipality uses one service. An empty entry means: as the catalogue proposes."""

    state: ServiceState = ServiceState.IN_USE
    size: Size = Size.BY_POPULATION
    busy_season: BusySeason | None = None
    retired_on: Day | None = None
    reason: Text | None = None


AS_PROPOSED = ServiceUse()
"""One for all: a nation has sixty thousand services that are used as the catalogue proposes."""


def _empty_is_default(value: object) -> object:
    return AS_PROPOSED if value is None else value


ServiceUseOrEmpty = Annotated[ServiceUse, BeforeValidator(_empty_is_default)]


class Member(Strict):
    """One municipality of the consortium: the only file that onboarding adds."""

    if_empty: ClassVar[Message] = say("is empty; `kumiai member new` writes a file to start from")

    slug: Slug
    code: str = Field(
        pattern=r"^[0-9]{6}$",
        description='six digits in quotes, as in "442046" (全国地方公共団体コード)',
    )
    name: MemberName
    prefecture: Line
    population: CountedOn
    staff: CountedOn
    home_site: Key
    """A name that no site has is told with the one that is meant, by its title too."""
    network_model: NetworkModel
    network: Network
    lifecycle: Lifecycle
    contacts: tuple[Contact, ...] = Field(min_length=1)
    services: dict[Key, ServiceUseOrEmpty]
    """By the keys of the catalogue; what is none is told with the nearest one."""
    recovery: dict[Slug, Departure] = Field(default_factory=dict)
    """By system: where it departs from what its tier promises in tenants/recovery.yaml."""
    access_lines: dict[Zone, AccessLine] = Field(default_factory=dict)
    """By zone: the line by which its terminals come; without one they have no way in."""
    specific_communication: tuple[SpecificCommunication, ...] = ()
    """What mynumber may reach over its line (特定通信); nothing else."""

    @property
    def line_networks(self) -> tuple[IPv4Network, ...]:
        """What its lines are made of and lead to, beside its own network."""
        lines = self.access_lines.values()
        return tuple(one for line in lines for one in (line.network, *line.terminals, *line.routes))
