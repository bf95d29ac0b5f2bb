"""What becomes of an object whose making was cut off. Pure.

Invariant: nothing is built twice, and nothing that may hold data is removed. So an object that is
found is taken over; only one that is broken, or whose making has several steps and holds no data,
is removed and made anew; where neither is safe a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from infra.engine.state import Pending


class Kind(Enum):
    """How the making of a type of object can be repeated."""

    NAMED = "found by its name or what it joins, and taken over"
    SETTING = "making it again is setting it again"
    STEPWISE = "made in several steps and holds no data: half of it is worth nothing"


KINDS: dict[str, Kind] = {
    "openstack:identity/project:Project": Kind.NAMED,
    "openstack:identity/user:User": Kind.NAMED,
    "openstack:identity/roleAssignment:RoleAssignment": Kind.SETTING,
    "openstack:compute/quotaSetV2:QuotaSetV2": Kind.SETTING,
    "openstack:blockstorage/quoteSetV3:QuoteSetV3": Kind.SETTING,
    "openstack:networking/quotaV2:QuotaV2": Kind.SETTING,
    "openstack:networking/network:Network": Kind.NAMED,
    "openstack:networking/subnet:Subnet": Kind.NAMED,
    "openstack:networking/router:Router": Kind.NAMED,
    "openstack:networking/routerInterface:RouterInterface": Kind.NAMED,
    # A group is made with rules that let everything out, which are deleted afterwards.
    "openstack:networking/secGroup:SecGroup": Kind.STEPWISE,
    "openstack:networking/secGroupRule:SecGroupRule": Kind.NAMED,
    "openstack:networking/port:Port": Kind.NAMED,
    "openstack:compute/keypair:Keypair": Kind.NAMED,
    "openstack:compute/serverGroup:ServerGroup": Kind.NAMED,
    "openstack:compute/instance:Instance": Kind.NAMED,
    "openstack:compute/volumeAttach:VolumeAttach": Kind.NAMED,
    "openstack:blockstorage/volume:Volume": Kind.NAMED,
    "openstack:objectstorage/container:Container": Kind.SETTING,
    "openstack:compute/flavor:Flavor": Kind.NAMED,
    "openstack:compute/aggregateV2:AggregateV2": Kind.NAMED,
    "openstack:blockstorage/volumeTypeV3:VolumeTypeV3": Kind.NAMED,
    "openstack:blockstorage/qosV3:QosV3": Kind.NAMED,
    "openstack:blockstorage/qosAssociationV3:QosAssociationV3": Kind.SETTING,
    # The record is made first and the data sent afterwards.
    "openstack:images/image:Image": Kind.STEPWISE,
}
"""Every type that the programs make; a test holds this against the components."""

HOLDS_DATA = frozenset(
    {
        "openstack:blockstorage/volume:Volume",
        "openstack:objectstorage/container:Container",
        "openstack:identity/project:Project",
    }
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """An object in the cloud that fits a pending creation. `broken` says that it is in error."""

    id: str
    broken: bool = False
    empty: bool = False
    """A volume made from an image that no server has ever used: nothing in it is anybody's."""


class Act(Enum):
    ADOPT = "adopt"
    FORGET = "forget"
    REBUILD = "rebuild"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one pending operation. `id` is the object's, where there is one."""

    act: Act
    id: str = ""


def decide(pending: Pending, seen: Sequence[Sighting]) -> Decision:
    """What to do with `pending`, given what was found in the cloud.

    Operations other than creations are forgotten: the object is in the state, and the next run
    looks at it again. So are components and providers, which are in no cloud. A type of which it
    is not known how to look for it is a person's to look for.
    """
    if pending.kind != "creating" or not pending.resource.is_in_a_cloud:
        return Decision(Act.FORGET)
    kind = KINDS.get(pending.resource.type)
    if kind is None:
        return Decision(Act.ASK)
    if kind is Kind.SETTING or not seen:
        return Decision(Act.FORGET)
    if len(seen) > 1:
        return Decision(Act.ASK)
    found = seen[0]
    data = pending.resource.type in HOLDS_DATA and not found.empty
    if kind is Kind.STEPWISE or found.broken:
        return Decision(Act.ASK if data else Act.REBUILD, found.id)
    return Decision(Act.ADOPT, found.id)


def is_looked_up(pending: Pending) -> bool:
    """Whether the cloud has to be asked at all."""
    return pending.kind == "creating" and KINDS.get(pending.resource.type) in (
        Kind.NAMED,
        Kind.STEPWISE,
    )
