"""`kumiai verify --packets`: whether packets pass by the lines as the YAML says. Adapter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.alive import alive
from cli.files import checked_definitions, need_members, need_site
from cli.session import Session
from core.errors import Exit
from core.message import say

if TYPE_CHECKING:
    from infra.verify.tried import Tried


def try_packets(session: Session, members: Sequence[str], site: str | None, *, json: bool) -> None:
    """Print what came out. Exit code 12 where a packet went otherwise, 13 where none was sent."""
    definitions = checked_definitions(session)
    from infra.verify import tried
    from infra.verify.vantage import BySsh

    need_members(definitions, members)
    need_site(definitions, site)
    sites = [site] if site else list(definitions.sites)
    with alive(session, lambda: say("packets are sent over the lines")):
        results = tried.try_packets(session.home, definitions, sites, members, BySsh(session.home))
    if json:
        session.print_json([_as_json(session, one) for one in results])
    else:
        _print(session, results)
    if any(one.failures for one in results):
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))
    if any(one.astray for one in results):
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _print(session: Session, results: Sequence[Tried]) -> None:
    if not results:
        session.say(say("no municipality has an access line; nothing was tried"))
    for one in results:
        stack = f"{one.member}.{one.site}"
        for found in one.astray:
            said, way_out = (
                part.text(session.translate) for part in (found.message, found.way_out)
            )
            session.out.print(f"{stack}: {found.name}: {said}\n  → {way_out}", markup=False)
        for failure in one.failures:
            session.complain(failure)
        if one.astray:
            session.say(
                say(
                    "{stack}: {sent} packets sent, {count} differences, each with its way out",
                    stack=stack,
                    sent=one.sent,
                    count=len(one.astray),
                )
            )
        elif one.sent and not one.failures:
            session.say(
                say(
                    "{stack}: {sent} packets sent, {arrived} arrived: those that the YAML lets "
                    "pass, and no other",
                    stack=stack,
                    sent=one.sent,
                    arrived=one.arrived,
                )
            )
        for why in one.untried:
            session.say(say("{stack}: {why}", stack=stack, why=why))


def _as_json(session: Session, one: Tried) -> dict[str, object]:
    translate = session.translate
    return {
        "member": one.member,
        "site": one.site,
        "sent": one.sent,
        "arrived": one.arrived,
        "untried": [why.text(translate) for why in one.untried],
        "failures": [failure.text(translate) for failure in one.failures],
        "differences": [
            {
                "subject": found.subject,
                "kind": "packet",
                "name": found.name,
                "message": found.message.text(translate),
                "way_out": found.way_out.text(translate),
                "command": found.command,
            }
            for found in one.astray
        ],
    }
