"""The rim of the two programs: reads the files, finishes what may not stand in Pulumi's state.

Adapter. What a person typed wrong is one sentence on Pulumi's screen, not a traceback.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

import pulumi
from pulumi import Output

from blueprint.accounts import PROVISIONER
from blueprint.member import Sizes, blueprint_of
from blueprint.parts import Blueprint, SiteBlueprint
from blueprint.site import site_blueprint_of
from cloud import credentials
from cloud.keypairs import ensure_keypair
from cloud.logins import site_entry, write_member_entry
from cloud.service_users import ensure_password, prepare_password
from core.eras import JAPAN
from core.errors import UserError
from core.home import Home
from core.message import Message, say
from infra.program import member as member_program
from infra.program import site as site_program
from infra.rim import pairing
from infra.toolchain.environment import CHECKED
from tenants.concerning import Concerned, divided, only
from tenants.definitions import Definitions
from tenants.overdue import in_force
from tenants.store import read_definitions, refuse


class Objection(Protocol):
    """Says why what a stack would build may not be built; None where it may."""

    def __call__(
        self, definitions: Definitions, subject: Blueprint | SiteBlueprint
    ) -> Message | None: ...


class Standing(Protocol):
    """GiB of a member's volumes that stand, which are never declared smaller."""

    def __call__(self, definitions: Definitions, member: str) -> Sizes: ...


def site_stack(
    home: Home, name: str, objection: Objection, image_stands: Callable[[SiteBlueprint], bool]
) -> None:
    """Declare `site.<name>`, unless there is an objection to it."""
    with _mistakes_shown():
        definitions = _definitions(home, only(()))
        site = definitions.need_site(name)
        site_entry(home, site)
        blueprint = site_blueprint_of(definitions, name)
        _need_no(objection, definitions, blueprint)
        image = home.images / f"{site.image}.raw"
        if not image.exists():
            raise UserError(
                say("the guest image {file} is missing; put the site's image there", file=image)
            )
        file = credentials.provisioner_file(home, name)
        if not pulumi.runtime.is_dry_run():
            prepare_password(home, file, site, PROVISIONER, "")
        user_id = site_program.build(
            blueprint, site, str(image), image_stands(blueprint), PROVISIONER
        )
        _finish(lambda known: ensure_password(home, file, site, known), user_id)


def member_stack(
    home: Home, slug: str, site_name: str, objection: Objection, standing: Standing
) -> None:
    """Declare `<slug>.<site_name>`, unless there is an objection to it.

    `kumiai up` has asked for all stacks together before; a hand-typed `pulumi` asks here, in its
    preview too.
    """
    with _mistakes_shown():
        definitions = _definitions(home, only((slug,)))
        site = definitions.need_site(site_name)
        member = definitions.need_member(slug)
        write_member_entry(home, slug, site)
        blueprint = blueprint_of(definitions, slug, site_name, standing(definitions, slug))
        _need_no(objection, definitions, blueprint)
        file = credentials.credential_file(home, blueprint.stack)
        in_earnest = not pulumi.runtime.is_dry_run()
        if in_earnest:
            prepare_password(home, file, site, blueprint.service_user, blueprint.project)
        finished = member_program.build(
            blueprint,
            member,
            site,
            PROVISIONER,
            ensure_keypair(home, slug, keep=in_earnest),
        )
        _finish(lambda known: ensure_password(home, file, site, known), finished.service_user_id)
        elsewhere = [name for name in definitions.active_sites(member) if name != site_name]
        pair = pairing.pair_of(blueprint, elsewhere[0] if elsewhere else None)
        if pair is not None:
            _finish(lambda _: _pair(home, pair), finished.containers_ready)


def _need_no(
    objection: Objection, definitions: Definitions, subject: Blueprint | SiteBlueprint
) -> None:
    """Raises: UserError where something is against it and `kumiai up` has not asked already."""
    if os.environ.get(CHECKED) != "1":
        against = objection(definitions, subject)
        if against is not None:
            raise UserError(against)


def _pair(home: Home, pair: pairing.Pair) -> None:
    if not pairing.set_up(home, pair):
        pulumi.log.info(
            f"the backup container is not copied from {pair.source} to {pair.target} yet: "
            "the other stack, finished later, will see to it"
        )


def _finish(act: Callable[..., None], known: Output[object]) -> None:
    """Do `act` once the value is known; a preview does nothing."""

    def finish(value: object) -> None:
        with _mistakes_shown():
            act(value)

    if not pulumi.runtime.is_dry_run():
        known.apply(finish)


def _definitions(home: Home, concerned: Concerned) -> Definitions:
    """Whole. Where kumiai has checked them, only what concerns the stack is looked at again: a
    procedure goes on though another municipality's file is broken.
    """
    definitions, problems = read_definitions(home.definitions)
    today = datetime.now(JAPAN).date()
    if os.environ.get(CHECKED) == "1":
        problems, _ = divided(problems, concerned)
    elif definitions is not None:
        from blueprint import proof
        from tenants.rules import check

        broken = check(definitions, today)
        problems += [*broken, *proof.problems(definitions, broken)]
    refuse(problems)
    assert definitions is not None  # problems were not empty otherwise
    return in_force(definitions, today)


@contextmanager
def _mistakes_shown() -> Iterator[None]:
    try:
        yield
    except UserError as error:
        # Pulumi shows the text of this one alone; of any other exception the traceback.
        raise pulumi.RunError(error.text()) from error
