"""`kumiai verify`: asks OpenStack whether the cloud is what the YAML says. Adapter."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import typer

from cli.alive import alive
from cli.files import checked_definitions, need_members, need_site
from cli.options import AsJson, AtSite, Members
from cli.session import Session
from core.errors import Exit
from core.message import say

if TYPE_CHECKING:
    from infra.verify.difference import Difference
    from infra.verify.whole import Verified


def add_to(app: typer.Typer) -> None:
    app.command()(verify)


def verify(
    context: typer.Context,
    members: Members = None,
    site: AtSite = None,
    json: AsJson = False,
) -> None:
    """Compare OpenStack itself, not Pulumi's state, with the YAML. Exit code 12 if they differ.

    $ kumiai verify
    $ kumiai verify usuki --site primary
    """
    session: Session = context.obj
    definitions = checked_definitions(session)
    from infra.verify.whole import record_verified, verify_site

    need_members(definitions, members or [])
    need_site(definitions, site)
    sites = [site] if site else list(definitions.sites)
    asking = say("asking OpenStack at {sites}", sites=", ".join(sites))
    with alive(session, lambda: asking), ThreadPoolExecutor(len(sites)) as pool:
        results = list(
            pool.map(lambda s: verify_site(session.home, definitions, s, members or []), sites)
        )
    record_verified(session.home, definitions, results, members or [], session.now())
    if json:
        session.print_json([_as_json(session, result) for result in results])
    else:
        _print(session, results)
    if any(result.failure is not None for result in results):
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))
    if any(result.differences for result in results):
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _print(session: Session, results: list[Verified]) -> None:
    for result in results:
        for difference in result.differences:
            session.out.print(_line(session, difference), markup=False)
        if result.failure is not None:
            session.complain(result.failure)
        elif not result.differences:
            session.say(
                say(
                    "{site}: as the YAML says, {members} municipalities, {objects} objects",
                    site=result.site,
                    members=result.members,
                    objects=result.objects,
                )
            )
        else:
            session.say(
                say(
                    "{site}: {count} differences; `kumiai up --refresh` shows what would mend them",
                    site=result.site,
                    count=len(result.differences),
                )
            )


def _line(session: Session, difference: Difference) -> str:
    kind = difference.kind.text(session.translate)
    said = difference.message.text(session.translate)
    return f"{difference.subject}: {kind} {difference.name}: {said}"


def _as_json(session: Session, result: Verified) -> dict[str, object]:
    return {
        "site": result.site,
        "members": result.members,
        "objects": result.objects,
        "failure": result.failure.text(session.translate) if result.failure else None,
        "differences": [
            {
                "subject": difference.subject,
                "kind": str(difference.kind),
                "name": difference.name,
                "message": difference.message.text(session.translate),
            }
            for difference in result.differences
        ],
    }
