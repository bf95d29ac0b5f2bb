"""What the program of a stack declares, as text that can be kept and compared with.

The text has everything that Pulumi and OpenStack make an object from: its type, name and parent,
the login it is made with, what protects it, and its inputs. `python -m tests.lib.declared` prints
what is kept in tests/infra/declared.txt, for the day on which an object is meant to change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

import pulumi
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.proto import resource_pb2

from blueprint.member import blueprint_of
from blueprint.site import site_blueprint_of
from infra.program import member as member_program
from infra.program import site as site_program
from tenants.definitions import Definitions
from tenants.site import LicenceFence
from tests.lib.definitions import shipped

IN_FULL = (
    *("site.primary", "site.remote", "usuki.primary", "usuki.remote", "nobeoka.primary"),
    *("site.primary fenced", "usuki.primary fenced"),
)
"""Stacks whose every input is kept; of the others a digest tells whether anything changed."""


class Answering(pulumi.runtime.Mocks):
    """Gives every object the name in the program as its id, and every look-up its own name."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        return f"{args.name}-id", dict(args.inputs)

    def call(
        self, args: pulumi.runtime.MockCallArgs
    ) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        found = f"{args.token.rpartition(':')[2]} {args.args.get('name')}"
        return {"id": found, "ids": [found.replace("getImageIds", "getImage")]}, []


@dataclass
class Listening(MockMonitor):
    """Stands where the engine would, and keeps each object's text by type and name."""

    texts: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(Answering())

    def RegisterResource(self, request: Any) -> Any:
        if request.type != "pulumi:pulumi:Stack":
            self.texts[request.type, request.name] = list(_text(request))
        return super().RegisterResource(request)  # type: ignore[no-untyped-call]


def _text(request: resource_pb2.RegisterResourceRequest) -> Sequence[str]:
    inputs = pulumi.runtime.rpc.deserialize_properties(request.object)
    around = {
        "parent": request.parent.rpartition("::")[2],
        "made with": request.provider.rpartition("::")[0].rpartition("::")[2],
        "protected": "yes" if request.protect else "",
        "deleted before replaced": "yes" if request.deleteBeforeReplace else "",
        "ignored": " ".join(request.ignoreChanges),
    }
    return [
        f"{request.type} {request.name}",
        *(f"  {name} {value}" for name, value in around.items() if value),
        *(
            f"    {name}: {json.dumps(inputs[name], ensure_ascii=False, sort_keys=True)}"
            for name in sorted(inputs)
        ),
    ]


def _declared_by(program: Callable[[], object]) -> list[str]:
    """The text of everything that the program declares, in the order of types and names."""
    monitor = Listening()
    pulumi.runtime.set_mocks(
        monitor.mocks, project="kumiai", stack="test", preview=False, monitor=monitor
    )
    run: Callable[[], object] = pulumi.runtime.test(program)  # type: ignore[no-untyped-call]
    run()
    return [line for _, text in sorted(monitor.texts.items()) for line in text]


def declared(definitions: Definitions) -> dict[str, list[str]]:
    """The texts of all stacks, by their names."""
    stacks = {
        f"site.{name}": _declared_by(partial(_site, definitions, name))
        for name in definitions.sites
    }
    for slug, read in definitions.members.items():
        for site in definitions.sites_of(read.value):
            stacks[f"{slug}.{site}"] = _declared_by(partial(_member, definitions, slug, site))
    return stacks


def declared_behind_a_fence(definitions: Definitions) -> dict[str, list[str]]:
    """The texts of a site whose database is fenced in, and of a member there."""
    read = definitions.sites["primary"]
    fences = {"database": LicenceFence(products=("database",), hosts=("pri-04", "pri-03"))}
    site = read.value.model_copy(update={"licence_fences": fences})
    sites = {**definitions.sites, "primary": replace(read, value=site)}
    fenced = replace(definitions, sites=sites)
    return {
        "site.primary fenced": _declared_by(partial(_site, fenced, "primary")),
        "usuki.primary fenced": _declared_by(partial(_member, fenced, "usuki", "primary")),
    }


@cache
def shipped_and_fenced() -> Mapping[str, Sequence[str]]:
    """The texts of all stacks of the checkout, and of the same behind a fence.

    Kept, as it takes seconds.
    """
    return {**declared(shipped()), **declared_behind_a_fence(shipped())}


def declared_of(definitions: Definitions, slug: str, site: str) -> list[str]:
    """The text of one member's stack."""
    return _declared_by(partial(_member, definitions, slug, site))


def _site(definitions: Definitions, name: str) -> None:
    site_program.build(
        site_blueprint_of(definitions, name),
        definitions.sites[name].value,
        "guest.raw",
        True,
        "provisioner",
    )


def _member(definitions: Definitions, slug: str, site: str) -> None:
    member_program.build(
        blueprint_of(definitions, slug, site),
        definitions.members[slug].value,
        definitions.sites[site].value,
        "provisioner",
        "ssh-ed25519 AAAA",
    )


def kept(stacks: Mapping[str, Sequence[str]]) -> list[str]:
    """The lines to keep: a few stacks in full, a digest of each of the others."""
    lines: list[str] = []
    for stack, text in stacks.items():
        digest = hashlib.sha256("\n".join(text).encode()).hexdigest()
        lines += [f"# {stack}", *text] if stack in IN_FULL else [f"# {stack} {digest}"]
    return lines


if __name__ == "__main__":
    print("\n".join(kept(shipped_and_fenced())))
