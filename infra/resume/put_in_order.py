"""Puts a stack in order after a run that was killed, so that the next one can go on. Adapter.

The decisions are in `decision.py`; here processes are ended, the cloud is asked, and what was
found is written into Pulumi's state, each with one sentence.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from cloud.asked import asked
from cloud.connection import connected
from cloud.logins import clouds_of
from core.errors import OtherSystemFailed, UserError
from core.home import Home
from core.message import Message, say
from infra.asking.settled import LOOK_EVERY_SECONDS
from infra.asking.sighting import Sighting
from infra.engine import processes
from infra.engine.locks import PulumiLock, locks_in, locks_named
from infra.engine.process import Pulumi, is_elsewhere
from infra.engine.resources import Pending, state_of
from infra.engine.state import checkpoint_file, lock_folder, read_state, write_state
from infra.resume.decision import Act, Decision, decide, is_looked_up
from infra.resume.lookup import remove, sightings
from infra.toolchain.install import host_path, plugin_path
from tenants.site import Site

LOOK_AGAIN_SECONDS = 4.0
"""A request may still be under way when its client was killed: so long nothing is concluded."""

Tell = Callable[[Message], None]


def put_in_order(pulumi: Pulumi, killed: str | None, site: Site, tell: Tell) -> bool:
    """Whether there was anything to put in order; afterwards `up` can be run.

    `killed` is the run that was killed while it held the stack's lock.

    Raises: UserError where a person has to decide, OtherSystemFailed where a hand-typed `pulumi`
        is at work on the stack, or where the site does not answer.
    """
    _end_orphans(pulumi, killed, tell)
    cut_off = _clear(pulumi, locks_in(lock_folder(pulumi.home, pulumi.stack)), tell)
    if cut_off:
        _remove_half_written(pulumi.home, pulumi.stack)
    state = read_state(pulumi.home, pulumi.stack)
    pending_there = state is not None and bool(state.pending)
    if is_elsewhere() and (killed is not None or pending_there):
        # What nobody can read is asked for by an act that changes nothing.
        refused = pulumi.import_deployment(pulumi.export()).errors
        cut_off = clear_dead_lock(pulumi, refused, tell)
    if not pending_there:
        return cut_off
    deployment = pulumi.export()
    pending = state_of(deployment["deployment"]).pending
    clouds = _Clouds(pulumi.home, pulumi.stack, site.cloud)
    with asked(site.name):
        decided = _decided(pending, clouds)
    undecided = [o.resource.name for o, decision in decided if decision.act is Act.ASK]
    if undecided:
        raise UserError(
            say(
                "{stack}: {objects} was being made when the last run was killed, and what is in "
                "the cloud may hold data; look at it there, remove it or give it another name, "
                "then run this again",
                stack=pulumi.stack,
                objects=tuple(undecided),
            )
        )
    for operation, decision in decided:
        if decision.act is Act.REBUILD:
            with asked(site.name):
                remove(clouds.of(operation), operation.resource.type, decision.id)
        if operation.resource.is_in_a_cloud:
            tell(_sentence(pulumi.stack, operation, decision))
    write_state(pulumi, _rewritten(deployment, decided))
    return True


def _end_orphans(pulumi: Pulumi, killed: str | None, tell: Tell) -> None:
    """End what the killed run left: its CLI first, which may still save, then the plugins."""
    count = processes.end(lambda: processes.of_run(killed)) if killed is not None else 0
    tools = (plugin_path(pulumi.home), host_path(pulumi.home))
    count += processes.kill(lambda: processes.abandoned(tools, pulumi.home.root))
    if count:
        tell(
            say(
                "{stack}: {count} processes of a run that was killed are ended",
                stack=pulumi.stack,
                count=count,
            )
        )


def clear_dead_lock(pulumi: Pulumi, refusal: Sequence[str], tell: Tell) -> bool:
    """Take away the lock that Pulumi was refused for, if its process was here and is dead.

    Whether there was one. Raises: OtherSystemFailed where it is alive, or on another machine.
    """
    return _clear(pulumi, locks_named(refusal), tell)


def _clear(pulumi: Pulumi, locks: Sequence[PulumiLock], tell: Tell) -> bool:
    for lock in locks:
        if lock.host != socket.gethostname() or processes.started_at(lock.pid) is not None:
            raise OtherSystemFailed(
                say(
                    "{stack} is being changed by {user} (process {pid} on {host}) since {since}; "
                    "wait for it to end, or, if it is dead, let it go with `pulumi cancel`",
                    stack=pulumi.stack,
                    user=lock.user,
                    pid=lock.pid,
                    host=lock.host,
                    since=lock.since,
                )
            )
    if locks:
        pulumi.cancel()
        tell(say("{stack}: the lock of a dead process is taken away", stack=pulumi.stack))
    return bool(locks)


def _remove_half_written(home: Home, stack: str) -> None:
    for file in checkpoint_file(home, stack).parent.glob(f"{stack}.json.*.tmp"):
        file.unlink(missing_ok=True)


class _Clouds:
    """Connections, logged in as the program was: to the member's project, or as administrator."""

    def __init__(self, home: Home, stack: str, site_cloud: str) -> None:
        self._home = home
        self._stack = stack
        self._site_cloud = site_cloud
        self._open: dict[str, Any] = {}

    def of(self, operation: Pending) -> Any:
        """The connection with which the operation was begun."""
        provider = str(operation.resource.raw.get("provider", ""))
        name = self._stack if "::member::" in provider else self._site_cloud
        if name not in self._open:
            self._open[name] = connected(clouds_of(self._home)[name])
        return self._open[name]


def _decided(pending: Sequence[Pending], clouds: _Clouds) -> list[tuple[Pending, Decision]]:
    """Each operation with its decision. What is not found is looked for again for a while."""
    seen: dict[str, list[Sighting]] = {}
    end = time.monotonic() + LOOK_AGAIN_SECONDS
    waiting = [operation for operation in pending if is_looked_up(operation)]
    while waiting:
        for operation in waiting:
            resource = operation.resource
            seen[resource.urn] = sightings(clouds.of(operation), resource.type, resource.inputs)
        waiting = [operation for operation in waiting if not seen[operation.resource.urn]]
        if time.monotonic() > end:
            break
        time.sleep(LOOK_EVERY_SECONDS)
    return [
        (operation, decide(operation, seen.get(operation.resource.urn, ())))
        for operation in pending
    ]


def _rewritten(
    deployment: dict[str, Any], decided: list[tuple[Pending, Decision]]
) -> dict[str, Any]:
    """The deployment without pending operations and with what was adopted.

    Outputs are the inputs and the id: the provider's next look keeps what it cannot ask for (a
    server's boot device, say), where a plain import would lose it and then want to replace it.
    """
    rewritten = deepcopy(deployment)
    inner = rewritten["deployment"]
    known = {resource["urn"] for resource in inner.get("resources") or ()}
    for operation, decision in decided:
        if decision.act is Act.ADOPT and operation.resource.urn not in known:
            raw = dict(operation.resource.raw)
            outputs = {k: v for k, v in raw.get("inputs", {}).items() if k != "__defaults"}
            inner["resources"].append(
                {**raw, "id": decision.id, "outputs": {**outputs, "id": decision.id}}
            )
    inner["pending_operations"] = []
    return rewritten


def _sentence(stack: str, operation: Pending, decision: Decision) -> Message:
    name = operation.resource.name
    if decision.act is Act.ADOPT:
        return say("{stack}: {name} was being made and is taken over", stack=stack, name=name)
    if decision.act is Act.REBUILD:
        return say(
            "{stack}: {name} was half made and holds no data; it is made anew",
            stack=stack,
            name=name,
        )
    return say("{stack}: {name} was not made yet", stack=stack, name=name)
