"""Which stacks no file asks for, and what is in them. Adapter: reads their states."""

from __future__ import annotations

from core.home import Home
from infra.engine.resources import State
from infra.engine.state import read_state, stack_names
from infra.kinds import PROVIDER
from infra.stacks.unasked import Stack, is_asked_for
from tenants.definitions import Definitions

LOGIN_OF_MEMBER = "member"
"""The name in the program of the provider that logs in to the member's own project."""


def strays(home: Home, definitions: Definitions) -> list[Stack]:
    """Raises: OtherSystemFailed where the state of one cannot be read."""
    names = [name for name in stack_names(home) if not is_asked_for(definitions, name)]
    states = {name: read_state(home, name) for name in names}
    return [stack_of(name, state) for name, state in states.items() if state is not None]


def stack_of(name: str, state: State) -> Stack:
    """What the rules about stacks want to know of one."""
    logins = [
        str(resource.inputs.get("cloud", ""))
        for resource in state.resources
        if resource.type == f"pulumi:providers:{PROVIDER.rstrip(':')}"
        and resource.name == LOGIN_OF_MEMBER
    ]
    objects = sum(resource.is_in_a_cloud for resource in state.resources)
    return Stack(name, objects, logins[0] if logins else "")
