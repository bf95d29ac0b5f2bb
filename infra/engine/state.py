"""A stack's state as Pulumi keeps it: resources, and what was under way when it stopped.

Adapter: reads the checkpoint of the file backend directly, which costs no process; asks the CLI
where the state is kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import OtherSystemFailed
from core.home import Home
from core.message import say
from infra.engine.process import exported, exported_names, is_elsewhere

PROJECT = "kumiai"

Json = Mapping[str, Any]


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

    def by_urn(self) -> dict[str, Resource]:
        return {resource.urn: resource for resource in self.resources}


NOTHING = State((), ())


def lock_folder(home: Home, stack: str) -> Path:
    """Where the file backend keeps the locks of a stack, one file for each."""
    return home.state / ".pulumi" / "locks" / "organization" / PROJECT / stack


def checkpoint_file(home: Home, stack: str) -> Path:
    """Where the file backend keeps a stack."""
    return home.state / ".pulumi" / "stacks" / PROJECT / f"{stack}.json"


def stack_names(home: Home) -> list[str]:
    """Every stack that there is.

    Raises: OtherSystemFailed where the state is kept elsewhere and cannot be read.
    """
    if is_elsewhere():
        return exported_names(home)
    return sorted(path.stem for path in checkpoint_file(home, "*").parent.glob("*.json"))


def read_state(home: Home, stack: str) -> State | None:
    """The state of a stack, or None where there is no such stack.

    Raises: OtherSystemFailed where it cannot be read.
    """
    content = _content(home, stack)
    if content is None:
        return None
    try:
        return state_of(_latest(json.loads(content)))
    except (ValueError, KeyError, TypeError) as error:
        raise _not_whole(stack, checkpoint_file(home, stack)) from error


def _latest(data: object) -> Json:
    """The deployment in an export or in a checkpoint; a new stack has none yet.

    Raises: TypeError where it is neither.
    """
    if not isinstance(data, dict):
        raise TypeError(f"a state is a mapping, not {type(data).__name__}")
    found = data.get("deployment") or (data.get("checkpoint") or {}).get("latest") or {}
    if not isinstance(found, dict):
        raise TypeError(f"a deployment is a mapping, not {type(found).__name__}")
    return found


def _not_whole(stack: str, file: Path) -> OtherSystemFailed:
    """A write that failed, or a hand, has left something that is no state."""
    before = file.with_name(f"{file.name}.bak")
    if before.exists():
        return OtherSystemFailed(
            say(
                "the state of {stack} is not whole; the one before it stands beside it, "
                "as {file}: put it in its place",
                stack=stack,
                file=before,
            )
        )
    return OtherSystemFailed(
        say(
            "the state of {stack} is not whole, and none from before stands beside it; "
            "restore {file} from your backup, and until then nothing is done with this stack",
            stack=stack,
            file=file,
        )
    )


def fingerprint(home: Home, stack: str) -> str | None:
    """What changes whenever anybody changes the stack; None where there is no such stack."""
    content = _content(home, stack)
    return None if content is None else hashlib.sha256(content).hexdigest()


def _content(home: Home, stack: str) -> bytes | None:
    """The state as it is written down: a checkpoint of the file backend, or an export."""
    if is_elsewhere():
        return exported(home, stack)
    try:
        return checkpoint_file(home, stack).read_bytes()
    except FileNotFoundError:
        return None


def state_of(deployment: Json) -> State:
    """The state in a deployment, as `pulumi stack export` writes it."""
    return State(
        tuple(_resource(raw) for raw in deployment.get("resources") or ()),
        tuple(
            Pending(str(operation["type"]), _resource(operation["resource"]))
            for operation in deployment.get("pending_operations") or ()
        ),
    )


def protected(state: State) -> Sequence[Resource]:
    return [resource for resource in state.resources if resource.protect]


def _resource(raw: Json) -> Resource:
    return Resource(str(raw["urn"]), str(raw.get("id", "")), bool(raw.get("protect")), raw)
