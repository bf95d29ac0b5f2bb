"""Acts on servers from within: configured as their roles say. Adapter: reads keys, starts Ansible.

Servers are those of the blueprint; whether they run is Nova's matter, and one that does not
answer is told and keeps no other from going on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psutil

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from cloud.credentials import ensure_database_password
from cloud.keypairs import held_public_key, private_key_file
from core.errors import OtherSystemFailed, UserError
from core.home import REPOSITORY
from core.message import Message, say
from core.plan import Action, Plan, Run, Turn
from core.run import new_run
from infra.configure import Job, configure, end_run
from infra.guests.forks import forks_for
from infra.guests.inventory import Files, inventory_of
from infra.guests.package import write_package
from infra.guests.told import OK, Event, Outcome
from monitoring.access.papers import keep_delivered, locks
from runbooks.actions.access import access_to
from runbooks.actions.given import Given
from runbooks.actions.here import Here
from runbooks.actions.ways import need_ways

AT_ONCE = 3
"""Members whose servers are configured at the same time."""


@dataclass(frozen=True, slots=True)
class Differing:
    """What `--check` found on a member's servers."""

    stack: str
    outcomes: tuple[Outcome, ...]


def configured(given: Given, members: Sequence[str], site: str | None) -> Plan:
    """The servers of these members (all if none is named), each where it is active.

    Raises: UserError where the way to servers is not known.
    """
    need_ways(given.home)
    found = list(_with_servers(given, members, site))
    if not found:
        return Plan(notes=(say("no server is to be configured"),))
    return Plan(tuple(_configuration(given, one, len(found)) for one in found))


def differing(given: Given, members: Sequence[str], site: str | None) -> list[Differing]:
    """What would be changed on each server, one member after the other; nothing is.

    Raises: as `configured`; OtherSystemFailed where Ansible could not run.
    """
    need_ways(given.home)
    run = new_run("")
    return [
        Differing(one.stack, tuple(_carry_out(given, one, run, 1, check=True, turn=None)))
        for one in _with_servers(given, members, site)
    ]


def _with_servers(given: Given, members: Sequence[str], site: str | None) -> Iterator[Blueprint]:
    for slug in members or list(given.definitions.members):
        for name in [site] if site else list(given.definitions.sites):
            drawn = blueprint_of(given.definitions, slug, name)
            if drawn.servers:
                yield drawn


def _configuration(given: Given, drawn: Blueprint, jobs: int) -> Action:
    def do(turn: Turn) -> None:
        if turn.killed is not None:
            end_run(turn.killed)
        heard_of = locks(given.home).version
        failed = [
            one
            for one in _carry_out(
                given, drawn, turn.run, min(jobs, AT_ONCE), check=False, turn=turn
            )
            if one.failure is not None
        ]
        for one in failed:
            given.tell(say("{host}: {why}", host=one.host, why=one.failure))
        knows = {server.name for server in drawn.servers} - {one.host for one in failed}
        for name in sorted(knows):
            keep_delivered(given.home, name, heard_of)
        if failed:
            raise OtherSystemFailed(
                say(
                    "{count} of {all} servers are not configured: {names}",
                    count=len(failed),
                    all=len(drawn.servers),
                    names=tuple(one.host for one in failed),
                )
            )

    return Action(
        "configure",
        f"{drawn.stack} servers",
        say("servers of {stack}", stack=drawn.stack),
        say(
            "{stack}: {count} servers are configured: {names}",
            stack=drawn.stack,
            count=len(drawn.servers),
            names=tuple(server.name for server in drawn.servers),
        ),
        do,
        say("what a role changed stays; git has the roles as they were before"),
        (f"{drawn.stack}.servers",),
        lane=drawn.site,
        mends=True,
        stop=lambda run: end_run(run.id),
    )


def _carry_out(
    given: Given, drawn: Blueprint, run: Run, jobs: int, *, check: bool, turn: Turn | None
) -> list[Outcome]:
    files = _files(given, drawn.member)
    here = Here(given.home, given.definitions, given.now)
    catalogue = given.definitions.catalogue.value
    member = given.definitions.members[drawn.member].value
    hosts = tuple(server.name for server in drawn.servers)
    free_mib = psutil.virtual_memory().available // 2**20
    job = Job(
        run.id,
        drawn.stack,
        hosts,
        inventory_of(drawn, member, catalogue, files, access_to(here, drawn)),
        check,
        forks_for(len(hosts), free_mib, jobs),
    )

    def heard(event: Event) -> None:
        if turn is not None and event.kind == OK and event.changed:
            turn.changed(f"{event.host}: {event.task}")

    return configure(given.home, job, heard)


def _files(given: Given, member: str) -> Files:
    """Raises: UserError where the member's key is not on this machine."""
    if held_public_key(given.home, member) is None:
        raise UserError(_no_key(given, member))
    package = given.home.root / "guests" / "resident-register.pyz"
    return Files(
        private_key_file(given.home, member),
        write_package(REPOSITORY, package),
        ensure_database_password(given.home, member),
    )


def _no_key(given: Given, member: str) -> Message:
    return say(
        "{file} is missing: it is the key that {member}'s servers let in; restore it from the "
        "machine that built them",
        file=private_key_file(given.home, member),
        member=member,
    )
