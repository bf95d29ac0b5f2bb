"""Every kind of object that the programs make: one row per OpenStack type. Pure.

How OpenStack is asked for a kind stands in `asking/`; a house test holds its table to this one, and
this one to what the programs make.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from blueprint.naming import SERVER_ENDING, VOLUME_ENDING
from blueprint.parts import Blueprint
from core.message import Message, say

PROVIDER = "openstack:"


class Making(Enum):
    """How the making of an object can be repeated after it was cut off."""

    NAMED = "found by its name or what it joins, and taken over"
    SETTING = "making it again is setting it again"
    STEPWISE = "made in several steps and holds no data: half of it is worth nothing"


@dataclass(frozen=True, slots=True)
class Kind:
    """`token` is Pulumi's, `word` what people call it."""

    token: str
    word: Message
    making: Making
    holds_data: bool = False
    suffix: str | None = None
    """What the program adds to the name by which a person asks for one; None where nobody does."""
    drawn: Callable[[Blueprint], int] | None = None
    """How many a blueprint draws; None for what comes along with something else."""


SERVER = Kind(
    "openstack:compute/instance:Instance",
    say("server"),
    Making.NAMED,
    suffix=SERVER_ENDING,
    drawn=lambda blueprint: len(blueprint.servers),
)
VOLUME = Kind(
    "openstack:blockstorage/volume:Volume",
    say("volume"),
    Making.NAMED,
    holds_data=True,
    suffix=VOLUME_ENDING,
    drawn=lambda blueprint: len(blueprint.volumes),
)
CONTAINER = Kind(
    "openstack:objectstorage/container:Container",
    say("container"),
    Making.SETTING,
    holds_data=True,
    drawn=lambda blueprint: len(blueprint.containers),
)
NETWORK = Kind(
    "openstack:networking/network:Network",
    say("network"),
    Making.NAMED,
    drawn=lambda blueprint: len(blueprint.networks) + len(blueprint.lines),
)
SUBNET = Kind("openstack:networking/subnet:Subnet", say("subnet"), Making.NAMED)
ROUTER = Kind(
    "openstack:networking/router:Router",
    say("router"),
    Making.NAMED,
    drawn=lambda blueprint: sum(plan.router is not None for plan in blueprint.networks),
)
ROUTER_INTERFACE = Kind(
    "openstack:networking/routerInterface:RouterInterface",
    say("router interface"),
    Making.NAMED,
)
ROUTE = Kind("openstack:networking/routerRoute:RouterRoute", say("static route"), Making.SETTING)
GROUP = Kind(
    "openstack:networking/secGroup:SecGroup",
    say("security group"),
    # It is made with rules that let everything out, which are deleted afterwards.
    Making.STEPWISE,
    drawn=lambda blueprint: len(blueprint.groups),
)
RULE = Kind(
    "openstack:networking/secGroupRule:SecGroupRule",
    say("rule"),
    Making.NAMED,
    drawn=lambda blueprint: sum(len(group.rules) for group in blueprint.groups),
)
PORT = Kind("openstack:networking/port:Port", say("port"), Making.NAMED)
ATTACHMENT = Kind("openstack:compute/volumeAttach:VolumeAttach", say("attachment"), Making.NAMED)
SERVER_GROUP = Kind("openstack:compute/serverGroup:ServerGroup", say("server group"), Making.NAMED)
KEYPAIR = Kind("openstack:compute/keypair:Keypair", say("key pair"), Making.NAMED)
PROJECT = Kind(
    "openstack:identity/project:Project",
    say("project"),
    Making.NAMED,
    holds_data=True,
    drawn=lambda blueprint: 1,
)
USER = Kind("openstack:identity/user:User", say("user"), Making.NAMED)
ROLE = Kind("openstack:identity/roleAssignment:RoleAssignment", say("role"), Making.SETTING)
COMPUTE_QUOTA = Kind(
    "openstack:compute/quotaSetV2:QuotaSetV2", say("compute quota"), Making.SETTING
)
NETWORK_QUOTA = Kind("openstack:networking/quotaV2:QuotaV2", say("network quota"), Making.SETTING)
VOLUME_QUOTA = Kind(
    "openstack:blockstorage/quoteSetV3:QuoteSetV3", say("volume quota"), Making.SETTING
)
FLAVOR = Kind("openstack:compute/flavor:Flavor", say("flavor"), Making.NAMED)
# The record is made first and the data sent afterwards.
IMAGE = Kind("openstack:images/image:Image", say("image"), Making.STEPWISE)
AGGREGATE = Kind("openstack:compute/aggregateV2:AggregateV2", say("host aggregate"), Making.NAMED)
VOLUME_TYPE = Kind(
    "openstack:blockstorage/volumeTypeV3:VolumeTypeV3", say("volume type"), Making.NAMED
)
VOLUME_LIMIT = Kind("openstack:blockstorage/qosV3:QosV3", say("volume limit"), Making.NAMED)
USE_OF_A_LIMIT = Kind(
    "openstack:blockstorage/qosAssociationV3:QosAssociationV3",
    say("use of a volume limit"),
    Making.SETTING,
)

KINDS = {
    kind.token: kind
    for kind in (
        *(SERVER, VOLUME, CONTAINER, NETWORK, SUBNET, ROUTER, ROUTER_INTERFACE, ROUTE),
        *(GROUP, RULE, PORT, ATTACHMENT, SERVER_GROUP, KEYPAIR, PROJECT, USER, ROLE, COMPUTE_QUOTA),
        *(NETWORK_QUOTA, VOLUME_QUOTA, FLAVOR, IMAGE, AGGREGATE, VOLUME_TYPE, VOLUME_LIMIT),
        USE_OF_A_LIMIT,
    )
}
"""By Pulumi's token, in the order in which a plan lists them."""

HOST = say("host")
EXTERNAL_NETWORK = say("external network")
QUOTA = say("quota")
FLOATING_ADDRESS = say("floating address")
SNAPSHOT = say("snapshot")
BACKUP = say("backup")
SHARE = say("share")
"""Words for what no program makes, or makes as one of several."""

LEAVING: tuple[Message, ...] = (
    *(SERVER.word, ATTACHMENT.word, FLOATING_ADDRESS, PORT.word, ROUTER_INTERFACE.word),
    *(ROUTER.word, SUBNET.word, SHARE, NETWORK.word, RULE.word, GROUP.word, BACKUP, SNAPSHOT),
    *(VOLUME.word, CONTAINER.word, IMAGE.word, SERVER_GROUP.word, KEYPAIR.word, ROLE.word),
    *(USER.word, PROJECT.word),
)
"""What keeps something else from being taken away comes before it: a server its ports and volumes,
a port its network, a backup and a snapshot their volume (and a backup the container it is in)."""

DEFAULT_GROUP = "default"
"""Neutron gives every project this group, and lets only an administrator take it away; no port of
ours is in it."""

ROUTERS_PORT = "network:router_interface"
"""Neutron's word for the owner of a port by which a router is in a network."""
