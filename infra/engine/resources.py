"""What Pulumi knows of a stack: its resources, and what was under way when it stopped. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


STACK = "pulumi:pulumi:Stack"
"""The type of what holds everything of a stack, and its outputs."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a state, or one that was being made. `id` is empty while it is being made."""

    urn: str
    id: str
    protect: bool
    raw: Json

    @property
    def type(self) -> str:
        """Pulumi's type token, such as `openstack:compute/instance:Instance`."""
        return str(self.raw["type"])

    @property
    def name(self) -> str:
        """The name in the program, such as `hita-core-app-1-instance`."""
        return self.urn.rsplit("::", 1)[1]

    @property
    def stack(self) -> str:
        """The stack whose resource it is; `pulumi stack rename` changes that too."""
        return self.urn.removeprefix("urn:pulumi:").partition("::")[0]

    @property
    def is_in_a_cloud(self) -> bool:
        """Whether there is anything of it outside the state: components and providers are not."""
        return bool(self.raw.get("custom", True)) and not self.type.startswith("pulumi:")

    @property
    def inputs(self) -> Json:
        return dict(self.raw.get("inputs", {}))

    @property
    def outputs(self) -> Json:
        return dict(self.raw.get("outputs", {}))


@dataclass(frozen=True, slots=True)
class Pending:
    """An operation that was begun and of which nobody knows how it ended."""

    kind: str
    resource: Resource


@dataclass(frozen=True, slots=True)
class State:
    """What Pulumi knows of a stack."""

    resources: tuple[Resource, ...]
    pending: tuple[Pending, ...]
    salt: str = ""
    """With which Pulumi tells whether a passphrase is the right one; empty where it sealed nothing.
    """

    @property
    def exported(self) -> Json:
        """The stack's outputs, as they are written down."""
        return next((one.outputs for one in self.resources if one.type == STACK), {})


NOTHING = State((), ())


def state_of(deployment: Json) -> State:
    """The state in a deployment, as `pulumi stack export` writes it."""
    return State(
        tuple(_resource(raw) for raw in deployment.get("resources") or ()),
        tuple(
            Pending(str(operation["type"]), _resource(operation["resource"]))
            for operation in deployment.get("pending_operations") or ()
        ),
        _salt(deployment),
    )


def _salt(deployment: Json) -> str:
    provider = deployment.get("secrets_providers") or {}
    return str((provider.get("state") or {}).get("salt") or "")


def protected(state: State) -> Sequence[Resource]:
    return [resource for resource in state.resources if resource.protect]


def _resource(raw: Json) -> Resource:
    return Resource(str(raw["urn"]), str(raw.get("id", "")), bool(raw.get("protect")), raw)
