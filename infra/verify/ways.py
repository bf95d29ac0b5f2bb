"""The way out of every drift: one row for each kind and aspect that `verify` can tell. Pure.

What `kumiai up --refresh` mends was tried on the lab, aspect by aspect (tests/lab/test_drift.py):
Pulumi's provider does not read everything back that it sets. Never read are a port's security
groups and addresses, and whatever the programs do not declare; the rest of this table follows
from that. Source: pulumi-openstack 5, terraform-provider-openstack's `Read` functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from core.message import Message, say
from infra import kinds
from infra.verify.aspect import Aspect


class Act(Enum):
    """What `kumiai verify --remedy` does, one call to OpenStack or a few; nothing is deleted."""

    ENABLE_PROJECT = say("{name}: the project is enabled")
    ENABLE_USER = say("{name}: the user is enabled")
    NETWORK = say("{name}: the network has its name back, is up, and is not shared")
    SUBNET = say(
        "{name}: the subnet hands out addresses or does not, as the YAML says, and no routes"
    )
    ROUTER = say("{name}: the router is up, with the ways and routes of the YAML alone")
    PORT = say("{name}: the port is up and guarded by its group, with its own address alone")
    START = say("{name}: the server runs")
    SERVER_METADATA = say("{name}: the server has no metadata")
    VOLUME_METADATA = say("{name}: the volume has no metadata")
    VOLUME_BOOTS = say("{name}: the volume boots, or does not, as the YAML says")
    UNLOCK = say("{name}: the server is locked no more")
    IMAGE = say("{name}: the image is listed, and every project may use it")
    CONTAINER = say("{name}: nobody but the municipality reads the container or writes to it")


@dataclass(frozen=True, slots=True)
class ByRefresh:
    """`kumiai up --refresh` mends it. `caution` is what does not come back by that."""

    caution: Message | None = None


@dataclass(frozen=True, slots=True)
class ByRemedy:
    """`kumiai verify --remedy` mends it."""

    act: Act


@dataclass(frozen=True, slots=True)
class ByDeletion:
    """It goes when a person names it: `kumiai verify --remedy --delete KIND/ID`."""

    unless: Message


@dataclass(frozen=True, slots=True)
class ByPerson:
    """Nothing mends it but a person, who is told how. Places: {name}, {site}, {found}."""

    how: Message


Way = ByRefresh | ByRemedy | ByDeletion | ByPerson

REFRESH = ByRefresh()
UNASKED = ByDeletion(say("nobody needs it any more"))
REBUILD = ByDeletion(
    say("it may be made anew from its volumes by `kumiai up --refresh`: it stands still meanwhile")
)
TWO = ByPerson(
    say(
        "find out which of them is in use; the other goes with "
        "`kumiai verify --remedy --delete {kind}/ID`"
    )
)

AS_IT_SAYS = ByPerson(say("do what it says; nothing is built or deleted meanwhile"))

_TOLD_AS_A_PART = (
    *(kinds.PORT, kinds.COMPUTE_QUOTA, kinds.NETWORK_QUOTA, kinds.VOLUME_QUOTA),
    *(kinds.VOLUME_LIMIT, kinds.USE_OF_A_LIMIT, kinds.ROUTE),
)
"""Of a server, of a project's quota, of a volume type, of a router."""
_HOLDING_DATA = (kinds.VOLUME, kinds.CONTAINER)
_MADE_ANEW = tuple(
    kind for kind in kinds.KINDS.values() if kind not in (*_TOLD_AS_A_PART, *_HOLDING_DATA)
)
_FOUND_BY_NAME = (
    *(kinds.NETWORK, kinds.ROUTER, kinds.GROUP, kinds.SERVER, kinds.SERVER_GROUP, kinds.VOLUME),
)
_NEVER_TOO_MUCH = (
    *(kinds.BACKUP, kinds.IMAGE.word, kinds.KEYPAIR.word, kinds.USER.word, kinds.PROJECT.word),
)
"""Nobody looks for these beyond the ones that are asked for."""
DELETABLE = tuple(word for word in kinds.LEAVING if word not in _NEVER_TOO_MUCH)
"""In the order in which they go: whatever hangs on another before that other."""

_STRAYING = (
    *(kinds.SERVER.word, kinds.FLOATING_ADDRESS, kinds.PORT.word, kinds.SNAPSHOT),
    *(kinds.VOLUME.word, kinds.ROUTER.word, kinds.NETWORK.word, kinds.GROUP.word),
)

ROWS: tuple[tuple[Message, Aspect, Way], ...] = (
    *((kind.word, Aspect.MISSING, REFRESH) for kind in _MADE_ANEW),
    *(
        (
            kind.word,
            Aspect.MISSING,
            ByRefresh(say("empty: what was in it comes back from a backup only")),
        )
        for kind in _HOLDING_DATA
    ),
    *((word, Aspect.EXTRA, UNASKED) for word in DELETABLE),
    *((kind.word, Aspect.TWICE, TWO) for kind in _FOUND_BY_NAME),
    *((word, Aspect.OF_NO_PROJECT, AS_IT_SAYS) for word in _STRAYING),
    (kinds.PROJECT.word, Aspect.ASTRAY, AS_IT_SAYS),
    (kinds.PROJECT.word, Aspect.LEFT, ByPerson(say("`kumiai down {name}` shows what would go"))),
    (kinds.PROJECT.word, Aspect.ENABLED, ByRemedy(Act.ENABLE_PROJECT)),
    (kinds.USER.word, Aspect.ENABLED, ByRemedy(Act.ENABLE_USER)),
    (kinds.QUOTA, Aspect.LIMIT, REFRESH),
    # Nova keeps a server's networks by their names; once it has heard of another one, Pulumi
    # takes a renamed network for another network, and would replace the server.
    (kinds.NETWORK.word, Aspect.NAME, ByRemedy(Act.NETWORK)),
    (kinds.NETWORK.word, Aspect.UP, ByRemedy(Act.NETWORK)),
    (kinds.NETWORK.word, Aspect.SHARED, ByRemedy(Act.NETWORK)),
    (kinds.NETWORK.word, Aspect.PORT_SECURITY, ByRemedy(Act.NETWORK)),
    (
        kinds.NETWORK.word,
        Aspect.SEGMENT,
        ByPerson(
            say(
                "Neutron moves no network: delete it in OpenStack with its ports, and "
                "`kumiai up --refresh` makes it anew where the line arrives"
            )
        ),
    ),
    (kinds.SUBNET.word, Aspect.NAME, REFRESH),
    (kinds.SUBNET.word, Aspect.GATEWAY, REFRESH),
    (kinds.SUBNET.word, Aspect.DNS, REFRESH),
    (kinds.SUBNET.word, Aspect.DHCP, ByRemedy(Act.SUBNET)),
    (kinds.SUBNET.word, Aspect.ROUTES, ByRemedy(Act.SUBNET)),
    (kinds.ROUTER.word, Aspect.NAME, REFRESH),
    (kinds.ROUTER.word, Aspect.GATEWAY, REFRESH),
    (kinds.ROUTER.word, Aspect.WAY_OUT, ByRemedy(Act.ROUTER)),
    (kinds.ROUTER.word, Aspect.UP, ByRemedy(Act.ROUTER)),
    (kinds.ROUTER.word, Aspect.ROUTES, ByRemedy(Act.ROUTER)),
    (kinds.GROUP.word, Aspect.NAME, REFRESH),
    (kinds.SERVER.word, Aspect.NAME, REFRESH),
    (kinds.SERVER.word, Aspect.STATUS, ByRemedy(Act.START)),
    (
        kinds.SERVER.word,
        Aspect.BROKEN,
        ByPerson(
            say(
                "Nova's log at {site} says why; what no reset mends is deleted in OpenStack, "
                "and `kumiai up --refresh` makes it anew from its volumes"
            )
        ),
    ),
    (kinds.SERVER.word, Aspect.LOCKED, ByRemedy(Act.UNLOCK)),
    (kinds.SERVER.word, Aspect.FLAVOR, REFRESH),
    (kinds.SERVER.word, Aspect.PORT, REBUILD),
    (kinds.SERVER.word, Aspect.PORT_UP, ByRemedy(Act.PORT)),
    (kinds.SERVER.word, Aspect.PORT_SECURITY, ByRemedy(Act.PORT)),
    (kinds.SERVER.word, Aspect.ADDRESS, ByRemedy(Act.PORT)),
    (kinds.SERVER.word, Aspect.MORE_ADDRESSES, ByRemedy(Act.PORT)),
    (kinds.SERVER.word, Aspect.GROUP, ByRemedy(Act.PORT)),
    (kinds.SERVER.word, Aspect.METADATA, ByRemedy(Act.SERVER_METADATA)),
    (
        kinds.SERVER.word,
        Aspect.HOST,
        ByPerson(say("`kumiai server migrate {name} HOST` with one of these hosts")),
    ),
    (
        kinds.SERVER_GROUP.word,
        Aspect.POLICY,
        ByDeletion(say("`kumiai up --refresh` makes it anew, and then its servers")),
    ),
    (kinds.SERVER.word, Aspect.OUTSIDE, REBUILD),
    (
        kinds.SERVER_GROUP.word,
        Aspect.TOGETHER,
        ByPerson(say("`kumiai server migrate SERVER HOST` brings one of them to another host")),
    ),
    (kinds.VOLUME.word, Aspect.NAME, REFRESH),
    (kinds.VOLUME.word, Aspect.SIZE, REFRESH),
    (
        kinds.VOLUME.word,
        Aspect.TYPE,
        ByPerson(
            say(
                "detach it, `openstack volume set --type` with the type of the YAML and "
                "`--retype-policy on-demand`, then `kumiai up --refresh` attaches it"
            )
        ),
    ),
    (
        kinds.VOLUME.word,
        Aspect.STATUS,
        ByPerson(
            say(
                "Cinder's log at {site} says why; `openstack volume set --state` puts it right "
                "once the storage has it"
            )
        ),
    ),
    (kinds.VOLUME.word, Aspect.BOOTS, ByRemedy(Act.VOLUME_BOOTS)),
    (kinds.VOLUME.word, Aspect.METADATA, ByRemedy(Act.VOLUME_METADATA)),
    (kinds.CONTAINER.word, Aspect.OPEN_TO, ByRemedy(Act.CONTAINER)),
    (kinds.CONTAINER.word, Aspect.COPIED_TO, REFRESH),
    (kinds.FLAVOR.word, Aspect.CAPACITY, REFRESH),
    (kinds.FLAVOR.word, Aspect.FENCE, REFRESH),
    (kinds.VOLUME_TYPE.word, Aspect.IOPS, REFRESH),
    (kinds.IMAGE.word, Aspect.STATUS, ByRemedy(Act.IMAGE)),
    (kinds.IMAGE.word, Aspect.SHARED, ByRemedy(Act.IMAGE)),
    (kinds.IMAGE.word, Aspect.LISTED, ByRemedy(Act.IMAGE)),
    (kinds.EXTERNAL_NETWORK, Aspect.MISSING, REFRESH),
    (kinds.AGGREGATE.word, Aspect.HOSTS, REFRESH),
    (kinds.AGGREGATE.word, Aspect.PROPERTIES, REFRESH),
    (
        kinds.HOST,
        Aspect.MISSING,
        ByPerson(
            say("start nova-compute on it, or take it out of infra/sites/{site}.yaml if it is gone")
        ),
    ),
    (
        kinds.HOST,
        Aspect.EXTRA,
        ByPerson(
            say("write it into infra/sites/{site}.yaml, or disable it in Nova if it is nobody's")
        ),
    ),
    (
        kinds.HOST,
        Aspect.UP,
        ByPerson(say("`kumiai server evacuate-host {name}` brings its servers elsewhere")),
    ),
    (
        kinds.HOST,
        Aspect.TOPOLOGY,
        ByPerson(say("correct infra/sites/{site}.yaml: licences are counted by it")),
    ),
)

WAYS: Mapping[tuple[str, Aspect], Way] = {(str(word), aspect): way for word, aspect, way in ROWS}


def way_of(kind: Message, aspect: Aspect) -> Way:
    return WAYS[str(kind), aspect]


def word_of(kind: Message) -> str:
    """How a person names a kind behind `--delete`: `security-group`."""
    return str(kind).replace(" ", "-")
