"""What stands of a member at a site, in every service and whoever made it. Pure: plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.message import Message
from infra import kinds
from infra.engine.resources import State
from infra.kinds import CONTAINER, KINDS, PROJECT, USER, VOLUME

NETWORK, GROUP = kinds.NETWORK.word, kinds.GROUP.word

CINDERS_CONTAINER = "volumebackups"
"""Where Cinder keeps the backups of a project, in the project's own account.
Source: cinder/backup/drivers/swift.py, the default of `backup_swift_container`."""

SEGMENTS = "_segments"
"""What python-swiftclient adds to a container's name for the parts of its large objects.
Source: swiftclient/service.py, `segment_container`."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One object in OpenStack. Of a container and of a key pair the name is the id."""

    kind: Message
    id: str
    name: str = ""
    project: str = ""
    of: str = ""
    """Whose part it is: the volume of a copy, the server or router of a port, the container that a
    container serves, the user of a key pair."""
    network: str = ""
    """Where a port or a subnet is."""
    size_bytes: int = 0
    objects: int = 0
    """In a container, with all their older versions."""
    older: int = 0
    """How many of them are older versions."""
    at: datetime | None = None
    """When a copy, or the newest object of a container, was written."""

    @property
    def called(self) -> str:
        """As a person may name it, and find it."""
        return f"{self.name} ({self.id})" if self.name not in ("", self.id) else self.id


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of a member at one site. `project` is empty where Keystone has none."""

    project: str = ""
    things: tuple[Thing, ...] = ()
    account_closed: bool = False
    """Nobody here may log in to the project, so its containers could not be looked at."""
    below: tuple[Thing, ...] = ()
    """Projects that somebody has made below it: Keystone deletes none that has others below."""


@dataclass(frozen=True, slots=True)
class Own:
    """What Pulumi's state says is of kumiai's making."""

    project: str = ""
    ids: frozenset[str] = frozenset()
    volumes: frozenset[str] = frozenset()
    containers: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    begun: frozenset[tuple[str, str]] = frozenset()
    """Kind and name of what was being made when a run was killed: its id is not known yet."""

    def made(self, thing: Thing) -> bool:
        return thing.id in self.ids or (thing.kind.template, thing.name) in self.begun


def own_of(state: State) -> Own:
    """What a member's stack has built."""
    there = [one for one in state.resources if one.is_in_a_cloud]
    begun = [one.resource for one in state.pending if one.resource.type in KINDS]
    return Own(
        project=next((one.id for one in there if one.type == PROJECT.token), ""),
        ids=frozenset(one.id for one in there),
        volumes=frozenset(one.id for one in there if one.type == VOLUME.token),
        containers=frozenset(one.id for one in there if one.type == CONTAINER.token),
        users=frozenset(one.id for one in there if one.type == USER.token),
        begun=frozenset(
            (KINDS[one.type].word.template, str(one.inputs.get("name", ""))) for one in begun
        ),
    )


def of_project(found: Iterable[Thing], project: str) -> tuple[Thing, ...]:
    """What is in the project, and what others have put into its networks."""
    rows = list(found)
    networks = {one.id for one in rows if one.project == project and one.kind == NETWORK}
    return tuple(one for one in rows if one.project == project or one.network in networks)


def is_neutrons(one: Thing) -> bool:
    """Whether it is the group that nobody made and nobody misses."""
    return one.kind == GROUP and one.name == kinds.DEFAULT_GROUP


def counted(things: Sequence[Thing]) -> Iterator[tuple[Message, list[Thing]]]:
    """The things by kind, in the order in which the kinds come."""
    for kind in dict.fromkeys(one.kind for one in things):
        yield kind, [one for one in things if one.kind == kind]
