"""What `pulumi up` runs: picks the program of this stack and hands it what it needs.

Adapter. The rim of the program: it reads the files, and finishes what may not be in Pulumi's state.
The only place of `infra` that knows of licences; it hands the question in.
"""

from __future__ import annotations

import os

import pulumi

from blueprint.parts import Blueprint, site_stack_name
from core.home import Home
from core.message import Message
from infra.engine.state import read_state
from infra.rim.entry import member_stack, site_stack
from infra.stacks.standing import standing_of
from tenants.definitions import Definitions
from tenants.site import Site


def licence_objection(definitions: Definitions, subject: Blueprint | Site) -> Message | None:
    """Why a member's servers or a site's hosts may not be built; None where they may."""
    from licensing.change.gate import SiteToday, Wish
    from licensing.objection import objection_to

    wishes: list[Wish] = []
    today: dict[str, SiteToday] = {}
    if isinstance(subject, Blueprint):
        servers = {server.name: server.vcpu for server in subject.servers}
        wishes.append(Wish(subject.member, subject.site, servers))
    else:
        state = read_state(home, site_stack_name(subject.name))
        if state is not None:
            standing = standing_of(state)
            today[subject.name] = SiteToday(standing.hosts, standing.fences)
    return objection_to(home, os.environ, definitions, wishes, today)


home = Home.of(os.environ)
first, _, second = pulumi.get_stack().partition(".")
if first == "site":
    site_stack(home, second, licence_objection)
else:
    member_stack(home, first, second, licence_objection)
