"""`kumiai access list`, `who`, `sessions` and `report`: who may come in, and who did. Adapter."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cli.access.here import here_of
from cli.options import AsJson
from cli.session import Session
from core.eras import day_of, moment_in_figures
from core.errors import Exit, UserError
from core.message import say

if TYPE_CHECKING:
    from monitoring.access.session import Session as Login

OnDay = Annotated[str, typer.Option("--on", metavar="DATE", help="The day, such as 2026-11-26.")]


def list_access(context: typer.Context, json: AsJson = False) -> None:
    """Who may log in, who is locked, what was asked for, and which servers have not heard yet.

    $ kumiai access list
    """
    from monitoring.access.papers import locks
    from runbooks.actions.access import need_staff, pending_servers
    from runbooks.actions.logins import requests

    session: Session = context.obj
    here = here_of(session)
    staff, locked = need_staff(here), locks(here.home).since
    asked, pending = requests(here), [one.at.name for one in pending_servers(here)]
    if json:
        session.print_json(
            {
                "persons": [
                    {
                        "person": name,
                        "party": staff.party_of(name).key,
                        "until": one.value.until,
                        "locked_since": locked.get(name),
                    }
                    for name, one in staff.all
                ],
                "requests": [
                    {
                        "number": one.request.number,
                        "person": one.request.person,
                        "server": one.request.server,
                        "reason": one.request.reason,
                        "ends_at": one.request.ends_at,
                        "approved_by": one.approved_by,
                        "holds": one.holds,
                    }
                    for one in asked
                ],
                "pending": pending,
            }
        )
        return
    session.table(
        (say("person"), say("name"), say("party"), say("until"), say("locked since")),
        (
            (
                *(name, one.value.name.in_language(session.language.value)),
                *(staff.party_of(name).key, one.value.until, locked.get(name, "")),
            )
            for name, one in staff.all
        ),
    )
    for one in asked:
        words = {
            "number": one.request.number,
            "person": one.request.person,
            "server": one.request.server,
            "moment": moment_in_figures(one.request.ends_at),
            "reason": one.request.reason,
        }
        if one.approved_by is None:
            session.say(
                say(
                    "request {number}: {person} to {server} until {moment}, not approved: {reason}",
                    **words,
                )
            )
        else:
            session.say(
                say(
                    "request {number}: {person} to {server} until {moment}, approved by "
                    "{approver}: {reason}",
                    approver=one.approved_by,
                    **words,
                )
            )
    if pending:
        session.say(
            say(
                "not told yet who is locked: {servers}; `kumiai access hand-over` tells them",
                servers=tuple(pending),
            )
        )


def who(
    context: typer.Context,
    subject: Annotated[
        str, typer.Option("--subject", help="A server, or words that a terminal showed.")
    ],
    on: OnDay,
    json: AsJson = False,
) -> None:
    """Who had to do with something on a day: one person, or why nobody can say.

    $ kumiai access who --subject hita-core-db-1 --on 2026-11-26
    """
    from monitoring.access.attribution import who as who_was_it
    from runbooks.actions.access import need_staff
    from runbooks.actions.records import FIRST_USERS, sessions_kept

    session: Session = context.obj
    here = here_of(session)
    kept = sessions_kept(here)
    found = who_was_it(subject, _day(on), kept.sessions, need_staff(here), FIRST_USERS)
    because = kept.doubt or found.because
    if json:
        session.print_json(
            {
                "person": "" if because else found.person,
                "because": because.text(session.translate) if because else None,
                "sessions": [_as_json(one) for one in found.sessions],
            }
        )
    else:
        _table(session, found.sessions)
        if because is None:
            session.out.print(found.person, markup=False)
        else:
            session.say(say("not attributable, because: {why}", why=because))
    if because is not None:
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def sessions(
    context: typer.Context,
    on: OnDay = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Of that day and all after it.")
    ] = "",
    shown: Annotated[
        str, typer.Option("--shown", metavar="WORDS", help="Only those whose terminal showed it.")
    ] = "",
    text: Annotated[bool, typer.Option("--text", help="What each terminal showed, too.")] = False,
    json: AsJson = False,
) -> None:
    """All sessions, or those of a day or since one, and what their terminals showed.

    $ kumiai access sessions --on 2026-11-26 --shown /etc/shadow
    $ kumiai access sessions --since 2026-11-26
    """
    from runbooks.actions import records
    from runbooks.actions.records import FIRST_USERS, sessions_kept

    session: Session = context.obj
    kept = sessions_kept(here_of(session))
    found = [one for one in kept.sessions if one.account not in FIRST_USERS and shown in one.shown]
    found = records.of_day(found, _day(on)) if on else found
    found = records.since(found, _day(since)) if since else found
    if kept.doubt is not None:
        session.complain(kept.doubt)
    if json:
        session.print_json([{**_as_json(one), "shown": one.shown} for one in found])
        return
    _table(session, found)
    for one in found if text else ():
        session.say(say("{server}, {person}:", server=one.server, person=one.person or "–"))
        session.out.print(one.shown, markup=False)


def report(
    context: typer.Context,
    month: Annotated[str, typer.Argument(metavar="MONTH", help="Such as 2026-11.")],
    json: AsJson = False,
) -> None:
    """Count a month's sessions, those that are nobody's in particular, and what looks shared.

    $ kumiai access report 2026-11
    """
    from monitoring.access.attribution import month_of
    from monitoring.access.shared import SIGN_WORDS
    from runbooks.actions.access import need_staff
    from runbooks.actions.records import FIRST_USERS, sessions_kept

    session: Session = context.obj
    here = here_of(session)
    kept = sessions_kept(here)
    found = month_of(_day(f"{month}-01"), kept.sessions, need_staff(here), FIRST_USERS)
    if kept.doubt is not None:
        session.complain(kept.doubt)
    if json:
        session.print_json(
            {
                "sessions": found.count,
                "not_attributable": len(found.unclear),
                "by_person": dict(found.by_person),
                "signs": [
                    {"sign": one.sign.value, "sessions": [_as_json(s) for s in one.sessions]}
                    for one in found.suspicions
                ],
            }
        )
    else:
        session.table((say("person"), say("sessions")), found.by_person.items())
        for one, why in found.unclear:
            session.say(
                say("{session}: not attributable, because: {why}", session=_told(one), why=why)
            )
        for sign in found.suspicions:
            session.say(
                say(
                    "{sessions}: {sign}",
                    sessions="; ".join(map(_told, sign.sessions)),
                    sign=SIGN_WORDS[sign.sign],
                )
            )
        session.say(
            say(
                "{count} sessions, {unclear} of them not attributable",
                count=found.count,
                unclear=len(found.unclear),
            )
        )
    if found.unclear or kept.doubt is not None:
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _day(text: str) -> date:
    """Raises: UserError where it is none."""
    day = day_of(text)
    if day is None:
        raise UserError(
            say("{text} is no day; write it like 2026-11-26, a month like 2026-11", text=text)
        )
    return day


def _told(one: Login) -> str:
    return f"{one.account}@{one.server} {moment_in_figures(one.began_at)}"


def _as_json(one: Login) -> dict[str, object]:
    data = asdict(one)
    return {name: data[name] for name in data if name not in ("typed", "shown")}


def _table(session: Session, found: tuple[Login, ...] | list[Login]) -> None:
    session.table(
        (*(say("person"), say("server"), say("from")), *(say("began"), say("ended"))),
        (
            (
                *(one.person or "–", one.server, one.address, moment_in_figures(one.began_at)),
                moment_in_figures(one.ended_at) if one.ended_at else say("not known"),
            )
            for one in found
        ),
    )
