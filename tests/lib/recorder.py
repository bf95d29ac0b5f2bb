"""Records what a Pulumi program would create; refuses look-ups, as components get ids handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

import pulumi


@dataclass
class Recorder(pulumi.runtime.Mocks):
    """Stands where the engine would: every resource that is asked for, by name."""

    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.inputs[args.name] = dict(args.inputs)
        self.types[args.typ] += 1
        return f"{args.name}-id", dict(args.inputs)

    def call(self, args: pulumi.runtime.MockCallArgs) -> NoReturn:
        raise AssertionError(f"unexpected look-up {args.token}; pass the value in instead")


def plan(program: Callable[[], object]) -> Recorder:
    """Everything `program` would create."""
    recorder = Recorder()
    pulumi.runtime.set_mocks(recorder, project="kumiai", stack="test", preview=False)
    run: Callable[[], object] = pulumi.runtime.test(program)  # type: ignore[no-untyped-call]
    run()
    return recorder
