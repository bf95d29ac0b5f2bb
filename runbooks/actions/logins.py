"""A person's way to a server: a certificate, or access that is asked for and approved. Adapter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from core.eras import moment_in_figures
from core.errors import Exit, UserError
from core.message import Message, say
from core.signing import signed_by
from monitoring.access.account import Grant, account_of, grant
from monitoring.access.authority import (
    certificate_file,
    issue,
    issued,
    signature,
    signing_authority,
)
from monitoring.access.certificate import Certificate, certificate, of_journal
from monitoring.access.operator import Purpose
from monitoring.access.papers import keep_paper, locks, next_number, numbering, papers
from monitoring.access.request import (
    APPROVED,
    ASKED,
    LONGEST,
    Paper,
    Request,
    holds,
    why_not_approvable,
)
from monitoring.access.staff import Staff
from runbooks.actions.access import need_server, need_staff, servers
from runbooks.actions.here import Here


@dataclass(frozen=True, slots=True)
class Own:
    """Who sits here: the person whose private key this is. `file` is its key's, or of its .pub."""

    person: str
    public_key: str
    file: Path


@dataclass(frozen=True, slots=True)
class Way:
    """With what `ssh` is started."""

    account: str
    certificate: Path
    holds: Certificate
    again: bool


def way_to(here: Here, own: Own, server: str, purpose: Purpose, reason: str) -> Way:
    """A certificate of the person that opens the server now: one that is there, or a new one.

    Raises: UserError where the person may not, is locked, or gives no reason outside its hours.
    """
    staff, one = need_staff(here), need_server(here, server)
    since = locks(here.home).since.get(own.person)
    if since is not None:
        raise UserError(
            say(
                "{person} is locked since {moment}; `kumiai access unlock {person}` gives access "
                "back, once it is clear why it was taken",
                person=own.person,
                moment=moment_in_figures(datetime.fromisoformat(since)),
            ),
            Exit.RULE_BROKEN,
        )
    found = grant(staff, own.person, one.at, purpose, tuple(papers(here.home)), here.now)
    if isinstance(found, Message):
        raise UserError(found, Exit.RULE_BROKEN)
    wanted = certificate_file(here.home, found.principal)
    last = _last(here, own, found.principal)
    if last is not None and wanted.exists() and last.opens([found.principal], here.now):
        return Way(account_of(own.person, purpose), wanted, last, again=True)
    made = _new(here, staff, own, found, reason)
    return Way(account_of(own.person, purpose), wanted, made, again=False)


def _last(here: Here, own: Own, opens: str) -> Certificate | None:
    """The last certificate for this principal, if it is of this key and of today's authority."""
    signs = signing_authority(here.home)
    found = [one for one in issued(here.home) if opens in one["principals"]]
    if not found or (found[-1]["authority"], found[-1]["key"]) != (signs, own.public_key):
        return None
    return of_journal(found[-1])


def _new(here: Here, staff: Staff, own: Own, found: Grant, reason: str) -> Certificate:
    on_duty = staff.is_on_duty(own.person, here.now)
    if not on_duty and not (reason or found.why):
        raise UserError(
            say(
                "{person} is not on duty by its file; say why you log in now, which is kept and "
                'told: --reason "…"',
                person=own.person,
            ),
            Exit.RULE_BROKEN,
        )
    until = staff.need(own.person).until
    last_moment = datetime(until.year, until.month, until.day, tzinfo=here.now.tzinfo)
    ends = [last_moment + timedelta(days=1), *([found.ends_at] if found.ends_at else [])]
    made = certificate(own.person, [found.principal], here.now, ends)
    issue(here.home, made, own.public_key, here.now, reason or found.why)
    return made


def asked(here: Here, own: Own, server: str, purpose: Purpose, reason: str, hours: int) -> Request:
    """The request, signed by the person's own key and kept.

    Raises: UserError where it is for longer than one may be, has no reason, or is not needed.
    """
    staff, one = need_staff(here), need_server(here, server)
    if not reason.strip():
        raise UserError(say('a request needs --reason "…": whoever approves it reads it'))
    longest = int(LONGEST / timedelta(hours=1))
    if not 1 <= hours <= longest:
        raise UserError(say("access is given for 1 to {longest} hours", longest=longest))
    found = grant(staff, own.person, one.at, purpose, (), here.now)
    if isinstance(found, Message) and purpose not in staff.purposes(own.person, one.at, here.now):
        raise UserError(found, Exit.RULE_BROKEN)
    if staff.stands(own.person, one.at, here.now):
        raise UserError(
            say(
                "{person} needs no approval for {server}: `kumiai access login {server}`",
                person=own.person,
                server=server,
            )
        )
    ends_at = here.now + timedelta(hours=hours)
    with numbering(here.home):
        number = next_number(here.home)
        request = Request(
            *(number, own.person, server, purpose, reason.strip(), here.now, ends_at),
        )
        signed = signature(own.file, request.words, ASKED)
        _need_ones_own(staff, own, signed, request.words, ASKED)
        keep_paper(here.home, Paper(request, signed))
    return request


def approved(here: Here, own: Own, number: int) -> Request:
    """The request, approved by the person's own key.

    Raises: UserError where there is none by this number, or this person may not approve it.
    """
    staff = need_staff(here)
    paper = next((one for one in papers(here.home) if one.request.number == number), None)
    if paper is None:
        raise UserError(
            say("there is no request {number}; `kumiai access list` has them", number=number)
        )
    one = need_server(here, paper.request.server)
    why = why_not_approvable(paper, own.person, staff, one.at, here.now)
    if why is not None:
        raise UserError(why, Exit.RULE_BROKEN)
    signed = signature(own.file, paper.request.words, APPROVED)
    _need_ones_own(staff, own, signed, paper.request.words, APPROVED)
    keep_paper(here.home, replace(paper, approval=signed))
    return paper.request


def _need_ones_own(staff: Staff, own: Own, signed: str, words: bytes, namespace: str) -> None:
    """Raises: UserError where the signature is not that of a key in the person's file."""
    by = signed_by(signed, words, namespace, staff.signers())
    if by is None or by.name != own.person:
        raise UserError(
            say(
                "what {file} signs is not {person}'s; name the key with --key",
                file=own.file,
                person=own.person,
            )
        )


@dataclass(frozen=True, slots=True)
class Pending:
    """A request, who approved it, and whether it lets its person in now."""

    request: Request
    approved_by: str | None
    holds: bool


def requests(here: Here) -> list[Pending]:
    """Every request that has not ended; one for a server that is no more lets nobody in."""
    staff = need_staff(here)
    going_on = [paper for paper in papers(here.home) if paper.request.ends_at > here.now]
    known = {one.at.name: one.at for one in servers(here)} if going_on else {}
    found = []
    for paper in going_on:
        at = known.get(paper.request.server)
        now = at is not None and holds(paper, staff, at, here.now)
        found.append(Pending(paper.request, paper.approved_by(staff), now))
    return found
