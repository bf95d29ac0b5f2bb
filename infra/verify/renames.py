"""What somebody has given another name is known by its id, and called as the files call it. Pure.

Else a renamed server would be one that is missing and one too many, and a person might delete the
one that is too many. Pulumi's state knows the ids; OpenStack alone says what there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from core.message import Message
from infra import kinds
from infra.engine.resources import State
from infra.verify.observed import SeenProject, SeenServer

Names = Mapping[str, str]


class _Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def id(self) -> str: ...


One = TypeVar("One", bound=_Named)


def names_in(*states: State) -> Names:
    """By id: the names that the files gave to what these stacks have made."""
    return {
        one.id: str(one.inputs["name"])
        for state in states
        for one in state.resources
        if one.id and one.is_in_a_cloud and "name" in one.inputs
    }


def as_the_files_call_it(seen: SeenProject, names: Names) -> SeenProject:
    """The same with the files' names; what had another one is in `renamed`."""
    networks = _others(seen.networks, names)
    routers = _others(seen.routers, names)
    servers = _others(seen.servers, names)
    volumes = _others(seen.volumes, names)
    groups = {
        found: names[ids[0]]
        for found, ids in seen.group_ids.items()
        if len(ids) == 1 and names.get(ids[0], found) != found
    }
    ids = {found: ids[0] for found, ids in seen.group_ids.items() if ids}
    renamed = (
        *_renamed(kinds.NETWORK.word, seen.networks, names),
        *_renamed(kinds.ROUTER.word, seen.routers, names),
        *((kinds.GROUP.word, wanted, found, ids[found]) for found, wanted in groups.items()),
        *_renamed(kinds.SERVER.word, seen.servers, names),
        *_renamed(kinds.VOLUME.word, seen.volumes, names),
    )
    if not renamed:
        return seen
    return replace(
        seen,
        networks=tuple(_called(one, networks) for one in seen.networks),
        routers=tuple(
            replace(
                _called(one, routers),
                networks=tuple(sorted(_each(one.networks, networks))),
                interfaces={networks.get(k, k): port for k, port in one.interfaces.items()},
            )
            for one in seen.routers
        ),
        groups={
            groups.get(name, name): frozenset(
                replace(rule, remote_group=groups.get(rule.remote_group or "", rule.remote_group))
                for rule in rules
            )
            for name, rules in seen.groups.items()
        },
        group_ids={groups.get(name, name): found for name, found in seen.group_ids.items()},
        servers=tuple(_server(one, servers, groups, volumes) for one in seen.servers),
        server_groups=tuple(
            replace(one, servers=_each(one.servers, servers)) for one in seen.server_groups
        ),
        volumes=tuple(_called(one, volumes) for one in seen.volumes),
        renamed=renamed,
    )


def _server(one: SeenServer, servers: Names, groups: Names, volumes: Names) -> SeenServer:
    return replace(
        _called(one, servers),
        groups=tuple(sorted(_each(one.groups, groups))),
        volumes=_each(one.volumes, volumes),
        volume_ids={volumes.get(name, name): id_ for name, id_ in one.volume_ids.items()},
    )


def _others(found: Sequence[_Named], names: Names) -> Names:
    """By the name in the cloud: the files' name of what has another one."""
    return {one.name: names[one.id] for one in found if names.get(one.id, one.name) != one.name}


def _renamed(
    kind: Message, found: Sequence[_Named], names: Names
) -> Sequence[tuple[Message, str, str, str]]:
    return [
        (kind, names[one.id], one.name, one.id)
        for one in found
        if names.get(one.id, one.name) != one.name
    ]


def _called(one: One, names: Names) -> One:
    return replace(one, name=names.get(one.name, one.name))  # type: ignore[type-var]


def _each(found: Sequence[str], names: Names) -> tuple[str, ...]:
    return tuple(names.get(name, name) for name in found)
