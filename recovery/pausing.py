"""Servers stand still for a moment, and run again whatever happens to us. Adapter: Nova.

Three ways lead back: this module's own end; a watchdog of a process of its own, which lets them
run when we are killed or take too long; and the journal, by which the next run finds what a whole
machine that died left behind.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

from core.errors import OtherSystemFailed
from core.home import REPOSITORY, Home
from core.journal import Entry, append
from core.message import say
from recovery.services import NOVA, Services, is_error, until
from recovery.standstill import DONE, DUE, UNPAUSE, subject_of

LONGEST_STANDSTILL_SECONDS = 180
"""A town hall waits no longer than this for its backup. Measured: 5 s for two servers."""
STEP_SECONDS = 90
AT_ONCE = 8
RUNS, STANDS = "ACTIVE", "PAUSED"
AT_REST = frozenset(
    {STANDS, "SUSPENDED", "SHUTOFF", "SHELVED", "SHELVED_OFFLOADED", "SOFT_DELETED"}
)
"""States of Nova in which no server writes. Of all others but ACTIVE nobody knows, or it writes and
cannot be paused: ERROR, UNKNOWN, REBOOT, RESCUE, VERIFY_RESIZE, MIGRATING and more."""


def states(services: Services, servers: Sequence[str]) -> dict[str, tuple[str, str]]:
    """By name, of those that there are: id and state. Raises: OtherSystemFailed."""
    rows = services.rows(NOVA, "/servers/detail?limit=1000", "servers")
    return {row["name"]: (row["id"], row["status"]) for row in rows if row["name"] in servers}


def unsettled(services: Services, servers: Sequence[str]) -> dict[str, str]:
    """By name the state of those that may be writing now. Raises: OtherSystemFailed."""
    seen = states(services, servers)
    return {name: state for name, (_, state) in sorted(seen.items()) if state not in AT_REST}


@contextmanager
def standing_still(
    home: Home, services: Services, stack: str, servers: Sequence[str], who: str, reason: str
) -> Iterator[tuple[str, ...]]:
    """Inside, every one of `servers` that was running stands still; yields their names.

    Raises: OtherSystemFailed where one does not stand still, or ran again before the end: what was
    done inside is then of no one point in time.
    """
    seen = states(services, servers)
    running = {name: id_ for name, (id_, state) in seen.items() if state == RUNS}
    if not running:
        yield ()
        return
    watchdog = _watchdog(home, services, stack, list(running))
    try:
        for name in running:
            note(home, stack, name, who, reason, DUE)
        _each(_pause, services, running)
        yield tuple(sorted(running))
        awake = [
            name for name, (_, state) in states(services, list(running)).items() if state != STANDS
        ]
        if awake:
            raise OtherSystemFailed(
                say(
                    "{servers} ran again before the snapshots were taken; run it again",
                    servers=tuple(sorted(awake)),
                )
            )
    finally:
        let_run(home, services, stack, tuple(running), who, reason)
        _dismiss(watchdog)


def let_run(
    home: Home, services: Services, stack: str, servers: Sequence[str], who: str, reason: str
) -> None:
    """Every one of them runs again, or is there no more, and the journal says so.

    Raises: OtherSystemFailed with the first that does not; the others do.
    """
    seen = states(services, servers)
    _each(_unpause, services, {name: id_ for name, (id_, _) in seen.items()})
    for name in servers:
        note(home, stack, name, who, reason, DONE)


def note(home: Home, stack: str, server: str, who: str, reason: str, outcome: str) -> None:
    now = datetime.now().astimezone()
    entry = Entry(now, who, UNPAUSE, subject_of(stack, server), reason, outcome)
    append(home.journal, entry, ends=outcome == DONE)


def _each(
    act: Callable[[Services, str, str], None], services: Services, servers: Mapping[str, str]
) -> None:
    """All at the same time, by name and id. Raises: what the first of them raises."""
    with ThreadPoolExecutor(AT_ONCE) as workers:
        list(workers.map(lambda one: act(services, *one), servers.items()))


def _pause(services: Services, name: str, server: str) -> None:
    services.answer(NOVA, "POST", f"/servers/{server}/action", json={"pause": None})
    _reaches(services, name, server, STANDS)


def _unpause(services: Services, name: str, server: str) -> None:
    """A server that was told to pause a moment ago is waited for."""
    found = services.found(NOVA, f"/servers/{server}")
    if found is None:
        return
    row = found["server"]
    if row["OS-EXT-STS:task_state"] == "pausing":
        _stands(services, name, server)
        row = services.answer(NOVA, "GET", f"/servers/{server}").json()["server"]
    if row["status"] == STANDS:
        services.answer(NOVA, "POST", f"/servers/{server}/action", json={"unpause": None})
        _reaches(services, name, server, RUNS)


def _stands(services: Services, name: str, server: str) -> None:
    """Raises: OtherSystemFailed where it does not come so far: its host was cut off meanwhile, and
    only an administrator gets Nova on from there (nova/compute/api.py, `unpause`: PAUSED alone)."""
    try:
        _reaches(services, name, server, STANDS)
    except OtherSystemFailed as failure:
        raise OtherSystemFailed(
            say(
                "{failure}: Nova is about to pause it and comes to no end, so that it may stand "
                "still; once its host answers, an administrator runs `openstack server set --state "
                "active {id}`, then `openstack server pause {id}` and `openstack server unpause "
                "{id}`",
                failure=failure.message,
                id=server,
            )
        ) from None


def _reaches(services: Services, name: str, server: str, state: str) -> None:
    def look() -> str:
        return str(services.answer(NOVA, "GET", f"/servers/{server}").json()["server"]["status"])

    until(look, state, is_error, say("{server}", server=name), STEP_SECONDS)


def _watchdog(
    home: Home, services: Services, stack: str, servers: Sequence[str]
) -> subprocess.Popen[str]:
    """A process that has logged in and waits for our end.

    Raises: OtherSystemFailed where it does not get so far: nothing is paused then.
    """
    command = [sys.executable, "-m", "recovery.watchdog", str(home.root), stack, *servers]
    process = subprocess.Popen(
        command,
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    if process.stdout.readline().strip() != "ready":
        process.communicate()
        states(services, servers)  # a site that is silent now tells us why itself
        raise OtherSystemFailed(
            say("the watchdog of {stack} does not start; nothing was paused", stack=stack)
        )
    return process


def _dismiss(watchdog: subprocess.Popen[str]) -> None:
    watchdog.communicate("done\n", timeout=STEP_SECONDS)
