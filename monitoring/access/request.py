"""A request for access, and its approval by somebody else: both signed by a person's own key. Pure.

What is signed are the words of the request; whoever has the persons' files and OpenSSH can check
them (`ssh-keygen -Y verify`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.message import Message, say
from core.signing import signed_by
from monitoring.access.operator import Purpose
from monitoring.access.staff import ServerAt, Staff

ASKED, APPROVED = "kumiai-access-request", "kumiai-access-approval"
"""OpenSSH's namespaces, so that a signature under a request approves none."""

LONGEST = timedelta(hours=24)
"""Whoever needs more asks again: what was approved is looked at anew each day."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants to log in where, to what end, why, and until when. `number` counts from 1."""

    number: int
    person: str
    server: str
    purpose: Purpose
    reason: str
    asked_at: datetime
    ends_at: datetime

    @property
    def words(self) -> bytes:
        """What is signed: the same for the same request."""
        return json.dumps(
            {
                "number": self.number,
                "person": self.person,
                "server": self.server,
                "purpose": self.purpose.value,
                "reason": self.reason,
                "asked_at": self.asked_at.isoformat(),
                "ends_at": self.ends_at.isoformat(),
            },
            ensure_ascii=False,
            sort_keys=True,
        ).encode()

    @classmethod
    def of(cls, data: Mapping[str, object]) -> Request:
        """Raises: KeyError, ValueError where it is none."""
        return cls(
            int(str(data["number"])),
            str(data["person"]),
            str(data["server"]),
            Purpose(str(data["purpose"])),
            str(data["reason"]),
            datetime.fromisoformat(str(data["asked_at"])),
            datetime.fromisoformat(str(data["ends_at"])),
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """A request with its signatures; the second is missing until somebody approves."""

    request: Request
    signature: str
    approval: str = ""

    def asked_by(self, staff: Staff) -> str | None:
        """Who signed the request."""
        one = signed_by(self.signature, self.request.words, ASKED, staff.signers())
        return None if one is None else one.name

    def approved_by(self, staff: Staff) -> str | None:
        """Who signed the approval."""
        one = signed_by(self.approval, self.request.words, APPROVED, staff.signers())
        return None if one is None else one.name


def why_not_approvable(
    paper: Paper, approver: str, staff: Staff, server: ServerAt, at: datetime
) -> Message | None:
    """Why this person may not approve it now; None where it may."""
    request = paper.request
    if paper.asked_by(staff) != request.person:
        return say(
            "request {number} is not signed by {person}; have it made anew with "
            "`kumiai access request`",
            number=request.number,
            person=request.person,
        )
    if at >= request.ends_at:
        return say(
            "request {number} ended at {moment}; have it made anew with `kumiai access request`",
            number=request.number,
            moment=f"{request.ends_at:%Y-%m-%d %H:%M}",
        )
    if approver == request.person:
        return say("nobody approves their own request; another person must")
    allowed = staff.approvers(server, at)
    if approver not in allowed:
        return say(
            "{person} may not approve access to {server}; whoever is accountable there for the "
            "review of access does: {allowed}",
            person=approver,
            server=server.name,
            allowed=tuple(allowed) or "–",
        )
    return None


def holds(paper: Paper, staff: Staff, server: ServerAt, at: datetime) -> bool:
    """Whether it lets its person in at a moment: asked, approved by another who may, not ended."""
    approver = paper.approved_by(staff)
    return (
        approver is not None
        and server.name == paper.request.server
        and why_not_approvable(paper, approver, staff, server, at) is None
    )
