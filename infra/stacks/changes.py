"""What a run would change, in words: from Pulumi's preview or a new stack's blueprint. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from blueprint.parts import Blueprint
from core.message import Message, say

KINDS: Mapping[str, Message] = {
    "compute/instance:Instance": say("server"),
    "blockstorage/volume:Volume": say("volume"),
    "objectstorage/container:Container": say("container"),
    "networking/network:Network": say("network"),
    "networking/subnet:Subnet": say("subnet"),
    "networking/router:Router": say("router"),
    "networking/routerInterface:RouterInterface": say("router interface"),
    "networking/secGroup:SecGroup": say("security group"),
    "networking/secGroupRule:SecGroupRule": say("rule"),
    "networking/port:Port": say("port"),
    "compute/volumeAttach:VolumeAttach": say("attachment"),
    "compute/serverGroup:ServerGroup": say("server group"),
    "compute/keypair:Keypair": say("key pair"),
    "identity/project:Project": say("project"),
    "identity/user:User": say("user"),
    "identity/roleAssignment:RoleAssignment": say("role"),
    "compute/quotaSetV2:QuotaSetV2": say("compute quota"),
    "networking/quotaV2:QuotaV2": say("network quota"),
    "blockstorage/quoteSetV3:QuoteSetV3": say("volume quota"),
    "compute/flavor:Flavor": say("flavor"),
    "images/image:Image": say("image"),
    "compute/aggregateV2:AggregateV2": say("host aggregate"),
    "blockstorage/volumeTypeV3:VolumeTypeV3": say("volume type"),
    "blockstorage/qosV3:QosV3": say("volume limit"),
    "blockstorage/qosAssociationV3:QosAssociationV3": say("use of a volume limit"),
}
"""What each of OpenStack's types is called, in the order in which a plan lists them."""

NAMED = {"compute/instance:Instance": "-instance", "blockstorage/volume:Volume": "-volume"}
"""What a person asks about by name, and what the program adds to that name."""

WORDS = {
    "new": ("create",),
    "changed": ("update",),
    "replaced": ("replace", "create-replacement"),
    "removed": ("delete",),
}
"""Pulumi's operations by what becomes of an object. The steps that belong to a replacement
(`create-replacement`, `delete-replaced`) count once."""

SENTENCES: Mapping[str, Callable[[tuple[Message, ...]], Message]] = {
    "new": lambda objects: say("  new: {objects}", objects=objects),
    "changed": lambda objects: say("  changed: {objects}", objects=objects),
    "replaced": lambda objects: say("  replaced: {objects}", objects=objects),
    "removed": lambda objects: say("  removed: {objects}", objects=objects),
}

MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Change:
    """One object. `name` is empty where nobody asks for it."""

    word: str
    token: str
    name: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that one run of one stack would change."""

    all: Sequence[Change]

    @property
    def none(self) -> bool:
        return not self.all

    def lines(self) -> tuple[Message, ...]:
        """A line for the new ones, one for the changed, and so on, as in
        `removed: server × 1 (hita-tax-app-2), rule × 3`.
        """
        return tuple(
            sentence(self._objects(word))
            for word, sentence in SENTENCES.items()
            if any(change.word == word for change in self.all)
        )

    def _objects(self, word: str) -> tuple[Message, ...]:
        tokens = {change.token for change in self.all if change.word == word}
        order = list(KINDS)
        return tuple(
            self._counted(word, token)
            for token in sorted(
                tokens, key=lambda t: (order.index(t) if t in KINDS else len(order), t)
            )
        )

    def _counted(self, word: str, token: str) -> Message:
        found = [c for c in self.all if (c.word, c.token) == (word, token)]
        kind = KINDS.get(token, token)
        names = sorted(change.name for change in found if change.name)
        if not names:
            return say("{kind} × {count}", kind=kind, count=len(found))
        listed = ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")
        return say("{kind} × {count} ({names})", kind=kind, count=len(found), names=listed)


def from_preview(output: str) -> Changes:
    """The changes in the JSON that `pulumi preview --json` prints."""
    words = {operation: word for word, operations in WORDS.items() for operation in operations}
    found: dict[str, Change] = {}
    for step in json.loads(output).get("steps", ()):
        word = words.get(str(step.get("op")))
        urn = str(step["urn"])
        provider, _, token = urn.split("::")[2].split("$")[-1].partition(":")
        if word is not None and provider == "openstack":
            suffix = NAMED.get(token)
            name = "" if suffix is None else urn.split("::")[3].removesuffix(suffix)
            found[urn] = Change(word, token, name)
    return Changes(tuple(found.values()))


def of_new(blueprint: Blueprint) -> Changes:
    """The changes of a stack that does not exist yet: everything is new.

    What comes along with these (ports, attachments, quotas) is not drawn and not counted.
    """
    counts = {
        "compute/instance:Instance": len(blueprint.servers),
        "blockstorage/volume:Volume": len(blueprint.volumes),
        "objectstorage/container:Container": len(blueprint.containers),
        "networking/network:Network": len(blueprint.networks),
        "networking/router:Router": sum(n.router is not None for n in blueprint.networks),
        "networking/secGroup:SecGroup": len(blueprint.groups),
        "networking/secGroupRule:SecGroupRule": sum(len(g.rules) for g in blueprint.groups),
        "identity/project:Project": 1,
    }
    return Changes(
        tuple(Change("new", token, "") for token, count in counts.items() for _ in range(count))
    )


def nothing() -> Message:
    return say("nothing to do: every stack is what the files say")
