"""When a drill lay in a mailbox. Adapter: a Maildir of this machine, or the lab's mailbox."""

from __future__ import annotations

import json
import mailbox
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path

from core.errors import UserError
from core.message import say
from monitoring.routing.labels import DRILL


def received_at(place: Path, drill: str) -> datetime | None:
    """Raises: UserError where there is no mailbox."""
    sign = f"{DRILL} = {drill}\n"
    if not place.exists():
        raise UserError(
            say("{place} is no mailbox: a Maildir, or the lab's mail.jsonl", place=place)
        )
    found = _of_maildir(place) if place.is_dir() else _of_lab(place)
    return next((at for at, text in found if sign in text), None)


def _of_maildir(folder: Path) -> Iterator[tuple[datetime, str]]:
    """Raises: UserError where the folder is no Maildir."""
    try:
        for message in mailbox.Maildir(str(folder), create=False):
            yield datetime.fromtimestamp(message.get_date(), UTC), _text_of(message)
    except FileNotFoundError:
        raise UserError(
            say("{place} is no mailbox: a Maildir, or the lab's mail.jsonl", place=folder)
        ) from None


def _text_of(message: Message) -> str:
    """All of its text: Alertmanager's mails have parts, even where there is only one."""
    contents = (part.get_payload(decode=True) for part in message.walk())
    texts = (one.decode(errors="replace") for one in contents if isinstance(one, bytes))
    return "\n".join(texts).replace("\r\n", "\n")


def _of_lab(file: Path) -> Iterator[tuple[datetime, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        mail = json.loads(line)
        yield datetime.fromisoformat(mail["at"]), mail["text"].replace("\r\n", "\n")
