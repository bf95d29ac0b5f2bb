"""Where Pulumi keeps the state of a stack, reading it, and putting another in its place.

Adapter: reads the checkpoint of the file backend directly, which costs no process; asks the CLI
where the state is kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from core.errors import OtherSystemFailed
from core.home import Home
from core.message import say
from infra.engine import written
from infra.engine.process import Pulumi, exported, exported_names, is_elsewhere
from infra.engine.resources import Json, State, state_of

PROJECT = "kumiai"


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


def write_state(pulumi: Pulumi, deployment: Json) -> None:
    """Put the deployment in place of the one that the stack has.

    Raises: OtherSystemFailed where Pulumi does not take it.
    """
    outcome = pulumi.import_deployment(deployment)
    if not outcome.done:
        raise OtherSystemFailed(
            say(
                "the state of {stack} cannot be written: {reason}",
                stack=pulumi.stack,
                reason=outcome.words,
            )
        )


def read_state(home: Home, stack: str) -> State | None:
    """The state of a stack, or None where there is no such stack.

    Raises: OtherSystemFailed where it cannot be read.
    """
    content = _content(home, stack)
    if content is None:
        return None
    try:
        data = json.loads(content)
        state = state_of(written.exported(data) if is_elsewhere() else written.saved(data))
    except (ValueError, RecursionError) as error:
        raise _not_whole(stack, checkpoint_file(home, stack)) from error
    other = next((one.stack for one in state.resources if one.stack != stack), None)
    if other is not None:
        raise _of_another(stack, other)
    return state


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


def _of_another(stack: str, other: str) -> OtherSystemFailed:
    """A hand has put a copy where it does not belong."""
    return OtherSystemFailed(
        say(
            "what stands as the state of {stack} is the state of {other}; put the right one in its "
            "place, and until then nothing is done with this stack",
            stack=stack,
            other=other,
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
