"""Volumes that were made outside Pulumi become the stack's, and old ones its no more. Adapter.

`up` would build empty ones beside them otherwise, and find everything well. What Pulumi would make
is what it is told that it has made: a preview says how it would write each volume and what it lies
in, and that is added to the state with the volume's own id. Nothing in the cloud is touched.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any

from core.errors import Exit, UserError
from core.home import Home
from core.message import say
from infra.engine.process import Pulumi
from infra.engine.resources import NOTHING
from infra.engine.state import read_state, write_state
from infra.kinds import VOLUME
from infra.stacks.changes import from_preview
from infra.stacks.runner import demand

Json = dict[str, Any]
PROVIDERS = "pulumi:providers:"
PREVIEWS_OWN = ("sourcePosition", "stackTrace")
"""What a preview says of a resource that a state does not keep."""


def adopted(home: Home, stack: str) -> list[str]:
    """The ids of the volumes that the stack's state knows."""
    state = read_state(home, stack) or NOTHING
    return [one.id for one in state.resources if one.type == VOLUME.token]


def adopt(planned: Pulumi, into: Pulumi, volumes: Mapping[str, str], site: str) -> None:
    """`volumes` are ids by name. `planned` is the stack as the files will have it, `into` as it is.

    Raises: UserError where Pulumi would make no volume of that name; OtherSystemFailed where it
    fails.
    """
    outcome = planned.preview(refresh=False)
    demand(outcome, site)
    steps = json.loads(outcome.output)["steps"]
    drawn = {step["urn"]: step["newState"] for step in steps if "newState" in step}
    write_state(into, with_volumes(into.export(), drawn, volumes))


def with_volumes(deployment: Json, steps: Mapping[str, Json], volumes: Mapping[str, str]) -> Json:
    """The deployment with these volumes, and with the components that they lie in.

    Raises: UserError where no step makes a volume of that name.
    """
    changed = deepcopy(deployment)
    resources = changed["deployment"].setdefault("resources", [])
    known = {one["urn"] for one in resources}
    providers = {one["urn"]: one["id"] for one in resources if one["type"].startswith(PROVIDERS)}
    for name, identifier in volumes.items():
        urn = _urn_of(name, steps)
        for raw in _with_parents(urn, steps):
            if raw["urn"] not in known:
                known.add(raw["urn"])
                resources.append(_as_made(raw, identifier if raw["urn"] == urn else "", providers))
    return changed


def let_go(pulumi: Pulumi, identifiers: Collection[str]) -> None:
    """The stack does not know these objects any more, nor what depends on them. They stand as they
    are: nothing in the cloud is touched.

    Raises: OtherSystemFailed where the state cannot be written.
    """
    before = pulumi.export()
    after = without(before, identifiers)
    if after != before:
        write_state(pulumi, after)


def without(deployment: Json, identifiers: Collection[str]) -> Json:
    """The deployment without these objects, and without what depends on them."""
    changed = deepcopy(deployment)
    resources = changed["deployment"].get("resources", [])
    gone: set[str] = set()
    # A state has whatever something depends on before it.
    for one in resources:
        if one.get("id") in identifiers or gone & {*one.get("dependencies", ())}:
            gone.add(one["urn"])
    changed["deployment"]["resources"] = [one for one in resources if one["urn"] not in gone]
    return changed


def volumes_at_risk(pulumi: Pulumi, site: str) -> list[str]:
    """Volumes that `up` would make, replace or delete.

    None where a run was killed in the middle of `up`, before which this was asked: no preview is
    right until what was being made is looked up. Raises: OtherSystemFailed where it fails.
    """
    if (read_state(pulumi.home, pulumi.stack) or NOTHING).pending:
        return []
    outcome = pulumi.preview(refresh=False)
    demand(outcome, site)
    return sorted(
        one.name
        for one in from_preview(outcome.output).all
        if one.token == VOLUME.token and one.word != "changed"
    )


def _urn_of(name: str, steps: Mapping[str, Json]) -> str:
    for urn, raw in steps.items():
        if raw["type"] == VOLUME.token and raw["inputs"].get("name") == name:
            return urn
    raise UserError(
        say("no volume is called {volume} in what would be built", volume=name), Exit.RULE_BROKEN
    )


def _with_parents(urn: str, steps: Mapping[str, Json]) -> Iterator[Json]:
    """A resource after everything that it lies in."""
    raw = steps[urn]
    parent = raw.get("parent", "")
    if parent in steps:
        yield from _with_parents(parent, steps)
    yield raw


def _as_made(raw: Json, identifier: str, providers: Mapping[str, str]) -> Json:
    """As the state has a resource once it is made; a component has no id."""
    made = {key: value for key, value in raw.items() if key not in PREVIEWS_OWN}
    if not identifier:
        return made
    urn = str(made.get("provider", "")).rpartition("::")[0]
    if urn in providers:
        made["provider"] = f"{urn}::{providers[urn]}"
    asked = {key: value for key, value in made["inputs"].items() if key != "__defaults"}
    return {**made, "id": identifier, "outputs": {**asked, "id": identifier}}
