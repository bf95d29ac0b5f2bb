"""The passwords of the users by which kumiai works at a site, made anew. Adapter: Keystone, files.

The site's administrator and the users that others made are theirs to change.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from blueprint.accounts import PROVISIONER
from blueprint.naming import site_stack_name, stack_name
from cloud.credentials import Credential, read_credential
from cloud.keystone import refused_login
from cloud.logins import clouds_of, write_member_entry
from cloud.service_users import renew_password
from core.errors import Exit
from core.message import Message, say
from core.plan import Action, Objection, Plan, Turn
from runbooks.actions.given import Given

ACT = "renew-password"


def renew(given: Given, site: str) -> Plan:
    """A new password for every login that this machine has at the site.

    Where the site does not answer nothing is begun: a password that is made and never set opens
    nothing once it answers again.
    """
    found = given.definitions.need_site(site)
    logins = list(_logins(given, site))
    if not logins:
        return Plan(notes=(_none_here(given, site),))
    silence = given.silence_of(given.home, found)
    built = clouds_of(given.home)
    members = [slug for slug in given.definitions.members if stack_name(slug, site) in built]

    def do(file: Path, user: str, turn: Turn) -> None:
        renew_password(given.home, file, found)
        if user == PROVISIONER:
            # Its password is in the entry of every member of the site.
            for slug in members:
                write_member_entry(given.home, slug, found)

    stacks = (site_stack_name(site), *(stack_name(slug, site) for slug in members))
    return Plan(
        tuple(
            Action(
                ACT,
                f"{site} {file.stem}",
                say("{user} at {site}", user=login.username, site=site),
                say(
                    "{user} at {site} gets a new password; the old one is refused",
                    user=login.username,
                    site=site,
                ),
                partial(do, file, login.username),
                say("nobody wants an old password back; another new one is made in the same way"),
                stacks if login.username == PROVISIONER else (f"password.{file.stem}",),
                lane=site,
                mends=True,
            )
            for file, login in logins
        ),
        objections=() if silence is None else (Objection(silence, Exit.OTHER_SYSTEM_FAILED),),
    )


def _none_here(given: Given, site: str) -> Message:
    return say(
        "nothing to do: {folder} holds no login that kumiai made at {site}; they stand on the "
        "machine by which the site was built",
        folder=given.home.credentials,
        site=site,
    )


def not_working(given: Given, site: str) -> Iterator[Message]:
    """Logins of this machine's that the site refuses."""
    for _, login in _logins(given, site):
        why = refused_login(login, site)
        if why is not None:
            yield why


def _logins(given: Given, site: str) -> Iterator[tuple[Path, Credential]]:
    for file in sorted(given.home.credentials.glob(f"*.{site}.yaml")):
        login = read_credential(file)
        if login is not None:
            yield file, login
