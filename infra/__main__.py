"""What `pulumi up` runs: picks the program of this stack and hands it what it needs.

Adapter. The rim of the program: it reads the files, and finishes what may not be in Pulumi's state.
The only place of `infra` that knows of licences and of copies; it hands the questions in.
"""

from __future__ import annotations

import os
from functools import partial

import pulumi

from blueprint.naming import read_stack
from blueprint.parts import Blueprint, SiteBlueprint
from core.home import Home
from core.message import Message, say
from infra.engine.resources import NOTHING
from infra.engine.state import read_state
from infra.engine.volumes import sizes_in, standing_sizes
from infra.rim.entry import member_stack, site_stack
from infra.stacks.census import fallen
from infra.stacks.guest_image import image_in, image_refused, stands
from infra.stacks.standing import standing_of
from infra.toolchain.environment import REFRESHES
from tenants.definitions import Definitions


def objection(definitions: Definitions, subject: Blueprint | SiteBlueprint) -> Message | None:
    """Why a member's servers or a site's hosts may not be built; None where they may."""
    from infra.stacks.lost import lost_secrets
    from licensing.objection import objection_to
    from recovery.never_empty import against_new

    for why in lost_secrets(home, definitions, [subject]):
        return why
    if isinstance(subject, Blueprint):
        built = read_state(home, subject.stack) or NOTHING
        if (less := fallen(definitions, subject.member, subject.site, built)) is not None:
            return less.against
        if (why_not := against_new(home, definitions, subject, sizes_in(built))) is not None:
            return why_not
        return objection_to(home, os.environ, definitions, [subject], {}, subject.site, tell)
    state = read_state(home, subject.stack)
    image = home.images / f"{subject.image}.raw"
    if (newer := image_refused(image, image_in(state or NOTHING))) is not None:
        return newer
    today = {} if state is None else {subject.site: standing_of(state)}
    return objection_to(home, os.environ, definitions, [], today, subject.site, tell)


def tell(message: Message) -> None:
    pulumi.log.info(message.text())


home = Home.of(os.environ)
stack = read_stack(pulumi.get_stack())
if stack is None:
    raise pulumi.RunError(
        say(
            "no stack of kumiai is called {stack}; stacks are site.<site> and <member>.<site>",
            stack=pulumi.get_stack(),
        ).text()
    )
if stack.member is None:
    site_stack(home, stack.site, objection, partial(stands, home))
else:
    sizes = partial(standing_sizes, home, ask=os.environ.get(REFRESHES) == "1")
    member_stack(home, stack.member, stack.site, objection, sizes)
