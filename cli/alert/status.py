"""`kumiai alert status`: what fires now, whose it is, who has it, and who is next. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cli.alert.exporter import AtAlertmanagers
from cli.files import checked_matrix
from cli.options import AsJson, AsPage, PageLanguage
from cli.session import Session
from core.eras import moment_in_figures
from core.errors import Exit
from core.files import write_whole
from core.language import Language
from core.message import Message, say

if TYPE_CHECKING:
    from monitoring.answering.standing import Standing
    from monitoring.responsibility.matrix import Matrix
    from tenants.definitions import Definitions


def status(
    context: typer.Context,
    alertmanager: AtAlertmanagers = None,
    html: AsPage = None,
    page_language: PageLanguage = Language.JA,
    json: AsJson = False,
) -> None:
    """Show what fires now, whose it is, who has taken it until when, and who is called next.

    What is over is not there any more: it is asked what is, not what was sent. As a page it needs
    no other program. Exit code 12 while anything fires that nobody has taken, 13 where a site's
    Alertmanager does not answer.

    $ kumiai alert status
    $ kumiai alert status --alertmanager http://192.0.2.6:9093 --alertmanager http://192.0.2.70:9093
    $ kumiai alert status --html status.html
    """
    from monitoring.answering.held import held_of
    from monitoring.answering.log import promises
    from monitoring.answering.standing import standings
    from monitoring.routing.alertmanager import firing_at
    from monitoring.routing.places import all_of

    session: Session = context.obj
    definitions, matrix = checked_matrix(session)
    rows, silent = firing_at(all_of(session.home, alertmanager))
    now = session.now()
    found = list(standings(held_of(rows), promises(session.home), matrix, definitions, now))
    if html is not None:
        from board.status_page import status_page

        write_whole(html, status_page(found, matrix, definitions, page_language, now))
        session.say(say("{file} is written", file=html))
    elif json:
        session.print_json([_as_json(one) for one in found])
    else:
        _print(session, matrix, definitions, found)
    session.complain(*silent)
    if silent:
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))
    if any(one.taken is None and not one.held.silent for one in found):
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _print(
    session: Session, matrix: Matrix, definitions: Definitions, found: list[Standing]
) -> None:
    if not found:
        session.say(say("nothing fires"))
        return
    session.table(
        [say("since"), say("what is broken"), say("whose"), say("taken by"), say("called next")],
        [
            (
                moment_in_figures(one.held.since),
                one.summary.text(session.translate),
                matrix.called(definitions, one.owner),
                taken(one),
                following(one, matrix, definitions),
            )
            for one in found
        ],
    )


def taken(one: Standing) -> Message | str:
    if one.taken is None:
        return "–"
    return say("{who}, until {until}", who=one.taken.who, until=moment_in_figures(one.taken.until))


def following(one: Standing, matrix: Matrix, definitions: Definitions) -> Message | str:
    if one.next_one is None:
        return "–"
    party, at = one.next_one
    return say("{party} at {at}", party=matrix.called(definitions, party), at=moment_in_figures(at))


def _as_json(one: Standing) -> dict[str, object]:
    return {
        "alert": one.held.name,
        "labels": dict(one.held.labels),
        "since": one.held.since,
        "kept_silent": one.held.silent,
        "owner": one.owner.key,
        "taken_by": one.taken.who if one.taken else None,
        "taken_until": one.taken.until if one.taken else None,
        "next": one.next_one[0].key if one.next_one else None,
        "next_at": one.next_one[1] if one.next_one else None,
    }
