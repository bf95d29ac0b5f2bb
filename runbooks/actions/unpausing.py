"""Servers that a killed backup left paused run again, whoever comes next. Adapter: Nova, a file."""

from __future__ import annotations

from collections.abc import Sequence

from cloud.logins import clouds_of
from core.journal import entries
from core.message import say
from core.plan import Action, Plan, Turn
from recovery.declaration import fences
from recovery.pausing import let_run
from recovery.standstill import still_due
from runbooks.actions.given import Given
from runbooks.actions.protected import member_of, site_of, source


def resume(given: Given) -> Plan:
    """Whatever a backup left paused that was killed, its watchdog too, runs again.

    Raises: UserError where there is no clouds.yaml.
    """
    found = actions(given)
    due = still_due(entries(given.home.journal))
    fenced = [
        say(
            "{stack}: {servers} stay as they are, which a killed backup left paused: they are "
            "fenced there",
            stack=stack,
            servers=tuple(due[stack]),
        )
        for stack in due
        if _is_fenced(given, stack)
    ]
    nothing = () if found or fenced else (say("no backup left a server paused"),)
    return Plan(tuple(found), (*fenced, *nothing))


def actions(given: Given) -> list[Action]:
    """What a killed backup left paused runs again: whoever acts next sees to it.

    But for who is fenced there: a site that was lost while a backup ran comes back with paused
    servers, and by then the member runs elsewhere.
    """
    due = still_due(entries(given.home.journal))
    built = clouds_of(given.home) if due else {}
    return [
        _unpausing(given, stack, due[stack])
        for stack in due
        if stack in built and not _is_fenced(given, stack)
    ]


def _is_fenced(given: Given, stack: str) -> bool:
    return fences(given.home.definitions).get(member_of(stack)) == site_of(stack)


def _unpausing(given: Given, stack: str, servers: Sequence[str]) -> Action:
    def do(turn: Turn) -> None:
        let_run(given.home, source(given, stack), stack, servers, turn.run.who, turn.run.reason)

    return Action(
        "unpause-left",
        stack,
        say("{stack}", stack=stack),
        say(
            "{stack}: {servers} run again, which a killed backup left paused",
            stack=stack,
            servers=tuple(servers),
        ),
        do,
        say("a server that runs is as it was"),
        (stack,),
        lane=site_of(stack),
    )
